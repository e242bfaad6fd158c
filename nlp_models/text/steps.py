"""The steps of cleaning. A step takes one character and gives what stands for it: "" drops it, "الله" spells ﷲ out.

No step looks at a neighbour, so that a chain of steps is one table and every letter knows where it came from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

Step = Callable[[str], str]

_INVISIBLE = frozenset(
    chr(code)
    for first, last in (
        (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E),
        (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE01EF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
_MARKS = frozenset(
    chr(code)
    for first, last in (
        (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8), (0x06EA, 0x06ED),
        (0x08CA, 0x08E1), (0x08E3, 0x08FF), (0x20DD, 0x20E4), (0xFBB2, 0xFBC2), (0xFE70, 0xFE7F),
    )
    for code in range(first, last + 1)
)  # fmt: skip

# Letters of Persian, Urdu, Kurdish and decorative keyboards → the Arabic letter that a Saudi writer means by them.
_VARIANTS = {
    variant: letter
    for letter, variants in {
        "ا": "ٲٳٵ", "ب": "پٮٻڀ", "ت": "ٹٺټٿ", "ث": "ٽ", "ج": "چڃڄڇڿ", "خ": "ځڂڅ", "د": "ڈډڊڋڌڍڎڏڐۮ", "ر": "ڑڒړڔڕږۯ",
        "ز": "ژڗڙ", "س": "ښڛ", "ش": "ڜۺ", "ص": "ڝۻ", "ض": "ڞۼ", "ظ": "ڟ", "غ": "ڠ", "ف": "ڡڢڣڤڥڦ", "ق": "ڧڨٯ",
        "ك": "کڪګڬڭڮگڰڱڲڳڴػؼ", "ل": "ڵڶڷڸ", "م": "۾", "ن": "ںڹںڻڼڽ", "ه": "ھہەۀۂۃۿ", "و": "ۄۅۆۇۈۉۊۋۏٶٷ",
        "ي": "یۍێېۑےۓؽؾؿٸ", "ء": "۽ٴ",
    }.items()
    for variant in variants
}  # fmt: skip
_SIGNS = {"٪": "%", "٫": ".", "٬": ",", "۔": "."}


def drop_invisible(char: str) -> str:
    """Zero-width, bidirectional and variation signs: they change how a text looks and never what it says."""
    return "" if char in _INVISIBLE else char


def spell_out(char: str) -> str:
    """Presentation forms, ligatures, full-width and circled characters as plain ones (NFKC of the one character)."""
    if char in _MARKS:  # a presentation form of a mark would leave the space that carries it
        return ""
    return "بسم الله الرحمن الرحيم" if char == "\ufdfd" else unicodedata.normalize("NFKC", char)


def harmless(char: str) -> str:
    """NUL, other controls, blank-looking letters and lone surrogates, none of which a database or UTF-8 can hold."""
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    if char in "\n\t\r":
        return char
    return " " if char in "\u2800\u1160\u115f" or unicodedata.category(char) == "Cc" else char


def drop_tatweel(char: str) -> str:
    """The stroke that stretches a word: محـــتاج."""
    return "" if char == "ـ" else char


def drop_marks(char: str) -> str:
    """Tashkeel, Koranic signs and the keycap frame of 1️⃣."""
    return "" if char in _MARKS else char


def ascii_digits(char: str) -> str:
    """٥ and ۵ → 5; every script's decimal digits."""
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


def one_alef(char: str) -> str:
    """أ إ آ ٱ → ا."""
    return "ا" if char in "أإآٱ" else char


def one_heh(char: str) -> str:
    """ة → ه: the two are typed for each other at the end of a word."""
    return "ه" if char == "ة" else char


def one_yeh(char: str) -> str:
    """ى → ي."""
    return "ي" if char == "ى" else char


def no_seat(char: str) -> str:
    """ؤ → و and ئ → ي: the hamza is left out as often as it is typed."""
    return "و" if char == "ؤ" else "ي" if char == "ئ" else char


def arabic_letters(char: str) -> str:
    """Letters of neighbouring alphabets (ک ی گ ہ پ …) and signs (٪ ٫) as Arabic keyboards have them."""
    return _VARIANTS.get(char) or _SIGNS.get(char, char)


def lower(char: str) -> str:
    """ASCII capitals only: a language's own capitals can change length."""
    return char.lower() if char.isascii() else char


CHAIN: tuple[Step, ...] = (
    drop_invisible, spell_out, harmless, drop_tatweel, drop_marks, ascii_digits,
    arabic_letters, one_alef, one_heh, one_yeh, no_seat, lower,
)  # fmt: skip

# For a model that was trained on ordinary spelling: what only decorates goes, hamza, teh marbuta and alef maqsura stay.
LIGHT: tuple[Step, ...] = (
    drop_invisible, spell_out, harmless, drop_tatweel, drop_marks, ascii_digits, arabic_letters,
)  # fmt: skip
