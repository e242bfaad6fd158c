"""The transformer: a base checkpoint, its fine-tuning, its export to ONNX, and reading with the exported file.

`wheel`, `checkpoint`, `network`, `fine_tune` and `export` belong to training and import torch; `pieces` and `session` are all
that serving needs, and import neither torch nor transformers (a test guards it).
"""

ONNX, TOKENIZER = "encoder.onnx", "tokenizer.json"  # the two files that are served
