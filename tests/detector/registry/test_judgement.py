"""One person or two, from the ID, the name and the day of birth."""

from __future__ import annotations

from datetime import date

import pytest

from detector.registry.judgement import Identity, Judgement, judge

NUMBER = "1000000008"
BORN = date(1985, 3, 2)
OURS = "نورة سالم سعد الحربي"


@pytest.mark.parametrize(
    ("their_name", "their_birth", "expected"),
    [
        ("نوره بنت سالم بن سعد الحربي", BORN, Judgement.SAME),
        ("نوره سالم الحربي", None, Judgement.SAME),
        ("نوره سالم الحربي", date(1985, 7, 1), Judgement.SAME),  # an unknown day, written as a round one
        ("نوره سالم الحربي", date(1960, 1, 1), Judgement.UNSURE),
        ("نورة الحربي", BORN, Judgement.SAME),
        ("نورة الحربي", None, Judgement.UNSURE),
        ("نورة الحربي", date(1960, 1, 1), Judgement.UNSURE),
        ("خالد فهد ناصر الشمري", BORN, Judgement.UNSURE),
        ("خالد فهد ناصر الشمري", None, Judgement.DIFFERENT),
        ("خالد فهد ناصر الشمري", date(1960, 1, 1), Judgement.DIFFERENT),
    ],
)
def test_a_mistyped_id_that_is_a_strangers_is_not_taken_for_the_family(
    their_name: str, their_birth: date | None, expected: Judgement
) -> None:
    assert judge(Identity(NUMBER, OURS, BORN), Identity(NUMBER, their_name, their_birth)).judgement is expected


def test_another_number_is_another_person() -> None:
    assert judge(Identity(NUMBER, OURS, BORN), Identity("1000000016", OURS, BORN)).judgement is Judgement.DIFFERENT


def test_what_was_compared_is_told_without_showing_it() -> None:
    verdict = judge(Identity(NUMBER, OURS, BORN), Identity(NUMBER, "نورة سالم الحربي", None))
    assert verdict.compared == (
        {"field": "national_id", "ours": "1•••••••08", "theirs": "1•••••••08", "same": True},
        {"field": "full_name", "ours": "ن••• س••• س••• ح•••", "theirs": "ن••• س••• ح•••", "same": True},
        {"field": "birth_date", "ours": "1985-••-••", "theirs": None, "same": None},
    )
