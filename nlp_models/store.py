"""A stored model: manifest.json and model.skops under artifacts/<recipe>/<version>/. It refuses rather than guesses.

The manifest names what the weights depend on: the file's sha256, the feature list, the library versions, the hashes of
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

from nlp_models.features.space import FeatureSpace, feature_list
from nlp_models.features.vectoriser import Vectoriser
from nlp_models.heads import Head
from nlp_models.recipes.linear import LinearModel

ARTIFACTS = Path(__file__).parent / "artifacts"
SERVED = ARTIFACTS / "served.json"
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


def save(model: LinearModel, path: Path, manifest: Mapping[str, Any]) -> None:
    """Write both files; the manifest gains the sha256, the features and the library versions."""
    path.mkdir(parents=True, exist_ok=True)
    heads = {name: _plain(head) for name, head in model.heads.items()}
    vectoriser = model.space.vectoriser
    content = {"buckets": vectoriser.buckets.astype(np.int32), "idf": vectoriser.idf, "heads": heads}
    _skops().dump(content, path / "model.skops", compression=8, compresslevel=9)
    whole = dict(manifest) | {
        "sha256": sha256((path / "model.skops").read_bytes()).hexdigest(),
        "features": feature_list(model.space),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }
    (path / "manifest.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> tuple[LinearModel, dict[str, Any]]:
    """The model and its manifest. Raises ModelRefused when hash, features or the minor version of scikit-learn differ."""
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    blob = (path / "model.skops").read_bytes()
    if sha256(blob).hexdigest() != manifest["sha256"]:
        raise ModelRefused(f"{path.name}: model.skops is not the file that the manifest describes (sha256 differs)")
    trained, here = manifest["libraries"]["scikit-learn"], version("scikit-learn")
    if _minor(trained) != _minor(here):
        raise ModelRefused(
            f"{path.name}: trained with scikit-learn {trained}, this is {here}: retrain or install that one"
        )
    content = _skops().loads(blob)
    vectoriser = Vectoriser(content["buckets"].astype(np.int64), content["idf"])
    space = FeatureSpace(vectoriser)
    if feature_list(space) != manifest["features"]:
        raise ModelRefused(f"{path.name}: this code makes other features than the model was trained on")
    return LinearModel(space, {name: _head(plain) for name, plain in content["heads"].items()}), manifest


def serve(name: str) -> None:
    """Make `name@version` the model that is loaded without a name."""
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


def _plain(head: Head) -> dict[str, Any]:
    coef = np.where(np.abs(head.coef) < _PRUNED, 0, head.coef).astype(np.float32)
    return {"answers": list(head.answers), "coef": coef, "intercept": head.intercept, "exclusive": head.exclusive}


def _head(plain: Mapping[str, Any]) -> Head:
    return Head(tuple(plain["answers"]), np.ascontiguousarray(plain["coef"]), plain["intercept"], plain["exclusive"])


def _minor(number: str) -> list[str]:
    return number.split(".")[:2]
