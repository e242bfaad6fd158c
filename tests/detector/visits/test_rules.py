"""Notice, team and composition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.errors import BadInput
from detector.visits.rules import (
    FURTHEST,
    WOMAN_HEADED,
    NoticeTooShort,
    TeamTooSmall,
    WomanMissing,
    check_composition,
    check_team,
    check_time,
)
from nlp_models.types import NEEDS

NOON = datetime(2026, 8, 2, 9, tzinfo=UTC)


def check(planned_for: datetime, waived: str | None = None) -> None:
    check_time(planned_for, NOON, notice_hours=24, waived=waived)


@given(st.integers(24 * 60, FURTHEST // timedelta(minutes=1)))
def test_a_visit_a_day_to_three_months_ahead_needs_no_reason(minutes: int) -> None:
    check(NOON + timedelta(minutes=minutes))


@given(st.integers(0, 24 * 60 - 1))
def test_less_than_a_day_s_notice_needs_the_family_s_own_wish(minutes: int) -> None:
    planned_for = NOON + timedelta(minutes=minutes)
    with pytest.raises(NoticeTooShort) as refused:
        check(planned_for)
    assert refused.value.facts == {"hours": 24, "earliest": (NOON + timedelta(hours=24)).isoformat()}
    check(planned_for, waived="طلبت الأسرة الزيارة اليوم")


@pytest.mark.parametrize(
    ("planned_for", "why"),
    [
        (NOON - timedelta(hours=1), "in_the_past"),
        (NOON.replace(year=2062), "too_far"),
        (NOON.replace(tzinfo=None), "no_zone"),
    ],
)
def test_a_date_that_cannot_be_meant_is_refused_even_with_a_reason(planned_for: datetime, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(planned_for, waived="سبب")
    assert refused.value.facts["why"] == why


def test_now_typed_in_whole_minutes_is_not_the_past() -> None:
    check(NOON - timedelta(seconds=59), waived="الأسرة في الشارع الآن")


@pytest.mark.parametrize("team", [[], ["نورة"], ["نورة", " "], ["نورة", " نورة "], ["نورة  أحمد", "نورة أحمد"]])
def test_nobody_visits_alone(team: list[str]) -> None:
    with pytest.raises(TeamTooSmall):
        check_team(team)


@pytest.mark.parametrize("team", [["نورة", "ا" * 101], [f"باحثة {n}" for n in range(11)]])
def test_a_page_of_text_is_no_team(team: list[str]) -> None:
    with pytest.raises(BadInput):
        check_team(team)


def test_the_team_is_kept_by_name_each_once() -> None:
    assert check_team([" نورة", "سعد ", "نورة", ""]) == ["نورة", "سعد"]


@pytest.mark.parametrize("need", NEEDS)
def test_a_woman_goes_along_where_a_woman_seems_to_head_the_household(need: str) -> None:
    check_composition([need], woman_on_team=True, waived=None)
    check_composition([need], woman_on_team=False, waived="رب الأسرة رجل")
    if need in WOMAN_HEADED:
        with pytest.raises(WomanMissing):
            check_composition(["food", need], woman_on_team=False, waived=None)
    else:
        check_composition([need], woman_on_team=False, waived=None)
