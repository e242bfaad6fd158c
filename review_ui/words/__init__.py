"""Every string that a page shows, in Arabic and English, sorted by where it is seen. Nothing else in the code is Arabic.

Keys are `area.name`; codes of the house are labelled as `family.code` (`need.widow`, `error.Q201`).
"""

from __future__ import annotations

from typing import Any

from review_ui.words import (
    acts,
    admin,
    agencies,
    audit,
    campaigns,
    case,
    circumstances,
    contact,
    dashboard,
    dates,
    decision,
    desk,
    eligibility,
    errors,
    family,
    fields,
    fieldwork,
    guidance,
    labels,
    learning,
    letter,
    match,
    queue,
    queue_desk,
    recheck,
    shell,
    tips,
    visit,
)
from review_ui.words.word import Word, Words

_PARTS = (
    acts, admin, agencies, audit, case, circumstances, contact, dashboard, dates, decision, desk, errors, family,
    fields, guidance, labels, learning, match, queue, recheck, shell, eligibility, letter, fieldwork, queue_desk,
    campaigns,
    tips, visit,
)  # fmt: skip
WORDS: Words = {key: word for part in _PARTS for key, word in part.WORDS.items()}


def say(key: str, /, **facts: Any) -> str:
    """The Arabic phrase, with its facts filled in. Raises `KeyError` for a key that has no words."""
    phrase = WORDS[key].ar
    return phrase.format(**facts) if facts else phrase


def label(family: str, code: str | None) -> str:
    """The words for a code of the house; one that has none (an older row, an outside registry) is shown as it is."""
    if code is None:
        return say("field.none")
    found = WORDS.get(f"{family}.{code}")
    return found.ar if found else code


__all__ = ["WORDS", "Word", "label", "say"]
