"""One scope filter: who sees which case."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from detector.cases.queries import get_case, visible
from detector.errors import NotFound
from detector.staff.permissions import NotAllowed, Role
from tests.factories import a_case, an_actor, an_office


def test_a_committee_sees_its_office_and_what_nobody_owns(session: Session) -> None:
    mine, other = an_office(session), an_office(session, region="NG")
    cases = {
        name: a_case(session, office=office) for name, office in (("mine", mine), ("other", other), ("none", None))
    }
    actor = an_actor(session, office=mine)
    seen = {case.number for case in session.scalars(visible(actor))}
    assert cases["mine"].number in seen
    assert cases["none"].number in seen
    assert cases["other"].number not in seen
    with pytest.raises(NotFound):
        get_case(session, actor, cases["other"].number)


def test_a_region_sees_its_offices_and_the_whole_kingdom_sees_all(session: Session) -> None:
    north, centre = a_case(session, office=an_office(session, region="NG")), a_case(session, office=an_office(session))
    region = {c.number for c in session.scalars(visible(an_actor(session, Role.SUPERVISOR, region="NG")))}
    kingdom = {c.number for c in session.scalars(visible(an_actor(session, Role.SUPERVISOR)))}
    assert north.number in region
    assert centre.number not in region
    assert {north.number, centre.number} <= kingdom


@pytest.mark.parametrize("role", [Role.JOURNALIST, Role.ADMIN])
def test_journalists_and_admins_see_no_case(session: Session, role: Role) -> None:
    case, actor = a_case(session), an_actor(session, role)
    assert session.scalars(visible(actor)).all() == []
    with pytest.raises(NotAllowed):
        get_case(session, actor, case.number)
