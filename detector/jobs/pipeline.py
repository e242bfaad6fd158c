"""A report's journey in one place: screen → read → keep → open or join a case → guide → rank.

Two ways in: `take_in` for batches of posts (ingest, streams) and `read_report` for a tip that is already stored. Both run
inside the caller's transaction.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from detector.cases.opening import PAYMENT, Placed, place, told_home
from detector.cases.summary import note_recirculation
from detector.detection.service import Reader, reader, write
from detector.guidance.service import open_issue
from detector.jobs import models  # noqa: F401 - rows point to any table: who takes in must know them all
from detector.places.queries import Catchments, Home
from detector.reports.approvals import granted
from detector.reports.bands import score_band
from detector.reports.intake import count_repeats, keep, narrowed, sample_for_audit, screen, write_ledger
from detector.reports.items import BadRow, Item
from detector.reports.models import LedgerLine, Outcome, Report, ReportIdentifier, Source, Tip
from detector.reports.sources.whatsapp.gathering import FORWARDED
from detector.review_queue.search_keys import index_numbers
from detector.review_queue.service import rank_case
from nlp_models.types import Prediction

_CHANCE = random.SystemRandom()  # the audit sample must not be foreseeable


@dataclass(slots=True)
class Counts:
    """What became of a batch; summed over a run it is the summary of `daman ingest`."""

    received: int = 0
    new: int = 0
    duplicates: int = 0
    rejected: int = 0
    flagged: int = 0
    payment_issues: int = 0
    cases_opened: int = 0
    cases_joined: int = 0
    clashes: list[tuple[Item, BadRow]] = field(default_factory=list)

    def numbers(self) -> dict[str, int]:
        """The counts by name, without the clashes."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "clashes"}

    def add(self, other: Counts) -> None:
        for name, value in other.numbers().items():
            setattr(self, name, getattr(self, name) + value)


def is_kept(said: Prediction) -> bool:
    """Only a flagged hardship case or a payment issue keeps its text; everything else is forgotten."""
    return said.flagged or said.kind == PAYMENT


def take_in(
    session: Session,
    source: Source,
    items: Sequence[Item],
    *,
    model: Reader | None = None,
    catchments: Catchments | None = None,
) -> Counts:
    """Take a batch of posts in. Raises `SourceOff`. Safe to repeat: what the ledger knows is skipped.

    What the approval's scope does not reach is refused item by item, with `OutOfScope`.
    """
    inside, outside = narrowed(source, granted(session, source).scope, items)
    model, catchments = model or reader(), catchments or Catchments(session)
    screened = screen(session, source, inside)
    readings = model.read_many([item.text for item, _ in screened.new])
    counts = Counts(
        received=len(items),
        new=len(screened.new),
        duplicates=len(screened.repeated) + screened.seen,
        rejected=len(screened.clashes) + len(outside),
        clashes=[*screened.clashes, *outside],
    )
    lines: list[tuple[Item, str, Prediction | None, Outcome]] = []
    for (item, mark), said in zip(screened.new, readings, strict=True):
        lines.append((item, mark, said, Outcome.KEPT if is_kept(said) else Outcome.NOT_KEPT))
        if is_kept(said):
            report, identifiers = keep(session, source, item, mark, said.identifiers)
            placed = _follow(session, report, said, identifiers, catchments)
            counts.flagged += said.flagged
            counts.payment_issues += said.kind == PAYMENT
            counts.cases_opened += placed.opened
            counts.cases_joined += not placed.opened
    lines += [(item, mark, None, Outcome.REPEATED) for item, mark in screened.repeated]
    write_ledger(session, source, lines)
    count_repeats(session, screened.repeated)
    for case in note_recirculation(session, {mark for _, mark in screened.repeated}):
        rank_case(session, case)
    unflagged = ((i, p) for (i, _), p in zip(screened.new, readings, strict=True) if not is_kept(p))
    sample_for_audit(session, source, unflagged, _CHANCE)
    return counts


def read_report(session: Session, report_id: int, *, home: Home | None = None) -> None:
    """Read a stored tip and open or join its case. Somebody wrote it to us, so it becomes a case whatever the reader says.

    `home` is where it belongs when its sender said no place (the desk's own office).
    """
    report = session.get(Report, report_id)
    if report is None or report.text is None:
        return  # withdrawn before it was read
    said = reader().read_many([report.text], handed_in=True)[0]
    identifiers = list(session.scalars(select(ReportIdentifier).where(ReportIdentifier.report_id == report_id)))
    tip = session.get(Tip, report_id)
    catchments = Catchments(session)
    _follow(session, report, said, identifiers, catchments, home=told_home(session, tip, catchments) or home)
    index_numbers(session, report, [], tip)
    session.execute(
        update(LedgerLine)
        .where(LedgerLine.source == report.source, LedgerLine.external_id == report.external_id)
        .values(kind=said.kind, score_band=score_band(said.hardship))
    )


def _heard(report: Report, said: Prediction) -> Prediction:
    """Whose voice it is, where the way in knows better: an article's or a forwarded text's "I" is not who brought it."""
    told_by_others = report.source is Source.NEWS or report.origin == FORWARDED
    heard = told_by_others and (said.voice == "self" or is_kept(said))
    return replace(said, voice="third_party") if heard else said


def _follow(
    session: Session,
    report: Report,
    said: Prediction,
    identifiers: list[ReportIdentifier],
    catchments: Catchments,
    home: Home | None = None,
) -> Placed:
    said = _heard(report, said)
    detection = write(session, report, said)
    placed = place(session, report, detection, identifiers, catchments, home=home)
    if placed.opened and said.kind == PAYMENT:
        open_issue(session, placed.case, programme=said.programme or "unsaid", text=report.text or "")
    index_numbers(session, report, identifiers)
    rank_case(session, placed.case)
    return placed
