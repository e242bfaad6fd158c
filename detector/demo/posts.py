"""The demo's posts: the texts that were composed for training, so no real person's words are shown."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from detector.reports.models import Source

TOLD, UNTOLD, PAYMENTS, EVERYDAY = 45, 15, 10, 90  # posts that `build` spreads over the last weeks
# How the composed sources would reach an office: what stood on X or WhatsApp was handed in as a file.
_SOURCE = {"x": Source.FILES, "whatsapp": Source.FILES, "tip": Source.FILES, "news": Source.NEWS, "desk": Source.OFFICE}


@dataclass(frozen=True, slots=True)
class Post:
    text: str
    kind: str  # as its composer labelled it
    source: Source
    place: str | None


@lru_cache(maxsize=1)
def _shuffled() -> tuple[Post, ...]:
    """All of them, in an order that is always the same."""
    corpus = files("nlp_models").joinpath("corpus/composed.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in corpus.splitlines() if line.strip()]
    made = [Post(r["text"], r["kind"], _SOURCE.get(r.get("source", "x"), Source.FILES), r.get("place")) for r in rows]
    random.Random(11).shuffle(made)
    return tuple(made)


@lru_cache(maxsize=1)
def past() -> tuple[Post, ...]:
    """The posts of the last weeks: cases, most of them with their place told so that several offices have work, and noise."""
    cases = [post for post in _shuffled() if post.kind == "hardship_case"]
    told = [post for post in cases if post.place][:TOLD]
    untold = [post for post in cases if not post.place][:UNTOLD]
    payments = [post for post in _shuffled() if post.kind == "payment_issue"][:PAYMENTS]
    everyday = [post for post in _shuffled() if post.kind not in ("hardship_case", "payment_issue")][:EVERYDAY]
    chosen = [*told, *untold, *payments, *everyday]
    random.Random(12).shuffle(chosen)
    return tuple(chosen)


@lru_cache(maxsize=1)
def stream() -> tuple[Post, ...]:
    """Those that are left."""
    known = {post.text for post in past()}
    return tuple(post for post in _shuffled() if post.text not in known)
