"""Feeds as newspapers make them: two formats, old encodings, broken XML."""

from __future__ import annotations

import pytest

from detector.reports.sources.news.entries import Feed, parse, plain
from tests.newspapers import STORY, atom, item, rss

URL = "https://paper.example/feed"


def read(body: str | bytes, content_type: str = "application/rss+xml") -> Feed:
    return parse(body if isinstance(body, bytes) else body.encode(), {"content-type": content_type}, feed_url=URL)


def test_rss_and_atom_say_the_same() -> None:
    [a] = read(rss([item(guid="7", link="https://paper.example/7")])).entries
    entry = (
        f"<entry><id>7</id><title>أسرة بلا مأوى</title><summary>{STORY}</summary>"
        '<link href="https://paper.example/7"/><updated>2026-11-15T08:00:00Z</updated></entry>'
    )
    [b] = read(atom([entry]), "application/atom+xml").entries
    assert (a.key, a.title, a.summary, a.url) == (b.key, b.title, b.summary, b.url)
    assert a.published_at
    assert b.published_at


def test_an_article_is_known_by_guid_else_by_link_else_by_its_title() -> None:
    link = "https://paper.example/7"
    by_guid = read(rss([item(guid="tag:4711", link=link)])).entries[0].key
    by_link = read(rss([item(link=link)])).entries[0].key
    by_title = read(rss([item()])).entries[0].key
    assert len({by_guid, by_link, by_title}) == 3
    assert read(rss([item("عنوان آخر", guid="tag:4711", link=link)])).entries[0].key == by_guid
    assert read(rss([item("عنوان آخر", link=link)])).entries[0].key == by_link
    assert read(rss([item("أسرةٌ بلا مأوى!")])).entries[0].key == by_title, "the title is folded"
    other = parse(rss([item(guid="tag:4711")]).encode(), {}, feed_url="https://other.example/feed").entries[0].key
    assert other != by_guid, "another newspaper's 7 is another article"


def test_windows_1256_is_read_whether_the_header_or_the_document_says_so() -> None:
    body = rss([item(guid="1")], "windows-1256").encode("windows-1256")
    assert read(body).entries[0].summary == STORY
    unsaid = rss([item(guid="1")]).replace(' encoding="utf-8"', "").encode("windows-1256")
    assert read(unsaid, "text/xml; charset=windows-1256").entries[0].summary == STORY


def test_malformed_xml_is_a_warning_and_read_as_far_as_it_goes() -> None:
    broken = rss([item(guid="1"), item(guid="2")]).replace("</channel></rss>", "<item><title>cut & off")
    feed = read(broken)
    assert feed.is_malformed
    assert [entry.summary for entry in feed.entries[:2]] == [STORY, STORY]


def test_a_web_page_is_no_feed() -> None:
    assert not read("<html><body><h1>404</h1></body></html>", "text/html").is_feed


def test_bytes_that_look_like_a_path_or_an_address_are_only_bytes() -> None:
    for body in (b"/etc/passwd", b"file:///etc/passwd", b"http://127.0.0.1:1/feed"):
        assert read(body).entries == []


def test_entities_that_multiply_do_not_fill_the_memory() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    bomb += f"]><rss version='2.0'><channel>{item().replace('بلا', '&m;')}</channel></rss>"
    assert all(len(entry.summary) < 10_000 for entry in read(bomb).entries)


def test_entities_from_outside_are_not_fetched() -> None:
    outside = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    feed = read(outside + "<rss version='2.0'><channel><item><title>a &x; b</title></item></channel></rss>")
    assert all("a" in entry.title and len(entry.title) < 12 for entry in feed.entries)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>أسرة</p><p>بلا <b>مأوى</b></p>", "أسرة\nبلا مأوى"),
        ("سطر<br/>سطر &amp; نص", "سطر\nسطر & نص"),
        ("<script>alert(1)</script><img src=x onerror=y>نص", "نص"),
        ("نص بلا وسم", "نص بلا وسم"),
        ("<p>مقطوع", "مقطوع"),
    ],
)
def test_markup_becomes_plain_lines(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_an_entry_without_words_is_counted_as_unreadable() -> None:
    feed = read(rss([item("", "", guid="1"), item(guid="2")]))
    assert (len(feed.entries), feed.skipped) == (1, 1)
