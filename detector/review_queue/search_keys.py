"""Keys under which people find a case again; written when a report comes, so that a search never scans the cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from detector import crypto
from detector.reports.models import Report, ReportIdentifier, Tip
from detector.review_queue.models import PhoneTail, PlaceWord
from nlp_models.text.clean import fold

LEAST_TAIL, MOST_TAIL = 4, 9  # digits; nine are a whole mobile without its country
_ARTICLE = "ال"


def words_of(typed: str) -> list[str]:
    """Folded words without the article, so that احساء and الأحساء are one."""
    return [_bare(word) for word in fold(typed).split()]


def _bare(word: str) -> str:
    return word[2:] if word.startswith(_ARTICLE) and len(word) > 3 else word


def index_place(session: Session, place_name: str | None) -> None:
    """Have `place_name` found by each of its words. Once a transaction for each name, whoever else writes it meanwhile."""
    known: set[str] = session.info.setdefault("places_indexed", set())
    if not place_name or place_name in known:
        return
    known.add(place_name)
    _add(session, PlaceWord, [{"word": word, "place_name": place_name} for word in set(words_of(place_name))])


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _: object) -> None:
    session.info.pop("places_indexed", None)


def index_numbers(
    session: Session, report: Report, identifiers: Iterable[ReportIdentifier], tip: Tip | None = None
) -> None:
    """Have a report's case found by the last digits of its mobiles: those in the words, and a reachable sender's own."""
    numbers = {one.value for one in identifiers if one.type == "mobile"}
    if tip is not None and tip.sender_phone and (tip.may_be_contacted or tip.is_about_self):
        numbers.add(tip.sender_phone)
    tails = {tail_index(tail) for number in numbers for tail in tails_of(number)}
    _add(session, PhoneTail, [{"tail": tail, "report_id": report.id} for tail in tails])


def tail_index(digits: str) -> str:
    """The blind index of a number's last digits; `digits` are ASCII."""
    return crypto.blind_index("phone_tail", digits)


def tails_of(number: str) -> Iterator[str]:
    """The last four to nine digits of a number."""
    digits = "".join(c for c in number if c.isdigit())
    yield from (digits[-length:] for length in range(LEAST_TAIL, min(MOST_TAIL, len(digits)) + 1))


def _add(session: Session, table: type[PlaceWord] | type[PhoneTail], rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    in_one_order = sorted(rows, key=lambda row: [str(value) for value in row.values()])  # two writers never cross
    session.execute(dialect.insert(table).on_conflict_do_nothing(), in_one_order)
