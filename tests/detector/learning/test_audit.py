"""The missed-case audit: one reader's no, two readers' yes, a case by a person's act, and an honest estimate."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.models import Case, CaseReport
from detector.clock import now
from detector.config import settings
from detector.db import engine
from detector.errors import NotFound
from detector.jobs.pipeline import read_report, take_in
from detector.jobs.purge import purge
from detector.journal.models import Entry
from detector.learning.audit import SameReader, missed, next_sample, open_case, say, waiting
from detector.learning.estimate import estimate
from detector.learning.lifecycle import AuditState, IllegalAuditMove
from detector.learning.models import AuditVerdict
from detector.reports.intake import sample_for_audit
from detector.reports.items import Item
from detector.reports.models import AuditSample, LedgerLine, Outcome, Source
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import an_actor, an_office

MISSED = "جدتي لحالها من سنتين واللي كان يصرف عليها راح ومحد يدري عنها في رفحاء"


@pytest.fixture(params=["database", pytest.param("postgres", marks=pytest.mark.postgres)])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    url = request.getfixturevalue(request.param)
    with Session(engine(url), expire_on_commit=False) as opened:
        yield opened
        opened.rollback()


def a_sample(
    session: Session, text: str = MISSED, *, region: str | None = None, source: Source = Source.FILES, days: int = 14
) -> AuditSample:
    count = len(session.scalars(select(AuditSample.id)).all())
    row = AuditSample(
        source=source, external_id=f"a{count}-{region}-{text[:5]}", text=text, hardship=0.01, region_code=region,
        expires_at=now() + timedelta(days=days),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def two(session: Session) -> tuple[Actor, Actor]:
    return an_actor(session, Role.SUPERVISOR), an_actor(session, Role.SUPERVISOR)


def test_one_readers_no_is_enough(session: Session, two: tuple[Actor, Actor]) -> None:
    sample = a_sample(session)
    assert say(session, two[0], sample.id, is_case=False).state is AuditState.NO_CASE
    assert next_sample(session, two[1]) is None


def test_a_case_needs_a_second_reader_who_is_somebody_else(session: Session, two: tuple[Actor, Actor]) -> None:
    sample = a_sample(session)
    assert say(session, two[0], sample.id, is_case=True).state is AuditState.SUSPECTED
    with pytest.raises(SameReader):
        say(session, two[0], sample.id, is_case=True)
    assert next_sample(session, two[0]) is None
    assert next_sample(session, two[1]) == (sample, AuditState.SUSPECTED)
    assert say(session, two[1], sample.id, is_case=True).state is AuditState.MISSED
    with pytest.raises(IllegalAuditMove):
        say(session, two[1], sample.id, is_case=False)


def test_the_second_reader_may_say_no(session: Session, two: tuple[Actor, Actor]) -> None:
    sample = a_sample(session)
    say(session, two[0], sample.id, is_case=True)
    assert say(session, two[1], sample.id, is_case=False).state is AuditState.NO_CASE


def test_what_waits_for_a_second_reader_comes_first_then_what_expires_first(
    session: Session, two: tuple[Actor, Actor]
) -> None:
    late, soon, suspected = a_sample(session, "ا", days=9), a_sample(session, "ب", days=2), a_sample(session, "ج")
    say(session, two[0], suspected.id, is_case=True)
    order = []
    for _ in range(3):
        found = next_sample(session, two[1])
        assert found is not None
        order.append(found[0])
        say(session, two[1], found[0].id, is_case=False)
    assert order == [suspected, soon, late]
    seen = waiting(session, two[1])
    assert (seen.unread, seen.second, seen.missed) == (0, 0, 0)


def test_every_view_and_word_is_in_the_journal_without_the_text(session: Session, two: tuple[Actor, Actor]) -> None:
    sample = a_sample(session)
    next_sample(session, two[0])
    say(session, two[0], sample.id, is_case=True)
    session.commit()
    told = session.scalars(select(Entry).where(Entry.subject == "audit_sample").order_by(Entry.seq)).all()
    assert [entry.action for entry in told] == ["audit.viewed", "audit.suspected"]
    assert not any("جدتي" in str(entry.facts) for entry in told)


def test_a_supervisor_of_a_region_reads_its_posts_and_those_that_name_no_place(session: Session) -> None:
    a_sample(session, "حائل", region="HA")
    mine, nowhere = a_sample(session, "نجران", region="NG"), a_sample(session, "بلا")
    for actor in (
        an_actor(session, Role.SUPERVISOR, region="NG"),
        an_actor(session, Role.SUPERVISOR, office=an_office(session, region="NG")),
    ):
        assert waiting(session, actor).unread == 2
        assert next_sample(session, actor) == (mine, AuditState.UNREAD)
    other = session.scalars(select(AuditSample).where(AuditSample.region_code == "HA")).one()
    with pytest.raises(NotFound):
        say(session, an_actor(session, Role.SUPERVISOR, region="NG"), other.id, is_case=True)
    assert nowhere.region_code is None


def test_the_text_goes_on_its_day_and_what_was_said_stays(session: Session, two: tuple[Actor, Actor]) -> None:
    sample = a_sample(session, days=0)
    with pytest.raises(NotFound):
        say(session, two[0], sample.id, is_case=True)  # its day is over, though the purge has not come by yet
    sample.expires_at = now() + timedelta(days=1)
    session.flush()
    say(session, two[0], sample.id, is_case=False)
    sample.expires_at = now()
    session.flush()
    purge(session)
    session.expire_all()
    verdict = session.scalars(select(AuditVerdict)).one()
    assert (verdict.state, verdict.sample_id) == (AuditState.NO_CASE, None)
    assert a_sample(session, "نص جديد") is not None
    assert next_sample(session, two[0]) is not None  # even if the new one got the old one's number


def test_a_missed_family_becomes_a_case_by_a_persons_act(session: Session, two: tuple[Actor, Actor]) -> None:
    take_in(session, Source.FILES, [Item("post-1", "صباح الخير جميعا")])
    line = session.scalars(select(LedgerLine)).one()
    sample = a_sample(session)
    sample.external_id = line.external_id
    with pytest.raises(IllegalAuditMove):
        open_case(session, two[0], sample.id)
    for actor in two:
        say(session, actor, sample.id, is_case=True)
    assert missed(session, two[1]) == [sample]
    report = open_case(session, two[1], sample.id)
    read_report(session, report.id)  # what the deferred job does
    case = session.scalars(select(Case).join(CaseReport).where(CaseReport.report_id == report.id)).one()
    assert (report.origin, report.text, case.status.value) == ("audit", MISSED, "queued")
    session.refresh(line)
    assert line.outcome is Outcome.KEPT
    assert session.scalars(select(AuditSample)).all() == []
    verdict = session.scalars(select(AuditVerdict)).one()
    assert (verdict.state, verdict.report_id) == (AuditState.OPENED, report.id)


def test_the_estimate_counts_what_is_settled_with_its_interval(session: Session, two: tuple[Actor, Actor]) -> None:
    for n in range(40):
        say(session, two[0], a_sample(session, f"كلام {n}", source=Source.NEWS).id, is_case=False)
    found = a_sample(session, region="HA", source=Source.NEWS)
    for actor in two:
        say(session, actor, found.id, is_case=True)
    say(session, two[0], a_sample(session, "ينتظر").id, is_case=True)
    seen = estimate(session, two[0])
    assert seen.total is not None
    assert (seen.total.count, seen.total.of, seen.open) == (1, 41, 1)
    assert 0 < seen.total.low < 1 / 41 < seen.total.high < 0.2
    assert {source: (s.count, s.of) for source, s in seen.by_source.items()} == {"news": (1, 41)}
    assert {region: (s.count, s.of) for region, s in seen.by_region.items()} == {"": (0, 40), "HA": (1, 1)}


def test_nothing_read_is_no_estimate(session: Session, two: tuple[Actor, Actor]) -> None:
    seen = estimate(session, two[0])
    assert (seen.total, seen.open, seen.by_source, seen.since) == (None, 0, {}, None)


def test_a_sample_knows_the_region_that_its_text_names(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from detector.detection.service import reader

    monkeypatch.setenv("DAMAN_AUDIT_SAMPLE_RATE", "1")
    settings.cache_clear()
    texts = ["الجو في مدينة حائل جميل هذا المساء", "صباح الخير"]
    said = reader().read_many(texts)
    items = [(Item(f"s{n}", text), one) for n, (text, one) in enumerate(zip(texts, said, strict=True))]
    sample_for_audit(session, Source.FILES, items, random.Random(1))
    session.flush()
    kept = [row.region_code for row in session.scalars(select(AuditSample).order_by(AuditSample.external_id))]
    settings.cache_clear()
    assert kept == ["HA", None]


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.ADMIN, Role.JOURNALIST])
def test_only_supervisors_read_it(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowed):
        next_sample(session, an_actor(session, role))
