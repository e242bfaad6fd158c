"""Recent search: pages back to where it was, resumed where it was cut, the first choice first, and never past the cap."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.demo.loopback_x import Network
from detector.demo.loopback_x.server import SEARCH
from detector.jobs.asking import ask, search_x
from detector.reports.approvals import SourceOff, revoke
from detector.reports.models import Source
from detector.reports.scope import ScopeEmpty
from detector.reports.sources.x.search import Search
from detector.reports.state import BudgetSpent, Unavailable, keep_cursors, reads_spent, state
from detector.staff.scope import Actor
from tests.detector.jobs.x.conftest import Running, grant, ledger, until


def publish(network: Network, count: int, start: int = 0, words: str = "ارملة") -> list[int]:
    return [network.publish(f"{words} تقول كلاما رقم {n}", live=False) for n in range(start, start + count)]


def test_every_page_is_read_and_the_next_run_reads_only_what_is_new(network: Network) -> None:
    grant()
    ids = publish(network, 250)
    ask(Search())
    assert sorted(map(int, ledger())) == ids
    assert sum(path == SEARCH for path, _ in network.calls) == 5  # three pages, and the two other questions
    with transaction() as session:
        overlap = timedelta(seconds=settings().x_overlap_seconds)
        assert reads_spent(session, Source.X) == 250
    ids += publish(network, 3, 1_000)
    ask(Search())
    assert sorted(map(int, ledger())) == ids
    assert all(int(asked["since_id"]) > 0 for path, asked in network.calls if path == SEARCH)
    assert overlap.total_seconds() == 5


def test_mentions_of_the_programme_are_asked_for_first(network: Network) -> None:
    grant()
    ask(Search())
    assert [asked["query"].split(")")[0] for path, asked in network.calls if path == SEARCH] == [
        "(@daman_sa", "(from:khair_sa", '("ارملة" OR "بلا دخل"',
    ]  # fmt: skip


def test_nothing_from_before_the_approval_is_read(network: Network) -> None:
    network.publish("ارملة من الاسبوع الماضي", at=now() - timedelta(days=2), live=False)
    grant()
    (later,) = publish(network, 1)
    ask(Search())
    assert ledger() == [str(later)]


def test_a_renewal_opens_no_gap_and_a_time_without_approval_stays_unread(network: Network) -> None:
    grant()
    ask(Search())
    (between,) = publish(network, 1)
    grant()
    ask(Search())
    assert ledger() == [str(between)]
    with transaction() as session:
        revoke(session, Actor.system(), Source.X, reason="مراجعة")
    publish(network, 1, 10)
    time.sleep(0.02)  # an id tells its moment to the millisecond
    grant()
    time.sleep(0.02)
    (after,) = publish(network, 1, 20)
    ask(Search())
    assert ledger() == [str(between), str(after)]


def test_a_walk_that_was_cut_goes_on_where_it_was_and_pays_no_page_twice(network: Network) -> None:
    grant({"keywords": ["ارملة"]})
    ids = publish(network, 250)
    until_refused = {"pages": 0}

    real = network.search

    def third_page_fails(asked: dict[str, str]) -> dict[str, object]:
        until_refused["pages"] += 1
        if until_refused["pages"] == 2:
            network.fail(SEARCH, 503)
        return real(asked)

    network.search = third_page_fails  # type: ignore[method-assign] # the server's own behaviour, not the code under test
    with pytest.raises(Unavailable):
        ask(Search())
    assert len(ledger()) == 200
    ids += publish(network, 5, 1_000)
    ask(Search())
    ask(Search())
    assert sorted(map(int, ledger())) == ids
    with transaction(write=False) as session:
        assert reads_spent(session, Source.X) <= 250 + 5 + 255  # the overlap of five seconds holds all of this test


def test_a_rate_limit_is_kept_and_nobody_asks_before_it_opens(network: Network) -> None:
    grant()
    reset = int(now().timestamp()) + 600
    network.fail(SEARCH, 429, x_rate_limit_reset=str(reset))
    search_x()
    with transaction(write=False) as session:
        how = state(session, Source.X)
        assert how is not None
        assert (how.last_error, int(how.paused_until.timestamp()) if how.paused_until else 0) == ("R113", reset)
    calls = len(network.calls)
    search_x()
    assert len(network.calls) == calls


def test_the_month_stops_at_its_cap(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMAN_X_READS_PER_MONTH", "130")
    settings.cache_clear()
    grant({"keywords": ["ارملة"]})
    publish(network, 300)
    with pytest.raises(BudgetSpent):
        ask(Search())
    assert len(ledger()) == 130
    assert network.billed == 130
    with pytest.raises(BudgetSpent):
        ask(Search())
    assert network.billed == 130


def test_search_rests_while_a_stream_is_alive_and_takes_over_when_it_is_gone(network: Network) -> None:
    grant()
    with Running():
        until(lambda: network.connected)
        network.publish("ارملة اولى")
        until(lambda: len(ledger()) == 1)
        until(lambda: any(path == SEARCH for path, _ in network.calls))
        until(lambda: sum(path == SEARCH for path, _ in network.calls) == 3)
        calls = len(network.calls)
        ask(Search())
        assert len(network.calls) == calls
    (missed,) = publish(network, 1, 50)
    with transaction() as session:
        long_ago = (now() - timedelta(minutes=10)).isoformat()
        keep_cursors(session, Source.X, {"stream": {"alive_at": long_ago}})
    ask(Search())
    assert str(missed) in ledger()


def test_an_approval_without_scope_asks_for_nothing_and_says_so(network: Network) -> None:
    grant({})
    with pytest.raises(ScopeEmpty):
        ask(Search())
    assert network.calls == []


def test_without_approval_the_periodic_job_asks_for_nothing(network: Network) -> None:
    search_x()
    assert network.calls == []
    with pytest.raises(SourceOff):
        ask(Search())


def test_posts_older_than_search_reaches_cost_no_refused_question(network: Network) -> None:
    grant()
    with transaction() as session:
        from detector.reports.sources.x.questions import questions
        from detector.reports.sources.x.wire import id_at

        long_ago = {"complete_to": str(id_at(now() - timedelta(days=30)))}
        question = questions({"keywords": ["ارملة", "بلا دخل"]})[0]
        keep_cursors(session, Source.X, {question.key: long_ago})
    (heard,) = publish(network, 1)
    ask(Search())
    assert ledger() == [str(heard)]
