"""An approval's scope is kept by whatever is handed in, too: what it does not reach is refused, the rest is taken."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.clock import now
from detector.jobs.pipeline import take_in
from detector.reports.approvals import approve
from detector.reports.items import Item
from detector.reports.models import LedgerLine, Source
from detector.reports.state import state
from detector.staff.scope import Actor


def allow(session: Session, source: Source, scope: dict[str, list[str]]) -> None:
    approve(
        session, Actor.system(), source, approved_by="الإدارة القانونية", legal_basis="المادة 10", reference="ق-1",
        expires_at=now() + timedelta(days=3), scope=scope,
    )  # fmt: skip


ARTICLES = [
    Item("by-site", "خبر اول من الصحيفة", url="https://www.alriyadh.example/1"),
    Item("by-name", "خبر ثان من صحيفة اخرى", url="https://else.example/2", origin="صحيفة مكة"),
    Item("neither", "خبر ثالث من مكان آخر", url="https://else.example/3", origin="مدونة"),
    Item("nameless", "خبر رابع بلا رابط"),
]


def test_articles_of_other_newspapers_than_the_approved_are_refused_row_by_row(session: Session) -> None:
    allow(session, Source.NEWS, {"feeds": ["https://alriyadh.example/rss"], "origins": ["صحيفة مكة"]})
    counts = take_in(session, Source.NEWS, ARTICLES)
    assert [(item.external_id, error.code) for item, error in counts.clashes] == [
        ("neither", "R110"),
        ("nameless", "R110"),
    ]
    assert (counts.received, counts.rejected) == (4, 2)
    assert set(session.scalars(select(LedgerLine.external_id))) == {"by-site", "by-name"}


def test_an_approval_that_names_no_newspaper_reaches_all_and_what_came_is_counted(session: Session) -> None:
    allow(session, Source.NEWS, {})
    assert take_in(session, Source.NEWS, ARTICLES).rejected == 0
    how = state(session, Source.NEWS)
    assert how is not None
    assert how.taken == 4


def test_a_file_may_be_narrowed_to_its_senders(session: Session) -> None:
    allow(session, Source.FILES, {"origins": ["جمعية البر"]})
    given = [Item("a", "نص من الجمعية", origin="جمعية البر"), Item("b", "نص من غيرها", origin="غيرها")]
    assert [item.external_id for item, _ in take_in(session, Source.FILES, given).clashes] == ["b"]
