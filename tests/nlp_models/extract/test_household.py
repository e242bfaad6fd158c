"""Household size: counted from the telling, and never invented."""

from __future__ import annotations

import pytest

from nlp_models.extract.household import household_size
from nlp_models.text.clean import clean
from tests.nlp_models.extract.composed import composed

POSTS = composed("household")


def test_nine_of_ten_sizes_that_are_told_are_right() -> None:
    told = [post for post in POSTS if post["household_size"] is not None]
    right = sum(household_size(post["text"]) == post["household_size"] for post in told)
    assert len(told) >= 120
    assert right / len(told) >= 0.95


def test_sizes_are_not_invented() -> None:
    untold = [post for post in POSTS if post["household_size"] is None]
    invented = sum(household_size(post["text"]) is not None for post in untold)
    assert len(untold) >= 50
    assert invented / len(untold) <= 0.01


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("عندي خمس بزران", 6),
        ("زوجي عاطل وعندي خمس بزران", 7),
        ("زوجي متوفي وعندي خمس بزران", 6),
        ("زوجي بالسجن وعندي ٥ عيال", 6),
        ("ارملة وأيتامها الثلاثة", 4),
        ("عندي ٥ عيال، ثلاث بنات وولدين", 6),
        ("حنا ست بنات وامي", 7),
        ("عائلة مكونة من ٧ اشخاص", 7),
        ("عندي حدعش ولد", 12),
        ("شايب ساكن لحاله", 1),
        ("مسن يعيش منفردا بعد وفاة زوجته", 1),
        ("نحن ثلاثتعش نفس عند ابوي", 13),
        ("معي عياله امثلاثه", 4),
        ("زوجي راح بجلطه وترك لي ثمان عيال", 9),
        ("زوجها مات وترك لها ثلاث بنات", 4),
        ("طلقني وسابلي تلاته", 4),
        ("وزوجي بالسجن وتحتي اربعة", 5),
    ],
)
def test_the_teller_and_a_spouse_who_is_there_are_counted(text: str, size: int) -> None:
    assert household_size(text) == size


@pytest.mark.parametrize(
    "text",
    ["عندي ٥ سنين انتظر", "عندي خمس غرف", "عندي خمسة آلاف", "عيالي بلا اكل", "كفالة خمسة ايتام", "لو عندي خمس عيال"],
)
def test_years_rooms_money_and_other_peoples_children_are_no_household(text: str) -> None:
    assert household_size(text) is None


def test_a_cleaned_text_given_along_changes_nothing() -> None:
    text = "عنــدي خَمس بزران"
    assert household_size(text, clean(text)) == household_size(text) == 6
