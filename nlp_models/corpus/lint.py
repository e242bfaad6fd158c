"""Are the composed posts written, or stamped out? `python -m nlp_models.corpus.lint` prints figures, fails on skeletons.

A classifier learns the composer's habits sooner than the language (corpus/DATA_STATEMENT.md), so that repeated frames are errors.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from nlp_models.corpus.load import COMPOSED, Labelled, composed
from nlp_models.text.clean import fold

SHARED = 6  # words in a row
SHARED_AT_MOST = 0.05  # of the posts may share such a run with another; invoices and blessings do
ALIKE = 0.6  # Jaccard likeness of word pairs from which two posts are one frame with other fillings
PAIRS_MEANT = 0.9  # posts of a contrast pair are alike on purpose; above this they are copies
_SHORTEST = 6  # words; shorter posts are alike by nature


@dataclass(frozen=True, slots=True)
class Report:
    """`median_words`: by kind. `skeletons`: ids of posts that are one frame, as pairs."""

    posts: int
    share_with_common_run: float
    type_token_ratio: float
    median_words: dict[str, float]
    skeletons: tuple[tuple[str, str], ...]

    @property
    def faults(self) -> tuple[str, ...]:
        found = [f"{a} and {b} are one skeleton" for a, b in self.skeletons]
        if self.share_with_common_run > SHARED_AT_MOST:
            found.append(f"{self.share_with_common_run:.1%} of the posts share a run of {SHARED} words")
        return tuple(found)


def examine(posts: Sequence[Labelled], pairs: frozenset[frozenset[str]] = frozenset()) -> Report:
    """`pairs`: ids of posts that are a contrast pair. Raises ValueError when there are no posts."""
    if not posts:
        raise ValueError("no posts to examine")
    words = {post.id: fold(post.text).split() for post in posts}
    holders: dict[str, set[str]] = defaultdict(set)
    for id, said in words.items():
        for run in _runs(said, SHARED):
            holders[run].add(id)
    sharing = {id for ids in holders.values() if len(ids) > 1 and frozenset(ids) not in pairs for id in ids}
    lengths: dict[str, list[int]] = defaultdict(list)
    for post in posts:
        lengths[post.kind].append(len(words[post.id]))
    tokens = [word for said in words.values() for word in said]
    return Report(
        len(posts),
        len(sharing) / len(posts),
        len(set(tokens)) / len(tokens),
        {kind: float(median(found)) for kind, found in sorted(lengths.items())},
        tuple(_skeletons(words, pairs)),
    )


def _skeletons(words: dict[str, list[str]], pairs: frozenset[frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of posts whose word pairs overlap by `ALIKE` or more; only posts with a word pair in common are compared."""
    grams = {id: set(_runs(said, 2)) for id, said in words.items() if len(said) >= _SHORTEST}
    holders: dict[str, list[str]] = defaultdict(list)
    for id, found in grams.items():
        for gram in found:
            holders[gram].append(id)
    common: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        common.update((a, b) for i, a in enumerate(ids) for b in ids[i + 1 :])
    for (a, b), both in sorted(common.items()):
        bar = PAIRS_MEANT if frozenset((a, b)) in pairs else ALIKE
        if both / (len(grams[a]) + len(grams[b]) - both) >= bar:
            yield a, b


def _runs(said: Sequence[str], length: int) -> Iterator[str]:
    for i in range(len(said) - length + 1):
        yield " ".join(said[i : i + length])


def contrast_pairs() -> frozenset[frozenset[str]]:
    """The ids of each two posts that were composed as a contrast: the same words but for the fact that decides."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    with COMPOSED.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["pair"]:
                groups[row["writer"], row["pair"]].append(row["id"])
    return frozenset(frozenset((a, b)) for ids in groups.values() for i, a in enumerate(ids) for b in ids[i + 1 :])


def main() -> None:
    report = examine(composed(), contrast_pairs())
    sys.stdout.write(json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n")
    if report.faults:
        sys.exit("\n".join(report.faults))


if __name__ == "__main__":
    main()
