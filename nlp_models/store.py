"""A stored model under artifacts/<recipe>/<version>/: manifest.json, model.skops, and for a cascade the transformer's two
files. It refuses rather than guesses.

The manifest names what the weights depend on: each file's sha256, the feature list, the library versions, the hashes of
the labels, the calibration and the threshold with its sentence. skops runs no code from the file, as a pickle would.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from nlp_models.answers import WIDTH
from nlp_models.encoder import ONNX, TOKENIZER
from nlp_models.features.space import FeatureSpace, feature_list
from nlp_models.features.vectoriser import Vectoriser
from nlp_models.recipes.cascade import Cascade
from nlp_models.recipes.linear import LinearModel

ARTIFACTS = Path(__file__).parent / "artifacts"
SERVED = ARTIFACTS / "served.json"
LINEAR = "model.skops"
_LIBRARIES = ("scikit-learn", "numpy", "scipy", "skops")
_TORCH_DOOR = "sklearn.externals.array_api_compat.torch"
_PRUNED = 1e-4  # a weight this small never changes a reading, and zeros compress


class ModelRefused(RuntimeError):
    """The stored model and this code do not belong together; the message says what differs."""


def folder(name: str | None = None) -> Path:
    """Where `name@version` is stored; without a name, the served model. Raises ModelRefused when it is not there."""
    chosen = name or json.loads(SERVED.read_text(encoding="utf-8"))["model"]
    recipe, _, number = chosen.partition("@")
    path = ARTIFACTS / recipe / number
    if not number or not (path / "manifest.json").is_file():
        raise ModelRefused(f"no stored model {chosen!r} (want recipe@version)")
    return path


def manifest_of(path: Path) -> dict[str, Any]:
    """What is written about the model in `path`. Raises OSError when there is none."""
    read: dict[str, Any] = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    return read


def save(model: LinearModel | Cascade, path: Path, manifest: Mapping[str, Any]) -> None:
    """Write the linear part and the manifest, which gains the hash of every file, the features and the library versions.

    The transformer's files are there already: `encoder.export` wrote them.
    """
    path.mkdir(parents=True, exist_ok=True)
    linear = model if isinstance(model, LinearModel) else model.linear
    vectoriser = linear.space.vectoriser
    coef = np.where(np.abs(linear.coef) < _PRUNED, 0, linear.coef).astype(np.float32)
    content = {
        "buckets": vectoriser.buckets.astype(np.int32),
        "idf": vectoriser.idf,
        "coef": coef,
        "intercept": linear.intercept,
    }
    _skops().dump(content, path / LINEAR, compression=8, compresslevel=9)
    files = [LINEAR] if isinstance(model, LinearModel) else [LINEAR, ONNX, TOKENIZER]
    whole = dict(manifest) | {
        "files": {name: sha256((path / name).read_bytes()).hexdigest() for name in files},
        "features": feature_list(linear.space),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }
    if isinstance(model, Cascade):
        whole |= {"gate": model.gate, "share": dict(model.share)}
    (path / "manifest.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(path: Path, threads: int = 0) -> tuple[LinearModel | Cascade, dict[str, Any]]:
    """The model and its manifest. Raises ModelRefused when a hash, the features or the minor version of scikit-learn differ.

    `threads`: cores for the transformer; 0 takes all.
    """
    manifest = manifest_of(path)
    for name, expected in manifest["files"].items():
        if sha256((path / name).read_bytes()).hexdigest() != expected:
            raise ModelRefused(f"{path.name}: {name} is not the file that the manifest describes (sha256 differs)")
    trained, here = manifest["libraries"]["scikit-learn"], version("scikit-learn")
    if _minor(trained) != _minor(here):
        raise ModelRefused(
            f"{path.name}: trained with scikit-learn {trained}, this is {here}: retrain or install that one"
        )
    content = _skops().loads((path / LINEAR).read_bytes())
    space = FeatureSpace(Vectoriser(content["buckets"].astype(np.int64), content["idf"]))
    if feature_list(space) != manifest["features"]:
        raise ModelRefused(f"{path.name}: this code makes other features than the model was trained on")
    linear = LinearModel(space, np.ascontiguousarray(content["coef"]), content["intercept"])
    if linear.coef.shape[1] != WIDTH:
        raise ModelRefused(f"{path.name}: this code asks other questions than the model was trained on")
    if ONNX not in manifest["files"]:
        return linear, manifest
    from nlp_models.encoder.session import Session  # onnxruntime takes 60 MB: only where it is needed

    encoder = Session(path / ONNX, path / TOKENIZER, threads)
    return Cascade(linear, encoder, manifest["gate"], manifest["share"]), manifest


def serve(name: str) -> None:
    """Make `name@version` the model that is loaded without a name. `promotion.promote` is the way there."""
    folder(name)
    SERVED.write_text(json.dumps({"model": name}) + "\n", encoding="utf-8")


def _skops() -> Any:
    """skops.io without torch.

    At import skops walks all of scikit-learn, whose one door to torch would cost 200 MB and seconds where torch is
    installed for training; serving has none and needs none.
    """
    closed = _TORCH_DOOR not in sys.modules
    if closed:
        sys.modules[_TORCH_DOOR] = None  # type: ignore[assignment]
    try:
        return import_module("skops.io")
    finally:
        if closed:
            del sys.modules[_TORCH_DOOR]


def _minor(number: str) -> list[str]:
    return number.split(".")[:2]
