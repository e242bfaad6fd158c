"""From the trained network to the one file that is served: ONNX with weights of eight bits."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from nlp_models.encoder import ONNX, TOKENIZER
from nlp_models.encoder.network import Network
from nlp_models.encoder.pieces import Segmenter

_OPSET = 17


class _Served(nn.Module):
    """The network with its answers taken apart: the answers are a mean over pieces, so each piece's share is exact."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        weight, bias = network.folded_head()
        self.head = nn.Linear(weight.shape[1], weight.shape[0])
        self.head.load_state_dict({"weight": weight.detach(), "bias": bias.detach()})

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.network.pieces(ids, mask)
        shares = nn.functional.linear(hidden, self.head.weight) / mask.sum(1)[:, None, None]
        return shares.sum(1) + self.head.bias, shares


def export(network: Network, segment: Segmenter, folder: Path) -> Path:
    """Write `encoder.onnx` (inputs ids, mask; outputs answers, shares) and the tokenizer beside it.

    Weights are quantised a channel at a time: a tensor at a time costs cosine .987 for .997. `reduce_range` leaves them
    seven bits, because without VNNI the products of eight saturate and the answers depend on the processor.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        whole = Path(room) / "whole.onnx"
        ids = torch.tensor([[0, 5, 6, 2], [0, 7, 2, 1]])
        with warnings.catch_warnings():
            # The newer exporter needs onnxscript and gave no better file.
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", torch.jit.TracerWarning)
            torch.onnx.export(
                _Served(network).eval(),
                (ids, torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])),
                str(whole),
                input_names=["ids", "mask"],
                output_names=["answers", "shares"],
                dynamic_axes={
                    "ids": {0: "texts", 1: "pieces"},
                    "mask": {0: "texts", 1: "pieces"},
                    "answers": {0: "texts"},
                    "shares": {0: "texts", 1: "pieces"},
                },
                opset_version=_OPSET,
                dynamo=False,
            )
        quantize_dynamic(whole, folder / ONNX, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    segment.save(folder / TOKENIZER)
    return folder / ONNX
