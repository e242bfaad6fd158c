"""The demo's posts: the texts that were composed for training, so no real person's words are shown."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from detector.reports.models import Source
from nlp_models.extract.places import find_place

TOLD, UNTOLD, PAYMENTS, EVERYDAY = 45, 8, 10, 90  # posts that `build` spreads over the last weeks
ONE_IN = 4  # of the stream's cases that no office would own; the others would bury an office's own work
# How the composed sources would reach an office: what stood on X or WhatsApp was handed in as a file.
_SOURCE = {"x": Source.FILES, "whatsapp": Source.FILES, "tip": Source.FILES, "news": Source.NEWS, "desk": Source.OFFICE}


@dataclass(frozen=True, slots=True)
class Post:
    text: str
    kind: str  # as its composer labelled it
    source: Source

    @property
    def has_home(self) -> bool:
        """Whether the reader will find an office for it."""
        place = find_place(self.text)
        return place is not None and place.governorate is not None


@lru_cache(maxsize=1)
def _shuffled() -> tuple[Post, ...]:
    """All of them, in an order that is always the same."""
    corpus = files("nlp_models").joinpath("corpus/composed.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in corpus.splitlines() if line.strip()]
    made = [Post(r["text"], r["kind"], _SOURCE.get(r.get("source", "x"), Source.FILES)) for r in rows]
    random.Random(11).shuffle(made)
    return tuple(made)


@lru_cache(maxsize=1)
def past() -> tuple[Post, ...]:
    """The posts of the last weeks: cases, most of them with a place so that several offices have work, and noise."""
    cases = [post for post in _shuffled() if post.kind == "hardship_case"]
    told = [post for post in cases if post.has_home][:TOLD]
    untold = [post for post in cases if not post.has_home][:UNTOLD]
    payments = [post for post in _shuffled() if post.kind == "payment_issue"][:PAYMENTS]
    everyday = [post for post in _shuffled() if post.kind not in ("hardship_case", "payment_issue")][:EVERYDAY]
    chosen = [*told, *untold, *payments, *everyday]
    random.Random(12).shuffle(chosen)
    return tuple(chosen)


@lru_cache(maxsize=1)
def stream() -> tuple[Post, ...]:
    """Those that are left, of the cases without a home only one in `ONE_IN`."""
    known = {post.text for post in past()}
    left = [post for post in _shuffled() if post.text not in known]
    homeless = [post for post in left if post.kind == "hardship_case" and not post.has_home]
    dropped = {post.text for number, post in enumerate(homeless) if number % ONE_IN}
    return tuple(post for post in left if post.text not in dropped)
