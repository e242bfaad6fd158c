"""A source without a valid approval is off and says why."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from detector.clock import now
from detector.errors import BadInput
from detector.reports.approvals import SourceOff, approve, require_approved, revoke
from detector.reports.models import Source
from detector.staff.permissions import NotAllowed, Role
from tests.factories import an_actor

GROUND = {"approved_by": "وكيل الوزارة", "legal_basis": "م/32 مادة 5", "reference": "خطاب 12"}


def test_x_is_off_until_somebody_approves_it(session: Session) -> None:
    with pytest.raises(SourceOff) as raised:
        require_approved(session, Source.X)
    assert raised.value.facts == {"source": "x", "why": "none"}
    actor = an_actor(session, Role.SUPERVISOR)
    approve(session, actor, Source.X, expires_at=now() + timedelta(days=30), scope={"keywords": ["فزعة"]}, **GROUND)
    assert require_approved(session, Source.X).scope == {"keywords": ["فزعة"]}


def test_an_approval_ends_by_its_date_and_by_revocation(session: Session) -> None:
    actor = an_actor(session, Role.SUPERVISOR)
    approve(session, actor, Source.NEWS, expires_at=now() + timedelta(days=30), **GROUND)
    with time_machine.travel(now() + timedelta(days=31), tick=False), pytest.raises(SourceOff, match="expired"):
        require_approved(session, Source.NEWS)
    revoke(session, actor, Source.NEWS, reason="انتهى الغرض")
    with pytest.raises(SourceOff, match="revoked"):
        require_approved(session, Source.NEWS)


def test_a_committee_cannot_approve_and_a_ground_is_needed(session: Session) -> None:
    with pytest.raises(NotAllowed):
        approve(session, an_actor(session), Source.X, expires_at=now() + timedelta(days=1), **GROUND)
    with pytest.raises(BadInput):
        approve(
            session, an_actor(session, Role.SUPERVISOR), Source.X, expires_at=now() + timedelta(days=1),
            **(GROUND | {"reference": " "}),
        )  # fmt: skip
