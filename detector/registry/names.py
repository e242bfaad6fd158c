"""Arabic personal names: what is one name in many spellings, and whether two names can be one person's. Pure.

A Saudi name is given name, father, grandfather, family; people leave out the grandfather, "bin" and the article, and
write عبدالله in one word or two. Two names are compared part by part; `None` means that a person must look.
"""

from __future__ import annotations

import re

from nlp_models.text.clean import fold

# "Son of" and "daughter of" join two names and belong to neither.
_JOINERS = frozenset({"بن", "ابن", "بنت", "ابنه"})
# First halves that are half a name: what follows belongs to them. آل is folded to ال.
_FIRST_HALVES = frozenset({"عبد", "ابو", "ابا", "ابي", "ام", "ال", "ذو", "ذي"})
_SECOND_HALVES = frozenset({"الله", "الدين", "الاسلام", "العابدين", "الهدي", "النبي", "الرسول", "الحق", "الرب"})
_TITLES = frozenset(
    {"الامير", "الاميره", "اد", "الشيخ",
     "الشيخه", "السيد", "السيده", "الاستاذ", "الاستاذه", "الدكتور", "الدكتوره", "المهندس", "الحاج", "الحاجه",
     "المرحوم", "د", "ا", "م"}
)  # fmt: skip
# An alef that the old spelling leaves out, and names that are read as one.
_SPELLINGS = {
    "رحمان": "رحمن", "ابراهيم": "ابرهيم", "اسماعيل": "اسمعيل", "اسحاق": "اسحق", "هارون": "هرون", "داوود": "داود",
    "ياسين": "يس", "طاها": "طه", "عايشه": "عيشه", "هبت": "هبه", "حياه": "حيات",
}  # fmt: skip
_WEAK = str.maketrans("", "", "اويه")  # letters that are lengthened, dropped and typed for each other
_JOINED_SON = re.compile(r"^(?:ا?بن|بنت)(?=[ء-ي]{3})")
_ARABIC = re.compile(r"[ء-ي]")
_TYPO_FROM = 5  # letters; in shorter names one letter makes another name: سعد سعيد, أحمد محمد


def parts(name: str) -> tuple[str, ...]:
    """The parts of a name, each in one spelling: «عبد الله بن سعد آل زهران» → عبدالله, سعد, الزهران."""
    words = [word.replace("ء", "") for word in fold(name).split()]
    while len(words) > 2 and words[0] in _TITLES:
        words.pop(0)
    joined: list[str] = []
    half = ""
    for at, word in enumerate(words):
        if not word or (at and word in _JOINERS):
            continue
        if half:
            joined.append(half + word)
            half = ""
        elif word in _FIRST_HALVES and at < len(words) - 1:
            half = "ابو" if word in {"ابا", "ابي"} else word
        elif joined and word in _SECOND_HALVES:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(_spelling(part) for part in joined)


def _spelling(part: str) -> str:
    for long, short in _SPELLINGS.items():
        if part.endswith(long):
            return part.removesuffix(long) + short
    return part


def paired_parts(ours: str, theirs: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parts of both, where one writes «محمدأمين» and the other «محمد أمين» as one part on both sides."""
    one, other = parts(ours), parts(theirs)
    return _rejoined(one, other), _rejoined(other, one)


def _rejoined(words: tuple[str, ...], as_in: tuple[str, ...]) -> tuple[str, ...]:
    whole: list[str] = []
    for word in words:
        if whole and whole[-1] + word in as_in and word not in as_in:
            whole[-1] += word
        else:
            whole.append(word)
    return tuple(whole)


def same_script(ours: str, theirs: str) -> bool:
    """Whether both are in Arabic letters, or neither is: Mohammed and محمد cannot be told apart by their letters."""
    return bool(_ARABIC.search(ours)) == bool(_ARABIC.search(theirs))


def same_name(ours: str, theirs: str) -> bool | None:
    """True: one name. False: two people's. None: cannot be told from the names.

    True needs three parts that meet in order, the father's in his place (or the very same parts, two at least); one
    later part may be missing on one side. A different given name or father is another person. Spellings that differ by
    a weak letter, one typing error in a long part, a missing father and a different family name are for a person.
    """
    if not same_script(ours, theirs):
        return None
    short, long = sorted(paired_parts(ours, theirs), key=len)
    if len(short) < 2:
        return None if not short or meet(short[0], long[0]) is not False else False
    given = meet(short[0], long[0])
    if given is False:
        return None if _is_kunya(short[0]) or _is_kunya(long[0]) else False
    met, sure = _align(short[1:], long[1:])
    missing = len(short) - 1 - met
    if len(short) == 2:
        if missing:
            return False if short[1].startswith("ال") and long[-1].startswith("ال") else None
        return True if sure and given and len(long) == 2 else None
    father = meet(short[1], long[1])
    if father is False:
        return False if missing else None
    if missing:
        return None if missing == 1 else False
    return True if sure and given and father else None


def _is_kunya(part: str) -> bool:
    """أبو خالد, أم سعد: how a person is called, beside the name."""
    return part.startswith("ابو") or (part.startswith("ام") and len(part) > 4)


def _bare(part: str) -> str:
    return part[2:] if part.startswith("ال") and len(part) > 4 else part


def meet(one: str, other: str) -> bool | None:
    """Two parts: True equal (the article aside), None alike, False different."""
    one, other = _bare(one), _bare(other)
    if one == other:
        return True
    if _JOINED_SON.sub("", one) == _JOINED_SON.sub("", other):  # بنسعد: "son of" written on to the father
        return None
    if one.translate(_WEAK) == other.translate(_WEAK):
        return None
    return None if min(len(one), len(other)) >= _TYPO_FROM and _one_typo(one, other) else False


def _one_typo(one: str, other: str) -> bool:
    """One letter too many, changed, or two neighbours swapped."""
    short, long = sorted((one, other), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) != len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[:start] + short[start : start + 2][::-1] + short[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or swapped == long


def _align(short: tuple[str, ...], long: tuple[str, ...]) -> tuple[int, bool]:
    """How many parts of `short` at the most meet parts of `long` in order; and whether all of those are equal."""
    best: dict[tuple[int, int], tuple[int, int]] = {}  # (parts met, of them equal)
    for i in range(len(short) - 1, -1, -1):
        for j in range(len(long) - 1, -1, -1):
            found = max(best.get((i + 1, j), (0, 0)), best.get((i, j + 1), (0, 0)))
            alike = meet(short[i], long[j])
            if alike is not False:
                rest = best.get((i + 1, j + 1), (0, 0))
                found = max(found, (rest[0] + 1, rest[1] + bool(alike)))
            best[i, j] = found
    met, equal = best.get((0, 0), (0, 0))
    return met, met == equal
