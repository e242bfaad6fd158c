from __future__ import annotations

import pytest
from sqlalchemy import func, select

from detector.cases.models import Case
from detector.db import transaction
from detector.defer import Job
from detector.demo import stream
from detector.demo.accounts import DemoOnly
from detector.demo.gate import pass_gate
from detector.demo.posts import past
from detector.jobs import table
from detector.reports.models import LedgerLine, Source


def told() -> list[str]:
    with transaction(write=False) as session:
        stmt = select(LedgerLine.external_id).where(LedgerLine.external_id.like("demo-%")).order_by(LedgerLine.id)
        return list(session.scalars(stmt))


def replay(times: int) -> None:
    for _ in range(times):
        with transaction() as session:
            stream.replay(session)


def test_the_stream_goes_on_where_it_stood(demo: str) -> None:
    replay(3)
    first = told()
    assert 3 <= len(first) <= 6
    replay(2)
    assert told() == [f"demo-0-{place}" for place in range(len(told()))]
    assert len(told()) > len(first)


def test_on_the_next_lap_the_words_are_others(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = stream.stream()[:3]
    monkeypatch.setattr(stream, "stream", lambda: short)
    replay(6)
    assert any(line.startswith("demo-1-") for line in told())
    with transaction(write=False) as session:
        marks = select(LedgerLine.fingerprint).where(LedgerLine.external_id.like("demo-%"))
        found = list(session.scalars(marks))
    assert len(set(found)) == len(found)


def test_the_stream_rests_while_many_cases_wait(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_WAITING", 1)
    replay(3)
    assert told() == []


def test_the_stream_tells_nothing_that_the_past_has_told(demo: str) -> None:
    assert not {post.text for post in past()} & {post.text for post in stream.stream()}


def test_a_demo_lets_the_stream_join_the_jobs(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "FUNCTIONS", dict(table.FUNCTIONS))
    monkeypatch.setattr(table, "PERIODIC", dict(table.PERIODIC))
    assert Job.REPLAY_DEMO_STREAM not in table.PERIODIC
    pass_gate()
    with transaction() as session:
        table.run(session, Job.REPLAY_DEMO_STREAM, {})
    assert told()
    assert table.PERIODIC[Job.REPLAY_DEMO_STREAM] == stream.EVERY


def test_a_deployment_refuses_to_start_on_a_demos_database(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from detector.config import settings

    monkeypatch.delenv("DAMAN_DEMO")
    settings.cache_clear()
    with pytest.raises(DemoOnly) as refused:
        pass_gate()
    assert refused.value.facts == {"why": "demo_data"}
    assert Job.REPLAY_DEMO_STREAM not in table.FUNCTIONS


def test_a_deployment_of_its_own_passes_and_has_no_stream(database: str) -> None:
    pass_gate()
    assert Job.REPLAY_DEMO_STREAM not in table.FUNCTIONS


def test_news_are_shown_only_because_a_supervisor_approved_them(demo: str) -> None:
    with transaction(write=False) as session:
        news = session.scalar(select(func.count()).where(LedgerLine.source == Source.NEWS))
        assert news
        assert session.scalar(select(func.count()).select_from(Case))
