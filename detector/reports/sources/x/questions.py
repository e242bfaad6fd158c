"""From an approval's scope to the questions that are put to X: search queries and stream rules alike. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from detector.reports.models import Source
from detector.reports.scope import SCOPES, ScopeEmpty

MOST_LETTERS = 512  # of a recent-search query; a stream rule may have 1,024, so each question fits both
# Who writes to the programme is heard in whatever language X takes a short post for; the others are asked in Arabic.
_NARROWED = {"mentions": "-is:retweet", "accounts": "-is:retweet lang:ar", "keywords": "-is:retweet lang:ar"}


@dataclass(frozen=True, slots=True)
class Question:
    """`name` is the part of the scope it comes from; `key` names its cursor and tags its stream rule."""

    name: str
    query: str

    @property
    def key(self) -> str:
        return f"{self.name}:{blake2b(self.query.encode(), digest_size=8).hexdigest()}"


def _term(name: str, value: str) -> str:
    return {"mentions": "@{}", "accounts": "from:{}", "keywords": '"{}"'}[name].format(value)


def _packed(terms: Sequence[str], narrowed: str) -> Iterator[str]:
    """As many terms a query as fit: `(a OR b OR c) -is:retweet lang:ar`."""
    room = MOST_LETTERS - len(narrowed) - 3
    together: list[str] = []
    for term in terms:
        if together and len(" OR ".join([*together, term])) > room:
            yield f"({' OR '.join(together)}) {narrowed}"
            together = []
        together.append(term)
    if together:
        yield f"({' OR '.join(together)}) {narrowed}"


def questions(scope: Mapping[str, Sequence[str]]) -> list[Question]:
    """Every question of a scope, the first choice first. Raises `ScopeEmpty` when there is none."""
    found = [
        Question(name, query)
        for name in SCOPES[Source.X]
        for query in _packed([_term(name, value) for value in scope.get(name, ())], _NARROWED[name])
    ]
    if not found:
        raise ScopeEmpty(source=Source.X.value, names=list(SCOPES[Source.X]))
    return found
