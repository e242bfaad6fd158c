"""The people that a text counts: runs of "N children", duals, single kin that are joined by و, and bare numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp_models.extract import household_words as lex
from nlp_models.extract.household_telling import Telling, bare_number, is_measure
from nlp_models.extract.numerals import Number, number

_MOST = 25  # a household beyond this is a crowd, an age or a price
_WITH_PLACE = 3
_ADJECTIVES = 2  # words that may stand between one person and the next: امي المريضه وخواتي


@dataclass(frozen=True, slots=True)
class People:
    """`count` persons at `words[first:last]`; None where a plural has no number (عيالي).

    `role` is child, sibling, parent, spouse, head, guardian, self, or some for a number whose noun is left out
    (معي خمسه); `joined` if و is written onto them; `owned` if the word says whose children they are (عيالي).
    """

    first: int
    last: int
    count: int | None
    role: str
    joined: bool
    owned: bool


def people(telling: Telling) -> list[People]:
    """Every mention of a person or counted persons, left to right."""
    words = telling.words
    found: list[People] = []
    i = 0
    while i < len(words):
        mention = _counted(words, i) or _worded(words, i) or _some(telling, i)
        if mention is None:
            i += 1
            continue
        found.append(mention)
        i = mention.last
    return found


def runs(words: Sequence[str], found: Sequence[People]) -> list[list[People]]:
    """Mentions that و, مع or "and they have" join into one list: انا وزوجتي وثلاث بنات, رجل وزوجته وعندهم طفل."""
    lists: list[list[People]] = []
    for mention in found:
        # وانا begins a sentence more often than it ends a list; ايتام في صفوى مع جدتهم
        gap = {"self": 0, "guardian": _WITH_PLACE}.get(mention.role, _ADJECTIVES)
        if lists and mention.first - lists[-1][-1].last <= gap and _joined(words, mention, lists[-1]):
            lists[-1].append(mention)
        else:
            lists.append([mention])
    return lists


def _joined(words: Sequence[str], mention: People, last: Sequence[People]) -> bool:
    if mention.role == "self" and not lex.ELDER.isdisjoint(words[mention.last : mention.last + 1]):
        return False  # عندها خمسة وانا اكبرهم
    if mention.joined or words[mention.first - 1] in lex.WITH:
        return True
    return words[mention.first - 1] in lex.THEIRS and any(p.role in ("head", "spouse") for p in last)


def _counted(words: Sequence[str], i: int) -> People | None:
    """خمس عيال, ٣ من الأبناء, لأربعة أطفال."""
    n = number(words, i)
    if n is None or not 2 <= n.value <= _MOST:
        return None
    j = i + n.size
    if _noun(words, j) == "من" and (_noun(words, j + 1).startswith("ال") or _joins(n)):
        j += 1  # خمسة من الأبناء and زوجته وخمسة من أبنائه count them; خمسة من أبنائي is a part of them
    role = lex.PLURALS.get(_noun(words, j))
    if role is None and n.value > 10 and _noun(words, j) in lex.CHILD:  # from eleven on the noun is singular
        role = "child"
    if role is None:
        return None
    last = j + 2 if role == "child" and _noun(words, j + 1) in lex.CHILDREN else j + 1  # ست بنات ايتام
    return People(i, last, n.value, role, _joins(n), False)


def _some(telling: Telling, i: int) -> People | None:
    """معي خمسه, حرمه وثلاثه: people by their number alone."""
    n = bare_number(telling, i)
    if n is None or n.onto not in ("", "و", "ول", "ل", "ال"):
        return None
    return People(i, i + n.size, n.value, "some", _joins(n), False)


def _worded(words: Sequence[str], i: int) -> People | None:
    """عيالي الخمسة, بنتين, وامي, اطفال."""
    word = words[i]
    last = words[i - 1].removeprefix("و") if i else ""
    if word in lex.A_WIFE and last in lex.HAVE:  # عندي حرمه وثلاث بنات
        return People(i, i + 1, 1, "spouse", False, False)
    if word not in lex.KNOWN:
        return None
    onto, bare = lex.KNOWN[word]
    joined = onto.startswith("و")
    if bare.startswith("ال") and bare in lex.WITHOUT_SPOUSE and i and words[i - 1] in lex.KNOWN:
        return None  # واختي المطلقه: an adjective
    if bare in lex.TWOS:
        return People(i, i + 1, 2, lex.TWOS[bare], joined, False)
    if bare in lex.PLURALS:
        j = i + 1
        if number(words, j) is None and _noun(words, j).startswith("ال") and _own(bare):
            j += 1  # واخواني الصغار اربعه
        n = number(words, j)
        counts = n is not None and 2 <= n.value <= _MOST and n.onto in ("", "ال")
        if n is not None and counts and not _counted(words, j) and not is_measure(words, j + n.size):
            return People(i, j + n.size, n.value, lex.PLURALS[bare], joined, _own(bare))
        return People(i, i + 1, None, lex.PLURALS[bare], joined, _own(bare))
    describes = bare in lex.CHILD and i > 0 and words[i - 1] in lex.SELF  # انا يتيمه واخواني
    mine = bare in lex.CHILD and bare.endswith(("تي", "دي", "نا"))  # بنتي وولدي
    return People(i, i + 1, 1, "self" if describes else lex.ONES[bare], joined, mine)


def _noun(words: Sequence[str], j: int) -> str:
    return words[j] if j < len(words) else ""


def _joins(n: Number) -> bool:
    return n.onto.startswith("و")


def _own(word: str) -> bool:
    return word.endswith(lex.OWN) and not word.startswith("ال")
