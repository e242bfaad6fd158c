"""Intake of posts in bulk: which of a batch are new, which words came before, and the ledger's lines.

A batch is screened, read (by the caller) and written in one transaction, so a kill loses or doubles nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from detector import crypto
from detector.clock import now
from detector.config import settings
from detector.reports.bands import length_band, score_band
from detector.reports.fingerprint import words
from detector.reports.items import BadRow, IdReused, Item
from detector.reports.models import AuditSample, LedgerLine, Outcome, Report, ReportIdentifier, Source
from detector.reports.proofs import known_gone
from detector.reports.redaction import masked, redact
from detector.reports.scope import OutOfScope, require_inside
from detector.reports.state import note_taken
from nlp_models.extract.identifiers import identifiers as identifiers_in
from nlp_models.extract.places import find_place
from nlp_models.text.clean import clean
from nlp_models.types import Identifier, Prediction


@dataclass(slots=True)
class Screened:
    """A batch after the ledger was asked. `new` pairs an item with its fingerprint."""

    new: list[tuple[Item, str]] = field(default_factory=list)
    repeated: list[tuple[Item, str]] = field(default_factory=list)  # new ids, words that came before
    seen: int = 0  # the same id with the same words: nothing to do
    clashes: list[tuple[Item, IdReused]] = field(default_factory=list)


def fingerprint(text: str) -> str:
    """Blind index of the folded words; a text without words (emoji, digits only) is compared letter for letter."""
    return crypto.blind_index("words", words(text) or text)


def narrowed(
    source: Source, scope: Mapping[str, Sequence[str]], items: Sequence[Item]
) -> tuple[list[Item], list[tuple[Item, BadRow]]]:
    """The items that the approval's scope reaches, and the others with their error."""
    inside: list[Item] = []
    outside: list[tuple[Item, BadRow]] = []
    for item in items:
        try:
            require_inside(source, scope, item)
            inside.append(item)
        except OutOfScope as error:
            outside.append((item, error))
    return inside, outside


def screen(session: Session, source: Source, items: Sequence[Item]) -> Screened:
    """Sort a batch by what the ledger knows; what had to go stays gone. Three look-ups, whatever the ledger's size."""
    prints = [fingerprint(item.text) for item in items]
    ids = {item.external_id for item in items}
    known = dict(
        session.execute(
            select(LedgerLine.external_id, LedgerLine.fingerprint).where(
                LedgerLine.source == source, LedgerLine.external_id.in_(ids)
            )
        ).all()
    )
    gone = known_gone(session, source, list(ids))
    told = set(session.scalars(select(LedgerLine.fingerprint).where(LedgerLine.fingerprint.in_(set(prints)))))
    result = Screened()
    for item, mark in zip(items, prints, strict=True):
        if item.external_id in gone:
            result.seen += 1
            continue
        if item.external_id in known:
            if known[item.external_id] == mark:
                result.seen += 1
            else:
                result.clashes.append((item, IdReused(field="id", why="other_text")))
            continue
        known[item.external_id] = mark
        (result.repeated if mark in told else result.new).append((item, mark))
        told.add(mark)
    return result


def write_ledger(
    session: Session, source: Source, lines: Iterable[tuple[Item, str, Prediction | None, Outcome]]
) -> None:
    """Add ledger lines of (item, fingerprint, reading, outcome); None for what was not read, or not yet."""
    rows = [
        {"source": source, "external_id": item.external_id, "fingerprint": mark, "kind": said.kind if said else None,
         "outcome": outcome, "received_at": now(), "length_band": length_band(item.text),
         "score_band": score_band(said.hardship) if said else None}
        for item, mark, said, outcome in lines
    ]  # fmt: skip
    if rows:
        session.execute(insert(LedgerLine), rows)
        note_taken(session, source, len(rows))


def count_repeats(session: Session, repeated: Iterable[tuple[Item, str]]) -> None:
    """Where the repeated words belong to a kept report, count that they were seen again."""
    times: dict[str, int] = {}
    for _, mark in repeated:
        times[mark] = times.get(mark, 0) + 1
    if not times:
        return
    for report_id, mark in session.execute(select(Report.id, Report.fingerprint).where(Report.fingerprint.in_(times))):
        session.execute(update(Report).where(Report.id == report_id).values(times_seen=Report.times_seen + times[mark]))


def keep(
    session: Session, source: Source, item: Item, mark: str, identifiers: Sequence[Identifier]
) -> tuple[Report, list[ReportIdentifier]]:
    """A report row for an item whose text is kept, its identifiers masked in the text and encrypted beside it."""
    text, hidden = redact(item.text, identifiers)
    url = masked(item.url, identifiers_in(item.url)) if item.url else None  # wa.me/9665… is somebody's number
    report = Report(
        source=source,
        external_id=item.external_id,
        origin=item.origin,
        url=url,
        text=text,
        fingerprint=mark,
        published_at=item.published_at,
        received_at=now(),
        times_seen=1,
    )
    session.add(report)
    session.flush()
    rows = [
        ReportIdentifier(
            report_id=report.id,
            type=h.type,
            start=h.start,
            end=h.end,
            valid=h.valid,
            masked=h.masked,
            value=h.value,
            blind_index=crypto.blind_index(h.type, h.value),
        )
        for h in hidden
    ]
    session.add_all(rows)
    return report, rows


def sample_for_audit(
    session: Session, source: Source, unflagged: Iterable[tuple[Item, Prediction]], chance: random.Random
) -> None:
    """Keep the text of a small random share of unflagged posts until it expires, to look for missed families."""
    rate, until = settings().audit_sample_rate, now() + timedelta(days=settings().audit_sample_days)
    for item, prediction in unflagged:
        if chance.random() < rate:
            text, _ = redact(item.text, prediction.identifiers)
            place = find_place(item.text, clean(item.text))  # the reader looks for none where nobody is in need
            session.add(
                AuditSample(
                    source=source,
                    external_id=item.external_id,
                    text=text,
                    hardship=prediction.hardship,
                    region_code=place.region if place else None,
                    expires_at=until,
                )
            )
