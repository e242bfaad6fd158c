"""Reading texts: the fast path from many strings to many Predictions.

Every text gets its kind, its doubts and what the extractors find. Needs, urgency, voice, programme and evidence are
looked for only where somebody is in need or unpaid, which is one post in a hundred of a stream.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from nlp_models import doubts, evidence, store
from nlp_models.calibrate import Platt
from nlp_models.extract.household import household_size
from nlp_models.extract.identifiers import identifiers
from nlp_models.extract.places import find_place
from nlp_models.features.cues import Floats
from nlp_models.recipes.linear import ASKED_FURTHER, LinearModel
from nlp_models.text.clean import clean, normalise
from nlp_models.types import DOUBTS, KINDS, NEEDS, Clean, Evidence, Identifier, Place, Prediction

BATCH = 512  # texts at a time: keeps the arrays of a batch in the processor's cache and the memory flat
LONGEST_READ = 6_000  # code points that decide the kind; the extractors read the whole text
_CASE, _PAYMENT = ASKED_FURTHER
_DOUBT_CUT = 0.5
_FURTHER = ("needs", "urgency", "voice", "programme")


class Predictor(Protocol):
    """What callers need of a model."""

    @property
    def name(self) -> str:
        """recipe@version."""

    @property
    def threshold(self) -> float:
        """A text is flagged when its hardship is at least this."""

    def read(self, text: str) -> Prediction: ...

    def read_many(self, texts: Sequence[str]) -> list[Prediction]: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """What training decided beside the weights; it stands in the manifest."""

    calibration: Platt
    threshold: float
    kind_cut: float
    needs_cut: float

    @classmethod
    def of(cls, manifest: dict[str, Any]) -> Settings:
        return cls(
            Platt(**manifest["calibration"]),
            manifest["threshold"]["value"],
            manifest["kind_cut"]["value"],
            manifest["needs_cut"],
        )


@dataclass(frozen=True, slots=True)
class _Further:
    """What is said of a text only where somebody is in need or unpaid."""

    needs: tuple[str, ...]
    urgency: str
    voice: str
    programme: str | None
    evidence: tuple[Evidence, ...]
    counter_evidence: tuple[Evidence, ...]


_NOTHING = _Further((), "none", "none", None, (), ())


class LinearPredictor:
    """`read` takes any string: NUL, lone surrogates and emptiness change nothing."""

    def __init__(self, name: str, model: LinearModel, settings: Settings) -> None:
        self._name, self._model, self._settings = name, model, settings
        self._order = [model.heads["kind"].answers.index(kind) for kind in KINDS]

    @property
    def name(self) -> str:
        return self._name

    @property
    def threshold(self) -> float:
        return self._settings.threshold

    def read(self, text: str) -> Prediction:
        return self.read_many([text])[0]

    def read_many(self, texts: Sequence[str]) -> list[Prediction]:
        return [said for i in range(0, len(texts), BATCH) for said in self._batch(texts[i : i + BATCH])]

    def kinds(self, texts: Sequence[str]) -> Floats:
        """Calibrated probabilities, shape (texts, len(KINDS))."""
        x = self._model.space.transform([normalise(text)[:LONGEST_READ] for text in texts])
        return self._calibrated(self._model.heads["kind"].probabilities(x)[:, self._order])

    def _calibrated(self, raw: Floats) -> Floats:
        case = self._settings.calibration(raw[:, 0])
        rest = raw[:, 1:] * ((1 - case) / np.maximum(raw[:, 1:].sum(axis=1), 1e-12))[:, None]
        return np.column_stack([case, rest])

    def _said(self, kinds: Floats) -> npt.NDArray[np.intp]:
        """The likeliest kind; but a hardship at the cut is called so even where another kind is likelier."""
        case = (kinds[:, 0] >= self._settings.kind_cut) & (kinds[:, 0] >= kinds[:, 1])
        return np.where(case, 0, kinds.argmax(axis=1))

    def _batch(self, texts: Sequence[str]) -> Iterator[Prediction]:
        cleaned = [clean(text) for text in texts]
        x = self._model.space.transform([c.text[:LONGEST_READ] for c in cleaned])
        raw = self._model.heads["kind"].probabilities(x)
        kinds = self._calibrated(raw[:, self._order])
        said = [KINDS[k] for k in self._said(kinds).tolist()]
        doubted = self._model.heads["doubts"].probabilities(x)
        found = [identifiers(text, c) for text, c in zip(texts, cleaned, strict=True)]
        asked = [i for i, kind in enumerate(said) if kind in ASKED_FURTHER or kinds[i, 0] >= self._settings.threshold]
        told = {name: self._model.heads[name].probabilities(x[asked]) for name in _FURTHER} if asked else {}
        further = {
            i: self._further(cleaned[i], said[i], raw[i], {name: p[j] for name, p in told.items()}, found[i])
            for j, i in enumerate(asked)
        }
        for i, text in enumerate(texts):
            doubts_held = self._doubts(cleaned[i].text, found[i], doubted[i])
            place, size = find_place(text, cleaned[i]), household_size(text, cleaned[i])
            yield self._prediction(said[i], kinds[i], doubts_held, place, size, found[i], further.get(i, _NOTHING))

    def _further(
        self, cleaned: Clean, kind: str, raw: Floats, told: dict[str, Floats], found: Sequence[Identifier]
    ) -> _Further:
        needs: tuple[str, ...] = ()
        if kind in ASKED_FURTHER:  # a flagged text of another kind gets only the spans that a person needs to check it
            needs = tuple(n for n, p in zip(NEEDS, told["needs"], strict=True) if p >= self._settings.needs_cut)
        pro, contra = evidence.explain(
            self._model,
            Clean(cleaned.text[:LONGEST_READ], cleaned.at[:LONGEST_READ]),
            kind=kind if kind in ASKED_FURTHER else _CASE,
            kinds=raw,
            needs=needs,
            doubts=doubts.spans(cleaned, found),
        )
        if kind not in ASKED_FURTHER:
            return _Further((), "none", "none", None, pro, contra)
        urgency = self._answer("urgency", told, without="none" if kind == _CASE else None)
        programme = self._answer("programme", told) if kind == _PAYMENT else None
        return _Further(needs, urgency, self._answer("voice", told), programme, pro, contra)

    def _answer(self, name: str, said: dict[str, Floats], without: str | None = None) -> str:
        answers = self._model.heads[name].answers
        return max((p, a) for p, a in zip(said[name].tolist(), answers, strict=True) if a != without)[1]

    def _doubts(self, normalised: str, found: Sequence[Identifier], learned: Floats) -> tuple[str, ...]:
        names = doubts.by_rule(normalised, found)
        answers = self._model.heads["doubts"].answers
        names |= {a for a, p in zip(answers, learned, strict=True) if p >= _DOUBT_CUT and a in doubts.LEARNED}
        return tuple(name for name in DOUBTS if name in names)

    def _prediction(
        self,
        kind: str,
        kinds: Floats,
        doubts_held: tuple[str, ...],
        place: Place | None,
        size: int | None,
        found: tuple[Identifier, ...],
        further: _Further,
    ) -> Prediction:
        hardship = float(kinds[0])
        return Prediction(
            kind=kind,
            kinds=dict(zip(KINDS, np.round(kinds, 6).tolist(), strict=True)),
            hardship=hardship,
            flagged=hardship >= self._settings.threshold,
            needs=further.needs,
            urgency=further.urgency,
            voice=further.voice,
            programme=further.programme,
            doubts=doubts_held,
            place=place,
            household_size=size,
            identifiers=found,
            evidence=further.evidence,
            counter_evidence=further.counter_evidence,
            model=self._name,
        )


def load_predictor(name: str | None = None) -> LinearPredictor:
    """The stored model `recipe@version`, or the served one. Raises `store.ModelRefused`."""
    path = store.folder(name)
    model, manifest = store.read(path)
    return LinearPredictor(f"{path.parent.name}@{path.name}", model, Settings.of(manifest))
