"""The keys under which a report's likely twins are found, made once, when it is written. Pure.

A key is 64 bits of an HMAC: it is small, and nobody can look a town and an illness up in a stolen table.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from detector import crypto
from detector.cases.likeness import Told
from detector.reports.fingerprint import bands
from nlp_models.extract.story import PLAIN, rarity
from nlp_models.text.clean import fold

LOCAL, PAIRED = 8, 5  # facts that are paired with a place, and rarest ones that are paired with each other
PLACES = 2  # the governorate, and names that the text has without saying that it is there


def keys(told: Told) -> list[int]:
    """Every key of a report, each once."""
    named = (*bands(told.minhash), *(f"n:{number}" for number in told.all_numbers()), *_of_facts(told))
    return sorted({_key(name) for name in named})


def _key(name: str) -> int:
    return int.from_bytes(bytes.fromhex(crypto.blind_index("block", name)[:16]), "big", signed=True)


def _of_facts(told: Told) -> Iterator[str]:
    """Place with each of the rarest facts; and, because every second telling leaves the place out, the rarest in pairs."""
    rare = sorted(_facts(told), key=lambda fact: (-fact[0], fact[1]))
    names = [name for _, name in rare]
    for place in _places(told):
        yield from (f"p:{place}:{name}" for name in names[:LOCAL])
    yield from (f"f:{a}:{b}" for a, b in combinations(sorted(names[:PAIRED]), 2))


def _places(told: Told) -> list[str]:
    said = told.governorate or told.region
    own = [fold(said)] if said else []
    return [*own, *(name for name in sorted(told.story.names) if not own or name not in own[0])][:PLACES]


def _facts(told: Told) -> Iterator[tuple[float, str]]:
    """(rarity, name). A circumstance is said in many words but means one thing, so it goes before a word as rare."""
    yield from ((rarity(f"={one}") + 2, f"={one}") for one in told.story.circumstances)
    yield from ((rarity(f"#{one}"), f"#{one}") for one in told.story.counts if not one.startswith(PLAIN))
    yield from ((rarity(one), one) for one in told.story.words[: LOCAL + PAIRED])
    if told.size:
        yield (3.0, f"size:{told.size}")
