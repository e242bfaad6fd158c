"""Decided cases, and an export folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import now
from detector.config import settings
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.reports.approvals import approve
from detector.reports.models import Source
from detector.staff.permissions import Role
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_actor


@pytest.fixture
def exports_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DAMAN_EXPORT_FOLDER", str(tmp_path / "exports"))
    settings.cache_clear()
    yield tmp_path / "exports"
    settings.cache_clear()


@pytest.fixture
def lead(session: Session) -> Actor:
    return an_actor(session, Role.SUPERVISOR)


def allow(session: Session, source: Source, *, training: bool = True) -> None:
    approve(
        session, Actor.system(), source, approved_by="الإدارة", legal_basis="المادة 10", reference="ق-1",
        expires_at=now() + timedelta(days=30), training=training,
    )  # fmt: skip


def decide(
    session: Session, case: Case, outcome: Outcome, code: str | None = None,
    state: DecisionState = DecisionState.FINAL,
) -> Decision:  # fmt: skip
    officer, second = an_account(session), an_account(session)
    decision = Decision(
        case_id=case.id, outcome=outcome, reason_code=code, reason="ملف", state=state, proposed_by_id=officer.id,
        proposed_at=now(), seconded_by_id=second.id, seconded_at=now(),
    )  # fmt: skip
    session.add(decision)
    session.flush()
    return decision


Decided = Callable[..., Case]


@pytest.fixture
def decided(session: Session) -> Decided:
    """`decided(Outcome.REGISTERED, code=None, **values of a_case)`."""

    def one(outcome: Outcome, code: str | None = None, **values: object) -> Case:
        case = a_case(session, status=Status.DECIDED, **values)  # type: ignore[arg-type]
        decide(session, case, outcome, code)
        return case

    return one
