"""A post that its publisher deleted at X disappears here, with a proof that holds none of its words."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from detector.cases.models import BlockingKey, Case
from detector.clock import now
from detector.db import transaction
from detector.demo.loopback_x import Network
from detector.demo.loopback_x.server import JOBS
from detector.detection.models import Detection
from detector.jobs.asking import ask
from detector.jobs.withdrawals import comply_x
from detector.journal.models import Entry
from detector.journal.service import verify
from detector.reports.approvals import revoke
from detector.reports.models import (
    AuditSample,
    Gone,
    LedgerLine,
    Outcome,
    PurgeProof,
    Report,
    ReportIdentifier,
    Source,
)  # fmt: skip
from detector.reports.sources.x.search import Search
from detector.staff.scope import Actor
from tests.detector.jobs.x.conftest import PLEA, grant

STAYS = "جارتنا ارملة عجوز ساكنة لحالها بيتها سقفه طايح ولا عندها دخل ولا احد يسأل عنها"


def two_posts(network: Network) -> tuple[str, str]:
    grant()
    ids = network.publish(PLEA + " جوالي 0551234567", live=False), network.publish(STAYS, live=False)
    ask(Search())
    return str(ids[0]), str(ids[1])


def complete(network: Network) -> None:
    for job in network.jobs.values():
        job["status"] = "complete"


def test_a_deleted_post_is_forgotten_wherever_its_words_went(network: Network) -> None:
    deleted, stays = two_posts(network)
    network.gone[deleted] = "deleted"
    comply_x()
    assert sorted(*network.uploads.values()) == sorted([deleted, stays])
    comply_x()  # it runs still
    complete(network)
    comply_x()
    with transaction(write=False) as session:
        assert session.scalars(select(Report.text).where(Report.external_id == stays)).one() == STAYS
        gone = session.scalars(select(Report).where(Report.purged_at.is_not(None))).one()
        assert (gone.text, gone.url) == (None, None)
        for table in (ReportIdentifier, BlockingKey):
            assert not session.scalar(select(func.count()).select_from(table).where(table.report_id == gone.id))
        detection = session.scalars(select(Detection).where(Detection.report_id == gone.id)).one()
        assert (detection.evidence, detection.counter_evidence) == ([], [])
        assert session.scalars(select(LedgerLine.outcome).order_by(LedgerLine.id)).all().count(Outcome.PURGED) == 1
        assert session.scalars(select(PurgeProof.kind).where(PurgeProof.done_at.is_not(None))).all() == [
            Gone.DELETED_POST
        ]
        said = session.scalars(select(Entry).where(Entry.action == "report.withdrawn")).one()
        assert (said.subject_id, said.facts) == (gone.id, {"source": "x", "why": "deleted"})
        assert session.scalar(select(func.count()).select_from(Case)) == 2
        assert verify(session) is None


def test_a_sample_of_a_deleted_post_is_deleted_too(network: Network) -> None:
    grant()
    with transaction() as session:
        session.add(
            AuditSample(
                source=Source.X, external_id="77", text="كلام", hardship=0.1, expires_at=now() + timedelta(days=9)
            )
        )
    network.gone["77"] = "suspended"
    comply_x()
    complete(network)
    comply_x()
    with transaction(write=False) as session:
        assert session.scalars(select(AuditSample)).all() == []


def test_a_round_is_begun_every_six_hours_and_no_second_job_beside_the_first(network: Network) -> None:
    two_posts(network)
    comply_x()
    comply_x()
    complete(network)
    comply_x()
    comply_x()
    assert len(network.jobs) == 1
    with time_machine.travel(now() + timedelta(hours=7)):
        comply_x()
    assert len(network.jobs) == 2


def test_a_kill_between_creating_and_uploading_is_mended_by_the_next_run(network: Network) -> None:
    two_posts(network)
    network.fail("/upload/70000", 503)
    comply_x()
    assert network.uploads == {}
    comply_x()
    assert list(network.uploads) == ["70000"]


def test_an_answer_that_does_not_come_is_tried_again(network: Network) -> None:
    deleted, _ = two_posts(network)
    network.gone[deleted] = "deleted"
    network.fail(JOBS, 503)
    comply_x()
    assert network.jobs == {}
    comply_x()
    complete(network)
    network.fail("/download/70000", 503)
    comply_x()
    comply_x()
    with transaction(write=False) as session:
        assert len(session.scalars(select(Report.id).where(Report.purged_at.is_not(None))).all()) == 1
        assert session.scalar(select(Report.id).where(Report.external_id == deleted)) is None


def test_a_source_that_was_switched_off_still_honours_deletions(network: Network) -> None:
    deleted, _ = two_posts(network)
    with transaction() as session:
        revoke(session, Actor.system(), Source.X, reason="انتهى الغرض")
    network.gone[deleted] = "protected"
    comply_x()
    complete(network)
    comply_x()
    with transaction(write=False) as session:
        assert len(session.scalars(select(Report.id).where(Report.purged_at.is_not(None))).all()) == 1
        assert session.scalar(select(Report.id).where(Report.external_id == deleted)) is None
