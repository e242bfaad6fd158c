"""In words: what speaks for one family, and which report told what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detector.cases.likeness import Reason
from detector.cases.queries import LinkedReport
from detector.cases.summary import claims
from review_ui.words import label, say
from review_ui.words.counted import counted


class ToldBy(NamedTuple):
    text: str
    by: str


_FAMILY = {"need": "need", "urgency": "urgency", "doubt": "doubt"}


def told(reason: Reason) -> str:
    """A reason of `cases.likeness` as a phrase."""
    if reason.name == "circumstance":
        return label("circumstance", reason.what)
    if reason.name == "count":
        thing, _, number = reason.what.partition(":")
        shown = label("counted_thing", thing)
        return say("reason_for.count", what=f"{shown} {number}") if number else f"{shown}"
    return say(f"reason_for.{reason.name}", what=reason.what)


def told_by(reports: Sequence[LinkedReport]) -> list[ToldBy]:
    """Each claim with the numbers of the reports that made it; nothing where one report told all."""
    if len(reports) < 2:
        return []
    return [
        ToldBy(
            _claim(one.about, one.what),
            say("family.report_number", number=say("list.comma").join(map(str, one.told_by))),
        )
        for one in claims(reports)
    ]


def _claim(about: str, what: str) -> str:
    if about == "size":
        return counted(int(what), "person")
    return label(_FAMILY[about], what) if about in _FAMILY else what
