"""Reading texts: from many strings to many Predictions, with any stored model.

Every text gets its kind, its doubts and its identifiers. Needs, urgency, voice, programme, place, household and evidence
are looked for only where somebody is in need or unpaid, which is one post in a hundred of a stream: the place of a household
is not the town of a football match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from nlp_models import doubts, evidence, store
from nlp_models.answers import IN_NEED, QUESTIONS, Answers, probabilities
from nlp_models.calibrate import Platt
from nlp_models.extract.household import household_size
from nlp_models.extract.identifiers import identifiers
from nlp_models.extract.places import find_place
from nlp_models.features.cues import Floats
from nlp_models.text.clean import clean
from nlp_models.types import DOUBTS, KINDS, NEEDS, Clean, Evidence, Identifier, Place, Prediction

BATCH = 512  # texts at a time: keeps the arrays of a batch in the processor's cache and the memory flat
LONGEST_READ = 6_000  # code points that decide the kind; the extractors read the whole text
_CASE, _PAYMENT = IN_NEED
_DOUBT_CUT = 0.5


class Scorer(Protocol):
    """A model: what it answers, and how much each word has to do with it."""

    def answers(self, texts: Sequence[str], cleaned: Sequence[str]) -> Answers:
        """(texts, answers.WIDTH). `texts` as written, `cleaned` as `text.clean` leaves them."""

    def by_word(self, text: str, cleaned: Clean) -> Floats:
        """(words of the cleaned text, answers.WIDTH): each word's share of each answer."""


class Predictor(Protocol):
    """What callers need of a model."""

    @property
    def name(self) -> str:
        """recipe@version."""

    @property
    def threshold(self) -> float:
        """A text is flagged when its hardship is at least this."""

    def read(self, text: str) -> Prediction: ...

    def read_many(self, texts: Sequence[str], *, handed_in: bool = False) -> list[Prediction]:
        """`handed_in`: a person brought these texts, so place and household are looked for whatever their kind."""


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

    def kinds(self, answers: Answers) -> Floats:
        """Calibrated probabilities, (texts, 7): the hardship is Platt's, the others share what is left."""
        raw = probabilities(answers, "kind")
        case = self.calibration(raw[:, 0])
        rest = raw[:, 1:] * ((1 - case) / np.maximum(raw[:, 1:].sum(axis=1), 1e-12))[:, None]
        return np.column_stack([case, rest])

    def said(self, kinds: Floats) -> npt.NDArray[np.intp]:
        """The likeliest kind; but a hardship at the cut is called so even where another kind is likelier."""
        case = (kinds[:, 0] >= self.kind_cut) & (kinds[:, 0] >= kinds[:, 1])
        return np.where(case, 0, kinds.argmax(axis=1))


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a text only where somebody is in need or unpaid."""

    needs: tuple[str, ...] = ()
    urgency: str = "none"
    voice: str = "none"
    programme: str | None = None


def told(kind: str, answers: Answers, needs_cut: float) -> Told:
    """Of one row of answers, (1, WIDTH). A hardship that is told is never without urgency."""
    if kind not in IN_NEED:
        return Told()
    urgency = probabilities(answers, "urgency")[0]
    if kind == _CASE:
        urgency[QUESTIONS["urgency"].index("none")] = 0.0
    return Told(
        tuple(n for n, p in zip(NEEDS, probabilities(answers, "needs")[0], strict=True) if p >= needs_cut),
        QUESTIONS["urgency"][int(urgency.argmax())],
        QUESTIONS["voice"][int(probabilities(answers, "voice")[0].argmax())],
        QUESTIONS["programme"][int(probabilities(answers, "programme")[0].argmax())] if kind == _PAYMENT else None,
    )


class Reader:
    """`read` takes any string: NUL, lone surrogates and emptiness change nothing."""

    def __init__(self, name: str, model: Scorer, settings: Settings) -> None:
        self._name, self._model, self._settings = name, model, settings

    @property
    def name(self) -> str:
        return self._name

    @property
    def threshold(self) -> float:
        return self._settings.threshold

    def read(self, text: str) -> Prediction:
        return self.read_many([text])[0]

    def read_many(self, texts: Sequence[str], *, handed_in: bool = False) -> list[Prediction]:
        return [said for i in range(0, len(texts), BATCH) for said in self._batch(texts[i : i + BATCH], handed_in)]

    def _batch(self, texts: Sequence[str], handed_in: bool) -> Iterator[Prediction]:
        cleaned = [clean(text) for text in texts]
        answers = self._model.answers(texts, [c.text[:LONGEST_READ] for c in cleaned])
        kinds = self._settings.kinds(answers)
        said = [KINDS[k] for k in self._settings.said(kinds).tolist()]
        doubted = probabilities(answers, "doubts")
        for i, text in enumerate(texts):
            found = identifiers(text, cleaned[i])
            hardship, more = float(kinds[i, 0]), told(said[i], answers[i : i + 1], self._settings.needs_cut)
            pro: tuple[Evidence, ...] = ()
            contra: tuple[Evidence, ...] = ()
            place: Place | None = None
            size: int | None = None
            looked_at = said[i] in IN_NEED or hardship >= self.threshold
            if looked_at:  # by a person: show what the model went by
                pro, contra = self._explained(text, cleaned[i], said[i], answers[i : i + 1], more.needs, found)
            if looked_at or handed_in:
                place, size = find_place(text, cleaned[i]), household_size(text, cleaned[i])
            yield Prediction(
                kind=said[i],
                kinds=dict(zip(KINDS, np.round(kinds[i], 6).tolist(), strict=True)),
                hardship=hardship,
                flagged=hardship >= self.threshold,
                needs=more.needs,
                urgency=more.urgency,
                voice=more.voice,
                programme=more.programme,
                doubts=_doubts(cleaned[i].text, found, doubted[i]),
                place=place,
                household_size=size,
                identifiers=found,
                evidence=pro,
                counter_evidence=contra,
                model=self._name,
            )

    def _explained(
        self, text: str, cleaned: Clean, kind: str, answers: Answers, needs: Sequence[str], found: Sequence[Identifier]
    ) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
        read = Clean(cleaned.text[:LONGEST_READ], cleaned.at[:LONGEST_READ])
        return evidence.explain(
            read,
            self._model.by_word(text, read),
            kind=kind if kind in IN_NEED else _CASE,
            kinds=probabilities(answers, "kind")[0],
            needs=needs,
            doubts=doubts.spans(cleaned, found),
        )


def _doubts(normalised: str, found: Sequence[Identifier], learned: Floats) -> tuple[str, ...]:
    names = doubts.by_rule(normalised, found)
    names |= {a for a, p in zip(DOUBTS, learned, strict=True) if p >= _DOUBT_CUT and a in doubts.LEARNED}
    return tuple(name for name in DOUBTS if name in names)


def load_predictor(name: str | None = None, threads: int = 0) -> Reader:
    """The stored model `recipe@version`, or the served one. Raises `store.ModelRefused`."""
    path = store.folder(name)
    model, manifest = store.read(path, threads)
    return Reader(f"{path.parent.name}@{path.name}", model, Settings.of(manifest))
