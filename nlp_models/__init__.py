"""The workshop: text in, Prediction out. No database, no web, and nothing heavy until a model is loaded.

`load()` gives the served model (artifacts/served.json); `load("linear@1")` any other that is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp_models.predictor import Predictor


def load(name: str | None = None, threads: int = 0) -> Predictor:
    """The model `recipe@version`, or the served one. Raises `nlp_models.store.ModelRefused` rather than guess.

    `threads`: cores for one batch; 0 takes all. Processes that read side by side take one each.
    """
    from nlp_models.predictor import load_predictor

    return load_predictor(name, threads)
