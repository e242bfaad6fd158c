"""Who the children hang on: the adults that a list of people implies beyond those whom it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp_models.extract import household_words as lex
from nlp_models.extract.household_mentions import People
from nlp_models.extract.household_telling import PARENT_OF

_THEIRS = ("ه", "ها", "هم", "هن", "هما", "و", "ي", "نا")  # endings of kin: امه, امها, امو, امي
_KIN = frozenset(("parent", "sibling", "spouse", "child", "guardian"))
_REACH = 4  # words before a list in which its owner stands
_KEEPERS = lex.HAVE | lex.KEEPS | PARENT_OF
_DESERTED = lex.GONE & lex.SUPPORT
_GONE_REACH = 6  # words from a husband on in which it is told that he is dead or gone
_FATHERS = frozenset(f"{onto}{word}" for onto in ("", "و") for word in lex.THEIR_FATHER | lex.HUSBAND)
_NOT_MARRIED = lex.HUSBAND | lex.NOT_OURS
_DIVORCED = lex.WITHOUT_SPOUSE - {"ارمل", "مطلق", "طليقته", "طليقتي"}
_HIS = frozenset(("له", "عنده", "لديه", "معه", "وراه"))
_TO_HER = frozenset(("لي", "ليا", "لها", "معها", "معي"))
_FORM = frozenset(("عدد",))  # عدد الأطفال: ٤, the field of a form
_OWNERS = _FORM | lex.HAVE | lex.SUPPORT | lex.HEAD | lex.SELF


def adults(words: Sequence[str], here: Sequence[People]) -> int | None:
    """Adults to add to the people of the list `here`; None if nothing says whose children these are."""
    first = here[0].first
    before = [_bare(word) for word in words[max(0, first - _REACH) : first]]
    roles = {p.role for p in here}
    if not lex.LEFT.isdisjoint(before):  # he died and left a wife and seven children: he is not counted
        if before[-1] in _TO_HER:  # راح وترك لي ثمان عيال
            return 1
        return 0 if roles & {"head", "spouse"} else None
    owner = _nearest(before) or _after(words, here[-1].last)
    if owner == "other":
        return None
    if before[-1:] and before[-1] in lex.WE:  # حنا ست بنات: the teller is one of them
        return 0
    if owner is None and not any(p.owned for p in here):
        return _unowned(words, here, roles)
    if roles & {"head", "self"}:
        return _spouse(words, here)
    if not _DESERTED.isdisjoint(before):  # خلاني بثلاث بنات
        return 1
    his = owner is None or not _HIS.isdisjoint(before)  # سجين وله خمسة أطفال, جارنا متوفي وعياله الخمسة
    gone = his and not lex.GONE.isdisjoint(before) and not any(lex.ONES.get(word) == "spouse" for word in before)
    if owner == "two":
        return (1 if _mate(words, here) < 0 else 2) - sum(p.count or 0 for p in here if p.role == "spouse")
    return (0 if gone else 1) + _spouse(words, here)


def meant(words: Sequence[str], here: Sequence[People]) -> list[People]:
    """The list with its bare numbers as children where an owner or a spouse beside them says so.

    Beside parents or siblings they stay `some`; where nothing says who they are the list is empty.
    """
    if all(p.role != "some" for p in here):
        return list(here)
    before = _bare(words[here[0].first - 1]) if here[0].first else ""
    second = _bare(words[here[0].first - 2]) if here[0].first > 1 else ""
    kept = before in _KEEPERS or (before == "علي" and second in lex.KEEPS)
    listed = here[0].role == "some" and here[0].joined  # مقاسات سنتين وست وابوهم: something else is counted
    if not kept and not listed and any(p.role in ("parent", "sibling") for p in here):
        return list(here)  # عشره وامي وابوي: the teller is one of the ten
    if kept or (not listed and any(p.role != "some" for p in here)):
        return [replace(p, role="child") if p.role == "some" else p for p in here]
    return []


def _unowned(words: Sequence[str], here: Sequence[People], roles: set[str]) -> int | None:
    """For a list that says of nobody "mine": who stands in it, or else the parent of whom the text speaks."""
    if roles & {"head", "self"}:
        return _spouse(words, here)
    if "guardian" in roles:
        return 0
    mates = [words[p.first] for p in here if p.role == "spouse"]
    if mates:
        return 0 if all(mate.endswith(("هم", "هن")) for mate in mates) else 1
    present = _mate(words, here)
    definite = any(words[p.first].startswith(("ال", "وال")) for p in here)  # والجهال اربعه: those of the family
    if roles != {"child"} or not (definite or present or not (lex.HEAD | lex.NEIGHBOUR).isdisjoint(words)):
        return None
    return 1 + _spouse(words, here)


def is_gone(words: Sequence[str], person: People) -> bool:
    """Whether the words beside a person say: dead, left, in prison. توفيت زوجته, زوجي بالسجن."""
    if not person.joined and person.first and _bare(words[person.first - 1]) in lex.GONE:
        return True
    if words[person.first] in _FATHERS and not _DIVORCED.isdisjoint(words):  # مطلقه وعندي ثلاثه وابوهم ...
        return True
    i = person.last
    here, following = (_bare(word) for word in (*words[i : i + 2], "", "")[:2])
    return here in lex.GONE or (following in lex.GONE and here not in lex.ONES)


def lives_together(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a word of dwelling stands beside the people `words[first:last]`: ساكنين, نعيش, بخيمة, في غرفة."""
    if not lex.DWELL.isdisjoint(words[max(0, first - 3) : last + 4]):
        return True
    houses = words[max(0, first - 2) : first] if words[max(0, first - 1)] in ("فيه", "فيها") else []
    return not lex.HOME.isdisjoint((*houses, *words[last : last + 4]))


def keeps_kin(words: Sequence[str], here: Sequence[People]) -> bool:
    """انا وامي ساكنين, اعول امي وثلاث خوات: kin without children who are said to live or to be kept together."""
    first, last = here[0].first, here[-1].last
    siblings = sum(p.count or 0 for p in here if p.role == "sibling")
    before = [_bare(word) for word in words[max(0, first - 3) : first]]
    supported = not lex.SUPPORT.isdisjoint(before)
    we = bool(before) and before[-1] in lex.WE
    pair = here[0].role == "head" and here[0].count == 2
    couple = len(here) == 2 and here[0].role == "head" and _beside(words, here[0], here[1])
    if couple and not supported and lex.CHILDREN.isdisjoint(words):  # مسن وزوجته, شيبه وعجوز
        return True
    lived = lives_together(words, first, last)
    if len(here) == 1:
        with_one = here[0].role == "parent" and before[-1:] == ["مع"] and not lex.DWELL.isdisjoint(before)
        return with_one or (pair and lived) or (siblings > 1 and (supported or we))
    if we or any(p.role in ("self", "head") for p in here):
        return lived or siblings > 1
    parents = any(p.role == "parent" for p in here)
    return siblings > 1 and (parents or supported or not lex.HAVE.isdisjoint(before))


def is_family(words: Sequence[str], here: Sequence[People]) -> bool:
    """رجال وامه واخته, انا وبنتي: one who is named, and kin of his or hers in the same breath, and no others uncounted."""
    if len(here) < 2 or here[0].role not in ("head", "self") or lex.CHILDREN & set(words) - _counted_words(words, here):
        return False
    if here[0].role == "self" and here[1].first != here[0].last:  # انا مواليد السعوديه وابوي ...: two sentences
        return False
    kin = [words[p.first] for p in here[1:] if p.count == 1]
    if not all(word.endswith(_THEIRS) and word != "ورجلي" for word in kin):  # ورجلي is my leg as often
        return False
    return all(p.joined and p.role in (*_KIN, "some") for p in here[1:])


def _counted_words(words: Sequence[str], here: Sequence[People]) -> set[str]:
    return {word for p in here for word in words[p.first : p.last]}


def shares_roof(words: Sequence[str], here: Sequence[People]) -> bool:
    """عايش مع جده وجدته, تعيش مع امها واخوها: somebody, not in the list, who lives with the kin that the list names."""
    first = here[0].first
    if first < 2 or words[first - 1] != "مع" or lex.CHILDREN & set(words) - _counted_words(words, here):
        return False
    return not lex.DWELL.isdisjoint(words[max(0, first - 4) : first]) and all(p.role in _KIN for p in here)


def _beside(words: Sequence[str], head: People, other: People) -> bool:
    """Two who make a household: a man and his wife or sister, or two who are old. رجل وامراه are just words."""
    word = words[other.first]
    if other.role == "head":
        return words[head.first] in lex.ELDERLY and word.removeprefix("و") in lex.ELDERLY
    return other.role == "spouse" or word.endswith(("خته", "خوه", "ختها"))


def _nearest(before: Sequence[str]) -> str | None:
    """What the last telling word before a list says: "one" or "two" owners, "other" people's children, or nothing."""
    for i in range(len(before) - 1, -1, -1):
        word = before[i]
        unreal = i > 0 and before[i - 1] in lex.NOT_OURS and word not in lex.SUPPORT  # لو عندي, كان عندي
        if word in lex.NOT_OURS or (unreal and word in _OWNERS):
            return "other"
        if word in lex.HAVE_TWO:
            return "two"
        if word in _OWNERS:
            return "one"
    return None


def _after(words: Sequence[str], i: int) -> str | None:
    """An owner that follows its list: ثلاث بزورة عندي, ثمانية ابناء برقبتي."""
    return "one" if i < len(words) and words[i] in (lex.HAVE | lex.SUPPORT) - lex.HAVE_TWO else None


def _spouse(words: Sequence[str], here: Sequence[People]) -> int:
    """1 if a husband or wife is named outside the list, and neither dead, gone nor divorced."""
    if any(p.role == "spouse" for p in here) or not lex.WITHOUT_SPOUSE.isdisjoint(words):
        return 0
    return max(0, _mate(words, here))


def _mate(words: Sequence[str], here: Sequence[People]) -> int:
    """What the text outside the list says of a husband or wife: 1 there is one, -1 gone, 0 nothing."""
    inside = range(here[0].first, here[-1].last)
    present = 0
    for i, word in enumerate(words):
        bare = _bare(word)
        if i in inside:
            continue
        if lex.ONES.get(bare) == "spouse" or (bare in ("ابو", "ام") and "عيالي" in words[i + 1 : i + 2]):
            if not lex.GONE.isdisjoint(map(_bare, words[max(0, i - 2) : i + _GONE_REACH])):
                return -1
            present = 1
        elif bare in lex.MARRIED and _NOT_MARRIED.isdisjoint(words[max(0, i - 2) : i]):
            present = 1
    return present


def _bare(word: str) -> str:
    """Without the و, ف or ل that is written onto it, where the rest is a word of the household."""
    strip = word[:1] in ("و", "ف", "ل") and word[1:] in _ALL and word != "لكم"
    return word[1:] if strip else word


_ALL = frozenset().union(_OWNERS, lex.GONE, lex.NOT_OURS, lex.LEFT, lex.ONES, lex.MARRIED, lex.HAVE_TWO, lex.WE)
