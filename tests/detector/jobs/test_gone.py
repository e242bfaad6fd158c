"""Gone means gone: after the purge, no byte of what was told is left in the file, its log, or any table."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport
from detector.cases.queries import reports_of
from detector.clock import now
from detector.db import engine, transaction
from detector.defer import DeferredJob, Job
from detector.jobs import forgetting
from detector.jobs.local import work_all
from detector.jobs.pipeline import read_report, take_in
from detector.jobs.purge import after_purge, purge
from detector.outreach.models import Consent
from detector.outreach.rules import Channel, Reached
from detector.outreach.service import log_attempt, withdraw_consent
from detector.outreach.withdrawal import withdraw_household
from detector.registry.models import Match, Person
from detector.registry.service import add_person
from detector.reports.items import Item
from detector.reports.models import AuditSample, Gone, LedgerLine, PurgeProof, Report, Source
from detector.reports.proofs import ask_for_items, proofs
from detector.reports.tips import TipInput, file_tip
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import a_consent, an_account, an_actor, an_office

# Words that nothing else in the database has, and what is made from them.
WORD, NAME, PHONE, PLACE, NOTE = "زعطوطه", "ام شلهوب", "0500000912", "حي الخزمرا", "مذكره خنفشاريه"
POST = f"أرملة من {WORD} في رفحاء معها خمسة أيتام والكهرباء مفصولة عنهم وما عندهم دخل {PHONE}"


def traces(url: str) -> list[str]:
    """The sentinels that a search of every byte (SQLite) or of every row as text (PostgreSQL) still finds."""
    sought = [WORD, NAME, PHONE, PHONE[1:], "966" + PHONE[1:], PLACE, NOTE, "post-77"]
    if make_url(url).get_backend_name() == "sqlite":
        path = Path(make_url(url).database or "")
        files = [path, *path.parent.glob(f"{path.name}-*")]
        held = b"".join(file.read_bytes() for file in files)
        return [s for s in sought if s.encode() in held or json.dumps(s)[1:-1].encode() in held]
    with engine(url).connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [str(row[0]) for t in tables for row in connection.execute(text(f'SELECT t::text FROM "{t}" t'))]
    held = "\n".join(rows)
    return [s for s in sought if s in held or json.dumps(s)[1:-1] in held]


@pytest.fixture(params=["database", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


def daman_purge(gone: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "detector", "purge", "--gone", gone]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def run_purge() -> dict[str, int]:
    with transaction() as session:
        counts = purge(session)
    after_purge()
    return counts


def a_post(session: Session) -> int:
    """A post with a number, kept and made a case, and an audit sample of the same id; returns the report's id."""
    from detector.reports.approvals import approve

    approve(
        session, Actor.system(), Source.X, approved_by="t", legal_basis="t", reference="t",
        expires_at=now() + timedelta(days=9), scope={"keywords": ["محتاج"]},
    )  # fmt: skip
    post = Item(external_id="post-77", text=POST, url="https://x.example/post-77", origin="keywords")
    counts = take_in(session, Source.X, [post])
    assert counts.cases_opened == 1
    session.add(
        AuditSample(
            source=Source.X, external_id="post-77", text=POST, hardship=0.1, expires_at=now() + timedelta(days=9)
        )
    )
    return session.scalars(select(Report.id).where(Report.external_id == "post-77")).one()


def test_a_deleted_post_leaves_no_byte_and_a_proof_without_content(url: str) -> None:
    with transaction() as session:
        report_id = a_post(session)
        session.flush()
    assert WORD in traces(url)
    with transaction() as session:
        assert ask_for_items(session, Source.X, ["post-77", "never-seen"], Gone.DELETED_POST) == 1
        assert ask_for_items(session, Source.X, ["post-77"], Gone.DELETED_POST) == 1
    assert run_purge()["asked"] == 1
    assert traces(url) == []
    with transaction() as session:
        (proof,) = session.scalars(select(PurgeProof)).all()
        assert (proof.kind, proof.subject, proof.subject_id) == (Gone.DELETED_POST, "report", None)
        assert proof.done_at is not None
        assert proof.requested_at <= proof.done_at
        assert proof.rows["report"] == proof.rows["signature"] == proof.rows["report_identifier"] == 1
        assert proof.rows["blocking_key"] > 16
        assert proof.rows["audit_sample"] == 1
        case = session.scalars(select(Case).join(CaseReport).where(CaseReport.report_id == report_id)).one()
        assert (case.needs, case.place_name, case.household_size, case.urgency) == ([], None, None, "none")


def test_a_post_that_is_gone_stays_gone_when_it_is_delivered_again(database: str) -> None:
    with transaction() as session:
        a_post(session)
        ask_for_items(session, Source.X, ["post-77"], Gone.DELETED_POST)
    run_purge()
    with transaction() as session:
        again = take_in(session, Source.X, [Item(external_id="post-77", text=POST, origin="keywords")])
        assert (again.new, again.duplicates, again.rejected) == (0, 1, 0)
    after_purge()
    assert traces(database) == []


def test_a_post_of_which_only_a_sample_was_kept_leaves_no_byte_either(url: str) -> None:
    with transaction() as session:
        session.add(
            AuditSample(
                source=Source.NEWS, external_id="n-1", text=POST, hardship=0.1, expires_at=now() + timedelta(days=9)
            )
        )
    with transaction() as session:
        assert ask_for_items(session, Source.NEWS, ["n-1"], Gone.DELETED_POST) == 1
        assert ask_for_items(session, Source.NEWS, ["n-1"], Gone.DELETED_POST) == 0
    after_purge()
    assert traces(url) == []
    with transaction() as session:
        (proof,) = session.scalars(select(PurgeProof)).all()
        assert (proof.kind, proof.subject, proof.rows) == (Gone.DELETED_POST, "sample", {"audit_sample": 1})
        assert session.scalars(select(AuditSample)).all() == []


def test_an_operator_has_a_post_forgotten_by_its_source_and_id(database: str) -> None:
    with transaction() as session:
        a_post(session)
    told = daman_purge("x:post-77")
    assert told.returncode == 0
    assert json.loads(told.stdout.splitlines()[-1])["asked"] == 1
    assert json.loads(told.stdout.splitlines()[0])["kind"] == "deleted_post"
    assert traces(database) == []
    for wrong in ("x:post-77", "radio:1", "x:"):  # gone already, no source, no id
        assert daman_purge(wrong).returncode == 2


def test_a_withdrawn_household_leaves_no_byte(url: str) -> None:
    number, actor = a_worked_case()
    assert set(traces(url)) >= {WORD, PLACE}
    with transaction() as session:
        withdraw_household(session, actor, number, "طلبت الأسرة حذف كل شيء")
    run_purge()
    assert traces(url) == []
    with transaction() as session:
        case = session.scalars(select(Case).where(Case.number == number)).one()
        assert case.status is Status.WITHDRAWN
        assert session.scalars(select(Person)).all() == session.scalars(select(Match)).all() == []
        assert [c.given_by for c in session.scalars(select(Consent))] == [""]
        assert all(c.withdrawn_at for c in session.scalars(select(Consent)))
        (proof,) = session.scalars(select(PurgeProof).where(PurgeProof.subject == "case")).all()
        assert proof.rows["person"] == proof.rows["tip"] == proof.rows["contact_attempt"] == 1


def a_worked_case() -> tuple[str, Actor]:
    """A tip with its sender, read, claimed, called, agreed to, and with a person written down."""
    with transaction() as session:
        file_tip(
            session, None,
            TipInput(text=POST, place_text=PLACE, sender_name=NAME, sender_phone=PHONE, may_be_contacted=True),
        )  # fmt: skip
        report = session.scalars(select(Report)).one()
        read_report(session, report.id)
        for waiting in session.scalars(select(DeferredJob).where(DeferredJob.job == Job.READ_REPORT)):
            session.delete(waiting)
        case = session.scalars(select(Case)).one()
        holder = an_account(session, office=an_office(session, region="SH"))
        case.office_id, case.region_code = holder.office_id, "SH"
        case.status, case.holder_id = Status.CLAIMED, holder.id
        case.lease_until = now() + timedelta(hours=5)
        session.flush()
        actor = Actor.of(holder)
        log_attempt(session, actor, case.number, Channel.PHONE, Reached.REACHED, NOTE)
        a_consent(session, case, by=holder)
        add_person(session, actor, case.number, full_name=NAME, national_id="1000000008")
        return case.number, actor


def test_a_withdrawn_consent_to_a_match_takes_the_persons_away_and_leaves_the_case(database: str) -> None:
    number, actor = a_worked_case()
    with transaction() as session:
        consent = session.scalars(select(Consent)).one()
        withdraw_consent(session, actor, number, consent.id)
    work_all()
    with transaction() as session:
        assert session.scalars(select(Person)).all() == []
        case = session.scalars(select(Case).where(Case.number == number)).one()
        assert case.status is Status.CLAIMED
        assert reports_of(session, case)[0].report.text is not None
        (proof,) = session.scalars(select(PurgeProof)).all()
        assert (proof.kind, proof.subject, proof.rows) == (Gone.WITHDRAWN_CONSENT, "consent", {"person": 1})


def test_a_tip_that_is_gone_before_it_was_read_leaves_no_job(url: str) -> None:
    with transaction() as session:
        file_tip(session, None, TipInput(text=POST, sender_name=NAME))
        report = session.scalars(select(Report)).one()
        ask_for_items(session, Source.TIP_FORM, [report.external_id], Gone.REVOKED_MESSAGE)
    run_purge()
    assert traces(url) == []
    with transaction() as session:
        assert session.scalars(select(PurgeProof)).one().rows["deferred_job"] == 1


def test_what_keeps_data_elsewhere_is_told_before_the_rows_are_gone(
    database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(forgetting, "_ALSO", [])
    file = tmp_path / "training.jsonl"
    with transaction() as session:
        report_id = a_post(session)
    file.write_text(json.dumps({"report": report_id, "text": POST}, ensure_ascii=False) + "\n", encoding="utf-8")

    def forget_training(session: Session, *, reports: object, cases: object) -> dict[str, int]:
        kept = [x for x in file.read_text("utf-8").splitlines() if json.loads(x)["report"] not in reports]  # type: ignore[operator]
        file.write_text("".join(kept), encoding="utf-8")
        return {"training_line": 1}

    forgetting.also(forget_training)
    with transaction() as session:
        ask_for_items(session, Source.X, ["post-77"], Gone.DELETED_POST)
    run_purge()
    assert WORD.encode() not in file.read_bytes()
    with transaction() as session:
        assert session.scalars(select(PurgeProof)).one().rows["training_line"] == 1


def test_only_who_answers_for_sources_reads_proofs(session: Session) -> None:
    assert proofs(session, an_actor(session, Role.SUPERVISOR)) == []
    with pytest.raises(NotAllowed):
        proofs(session, an_actor(session, Role.COMMITTEE))


def test_the_ledger_line_of_what_is_gone_names_nothing(database: str) -> None:
    with transaction() as session:
        a_post(session)
        ask_for_items(session, Source.X, ["post-77"], Gone.DELETED_POST)
    run_purge()
    with transaction() as session:
        line = session.scalars(select(LedgerLine)).one()
        assert line.fingerprint == ""
        assert line.external_id != "post-77"
