"""Arabic names: one person in many spellings, and two people in nearly one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.registry.name_comparison import compare_names
from detector.registry.names import paired_parts, parts, same_name

SAME = [
    ("نورة سالم سعد الحربي", "نوره سالم سعد الحربي"),
    ("محمد عبدالله سعد القحطاني", "محمد عبد الله سعد القحطاني"),
    ("عبد الرحمن بن فهد بن علي العتيبي", "عبدالرحمٰن فهد علي العتيبي"),
    ("عبدالرحمان فهد علي العتيبي", "عبد الرحمن فهد علي العتيبي"),
    ("فاطمة بنت سالم بن حمد المطيري", "فاطمه سالم حمد المطيري"),
    ("خالد ابن سعود ابن ناصر الدوسري", "خالد سعود ناصر الدوسري"),
    ("أحمد إبراهيم آدم الشهري", "احمد ابراهيم ادم الشهرى"),
    ("إسماعيل إسحاق علي عسيري", "اسمعيل اسحق علي عسيري"),
    ("رائد فؤاد مؤنس الزهراني", "رايد فواد مونس الزهراني"),
    ("هناء علاء سالم الغامدي", "هنا علا سالم الغامدي"),
    ("سارة علي القحطاني", "سارة علي محمد القحطاني"),  # the grandfather is left out
    ("سارة علي محمد", "سارة علي محمد القحطاني"),  # the family name is left out
    ("العنود فهد سعد القحطاني", "عنود فهد سعد قحطاني"),
    ("مُحَمَّد صــالح سعد آل زهران", "محمد صالح سعد ال زهران"),
    ("نور الدين ضيف الله علي الشمري", "نورالدين ضيفالله علي الشمري"),
    ("سعد أبو بكر حسن هوساوي", "سعد ابا بكر حسن هوساوي"),
    ("الشيخ سالم حمد ناصر المري", "سالم حمد ناصر المري"),
    ("نورة الحربي", "نوره الحربي"),
    ("زين العابدين علي حسن المكي", "زينالعابدين علي حسن المكي"),
    ("محمد أمين سعد علي الشهري", "محمدأمين سعد علي الشهري"),
    ("عبد رب النبي سعد علي", "عبدرب النبي سعد علي"),
    ("ذو الفقار علي حسن", "ذوالفقار علي حسن"),
    ("الأمير سلطان بن فهد بن سعد", "سلطان فهد سعد"),
    ("أ.د. محمد سعد علي الشهري", "محمد سعد علي الشهري"),
    ("محمد بن سعد بن آل عايض", "محمد سعد ال عائض"),
    ("شيماء سعد علي الشهري", "شيما سعد علي الشهرى"),
]
DIFFERENT = [
    ("نورة سالم سعد الحربي", "منيرة سالم سعد الحربي"),  # sisters
    ("أحمد علي سعد القحطاني", "محمد علي سعد القحطاني"),  # brothers
    ("محمد خالد فهد القحطاني", "محمد سالم فهد القحطاني"),  # cousins
    ("سعد محمد علي الدوسري", "محمد سعد علي الدوسري"),  # father and son
    ("عبدالله سعد علي الدوسري", "عبدالرحمن سعد علي الدوسري"),
    ("محمد القحطاني", "محمد العتيبي"),
    ("سارة علي محمد القحطاني", "سارة علي فهد الشمري"),
    ("محمد", "خالد سعد"),
]
UNSURE = [
    ("محمد القحطاني", "محمد عبدالله سعد القحطاني"),  # there are thousands
    ("محمد عبدالله", "محمد القحطاني"),  # a father or a family
    ("نورة عبدالله الحربي", "نورة سالم عبدالله الحربي"),  # the father is left out, or she is her aunt
    ("محمد علي سعد القحطاني", "محمود علي سعد القحطاني"),
    ("سعد سعيد علي الشهري", "سعد سعود علي الشهري"),
    ("سارة علي محمد القحطاني", "سارة علي محمد القطحاني"),  # two letters swapped
    ("سارة علي محمد القحطاني", "سارة علي محمد الشمري"),  # tribe or branch
    ("صالحة علي محمد الغامدي", "صالح علي محمد الغامدي"),
    ("أم خالد الحربي", "نورة سالم الحربي"),  # called by her son
    ("محمد", "محمد عبدالله سعد القحطاني"),
    ("Mohammed Saad Alqahtani", "محمد سعد القحطاني"),  # another alphabet is not another name
    ("محمد بنسعد علي الشهري", "محمد سعد علي الشهري"),  # "son of" written on, or a name of its own
    ("عمرو سعد علي الشهري", "عمر سعد علي الشهري"),
    ("حمد سعد علي الشهري", "أحمد سعد علي الشهري"),
    ("", "محمد عبدالله سعد القحطاني"),
]


@pytest.mark.parametrize(
    ("pair", "expected"), [*((p, True) for p in SAME), *((p, False) for p in DIFFERENT), *((p, None) for p in UNSURE)]
)
def test_two_names_are_told_apart_as_a_caseworker_would(pair: tuple[str, str], expected: bool | None) -> None:
    ours, theirs = pair
    assert same_name(ours, theirs) is expected
    assert same_name(theirs, ours) is expected, "the order of the two must not matter"


def test_a_name_is_split_where_its_parts_end() -> None:
    assert parts("عبد الله بن أبي بكر آل الشيخ") == ("عبدالله", "ابوبكر", "الالشيخ")
    assert parts("فتح الله عبد العزيز أم كلثوم") == ("فتحالله", "عبدالعزيز", "امكلثوم")


def test_a_half_at_the_end_of_a_name_is_kept() -> None:
    assert parts("سالم عبد") == ("سالم", "عبد")


def pairs(ours: str, theirs: str) -> list[tuple[str | None, str | None, str]]:
    return [(pair.ours, pair.theirs, pair.how.value) for pair in compare_names(ours, theirs)]


def test_the_parts_of_two_names_are_laid_beside_each_other() -> None:
    assert pairs("نورة بنت سالم بن سعد الحربي", "نورا سالم الحربي") == [
        ("نوره", "نورا", "alike"), ("سالم", "سالم", "equal"), ("سعد", None, "missing"), ("الحربي", "الحربي", "equal"),
    ]  # fmt: skip
    assert pairs("أحمد علي", "محمد علي سعد") == [
        ("احمد", "محمد", "other"), ("علي", "علي", "equal"), (None, "سعد", "missing"),
    ]  # fmt: skip
    assert pairs("", "نورة") == [(None, "نوره", "missing")]


WORDS = ("سعد", "سالم", "محمد", "محمود", "علي", "أمين", "عبد", "الله", "القحطاني", "بن")


@given(st.lists(st.sampled_from(WORDS), max_size=6), st.data())
def test_every_part_of_both_names_is_shown_once_and_in_order(words: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(words))
    shown = compare_names(" ".join(words), " ".join(other))
    ours, theirs = paired_parts(" ".join(words), " ".join(other))
    assert tuple(pair.ours for pair in shown if pair.ours) == ours
    assert tuple(pair.theirs for pair in shown if pair.theirs) == theirs
