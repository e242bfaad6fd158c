"""docs/models/comparison.md: every recipe trained and measured alike, and what the cascade loses against its transformer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp_models import compare, decide, train, unseen
from nlp_models.recipes import baselines, cascade, frozen, linear
from nlp_models.unseen import Unseen

EVERYDAY = 3_000  # posts that the slow recipes read; the fast ones read the same

_HEAD = """\
# The recipes compared

Written by `daman compare`. Each post was read by a model that had not seen it, nor a near-duplicate of it, nor any post of its
composer (three parts). "Recall" is of real hardship cases at that share of false alarms on {everyday:,} everyday posts of the
stream; "kind" is accuracy over the seven kinds. Intervals: 95 %, {draws} bootstrap draws. Real rows: {real:,} with {cases} cases;
composed: {composed:,}.

"""


def write(path: Path, base: str | None, stream: Path, tell: Callable[[str], None]) -> Path:
    """Train what is not yet kept, measure, write. Raises StreamMissing without the real posts."""
    from nlp_models.transformer import prepared

    bench = train.workbench(train.Order(base=base, stream=stream))
    with threadpool_limits(1):
        seen = unseen.answers(unseen.run_name("linear"), bench, train._linear, room=unseen.ROOM)
        model = linear.build(bench.rows, bench.trained)
    promise = cascade.promise(train.read_linear(model, bench.trained))
    transformer = prepared(bench, seen, promise, base, unseen.ROOM, tell)
    few = np.arange(len(bench.measured)) < EVERYDAY
    real = np.array([row.origin == "real" for row in bench.rows])
    every = (decide.look_alikes(bench.rows) | ~real, few)  # what the figures ask; plain real rows are in none of them
    more = (every[0] & ~transformer.reads[0], every[1] & ~transformer.reads[1])
    known, alone = transformer.unseen(transformer.reads, unseen.ROOM), transformer.unseen(more, unseen.ROOM)
    alone = Unseen(known.labelled + alone.labelled, known.everyday + alone.everyday)  # no row is in both
    embeddings = frozen.Embeddings(transformer.base)
    found = {
        "majority": unseen.answers("majority", bench, baselines.majority, only=every),
        "keywords": unseen.answers("keywords", bench, baselines.keywords, only=every),
        "linear": seen,
        "frozen embeddings": unseen.answers(
            unseen.run_name("frozen", base), transformer.bench, partial(frozen.build, embeddings), only=every
        ),
        "encoder": alone,
        "cascade": transformer.join(seen, unseen.ROOM),
    }
    found = {name: Unseen(said.labelled, said.everyday[:EVERYDAY]) for name, said in found.items()}
    rows = bench.rows
    head = _HEAD.format(
        everyday=EVERYDAY, draws=compare.DRAWS, real=sum(r.origin == "real" for r in rows),
        cases=sum(r.origin == "real" and r.kind == "hardship_case" for r in rows),
        composed=sum(r.origin == "composed" for r in rows),
    )  # fmt: skip
    gated = cascade.joined_where_promising(seen, alone, 0.0, transformer.share)
    lost = compare.recall(0.005)
    whole = np.arange(len(rows)), np.arange(EVERYDAY)
    ungated = lost(rows, Unseen(gated.labelled, gated.everyday[:EVERYDAY]), *whole)
    tail = (
        f"\nWithout the gate (both models on every post) recall at 0.5 % is {ungated:.3f}, with it "
        f"{lost(rows, found['cascade'], *whole):.3f}; {float((cascade.promise(seen.everyday) >= transformer.gate).mean()):.1%} "
        "of everyday posts go on.\n"
    )
    path.write_text(head + compare.table(rows, found) + tail, encoding="utf-8")
    return path
