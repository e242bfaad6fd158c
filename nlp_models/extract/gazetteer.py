"""The known names as they stand in running text: which word, with which letters written onto it, may begin which name.

Built once from `nlp_models.lexicons.places`; finding is then one dictionary look-up a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlp_models.lexicons import places
from nlp_models.lexicons.places import Cue, Kind
from nlp_models.text.clean import normalise

# What is written onto a name → how it is read. ام is the article of Jazan: امدرب is الدرب.
_ONTO = {"": "", "و": "and", "ب": "in", "وب": "in", "فب": "in", "ل": "to", "ول": "to"}
_WITHOUT_HAMZA = re.compile("(?<=.ا)ء$")  # رفحا for رفحاء, as most people write


@dataclass(frozen=True, slots=True)
class Known:
    """A place of the list. `region` is a region's code; `governorate` is None for a region."""

    name: str
    kind: Kind
    region: str
    governorate: str | None
    imported: bool = False  # of a gazetteer that the office added: gives way to a namesake of our own list

    @property
    def title(self) -> str:
        """The name, and where it lies when it is smaller than a governorate."""
        return f"{self.name} - {self.governorate}" if self.governorate not in (None, self.name) else self.name


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling: its words after cleaning, every place that bears it, and the cue it needs."""

    words: tuple[str, ...]
    bearers: tuple[Known, ...]
    cue: Cue


@dataclass(frozen=True, slots=True)
class Form:
    """A first word as it may be written: `onto` is what the letters before the name say, `extra` how many they are."""

    onto: str
    extra: int
    name: Name


def _bearers() -> Mapping[str, list[tuple[Known, Cue]]]:
    home = {g.name_ar: g for g in places.governorates()}
    spelt: dict[str, list[tuple[Known, Cue]]] = defaultdict(list)
    for region in places.regions():
        spelt[region.name_ar].append((Known(region.name_ar, "region", region.code, None), ""))
    for g in home.values():
        spelt[g.name_ar].append((Known(g.name_ar, "governorate", g.region, g.name_ar), g.cue))
    for t in places.towns():
        spelt[t.name_ar].append((Known(t.name_ar, t.kind, home[t.governorate].region, t.governorate), t.cue))
    for a in places.aliases():
        kind = ("town", "centre", "hijra", "district") if a.kind == "town" else (a.kind,)
        spelt[a.alias] += [(known, a.cue) for known, _ in tuple(spelt[a.name]) if known.kind in kind]
    ours = {(normalise(name), known.region) for name, bearers in spelt.items() for known, _ in bearers}
    for t in places.imported():
        if (normalise(t.name_ar), home[t.governorate].region) not in ours:
            spelt[t.name_ar].append((Known(t.name_ar, t.kind, home[t.governorate].region, t.governorate, True), t.cue))
    return spelt


def _names() -> list[Name]:
    merged: dict[tuple[str, ...], list[tuple[Known, Cue]]] = defaultdict(list)
    for spelling, bearers in _bearers().items():
        merged[tuple(normalise(spelling).split())] += bearers
    for written, bearers in tuple(merged.items()):
        short = tuple(_WITHOUT_HAMZA.sub("", word) for word in written)
        if short not in merged:
            merged[short] = bearers
    strictest = ("", "in", "noun", "governorate", "region")
    return [
        Name(words, tuple(known for known, _ in bearers), max(_asked(bearers), key=strictest.index))
        for words, bearers in merged.items()
    ]


def _asked(bearers: list[tuple[Known, Cue]]) -> list[Cue]:
    """The cues that a name asks for; a hamlet that was imported does not make the name of a city doubtful."""
    return [cue for known, cue in bearers if not known.imported] or [cue for _, cue in bearers]


def _spellings(word: str) -> dict[str, tuple[str, int]]:
    """Every way to write a name's first word → what is written onto it, and how many letters the span leaves out."""
    forms = {onto + word: (sense, len(onto)) for onto, sense in _ONTO.items()}
    if word.startswith("ال"):
        forms |= {"لل" + word[2:]: ("to", 0), "ولل" + word[2:]: ("to", 1)}
        forms |= {"ام" + word[2:]: ("", 0), "بام" + word[2:]: ("in", 1), "وام" + word[2:]: ("and", 1)}
    return forms


@lru_cache(maxsize=1)
def forms() -> Mapping[str, tuple[Form, ...]]:
    """First word as written → the names that it may begin, the longest first."""
    table: dict[str, list[Form]] = defaultdict(list)
    for name in _names():
        for written, (onto, extra) in _spellings(name.words[0]).items():
            table[written].append(Form(onto, extra, name))
    return {w: tuple(sorted(found, key=lambda form: -len(form.name.words))) for w, found in table.items()}
