"""Proof of work: solved by altcha's own solver, good once, and never a reason to lose a tip."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from altcha import Challenge, Payload, solve_challenge
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.config import settings
from detector.jobs.purge import purge
from detector.reports.proof import SpentProof, challenge, spend_proof


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "tip_proof_cost", 1)


def solved(task: dict[str, object]) -> str:
    read = Challenge.from_dict(task)
    solution = solve_challenge(read)
    assert solution is not None
    return Payload(read, solution).to_base64()


def test_a_solved_task_counts_once(session: Session) -> None:
    proof = solved(challenge())
    assert spend_proof(session, proof)
    assert not spend_proof(session, proof)
    assert session.scalar(select(func.count()).select_from(SpentProof)) == 1


def test_a_task_that_was_made_easier_than_ours_counts_as_none(session: Session) -> None:
    task = challenge()
    task["parameters"] = task["parameters"] | {"keyPrefix": ""}
    assert not spend_proof(session, solved(task))


def test_an_old_proof_counts_as_none(session: Session) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=2)):
        proof = solved(challenge())
    assert not spend_proof(session, proof)


@pytest.mark.parametrize(
    "given",
    [None, "", "x", "e30=", base64.b64encode(b"[]").decode(), base64.b64encode(b"\xff\xfe").decode(), "A" * 5_000,
     base64.b64encode(json.dumps({"challenge": {"parameters": 7}, "solution": {}}).encode()).decode(),
     base64.b64encode(json.dumps({"challenge": {"parameters": {"algorithm": "X", "nonce": [], "salt": {}, "cost": "9"}},
                                  "solution": {"counter": -1, "derivedKey": 3}}).encode()).decode()],
)  # fmt: skip
def test_what_is_no_proof_counts_as_none_and_breaks_nothing(session: Session, given: str | None) -> None:
    assert not spend_proof(session, given)


def test_used_proofs_are_forgotten_when_they_would_have_expired(session: Session) -> None:
    spend_proof(session, solved(challenge()))
    purge(session)
    assert session.scalar(select(func.count()).select_from(SpentProof)) == 1
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        purge(session)
    assert session.scalar(select(func.count()).select_from(SpentProof)) == 0
