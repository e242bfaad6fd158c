"""What speaks against a text: which doubts are rules on its letters, and which are learned.

Rules (here): account_number, off_platform_contact, hashtag_stuffing. They are facts about the letters, and each gives the
span that a reader can check. Learned (the doubts head of the recipe): copy_paste, fee_first, impersonation,
no_checkable_detail, giveaway; and hashtag_stuffing where a plea hangs on a foreign hashtag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from nlp_models.types import Clean, Identifier

Span = tuple[int, int]

LEARNED = ("copy_paste", "fee_first", "impersonation", "no_checkable_detail", "giveaway", "hashtag_stuffing")
_MANY_HASHTAGS = 4
_INVOICE = re.compile(
    r"(?:فاتور\w*|التنفيذ|تنفيذ|القضاء?ي|السداد|سداد|المفوتر|رقم الحساب|حسابي?|المشترك|الاشتراك|ايبان)"
    r"[^\d\n]{0,25}(?P<number>[\d*•x][\d*•x \-]{6,}[\d*•x])"
)
_CONTACT = re.compile(r"\b(?:ال)?(?:واتس\w*|وتس\w*|تليجرام|تلجرام|تيليجرام|سناب\w*)\b|\b(?:ع|على|علي) الخاص\b|wa\.me/")
_HASHTAG = re.compile(r"#\w+")


def account_number(text: str) -> Iterator[Span]:
    """Eight and more digits behind an invoice or account word. (An IBAN counts too: see `_BY_IDENTIFIER`.)"""
    yield from (found.span("number") for found in _INVOICE.finditer(text))


def off_platform_contact(text: str) -> Iterator[Span]:
    """The name of a messenger. (A mobile number counts too.)"""
    yield from (found.span() for found in _CONTACT.finditer(text))


def hashtag_stuffing(text: str) -> Iterator[Span]:
    """Four hashtags or more."""
    tags = [found.span() for found in _HASHTAG.finditer(text)]
    if len(tags) >= _MANY_HASHTAGS:
        yield from tags


RULES: tuple[Callable[[str], Iterator[Span]], ...] = (account_number, off_platform_contact, hashtag_stuffing)
_BY_IDENTIFIER = {"iban": "account_number", "mobile": "off_platform_contact"}


def by_rule(text: str, identifiers: Sequence[Identifier]) -> set[str]:
    """The doubts that hold for a normalised text and the identifiers found in it."""
    named = {_BY_IDENTIFIER[i.type] for i in identifiers if i.type in _BY_IDENTIFIER}
    return named | {rule.__name__ for rule in RULES if any(True for _ in rule(text))}


def spans(cleaned: Clean, identifiers: Sequence[Identifier]) -> list[tuple[int, int, str]]:
    """(start, end, doubt) in the text as given, of every place that a rule points to."""
    found = [(i.start, i.end, _BY_IDENTIFIER[i.type]) for i in identifiers if i.type in _BY_IDENTIFIER]
    for rule in RULES:
        found += [(*cleaned.origin(start, end), rule.__name__) for start, end in rule(cleaned.text)]
    return sorted(found)
