"""The round of the approved feeds, through the whole pipeline: once each, nothing that was not approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from detector.cases.models import Case
from detector.clock import now
from detector.db import transaction
from detector.detection.models import Detection
from detector.errors import DetectorError
from detector.jobs.asking import ask, read_news
from detector.reports.approvals import SourceOff, approve
from detector.reports.models import LedgerLine, Outcome, Report, Source, SourceState
from detector.reports.scope import ScopeEmpty
from detector.reports.sources.news.feeds import Feeds, key_of
from detector.reports.standing import standings
from detector.reports.state import Unavailable, cursors
from detector.staff.scope import Actor
from tests.newspapers import RSS_DATE, STORY, Page, Press, item, rss


def allow(scope: Mapping[str, Sequence[str]]) -> None:
    with transaction() as session:
        approve(
            session, Actor.system(), Source.NEWS, approved_by="الإدارة القانونية", legal_basis="المادة 10",
            reference="ق-12", expires_at=now() + timedelta(days=30), scope={k: list(v) for k, v in scope.items()},
        )  # fmt: skip


def kept() -> list[Report]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Report).where(Report.source == Source.NEWS).order_by(Report.id)))


def count(table: type) -> int:
    with transaction(write=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def cursor(feed: str) -> dict[str, object]:
    with transaction(write=False) as session:
        return dict(cursors(session, Source.NEWS)[key_of(feed)])


def later() -> str:
    return (now() + timedelta(minutes=1)).strftime(RSS_DATE)


@pytest.mark.usefixtures("database")
def test_an_article_of_an_approved_feed_opens_a_case_in_somebody_elses_voice(press: Press) -> None:
    first_person = "انا ارملة وعندي خمسة ايتام وصاحب البيت بيطردنا بكرة وما عندنا ولا ريال، قالت أم محمد للصحيفة"
    feed = press.puts("/rss", rss([item("أرملة", first_person, guid="1", pubDate=later(), link=press.url + "/1")]))
    allow({"feeds": [feed]})
    read_news()
    [report] = kept()
    assert (report.origin, report.url, report.text) == ("127.0.0.1", press.url + "/1", f"أرملة\n{first_person}")
    with transaction(write=False) as session:
        assert session.scalars(select(Detection.voice)).one() == "third_party"
    assert count(Case) == 1


@pytest.mark.usefixtures("database")
def test_what_was_read_is_not_asked_for_again_when_nothing_changed(press: Press) -> None:
    body = rss([item(guid="1", pubDate=later())]).encode()

    def server(headers: Mapping[str, str]) -> Page:
        fresh = (
            headers.get("if-none-match") != '"v1"'
            or headers.get("if-modified-since") != "Sun, 15 Nov 2026 08:00:00 GMT"
        )
        told = {"ETag": '"v1"', "Last-Modified": "Sun, 15 Nov 2026 08:00:00 GMT"}
        return Page(body, headers=told) if fresh else Page(status=304, headers=told)

    press.pages["/rss"] = server
    allow({"feeds": [press.url + "/rss"]})
    assert ask(Feeds()).new == 1
    assert ask(Feeds()).received == 0
    assert ask(Feeds()).received == 0, "the tags of the time before are still known"
    assert press.asked[-1][1]["if-none-match"] == '"v1"'


@pytest.mark.usefixtures("database")
def test_a_server_without_tags_that_sends_the_same_again_doubles_nothing(press: Press) -> None:
    feed = press.puts("/rss", rss([item(guid="1", pubDate=later())]))
    allow({"feeds": [feed]})
    assert (ask(Feeds()).new, ask(Feeds()).received) == (1, 0)
    press.puts("/rss", rss([item("خبر آخر", "نزل المطر", guid="2", pubDate=later()), item(guid="1", pubDate=later())]))
    again = ask(Feeds())
    assert (again.new, again.duplicates) == (1, 1)


@pytest.mark.usefixtures("database")
def test_the_same_agency_story_in_ten_papers_is_one_report_of_one_case(press: Press) -> None:
    feeds = [press.puts(f"/{n}/rss", rss([item(guid=f"x{n}", pubDate=later())])) for n in range(8)]
    feeds.append(press.puts("/8/rss", rss([item("أسرة بلا مأوى - واس", STORY, guid="x8", pubDate=later())])))
    feeds.append(press.puts("/9/rss", rss([item("بالصور: أسرة بلا مأوى", STORY + ".", guid="x9", pubDate=later())])))
    allow({"feeds": feeds})
    counts = ask(Feeds())
    assert counts.cases_opened == 1
    assert count(Case) == 1
    assert len(kept()) <= 3, "word for word it is one report, seen again; with another headline it joins its case"


@pytest.mark.usefixtures("database")
def test_word_for_word_the_story_is_counted_where_it_was_first(press: Press) -> None:
    a = press.puts("/a", rss([item(guid="1", pubDate=later())]))
    b = press.puts("/b", rss([item(guid="2", pubDate=later())]))
    allow({"feeds": [a, b]})
    ask(Feeds())
    assert [report.times_seen for report in kept()] == [2]
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).where(LedgerLine.outcome == Outcome.REPEATED)) == 1


@pytest.mark.usefixtures("database")
def test_only_what_the_approval_names_is_asked(press: Press) -> None:
    feed, other = press.puts("/rss", rss([])), press.puts("/other", rss([]))
    with pytest.raises(SourceOff):
        ask(Feeds())
    allow({"origins": ["صحيفة"]})
    with pytest.raises(ScopeEmpty):
        ask(Feeds())
    assert press.asked == []
    allow({"feeds": [feed]})
    ask(Feeds())
    assert [path for path, _ in press.asked] == ["/rss"], other


@pytest.mark.usefixtures("database")
def test_what_was_published_before_the_approval_is_not_read(press: Press) -> None:
    old = (now() - timedelta(days=2)).strftime(RSS_DATE)
    feed = press.puts("/rss", rss([item(guid="old", pubDate=old), item("جديد", guid="new", pubDate=later())]))
    allow({"feeds": [feed]})
    assert ask(Feeds()).received == 1


@pytest.mark.usefixtures("database")
def test_an_article_with_an_impossible_date_is_not_lost_for_it(press: Press) -> None:
    feed = press.puts(
        "/rss",
        rss(
            [
                item(guid="1", pubDate="Sun, 15 Nov 2099 08:00:00 +0000"),
                item("ب", STORY + " ب", guid="2", pubDate="غدا"),
            ]
        ),
    )
    allow({"feeds": [feed]})
    assert ask(Feeds()).received == 2
    assert {report.published_at for report in kept()} == {None}


@pytest.mark.usefixtures("database")
def test_a_feed_that_fails_rests_longer_and_longer_while_the_others_are_read(press: Press) -> None:
    good, bad = press.puts("/good", rss([item(guid="1", pubDate=later())])), press.url + "/gone"
    allow({"feeds": [bad, good]})
    assert ask(Feeds()).new == 1
    assert (cursor(bad)["error"], cursor(bad)["fails"]) == ("http", 1)
    ask(Feeds())
    assert [path for path, _ in press.asked].count("/gone") == 1, "it rests"
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        ask(Feeds())
    assert cursor(bad)["fails"] == 2


@pytest.mark.usefixtures("database")
def test_when_no_feed_can_be_read_the_sources_page_says_so(press: Press) -> None:
    allow({"feeds": [press.puts("/page", "<html>hello</html>"), press.url + "/gone"]})
    with pytest.raises(Unavailable):
        ask(Feeds())
    read_news()  # no failed job: what is left is at rest
    with transaction(write=False) as session:
        assert session.get_one(SourceState, Source.NEWS).refused == 0


@pytest.mark.usefixtures("database")
def test_the_whole_article_is_read_where_it_is_licensed_and_nowhere_else(press: Press) -> None:
    whole = "".join(f"<p>{STORY} {n}.</p>" for n in range(4))
    page = f"<nav>أقسام الموقع</nav><article><h1>أسرة</h1>{whole}</article>"
    page = f"<html><head><meta charset=windows-1256></head><body>{page}</body></html>"
    press.puts("/article", page.encode("windows-1256"), headers={"Content-Type": "text/html"})

    def printed(guid: str, members: str) -> str:
        summary = f"تعيش أسرة من {members} أفراد بلا دخل ولا ماء ولا كهرباء"
        return press.puts("/rss", rss([item("أسرة", summary, guid=guid, link=press.url + "/article", pubDate=later())]))

    allow({"feeds": [printed("1", "ثمانية")]})
    assert ask(Feeds()).received == 1
    assert [path for path, _ in press.asked] == ["/rss"]
    allow({"feeds": [printed("2", "تسعة")], "licensed": ["127.0.0.1"]})
    ask(Feeds())
    text = kept()[-1].text or ""
    assert f"{STORY} 3." in text
    assert "أقسام الموقع" not in text


@pytest.mark.usefixtures("database")
def test_a_licensed_page_that_cannot_be_read_leaves_the_summary(press: Press) -> None:
    feed = press.puts("/rss", rss([item("أسرة", STORY, guid="1", link=press.url + "/gone", pubDate=later())]))
    allow({"feeds": [feed], "licensed": ["127.0.0.1"]})
    assert ask(Feeds()).received == 1
    assert kept()[0].text == f"أسرة\n{STORY}"


@pytest.mark.usefixtures("database")
def test_an_article_lies_inside_its_feeds_approval_wherever_it_links_to(press: Press) -> None:
    feed = press.puts("/rss", rss([item(guid="1", link="https://elsewhere.example/1", pubDate=later())]))
    allow({"feeds": [feed]})
    assert ask(Feeds()).rejected == 0
    assert len(kept()) == 1


def test_a_scope_names_sites_not_addresses_as_licensed(database: str) -> None:
    with pytest.raises(DetectorError):
        allow({"licensed": ["https://paper.example/feed"]})


def test_the_sources_page_knows_which_newspaper_cannot_be_read_and_why(database: str, press: Press) -> None:
    allow({"feeds": [press.url + "/gone", press.puts("/rss", rss([]))]})
    read_news()
    with transaction(write=False) as session:
        [news] = [one for one in standings(session) if one.source is Source.NEWS]
    assert news.resting == [("127.0.0.1", "http")]
