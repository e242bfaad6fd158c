"""The words of an article that we may have: title and summary, or the whole text where the approval says licensed."""

from __future__ import annotations

import re

from detector.reports.sources.news.entries import Entry
from detector.reports.sources.news.fetching import fetch, same_site
from detector.reports.sources.news.guard import Resolve
from detector.reports.state import Unavailable

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,30})", re.IGNORECASE)
LEAST_WHOLE = 200  # letters; a page that yields less was not read as an article


def shown(entry: Entry) -> str:
    """Title and summary: what the feed offers to every reader."""
    if entry.summary.startswith(entry.title):
        return entry.summary
    return "\n".join(part for part in (entry.title, entry.summary) if part)


def whole(entry: Entry, *, feed_url: str, look_up: Resolve) -> str:
    """The whole text from the feed, else from the article's page; `shown` when neither gives it."""
    text = entry.whole
    if len(text) < LEAST_WHOLE and entry.url and same_site(entry.url, feed_url):
        text = max(text, _from_page(entry.url, look_up), key=len)
    if len(text) < LEAST_WHOLE:
        return shown(entry)
    return text if text.startswith(entry.title) else f"{entry.title}\n{text}"


def _from_page(url: str, look_up: Resolve) -> str:
    from trafilatura import extract  # takes half a second to import, and few installations hold a licence

    try:
        answer = fetch(url, look_up=look_up)
    except Unavailable:
        return ""  # the summary is there; the page is not worth losing it
    body = answer.body or b""
    told = _CHARSET.search(answer.headers.get("content-type", "").encode()) or _CHARSET.search(body[:4_096])
    charset = told[1].decode("ascii", "replace") if told else "utf-8"
    try:
        page = body.decode(charset, "replace")
    except LookupError:
        page = body.decode("utf-8", "replace")
    return extract(page, include_comments=False, include_tables=False, favor_precision=True) or ""
