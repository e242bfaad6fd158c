"""The filtered stream against an X on loopback, through the real tweepy: nothing lost, nothing doubled, texts whole."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.demo.loopback_x import Network
from detector.demo.loopback_x.server import RULES, SEARCH, STREAM
from detector.jobs.asking import ask
from detector.reports.approvals import SourceOff, revoke
from detector.reports.models import Report, Source
from detector.reports.sources.x.stream import Stream
from detector.reports.standing import standings
from detector.reports.state import BudgetSpent, NotConfigured, Unavailable, reads_spent
from detector.staff.scope import Actor
from tests.detector.jobs.x.conftest import PLEA, Running, grant, ledger, until


def numbered(count: int, start: int = 0) -> list[str]:
    return [f"ارملة تسأل رقم {n}" for n in range(start, start + count)]


def test_posts_arrive_once_each_with_their_link_and_without_their_writer(network: Network, streaming: Running) -> None:
    ids = [str(network.publish(text, by="umm_khalid")) for text in [PLEA, *numbered(50)]]
    until(lambda: len(ledger()) == 51)
    assert sorted(ledger()) == sorted(ids)
    with transaction(write=False) as session:
        report = session.scalars(select(Report).where(Report.external_id == ids[0])).one()
        assert (report.text, report.url, report.origin) == (PLEA, f"https://x.com/i/web/status/{ids[0]}", "keywords")
        columns = " ".join(str(value) for value in vars(report).values())
    assert "umm_khalid" not in columns


def test_a_long_post_comes_whole_and_its_letters_unescaped(network: Network, streaming: Running) -> None:
    whole = PLEA + " والله العظيم ان حالتنا صعبة" * 30 + " ايجار &amp; كهرباء &lt;3"
    network.publish(PLEA[:40] + "…", note_tweet={"text": whole})
    until(lambda: len(ledger()) == 1)
    with transaction(write=False) as session:
        assert session.scalars(select(Report.text)).one() == whole.replace("&amp;", "&").replace("&lt;", "<")


def test_a_reply_comes_in_its_own_words_and_a_retweet_not_at_all(network: Network, streaming: Running) -> None:
    reply = str(network.publish("@daman_sa " + PLEA, referenced_tweets=[{"type": "replied_to", "id": "1"}]))
    # X sends no retweets for a rule that says so; one that comes all the same is cut, and somebody else's words.
    line = b'{"data":{"id":"1999999999999999999","text":"RT @a: \xd8\xa7\xd8\xb1\xd9\x85\xd9\x84\xd8\xa9","referenced_tweets":'
    rule = next(iter(network.rules)).encode()
    network.say(line + b'[{"type":"retweeted","id":"2"}]},"matching_rules":[{"id":"' + rule + b'"}]}')
    until(lambda: len(ledger()) == 1)
    until(lambda: _refused() == 1)
    assert ledger() == [reply]


def _refused() -> int:
    with transaction(write=False) as session:
        return next((s.state.refused for s in standings(session) if s.source is Source.X and s.state), 0)


@pytest.mark.parametrize("how", ["mid_line", "clean"])
def test_what_was_published_while_the_connection_was_cut_is_fetched_afterwards(
    network: Network, streaming: Running, how: str
) -> None:
    ids = [network.publish(text) for text in numbered(30)]
    until(lambda: len(ledger()) >= 10)
    network.sever(how, down=True)
    until(lambda: not network.connected)
    until(lambda: sum(path == STREAM for path, _ in network.calls) >= 3)
    ids += [network.publish(text) for text in numbered(150, 100)]  # two pages of a search
    network.down = False
    until(lambda: network.connected)
    ids += [network.publish(text) for text in numbered(30, 300)]
    until(lambda: len(ledger()) == 210)
    assert sorted(map(int, ledger())) == sorted(ids)
    assert network.connections >= 2


def test_what_comes_twice_or_in_another_order_is_taken_once(network: Network, streaming: Running) -> None:
    ids = [network.publish(text, live=False) for text in [PLEA, *numbered(39)]]
    for post_id in [*reversed(ids), *ids[::2], *ids]:
        network.deliver(post_id)
    until(lambda: len(ledger()) == 40)
    time.sleep(0.3)
    assert sorted(map(int, ledger())) == ids
    with transaction(write=False) as session:  # the same post once more is no repetition of its words
        assert session.scalars(select(Report.times_seen).where(Report.external_id == str(ids[0]))).one() == 1


def test_a_post_that_was_overtaken_when_the_line_broke_is_not_lost(network: Network, streaming: Running) -> None:
    late = network.publish("ارملة تأخر وصولها", live=False)  # older than the newest that is known
    first = network.publish("ارملة سبقت")
    until(lambda: len(ledger()) == 1)
    network.sever()
    until(lambda: str(late) in ledger())
    assert ledger() == [str(first), str(late)]


def test_a_process_that_was_away_reads_what_it_missed_when_it_comes_back(network: Network) -> None:
    grant()
    with Running():
        until(lambda: network.connected)
        first = network.publish(numbered(1)[0])
        until(lambda: len(ledger()) == 1)
    missed = [network.publish(text) for text in numbered(20, 10)]
    with Running():
        until(lambda: len(ledger()) == 21)
    assert sorted(map(int, ledger())) == [first, *missed]


def test_a_rate_limit_is_waited_out_until_its_reset(network: Network) -> None:
    grant()
    network.fail(STREAM, 429, x_rate_limit_reset=str(int(now().timestamp()) + 2))
    began = time.monotonic()
    with Running(pace=1):
        until(lambda: network.connected)
    assert time.monotonic() - began >= 1


def test_a_server_in_trouble_is_asked_again(network: Network) -> None:
    grant()
    network.fail(STREAM, 503, 500, 420)
    with Running():
        until(lambda: network.connected)
    assert sum(path == STREAM for path, _ in network.calls) == 4


def test_a_silent_line_is_given_up_and_a_new_one_opened(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMAN_X_TIMEOUT_SECONDS", "0.05")  # the loopback X says something every 0.1 s
    settings.cache_clear()
    grant()
    with Running() as running:
        until(lambda: network.connections >= 2)
        assert running.thread.is_alive()
    assert running.error is None


def test_what_is_no_post_does_not_end_the_stream(network: Network, streaming: Running) -> None:
    network.say(b'{"errors":[{"title":"operational-disconnect","disconnect_type":"UpstreamOperationalDisconnect"}]}')
    network.say(b'{"data": {"no": "id"}}')
    network.say(b"[1, 2")
    rule = next(iter(network.rules)).encode()
    network.say(b'{"data":{"id":"x","text":7},"matching_rules":[{"id":"' + rule + b'"}]}')
    after = network.publish(numbered(1)[0])
    until(lambda: ledger() == [str(after)])
    assert network.connections == 1
    assert streaming.thread.is_alive()


def test_rules_are_those_of_the_approval_and_follow_it(network: Network) -> None:
    network.rules["1"] = {"value": "everything", "tag": "somebody else's"}
    grant()
    with Running():
        until(lambda: network.connected)
        assert {rule["value"] for rule in network.rules.values()} == {
            "(@daman_sa) -is:retweet", "(from:khair_sa) -is:retweet lang:ar",
            '("ارملة" OR "بلا دخل") -is:retweet lang:ar',
        }  # fmt: skip
        grant({"mentions": ["daman_sa"]})
        until(lambda: [rule["value"] for rule in network.rules.values()] == ["(@daman_sa) -is:retweet"])
        until(lambda: network.connected)
        network.publish(PLEA)
        heard = network.publish("@daman_sa السلام عليكم")
        until(lambda: ledger() == [str(heard)])
    with transaction(write=False) as session:
        x = next(s for s in standings(session) if s.source is Source.X)
    assert x.rules == ["(@daman_sa) -is:retweet"]


def test_a_post_of_a_rule_that_no_approval_names_is_refused(network: Network, streaming: Running) -> None:
    network.rules["99"] = {"value": '"سيارات"', "tag": "another"}
    network.publish("سيارات للبيع")
    heard = network.publish(PLEA)
    until(lambda: ledger() == [str(heard)] and _refused() == 1)
    assert streaming.thread.is_alive()
    with transaction(write=False) as session:
        assert [report.text for report in session.scalars(select(Report))] == [PLEA]


def test_without_approval_nothing_is_asked_and_the_reason_is_said(network: Network) -> None:
    with pytest.raises(SourceOff) as refused:
        ask(Stream())
    assert refused.value.facts == {"source": "x", "why": "none"}
    assert network.calls == []


def test_a_revoked_approval_ends_the_stream(network: Network, streaming: Running) -> None:
    with transaction() as session:
        revoke(session, Actor.system(), Source.X, reason="انتهى الغرض")
    streaming.thread.join(120)
    assert isinstance(streaming.error, SourceOff)
    assert streaming.error.facts["why"] == "revoked"
    until(lambda: not network.connected)
    network.publish(PLEA)
    assert ledger() == []


def test_an_approval_that_ends_by_its_date_ends_the_stream(network: Network) -> None:
    grant()
    with transaction() as session:
        from detector.reports.approvals import require_approved

        require_approved(session, Source.X).expires_at = now() + timedelta(seconds=1)
    with Running() as running:
        running.thread.join(120)
        assert running.error is not None
        assert running.error.facts["why"] == "expired"


def test_the_month_stops_at_its_cap_and_says_so(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMAN_X_READS_PER_MONTH", "40")
    settings.cache_clear()
    grant()
    with Running() as running:
        until(lambda: network.connected)
        for text in numbered(100):
            network.publish(text)
        running.thread.join(120)
        assert isinstance(running.error, BudgetSpent)
    with transaction(write=False) as session:
        assert reads_spent(session, Source.X) == 40
        x = next(s for s in standings(session) if s.source is Source.X)
        assert (x.is_spent, x.state and x.state.last_error) == (True, "R112")
    assert len(ledger()) == 40
    calls = len(network.calls)
    with pytest.raises(BudgetSpent):
        ask(Stream())
    assert len(network.calls) == calls


def test_a_refused_key_or_rule_is_named_not_hidden(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    grant()
    network.fail(RULES, 503)
    with pytest.raises(Unavailable) as refused:
        ask(Stream())
    assert refused.value.facts == {"source": "x", "why": "refused", "http": 503}
    monkeypatch.setenv("DAMAN_X_BEARER_TOKEN", "")
    settings.cache_clear()
    with pytest.raises(NotConfigured):
        ask(Stream())


def test_a_gap_waits_for_a_search_that_is_refused(network: Network, streaming: Running) -> None:
    until(lambda: any(path == SEARCH for path, _ in network.calls))
    network.fail(SEARCH, 503, 429, x_rate_limit_reset=str(int(now().timestamp())))
    network.sever(down=True)
    until(lambda: not network.connected)
    network.down = False
    before = sum(path == SEARCH for path, _ in network.calls)
    missed = network.publish(PLEA)
    until(lambda: ledger() == [str(missed)])
    assert sum(path == SEARCH for path, _ in network.calls) >= before + 3  # 503, 429, and the one that answered
    assert streaming.thread.is_alive()


def test_stopping_is_prompt_even_while_nothing_comes(network: Network) -> None:
    grant()
    running = Running()
    with running:
        until(lambda: network.connected)
        began = time.monotonic()
    assert time.monotonic() - began < 5
    assert not any(t.name == "x-stream" for t in threading.enumerate())
