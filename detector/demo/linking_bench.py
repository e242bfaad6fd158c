"""`daman bench linking`: what it costs to link one report when ten thousand, a hundred thousand and a million are there.

The reports are invented: facts and words of the composed posts, mixed anew, in every governorate. They are written around
the ORM, in the order of the tables' own index, because a million of them must take minutes.
"""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.engine import make_url

from detector.cases.blocking import keys
from detector.cases.likeness import Told
from detector.cases.linking import facts_of
from detector.cases.opening import place
from detector.config import settings
from detector.db import close_engines, transaction
from detector.detection.service import reader, write
from detector.places.models import Governorate
from detector.places.queries import Catchments
from detector.reports.intake import fingerprint, keep
from detector.reports.items import Item
from detector.reports.models import Source
from nlp_models.corpus.load import composed
from nlp_models.extract.story import Story, story
from nlp_models.types import Prediction

SIZES = (10_000, 100_000, 1_000_000)
MEASURED, WARMED = 300, 50  # reports linked at each size: those that count, and those before them
DISTINCT = 40_000  # stories; beyond them a story comes again in other words, as stories do
CHUNK = 100_000
_BANDS = 16


def run(sizes: tuple[int, ...] = SIZES) -> Iterator[dict[str, Any]]:
    """A dict a size, on the configured (scratch, migrated) SQLite database, which grows from one to the next."""
    chance = random.Random(4)
    texts = [post.text for post in composed() if post.kind == "hardship_case"]
    with transaction(write=False) as session:
        homes = [(g.name, g.region_code) for g in session.scalars(select(Governorate))]
    crowd = _Crowd([story(text) for text in texts], homes, chance)
    fresh = _retold(texts, [name for name, _ in homes], chance, len(sizes))
    there = 0
    for size in sizes:
        started = time.perf_counter()
        _fill(crowd, there, size)
        there, filled = size, time.perf_counter() - started
        taken = _link(fresh)
        yield {
            "figure": "linking", "reports": size, "milliseconds": round(median(taken), 2),
            "mean_milliseconds": round(mean(taken), 2), "seconds_to_fill": round(filled, 1),
        }  # fmt: skip


class _Crowd:
    """Invented reports: what linking would remember of each."""

    def __init__(self, stories: list[Story], homes: list[tuple[str, str]], chance: random.Random) -> None:
        self._stories, self._homes, self._chance = stories, homes, chance
        self._known: list[tuple[list[int], str]] = []
        self._no_words = frozenset(keys(Told(0, bytes(256))))

    def facts(self, number: int) -> tuple[list[int], str]:
        """(keys without those of the words' bands, facts as JSON) of report `number`."""
        while len(self._known) <= min(number, DISTINCT - 1):
            told = self._told()
            self._known.append(([k for k in keys(told) if k not in self._no_words], json.dumps(facts_of(told))))
        return self._known[number % DISTINCT]

    def _told(self) -> Told:
        one, two, three = self._chance.sample(self._stories, 3)
        words = self._chance.sample(pool := [*one.words, *two.words[:6], *three.words[:6]], k=min(25, len(pool)))
        governorate, region = self._chance.choice(self._homes)
        if self._chance.random() < 0.15:
            governorate = region = ""
        size = self._chance.choice((None, None, 2, 4, 5, 6, 7, 9, 11))
        told = Story(one.circumstances | two.circumstances, one.counts | two.counts, tuple(words), one.names)
        return Told(0, bytes(256), {}, governorate or None, region or None, size, told)


def _fill(crowd: _Crowd, first: int, last: int) -> None:
    """Reports `first` + 1 … `last` with a case each."""
    close_engines()
    path = make_url(settings().database_url).database
    assert path is not None
    noise = np.random.default_rng(first + 1)
    with sqlite3.connect(Path(path)) as raw:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "foreign_keys=OFF"):
            raw.execute(f"PRAGMA {pragma}")
        (used,) = raw.execute(
            'SELECT max(ifnull(max(id), 0), (SELECT ifnull(max(id), 0) FROM "case")) FROM report'
        ).fetchone()
        raw.execute("DROP INDEX IF EXISTS ix_blocking_key_report_id")
        for start in range(first, last, CHUNK):
            _chunk(raw, crowd, range(start, min(start + CHUNK, last)), used - first + 1, noise)
        raw.execute("CREATE INDEX ix_blocking_key_report_id ON blocking_key (report_id)")
        raw.execute("ANALYZE")
    raw.close()
    with sqlite3.connect(Path(path)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
    raw.close()


def _chunk(raw: sqlite3.Connection, crowd: _Crowd, numbers: range, first_id: int, noise: np.random.Generator) -> None:
    at = "2026-01-01 00:00:00"
    minhashes = noise.integers(0, 2**32, (len(numbers), 64), dtype="<u4")
    bands = noise.integers(-(2**63), 2**63 - 1, (len(numbers), _BANDS))
    told = [crowd.facts(number) for number in numbers]
    ids = [number + first_id for number in numbers]
    raw.executemany(
        "INSERT INTO report (id, source, external_id, text, fingerprint, received_at, times_seen)"
        " VALUES (?, 'files', ?, '', ?, ?, 1)",
        ((i, f"crowd{i}", f"crowd{i}", at) for i in ids),
    )
    raw.executemany(
        'INSERT INTO "case" (id, number, status, status_since, kind, needs, doubts, urgency, hardship, reports_count,'
        " opened_at, lane, rank, priority, version)"
        " VALUES (?, ?, 'queued', ?, 'hardship_case', '[]', '[]', 'soon', 0.9, 1, ?, 1, 0.0, '{}', 1)",
        ((i, f"crowd{i}", at, at) for i in ids),
    )
    raw.executemany(
        "INSERT INTO case_report (case_id, report_id, state, why, score, linked_at)"
        " VALUES (?, ?, 'confirmed', 'opened', 1.0, ?)",
        ((i, i, at) for i in ids),
    )
    raw.executemany(
        "INSERT INTO signature (report_id, minhash, facts) VALUES (?, ?, ?)",
        ((i, minhashes[n].tobytes(), told[n][1]) for n, i in enumerate(ids)),
    )
    counts = [len(k) for k, _ in told]
    all_keys = np.concatenate([bands.ravel(), np.fromiter((k for ks, _ in told for k in ks), dtype=np.int64)])
    owners = np.concatenate([np.repeat(ids, _BANDS), np.repeat(ids, counts)])
    order = np.lexsort((owners, all_keys))
    raw.executemany(
        "INSERT OR IGNORE INTO blocking_key (key, report_id) VALUES (?, ?)",
        zip(all_keys[order].tolist(), owners[order].tolist(), strict=True),
    )
    raw.commit()


def _retold(texts: list[str], places: list[str], chance: random.Random, sizes: int) -> list[tuple[Item, Prediction]]:
    """New reports: two halves of two posts and a place, read by the served model beforehand."""
    count = sizes * (MEASURED + WARMED)
    made = [
        f"في {chance.choice(places)} {' '.join(a.split()[:20])} {' '.join(b.split()[-20:])}"
        for a, b in (chance.sample(texts, 2) for _ in range(count))
    ]
    readings = reader().read_many(made)
    return [
        (Item(external_id=f"new{n}", text=text), said)
        for n, (text, said) in enumerate(zip(made, readings, strict=True))
    ]


def _link(fresh: list[tuple[Item, Prediction]]) -> list[float]:
    """Milliseconds to link and commit each of the next reports, which are used up."""
    taken = []
    for n in range(WARMED + MEASURED):
        item, said = fresh.pop()
        with transaction() as session:
            report, numbers = keep(session, Source.FILES, item, fingerprint(item.text), said.identifiers)
            detection, catchments = write(session, report, said), Catchments(session)
            session.flush()
            started = time.perf_counter()
            place(session, report, detection, numbers, catchments)
            session.flush()
        if n >= WARMED:
            taken.append((time.perf_counter() - started) * 1000)
    return taken
