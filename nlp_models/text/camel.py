"""The normalisation of `nlp_models.text.clean` said in the functions of camel_tools; the only importer of camel_tools.

Training and tests call it. Serving does not (camel_tools brings torch), and a test holds the two equal. camel_tools
keeps tatweel and the seats of hamza, knows no Persian letters outside its `arclean` map, and squeezes no runs: those
steps are given to it as character maps made of ours.
"""

from __future__ import annotations

import re
from functools import lru_cache

from camel_tools.utils.charmap import CharMapper
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)

from nlp_models.text import clean, steps

_ASCII_CAPITAL = re.compile("[A-Z]")


@lru_cache(maxsize=2)
def _mapper(*chain: steps.Step) -> CharMapper:
    """Our steps over the basic plane and the tags after it, as the map of one camel_tools CharMapper."""
    changed = {}
    for code in (*range(0x10000), *range(0xE0000, 0xE0200)):
        made = char = chr(code)
        for step in chain:
            made = "".join(map(step, made))
        if made != char:
            changed[char] = made
    return CharMapper(changed)


def shared(text: str) -> str:
    """The steps that both libraries have, in camel_tools' own functions: one alef, ة → ه, ى → ي, no diacritics."""
    return str(normalize_alef_ar(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(dediac_ar(text)))))


def normalise(text: str) -> str:
    """`clean.normalise`, composed of camel_tools. Differs only for letters that NFKC composes with a Latin accent."""
    first = _mapper(steps.drop_invisible, steps.harmless, steps.drop_tatweel, steps.drop_marks)
    second = _mapper(
        steps.harmless, steps.drop_tatweel, steps.drop_marks, steps.ascii_digits, steps.arabic_letters, steps.no_seat
    )
    mapped = second(shared(normalize_unicode(first(text))))
    return clean.squeeze(_ASCII_CAPITAL.sub(lambda capital: capital[0].lower(), mapped))
