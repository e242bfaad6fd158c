"""A letter to a family, in plain words: put together once, shown as a page and set as a PDF."""

from __future__ import annotations

from dataclasses import dataclass

from detector.cases.lifecycle import Status
from detector.clock import now
from detector.decisions.objecting import clock, decided_on
from detector.decisions.rules import ADVERSE, DecisionState, Outcome
from detector.errors import DetectorError
from review_ui import formats
from review_ui.case_file import CaseFile
from review_ui.words import label, say


class NoLetterYet(DetectorError):
    """A letter tells of a final decision, and there is none; facts: `case`."""

    code, status = "E517", 409


@dataclass(frozen=True, slots=True)
class Letter:
    """`head`: lines above the greeting; `sign`: lines at the foot. No name and no number of a person is among them."""

    title: str
    head: tuple[str, ...]
    paragraphs: tuple[str, ...]
    sign: tuple[str, ...]


def letter(file: CaseFile, words: str = "") -> Letter:
    """The letter about the case's final decision; `words`: what the officer adds. Raises `NoLetterYet`."""
    decision = file.decision
    if decision is None or decision.state is not DecisionState.FINAL or file.case.status is not Status.DECIDED:
        raise NoLetterYet(case=file.case.number)
    office = say("letter.office", office=file.office) if file.office else say("letter.no_office")
    told = [
        say("letter.greeting"),
        say("letter.studied", day=formats.day(decided_on(decision))),
        say(f"letter.outcome.{decision.outcome}"),
    ]
    if decision.reason_code:
        key = "letter.to" if decision.outcome is Outcome.REFERRED else "letter.why"
        told.append(say(key, why=label("why", decision.reason_code)))
    told += [words] if words else []
    if decision.outcome in ADVERSE:
        told += [say("letter.object"), _until(file)]
    told.append(say("letter.change"))
    return Letter(
        title=say("letter.title"),
        head=(office, say("letter.date", day=formats.day(now())), say("letter.case", number=file.case.number)),
        paragraphs=tuple(told),
        sign=(say("letter.close"), say("letter.sign")),
    )


def _until(file: CaseFile) -> str:
    """The last day only where its source is named: an unverified period is nothing to tell a family."""
    periods = clock()
    if not periods.verified or file.decision is None:
        return say("letter.object.early")
    last = periods.last_day(decided_on(file.decision))
    return say("letter.object.until", day=formats.day(last), source=periods.source)
