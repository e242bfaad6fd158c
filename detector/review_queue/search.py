"""Search in the queue: by case number or its last digits, by the end of a telephone, or by a place as people type it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from detector.cases.models import Case, CaseReport, LinkState
from detector.clock import RIYADH, now
from detector.review_queue.models import PhoneTail, PlaceWord
from detector.review_queue.search_keys import LEAST_TAIL, MOST_TAIL, tail_index, words_of
from nlp_models.text.clean import fold

_NUMBER = re.compile(r"(?:d ?)?(\d\d) (\d{1,12})")  # after folding, D-26-000123 is "d 26 000123"
_LAST_DIGITS = re.compile(r"\d{1,12}")
_FIRST_YEAR = 26  # the year of the first case number
MOST_IDS, MOST_PLACES = 500, 40  # of a search; who means more has to type more


@dataclass(frozen=True, slots=True)
class Meant:
    """What a search means: cases by their ids, or cases at these places. Both empty: nothing is found."""

    ids: tuple[int, ...] = ()
    places: tuple[str, ...] = ()


def meant_by(session: Session, search: str) -> Meant:
    """What `search` means, whoever asks: the scope is the page's to apply."""
    folded = fold(search)
    whole, digits = _NUMBER.fullmatch(folded), folded.replace(" ", "")
    if whole:
        return Meant(ids=_numbered(session, [f"D-{whole[1]}-{int(whole[2]):06d}"]))
    if _LAST_DIGITS.fullmatch(digits):
        this_year = int(f"{now().astimezone(RIYADH):%y}")
        numbers = [f"D-{year:02d}-{int(digits):06d}" for year in range(_FIRST_YEAR, this_year + 1)]
        return Meant(ids=tuple(dict.fromkeys((*_numbered(session, numbers), *_telephoned(session, digits)))))
    return Meant(places=_places(session, search))


def _numbered(session: Session, numbers: list[str]) -> tuple[int, ...]:
    return tuple(session.scalars(select(Case.id).where(Case.number.in_(numbers))))


def _telephoned(session: Session, digits: str) -> tuple[int, ...]:
    """The cases of reports that name a mobile ending in `digits`; of a longer number its last nine count."""
    if len(digits) < LEAST_TAIL:
        return ()
    return tuple(
        session.scalars(
            select(CaseReport.case_id)
            .join(PhoneTail, PhoneTail.report_id == CaseReport.report_id)
            .where(PhoneTail.tail == tail_index(digits[-MOST_TAIL:]), CaseReport.state == LinkState.CONFIRMED)
            .distinct()
            .limit(MOST_IDS)
        )
    )


def _places(session: Session, search: str) -> tuple[str, ...]:
    """Names of which a part was typed (احساء, وادي الدوا), or that were typed with more around them (رفحاء حي السلام)."""
    typed = words_of(search)[:8]
    if not typed:
        return ()
    begins = [PlaceWord.word.startswith(word, autoescape=True) for word in typed if len(word) > 1]
    names = session.scalars(
        select(PlaceWord.place_name).where(or_(PlaceWord.word.in_(typed), *begins)).distinct().limit(MOST_PLACES * 25)
    )
    found = [name for name in names if _means(typed, words_of(name))]
    return tuple(sorted(found, key=lambda name: (words_of(name) != typed, len(name), name))[:MOST_PLACES])


def _means(typed: list[str], name: list[str]) -> bool:
    return all(any(word.startswith(one) for word in name) for one in typed) or set(name) <= set(typed)
