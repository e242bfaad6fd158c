"""Where a text names a place: known names with their cue, and free names after قرية, هجرة and حي."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp_models.extract import place_cues as cues
from nlp_models.extract.gazetteer import Form, Known, forms
from nlp_models.extract.place_cues import Cue, Strength
from nlp_models.text.tokens import Token

_HEADER = 2  # words that may stand before the place of a dateline: @USER, RT
_DATELINE = (" –", " —", " -", " |", " /", "  ", ":", "–", "-")  # two blanks: a dash that was written as a tatweel
_DATED = ("", "in", "noun")  # names that a dateline makes a place: not those that are hardly ever one
_FREE = ("village", "hijra", "district")
_PART_OF_NAME = ("village", "hijra", "centre", "district")


@dataclass(slots=True)
class Mention:
    """One place in a cleaned text: words `first:last`, letters `start:end`; known `bearers`, or a free name.

    `named` are the letters of a free name in the cleaned text, None where the list's own spelling serves.
    """

    first: int
    last: int
    start: int
    end: int
    bearers: tuple[Known, ...]
    cue: Cue
    accepted: bool
    support: int = 0  # `place_cues.support`
    needs_more: bool = False  # the name is also a word: believed only with a cue, and beside a place of its region
    named: tuple[int, int] | None = None
    noun: int = 0  # letters of حي or قرية and the space before the name
    away: bool = False  # where somebody is treated, held, studies or came from, and not where the household is
    listed: bool = False  # written with و: another place, not the one that the place before it lies in


def _opens(form: Form, words: Sequence[str], i: int) -> bool:
    size = len(form.name.words)
    return size == 1 or tuple(words[i + 1 : i + size]) == form.name.words[1:]


def _bearers(form: Form, noun: str) -> tuple[Known, ...]:
    """Those whose kind is the one that the noun says; a bare name of a region and its seat is the seat."""
    kinds = {"region": ("region",), "governorate": ("governorate",), "district": ("district",)}.get(noun)
    bearers = form.name.bearers
    if kinds:
        return tuple(known for known in bearers if known.kind in kinds)
    seats = {known.name for known in bearers if known.kind == "governorate"}
    return tuple(known for known in bearers if known.kind != "region" or known.name not in seats)


def _enough(form: Form, cue: Cue, supported: bool, following: str) -> bool:
    """Whether the cue suffices for what else the name means (`places.Governorate.cue`)."""
    described = form.name.words[0].startswith("ال") and following.startswith("ال") and following not in cues.STOP
    if form.name.cue and cue.strength < Strength.NOUN and described:
        return form.name.cue == "in" and supported  # بالخبر السعيد: a word with its adjective
    noun = cue.strength is Strength.NOUN and (
        cue.noun not in ("centre", "region") or (cue.noun == "centre" and supported)
    )
    match form.name.cue:
        case "":
            return cue.strength >= Strength.IN
        case "in":
            return cue.strength >= Strength.IN and not cue.origin
        case "noun":
            return noun or (cue.strength >= Strength.IN and supported and not cue.origin)
        case "governorate":
            return cue.noun == "governorate" or (cue.noun == "centre" and supported)
        case _:
            return cue.noun in ("village", "hijra")


def names(words: Sequence[str]) -> list[tuple[int, Form]]:
    """Where known names stand, cue or no cue: the longest name at each word."""
    table = forms()
    found = []
    for i, word in enumerate(words):
        if word in table and (form := next((form for form in table[word] if _opens(form, words, i)), None)):
            found.append((i, form))
    return found


def known(
    words: Sequence[str], tokens: Sequence[Token], text: str, named: Sequence[tuple[int, Form]]
) -> Iterator[Mention]:
    """The names as mentions, left to right. Those that are not `accepted` wait for another place to speak for them."""
    done = 0
    previous: Mention | None = None
    for i, form in named:
        if i < done:
            continue
        cue = cues.before(words, i, form.onto)
        if (found := _bearers(form, cue.noun)) and (cue.noun != "district" or found[0].kind == "district"):
            last = i + len(form.name.words)
            beside = previous is not None and previous.accepted and _beside(text, previous, tokens[i], form)
            held = max(cues.support(words, i), cues.told_after(words, i + len(form.name.words)))
            start = tokens[i].start + form.extra
            following = words[last] if last < len(words) and tokens[last].start == tokens[last - 1].end + 1 else ""
            away = cues.away(words, i)
            if cue.origin and (
                i < 2 or words[i - 2] == "user" or text[tokens[i - 2].end : tokens[i - 1].start].strip()
            ):
                cue = Cue(cue.strength)  # a sentence that begins with من رفحاء says where the writer is from
            plain = form.name.cue == ""
            if cue.strength < Strength.IN:
                cue = _set_apart(text, tokens, i, last, form) or cue
            mention = Mention(
                i, last, start, tokens[last - 1].end, found, cue,
                accepted=_enough(form, cue, held > 0, following) or (beside and plain),
                support=held, needs_more=not plain, listed=form.onto == "and", away=away,
            )  # fmt: skip
            if cue.noun in _PART_OF_NAME and not form.extra:  # حي السلامة, قرية لينة: the noun belongs to the letters
                mention.start = tokens[i - 1].start + words[i - 1].startswith(("ب", "ل"))
                mention.noun = start - mention.start
            if beside and cue.strength is Strength.NONE:
                mention.cue = Cue(Strength.IN)
            if mention.cue.strength is Strength.NONE and text[start - 1 : start] == "#":
                mention.cue = Cue(Strength.WEAK)
            done, previous = last, mention
            yield mention


def _set_apart(text: str, tokens: Sequence[Token], i: int, last: int, form: Form) -> Cue | None:
    """A name that the writing itself sets apart: the dateline of a report, or a clause that is nothing but the name."""
    if form.onto or form.name.cue not in _DATED:
        return None
    following = text[tokens[last - 1].end :]
    if i <= _HEADER and following.startswith(_DATELINE) and (form.name.cue == "" or (i == 0 and following[:1] != ":")):
        return Cue(Strength.NOUN)
    if form.name.cue:
        return None
    before = text[tokens[i - 1].end : tokens[i].start].strip(" ") if i else "."
    after = text[tokens[last - 1].end : tokens[last].start].strip(" ") if last < len(tokens) else "."
    return Cue(Strength.IN) if before and after and not {"#", "@", "_"} & set(before[-1] + after[0]) else None


def _beside(text: str, previous: Mention, token: Token, form: Form) -> bool:
    """Apposition or list: في رفحاء الحدود الشمالية, في جدة ومكة."""
    between = text[previous.end : token.start]
    return len(between) <= 3 and not between.strip(" ,،-–/|") and form.onto in ("", "and")


def free(words: Sequence[str], tokens: Sequence[Token], named: Sequence[Mention]) -> Iterator[Mention]:
    """Names that no list has: هجرة X, قرية X, حي X; and a hijra without a name near a known place."""
    opened = {mention.first: mention for mention in named}
    for i, word in enumerate(words[:-1]):
        noun = cues.NOUNS.get(word)
        apart = tokens[i + 1].start > tokens[i].end + 1  # والدين حي. المشهد
        if noun not in _FREE or apart or ((i + 1) in opened and opened[i + 1].accepted):
            continue
        if noun != "district" and not _led(words, i):
            continue
        onto = 1 if word.startswith(("ب", "ل")) else 0
        j = i + 2 if words[i + 1] in cues.UNNAMED and i + 2 < len(words) else i + 1
        last = _name_end(words, j, noun)
        place = _anchor(words, last, opened)
        if last == j and (place is None or noun == "district" or not place.cue.near):
            continue
        near = place is not None and noun != "district" and place.cue.near
        end = place.last if place else last
        yield Mention(
            i, end, tokens[i].start + onto, tokens[end - 1].end, place.bearers if place else (),
            Cue(Strength.NOUN, noun, near), accepted=True, support=2,
            named=(tokens[j].start, tokens[last - 1].end) if last > j else None,
        )  # fmt: skip


def _led(words: Sequence[str], i: int) -> bool:
    if words[i].startswith(("ب", "ل")):
        return True
    last = words[i - 1] if i else ""
    return last in cues.IN or last in cues.FROM or last in cues.PEOPLE or last in cues.SIDE or last in cues.DWELL


def _name_end(words: Sequence[str], j: int, noun: str) -> int:
    """Where the name that begins at `words[j]` ends; `j` itself if no name begins there."""
    if j >= len(words):
        return j
    word = words[j]
    if word in cues.COMPOUND and j + 1 < len(words):
        return j + 2
    fits = (
        len(word) >= (3 if noun == "district" else 2)
        and word.isalpha()
        and not word.isascii()
        and word not in cues.STOP
    )
    fits = fits and word not in cues.NEAR and word not in cues.NOUNS
    return j + 1 if fits and (noun != "district" or word.startswith("ال")) else j


def _anchor(words: Sequence[str], j: int, opened: dict[int, Mention]) -> Mention | None:
    """The known place that the words after a free name lead to: قرب رفحاء, بمحافظة بيش, التابعة لمحافظة صبيا."""
    for k in range(j, min(j + 4, len(words))):
        if k in opened:
            mention = opened[k]
            return mention if mention.cue.strength > Strength.NONE else None
        if not any(words[k] in found for found in (cues.LINK, cues.NEAR, cues.CLOSE, cues.FAR, cues.SIDE, cues.IN)):
            return None
    return None
