"""The stream's rules, kept in step with the approval: what it does not name is deleted, what it names is added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tweepy

from detector.reports.models import Source
from detector.reports.sources.x.questions import Question
from detector.reports.sources.x.session import FAILURES, unavailable
from detector.reports.state import Unavailable


def in_step(api: tweepy.StreamingClient, wanted: Sequence[Question]) -> dict[str, Question]:
    """Make X's rules those of `wanted`; returns each rule's id with its question. `api` answers with dicts.

    A rule that nobody here wrote is deleted too: it would deliver, and bill, posts that no approval names. Raises
    `Unavailable`, also when X refuses a rule.
    """
    try:
        there = _there(api)
        missing = {q.query: q for q in wanted}
        surplus = []
        for rule in there:
            known = missing.get(rule["value"])
            if known is not None and rule.get("tag") == known.key:
                del missing[rule["value"]]
            else:
                surplus.append(rule["id"])
        if surplus:
            api.delete_rules(surplus)
        if missing:
            api.add_rules([tweepy.StreamRule(q.query, q.key) for q in missing.values()])
        if surplus or missing:
            there = _there(api)
    except FAILURES as error:
        raise unavailable(error) from error
    by_key = {q.key: q for q in wanted}
    held = {rule["id"]: by_key[rule["tag"]] for rule in there if rule.get("tag") in by_key}
    refused = by_key.keys() - {q.key for q in held.values()}
    if refused:
        raise Unavailable(source=Source.X.value, why="rule_refused", rules=sorted(refused))
    return held


def _there(api: tweepy.StreamingClient) -> list[dict[str, Any]]:
    return api.get_rules().get("data") or []
