"""Reading texts: the fast path from many strings to many Predictions.

Every text gets its kind, its doubts and what the extractors find. Needs, urgency, voice, programme and evidence are
looked for only where somebody is in need or unpaid, which is one post in a hundred of a stream.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from nlp_models.types import DOUBTS, KINDS, NEEDS, Evidence, Identifier, Prediction

BATCH = 512  # texts at a time: keeps the arrays of a batch in the processor's cache and the memory flat
LONGEST_READ = 6_000  # code points that decide the kind; the extractors read the whole text
_CASE, _PAYMENT = ASKED_FURTHER
_DOUBT_CUT = 0.5


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
    needs_cut: float

    @classmethod
    def of(cls, manifest: dict[str, Any]) -> Settings:
        return cls(Platt(**manifest["calibration"]), manifest["threshold"]["value"], manifest["needs_cut"])


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
        x = self._model.space.transform([normalise(text[:LONGEST_READ]) for text in texts])
        return self._calibrated(self._model.heads["kind"].probabilities(x)[:, self._order])

    def _calibrated(self, raw: Floats) -> Floats:
        case = self._settings.calibration(raw[:, 0])
        rest = raw[:, 1:] * ((1 - case) / np.maximum(raw[:, 1:].sum(axis=1), 1e-12))[:, None]
        return np.column_stack([case, rest])

    def _batch(self, texts: Sequence[str]) -> Iterable[Prediction]:
        normalised = [normalise(text[:LONGEST_READ]) for text in texts]
        x = self._model.space.transform(normalised)
        raw = self._model.heads["kind"].probabilities(x)
        kinds = self._calibrated(raw[:, self._order])
        kind = kinds.argmax(axis=1)
        learned = self._model.heads["doubts"].probabilities(x)
        found = [identifiers(text) for text in texts]
        asked = np.flatnonzero((kind < len(ASKED_FURTHER)) | (kinds[:, 0] >= self._settings.threshold))
        further = dict(zip(asked.tolist(), self._further(texts, x, raw, kinds, found, asked), strict=True))
        for i, text in enumerate(texts):
            yield self._prediction(
                text, kinds[i], self._doubts(normalised[i], found[i], learned[i]), found[i], further.get(i)
            )

    def _further(
        self, texts: Sequence[str], x: Any, raw: Floats, kinds: Floats, found: Sequence[Sequence[Identifier]],
        asked: npt.NDArray[np.intp],
    ) -> list[_Further]:  # fmt: skip
        said = {
            name: self._model.heads[name].probabilities(x[asked]) for name in ("needs", "urgency", "voice", "programme")
        }
        return [
            self._one(texts[i], raw[i], KINDS[int(kinds[i].argmax())], {n: p[j] for n, p in said.items()}, found[i])
            for j, i in enumerate(asked)
        ]

    def _one(self, text: str, raw: Floats, kind: str, said: dict[str, Floats], found: Sequence[Identifier]) -> _Further:
        asked = kind if kind in ASKED_FURTHER else _CASE
        needs = tuple(n for n, p in zip(NEEDS, said["needs"], strict=True) if p >= self._settings.needs_cut)
        cleaned = clean(text[:LONGEST_READ])
        pro, contra = evidence.explain(
            self._model, cleaned, kind=asked, kinds=raw, needs=needs, doubts=doubts.spans(cleaned, found)
        )
        if kind not in ASKED_FURTHER:  # flagged, but another kind is likelier: only what a person needs to check it
            return _Further((), "none", "none", None, pro, contra)
        urgency = self._answer("urgency", said, without="none" if kind == _CASE else None)
        programme = self._answer("programme", said) if kind == _PAYMENT else None
        return _Further(needs, urgency, self._answer("voice", said), programme, pro, contra)

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
        text: str,
        kinds: Floats,
        found_doubts: tuple[str, ...],
        found: Sequence[Identifier],
        more: _Further | None,
    ) -> Prediction:
        more = more or _NOTHING
        hardship = float(kinds[0])
        return Prediction(
            kind=KINDS[int(kinds.argmax())],
            kinds={kind: round(float(p), 6) for kind, p in zip(KINDS, kinds, strict=True)},
            hardship=hardship,
            flagged=hardship >= self._settings.threshold,
            needs=more.needs,
            urgency=more.urgency,
            voice=more.voice,
            programme=more.programme,
            doubts=found_doubts,
            place=find_place(text),
            household_size=household_size(text),
            identifiers=tuple(found),
            evidence=more.evidence,
            counter_evidence=more.counter_evidence,
            model=self._name,
        )


def load_predictor(name: str | None = None) -> LinearPredictor:
    """The stored model `recipe@version`, or the served one. Raises `store.ModelRefused`."""
    path = store.folder(name)
    model, manifest = store.read(path)
    return LinearPredictor(f"{path.parent.name}@{path.name}", model, Settings.of(manifest))
