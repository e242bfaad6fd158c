"""Statements of the whole: اسرة من ثمانية, عددنا سبعة, حنا ستة بغرفة, تسكن لحالها."""

from __future__ import annotations

from collections.abc import Sequence

from nlp_models.extract import household_words as lex
from nlp_models.extract.household_telling import Telling, bare_number, is_measure
from nlp_models.extract.numerals import Number, number

_MOST = 40
_REACH = 5
_MINE = ("ي", "نا")
_LIVED = lex.DWELL | lex.HOME | lex.WE | lex.FAMILY
_SLEEP = frozenset(("ننام", "نعيش", "نسكن", "ناكل"))
_ASKS = frozenset(("كم", "شروط", "الحد", "يشمل"))  # كم يصرف لاسرة من خمسة asks, and tells of nobody
_THERE = frozenset(("فيها", "فيه", "بها", "به", "وجد", "بالموقع", "يضم", "تضم"))
_THEMSELVES = frozenset(("هم", "هن"))  # سبعه هم
_STEMS = {
    "ثلاثت": 3,
    "تلاتت": 3,
    "اربعت": 4,
    "خمست": 5,
    "ستت": 6,
    "سبعت": 7,
    "ثمانيت": 8,
    "ثمنت": 8,
    "تسعت": 9,
    "عشرت": 10,
}
TOGETHER = {f"{onto}{stem}{all_}": n for stem, n in _STEMS.items() for all_ in ("هم", "هن", "نا") for onto in ("", "و")}
_FAMILY = lex.FAMILY | {f"{onto}{word}" for onto in "ولب" for word in lex.FAMILY}


def stated(told: Telling) -> int | None:
    """The size that the text states, None if it states none."""
    words = told.words
    asks = not _ASKS.isdisjoint(words)
    for i, word in enumerate(words):
        if word in lex.PERSONS_TWO and _dwells(words, i + 1):
            return 2
        if word in TOGETHER:  # سبعتهم عاله على ولد; انا واربعتهم
            return TOGETHER[word] + (1 if word.startswith("و") and i and words[i - 1] in lex.SELF else 0)
        n = number(words, i)
        if n is None or not 2 <= n.value <= _MOST or is_measure(words, i + n.size):
            continue
        after = i + n.size
        if n.onto == "ال" and i and words[i - 1] in lex.WE:
            return n.value  # احنا الخمسة
        if n.onto == "ال" and i and words[i - 1].removeprefix("و") in lex.PLURALS:
            continue  # ورعاني الخمسه ببيت اخوه: the children, not the household
        if (
            _whole(words, i, after, asks, ends=after - 1 in told.ends)
            or _souls(words, n, after)
            or _ours(told, i, after)
        ):
            keeper = (
                bool(i) and words[i - 1].removeprefix("و") in lex.KEEPS
            )  # اعول سبع انفس: and the one who keeps them
            more = 1 if keeper or words[after : after + 1] in (("وامي",), ("وامنا",), ("وهو",)) else 0
            return n.value + more + _besides(words, after)
    return None


def _besides(words: Sequence[str], after: int) -> int:
    """Those who are not in the number: خمسه غير امي وابوي, سبعه هم غير الاب. Who is dead or in prison is not counted."""
    for i in range(after, min(after + 2, len(words))):
        if words[i] in lex.BESIDES:
            named = [word for word in words[i + 1 : i + 4] if word.removeprefix("و") in lex.ONES]
            return 0 if not lex.GONE.isdisjoint(words[i + 1 : i + 5]) else len(named)
    return 0


def _whole(words: Sequence[str], i: int, after: int, asks: bool, *, ends: bool) -> bool:
    last = words[i - 1] if i else ""
    following = words[after] if after < len(words) else ""
    if not lex.NOT_OURS.isdisjoint(words[max(0, i - 4) : i]):
        return False
    if _of_family(words, i, following, asks, n_ends=ends):
        return True
    around = words[max(0, i - _REACH) : after + _REACH]
    lived = not _LIVED.isdisjoint(around)
    if following in lex.PERSONS:
        return lived or words[after + 1 : after + 2] in (("بينهم",), ("احدهم",), ("منهم",), ("في",)) or last in _THERE
    if following in lex.PLURALS or following in lex.ONES:
        return False
    if last in lex.WE or (last in lex.COUNT and last not in ("عدد", "افراد")):
        kin = following.startswith("و") and following[1:] in lex.ONES  # حنا تسعة وابوي مريض
        return kin or _dwells(words, after) or last in lex.COUNT or (i > 1 and words[i - 2] in lex.DWELL)
    return _dwells(words, after) and (last in lex.DWELL or following.startswith("ب"))


def _souls(words: Sequence[str], n: Number, after: int) -> bool:
    """ثمان انفس, ١١ نفر: words by which people count a household and little else."""
    return n.value > 2 and n.onto != "ال" and after < len(words) and words[after] in lex.SOULS


def _ours(told: Telling, i: int, after: int) -> bool:
    """حنا تسعه, ثمانيه حنا, ننام اربعه, خمسه في البيت: a bare number of those who say "we" or live somewhere."""
    words = told.words
    n = bare_number(told, i)
    if n is None or n.onto not in ("", "و") or not lex.NOT_OURS.isdisjoint(words[max(0, i - 4) : i]):
        return False
    last = words[i - 1].removeprefix("و") if i else ""
    if last.startswith("ب") and i > 1 and i - 1 not in told.ends:  # احنا بتاروت ثمانيه
        last = words[i - 2].removeprefix("و")
    if i and i - 1 not in told.ends and (last in lex.WE or last in _SLEEP or words[i - 1] in lex.THEY):
        return True
    if words[after : after + 1] and words[after] in lex.WE | _THEMSELVES and after - 1 not in told.ends:
        return True
    own = i and (words[i - 1] in lex.PLURALS or last in lex.PLURALS or last in lex.HAVE)  # عيالي خمسه ببيت اخوه
    return not own and _dwells(words, after)


def _of_family(words: Sequence[str], i: int, following: str, asks: bool, *, n_ends: bool) -> bool:
    """أسرة مكونة من, عدد أفراد الأسرة, عائلتي ٧ اشخاص."""
    back = words[max(0, i - 5) : i]
    family = next((k for k in range(len(back) - 1, -1, -1) if back[k] in _FAMILY), None)
    if family is None or following in lex.PLURALS or (asks and not back[family].endswith(_MINE)):
        return False
    between = back[family + 1 :]
    if following in lex.PERSONS or (not between and n_ends):
        return True
    if any(word in lex.COUNT for word in back[:family]):
        return not between
    return bool(between) and between[-1] in lex.OF and between[-1] not in ("فيها", "بها", "تضم")


def _dwells(words: Sequence[str], j: int) -> bool:
    """بغرفتين, في شقة, ساكنين: what follows a count of people who live together."""
    here = words[j] if j < len(words) else ""
    following = words[j + 1] if j + 1 < len(words) else ""
    if here in lex.DWELL or (here.startswith("ب") and here in lex.HOME):
        return True
    if here not in ("في", "داخل", "بـ", "ب"):
        return False
    n = number(words, j + 1)  # في ثلاث غرف
    return following in lex.HOME or (n is not None and words[j + 1 + n.size : j + 2 + n.size] == ("غرف",))


def alone(words: Sequence[str]) -> bool:
    """Somebody who lives alone: ساكنة لحالها, حرمة كبيرة لحالها بهجرة. Raising children alone is something else."""
    for i, word in enumerate(words):
        if word not in lex.ALONE or (i + 1 < len(words) and words[i + 1] in ("مع", "وعيالها", "وعياله", "وعيالي")):
            continue
        before = words[max(0, i - 4) : i]
        if any(w in lex.PLURALS or w[1:] in lex.PLURALS for w in before):
            continue
        if word == "وحده":  # غرفه وحده is one room
            lives = not lex.DWELL.isdisjoint(before[-1:])
        else:  # لحالي بالبيت is an evening, لحالها ببيت طين a life
            at_home = _dwells(words, i + 1) and not words[i + 1].startswith("بال")
            lives = at_home or not lex.DWELL.isdisjoint(before)
        if lives:
            return True
    return False
