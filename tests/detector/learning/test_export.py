"""Files of labelled lines: what is in them, what never is, and how they end."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import CaseReport
from detector.clock import now
from detector.db import transaction
from detector.decisions.rules import DecisionState, Outcome
from detector.errors import BadInput
from detector.jobs.purge import purge
from detector.journal.models import Entry
from detector.learning.exporting import NotWritable, delete_export, export, exports, preview
from detector.learning.models import ExportedReport, TrainingExport
from detector.reports.models import Gone, Report, Source
from detector.reports.proofs import ask_for_items
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from detector.visits.models import Visit, VisitStatus
from tests.detector.learning.conftest import Decided, allow, decide
from tests.factories import a_case, add_report_with_numbers, an_account, an_actor

FIELDS = [
    "id", "text", "kind", "needs", "urgency", "voice", "programme", "doubts", "dialect", "implied", "source", "how",
]  # fmt: skip
pytestmark = pytest.mark.usefixtures("exports_in")


def lines(path: str | Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def test_a_decided_case_is_a_line_with_the_fields_of_the_label_scheme(
    session: Session, lead: Actor, decided: Decided
) -> None:
    allow(session, Source.FILES)
    case = decided(Outcome.REGISTERED, text="أرملة بلا دخل")
    row, tally = export(session, lead)
    [line] = lines(row.path)
    assert list(line) == FIELDS
    report = session.scalar(select(CaseReport.report_id).where(CaseReport.case_id == case.id))
    assert line == {
        "id": f"report-{report}", "text": "أرملة بلا دخل", "kind": "hardship_case", "needs": ["widow", "housing"],
        "urgency": "soon", "voice": "third_party", "programme": None, "doubts": [], "dialect": None, "implied": False,
        "source": "files", "how": "verdict",
    }  # fmt: skip
    assert (row.rows, dict(tally.kinds)) == (1, {"hardship_case": 1})


def test_a_dismissed_report_teaches_its_kind_and_no_needs(session: Session, lead: Actor, decided: Decided) -> None:
    allow(session, Source.FILES)
    decided(Outcome.NOT_A_CASE, "solicitation")
    [line] = lines(export(session, lead)[0].path)
    assert (line["kind"], line["needs"], line["urgency"], line["voice"]) == ("solicitation", [], "none", "none")


def test_numbers_are_masked_in_the_file_as_they_are_in_the_report(session: Session, lead: Actor) -> None:
    allow(session, Source.FILES)
    case = a_case(session, status=Status.DECIDED)
    add_report_with_numbers(session, case, "جارتنا محتاجة رقمها 0500000912 تكفون")
    decide(session, case, Outcome.REGISTERED)
    text = Path(export(session, lead)[0].path).read_text(encoding="utf-8")
    assert "0500000912" not in text
    assert "•" in text


def test_of_the_needs_that_a_text_told_only_those_that_the_visit_found_are_labels(
    session: Session, lead: Actor, decided: Decided
) -> None:
    allow(session, Source.FILES)
    case = decided(Outcome.REGISTERED)
    officer = an_account(session)
    form = {
        "members": 3, "adults": 1, "children": 2, "housing": {"kind": "rented", "condition": "poor"},
        "needs_found": ["illness"],
        "claims": [{"label": "widow", "finding": "found"}, {"label": "housing", "finding": "not_found"}],
    }  # fmt: skip
    session.add(
        Visit(
            case_id=case.id, status=VisitStatus.FILED, planned_for=now(), notice_given_at=now(), team=["أ", "ب"],
            woman_on_team=True, planned_by_id=officer.id, filed_at=now(), form=json.dumps(form), claims=[],
        )
    )  # fmt: skip
    [line] = lines(export(session, lead)[0].path)
    assert line["needs"] == ["widow"]


@pytest.mark.parametrize("training", [True, False])
def test_only_a_source_whose_approval_says_so_teaches(
    session: Session, lead: Actor, decided: Decided, training: bool
) -> None:
    allow(session, Source.NEWS, training=training)
    decided(Outcome.REGISTERED, source=Source.NEWS)
    tally = preview(session, lead)
    assert (tally.rows, dict(tally.left_out)) == ((1, {}) if training else (0, {"not_approved": 1}))


def test_x_is_never_in_an_export_whatever_its_approval_says(session: Session, lead: Actor, decided: Decided) -> None:
    with pytest.raises(BadInput):
        allow(session, Source.X)
    allow(session, Source.X, training=False)
    from detector.reports.approvals import newest

    approval = newest(session, Source.X)
    assert approval is not None
    approval.scope = {"training": True}
    allow(session, Source.FILES)
    decided(Outcome.REGISTERED, source=Source.X)
    filed = decided(Outcome.REGISTERED)
    report = session.scalars(select(Report).join(CaseReport).where(CaseReport.case_id == filed.id)).one()
    report.url = "https://mobile.twitter.com/a/status/1"
    tally = preview(session, lead)
    assert (tally.rows, dict(tally.left_out)) == (0, {"of_x": 2})


def test_what_is_not_decided_for_good_is_not_in_it(session: Session, lead: Actor, decided: Decided) -> None:
    allow(session, Source.FILES)
    a_case(session, status=Status.CLAIMED)
    proposed = a_case(session, status=Status.PROPOSED)
    decide(session, proposed, Outcome.NOT_A_CASE, "opinion", DecisionState.PROPOSED)
    reopened = decided(Outcome.REGISTERED)
    reopened.status = Status.QUEUED
    decided(Outcome.UNREACHABLE)
    tally = preview(session, lead)
    assert (tally.rows, dict(tally.left_out)) == (0, {"teaches_nothing": 1})


def test_a_purged_report_leaves_every_file_it_was_in_and_others_stay(
    session: Session, lead: Actor, decided: Decided, tmp_path: Path
) -> None:
    allow(session, Source.FILES)
    case = decided(Outcome.REGISTERED, text="هذا نص يجب أن يذهب")
    decided(Outcome.REGISTERED, text="وهذا يبقى")
    first, _ = export(session, lead)
    second, _ = export(session, lead, tmp_path / "mine.jsonl")
    gone = session.scalars(select(Report).join(CaseReport).where(CaseReport.case_id == case.id)).one()
    ask_for_items(session, Source.FILES, [gone.external_id], Gone.DELETED_POST)
    purge(session)
    for row in (first, second):
        assert [line["text"] for line in lines(row.path)] == ["وهذا يبقى"]
        assert row.rows == 1
    assert preview(session, lead).left_out["gone"] == 1
    assert session.scalars(select(ExportedReport.report_id).where(ExportedReport.report_id == gone.id)).all() == []


def test_a_file_goes_on_its_day(session: Session, lead: Actor, decided: Decided) -> None:
    allow(session, Source.FILES)
    decided(Outcome.REGISTERED)
    row, _ = export(session, lead)
    with time_machine.travel(row.expires_at + timedelta(minutes=1)):
        counts = purge(session)
    assert counts["exports"] == 1
    assert not Path(row.path).exists()
    assert row.deleted_at is not None


def test_a_file_can_be_deleted_before_its_day_and_the_journal_knows_both(
    session: Session, lead: Actor, decided: Decided
) -> None:
    allow(session, Source.FILES)
    decided(Outcome.REGISTERED)
    row, _ = export(session, lead)
    delete_export(session, lead, row.id)
    assert not Path(row.path).exists()
    session.commit()
    told = session.scalars(select(Entry).where(Entry.action.startswith("learning."))).all()
    assert [entry.action for entry in told] == ["learning.exported", "learning.export_deleted"]
    assert told[0].facts["kinds"] == {"hardship_case": 1}
    assert exports(session, lead) == [row]


def test_a_file_that_is_there_is_not_written_over(session: Session, lead: Actor, tmp_path: Path) -> None:
    there = tmp_path / "there.jsonl"
    there.write_text("mine")
    with pytest.raises(NotWritable):
        export(session, lead, there)
    assert there.read_text() == "mine"


def test_an_export_whose_transaction_fails_leaves_no_file(database: str, exports_in: Path) -> None:
    with pytest.raises(RuntimeError), transaction() as session:
        export(session, Actor.system())
        raise RuntimeError
    assert list(exports_in.iterdir()) == []
    with transaction() as session:
        export(session, Actor.system())
    assert len(list(exports_in.iterdir())) == 1
    with transaction(write=False) as session:
        assert session.scalars(select(TrainingExport.rows)).all() == [0]


def test_a_file_is_for_its_owner_alone(session: Session, lead: Actor) -> None:
    assert Path(export(session, lead)[0].path).stat().st_mode & 0o077 == 0


def test_a_committee_exports_nothing(session: Session) -> None:
    with pytest.raises(NotAllowed):
        export(session, an_actor(session, Role.COMMITTEE))
