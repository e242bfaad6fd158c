"""One person or two, from the ID, the name and the day of birth."""

from __future__ import annotations

from datetime import date

import pytest
from hijridate import Hijri

from detector.registry import birth_dates
from detector.registry.birth_dates import Born, compare_births
from detector.registry.judgement import Identity, Judgement, judge, judge_records

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
    verdict = judge(Identity(NUMBER, OURS, BORN, "حائل"), Identity(NUMBER, "نورا بنت سالم الحربي", None, "تبوك"))
    number, name, born, place = verdict.compared
    assert number == {"field": "national_id", "ours": "1•••••••08", "theirs": "1•••••••08", "same": True}
    assert (name["ours"], name["theirs"], name["same"]) == ("ن••• س••• س••• ح•••", "ن••• س••• ح•••", None)
    assert [(pair["ours"], pair["theirs"], pair["how"]) for pair in name["pairs"]] == [
        ("ن•••", "ن•••", "alike"), ("س•••", "س•••", "equal"), ("س•••", None, "missing"), ("ح•••", "ح•••", "equal"),
    ]  # fmt: skip
    assert born == {"field": "birth_date", "ours": "1985-••-••", "theirs": None, "same": None, "how": "missing"}
    assert place == {"field": "place", "ours": "حائل", "theirs": "تبوك", "same": False}


def test_a_family_that_moved_is_the_same_family() -> None:
    assert judge(Identity(NUMBER, OURS, BORN, "حائل"), Identity(NUMBER, OURS, BORN, "تبوك")).judgement is Judgement.SAME


def test_two_records_under_one_number_are_for_a_person() -> None:
    ours, stranger = Identity(NUMBER, OURS, BORN), Identity(NUMBER, "خالد فهد ناصر الشمري", None)
    verdict = judge_records(ours, [stranger, ours])
    assert verdict.judgement is Judgement.UNSURE
    assert verdict.compared[1]["same"] is True, "the most alike of them is shown"
    assert verdict.compared[-1] == {"field": "records", "ours": "1", "theirs": "2", "same": None}


@pytest.mark.parametrize(
    ("theirs", "how", "same"),
    [
        (BORN, Born.EQUAL, True),
        (date(1985, 3, 4), Born.CALENDARS, True),  # the same Hijri day in two tables
        (date(1985, 2, 3), Born.SWAPPED, None),
        (date(1985, 7, 1), Born.UNKNOWN_DAY, None),
        (Hijri(1405, 7, 1).to_gregorian(), Born.UNKNOWN_DAY, None),
        (date(1985, 9, 9), Born.NEAR, None),
        (date(1960, 1, 1), Born.OTHER, False),
        (None, Born.MISSING, None),
    ],
)
def test_two_days_of_birth_meet_with_a_reason(theirs: date | None, how: Born, same: bool | None) -> None:
    for pair in ((BORN, theirs), (theirs, BORN)):
        assert compare_births(*pair) is how
    assert birth_dates.SAME.get(how) is same
