"""In the field: presence and its alarm, drafts that a person merges, corrections that overwrite nothing, follow-ups."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.service import NotHolder, set_status
from detector.clock import at, now
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.errors import BadInput, Conflict, NotFound
from detector.jobs.follow_ups import make_follow_ups
from detector.outreach.models import ContactAttempt
from detector.outreach.rules import REST, Channel, Reached
from detector.places.models import Office
from detector.staff.models import Account
from detector.staff.permissions import Role
from detector.staff.scope import Actor
from detector.visits.amendments import FormClosed, amend, earlier_forms
from detector.visits.drafts import differences, draft_of, fields_of, save_draft
from detector.visits.follow_ups import AGAIN, finish_follow_up, plan_follow_up
from detector.visits.follow_ups import today as this_day
from detector.visits.forms import VisitForm
from detector.visits.models import FollowUpKind, FollowUpOutcome, Visit
from detector.visits.presence import NotCheckedIn, check_in, check_out, watch_check_outs
from detector.visits.queries import form_of
from detector.visits.service import VisitMissing, file, plan
from detector.visits.today import due_today
from detector.visits.verification import Agreement, verify
from tests.detector.visits.test_forms import FORM
from tests.factories import a_case, a_consent, an_account, an_actor

TYPED = {"members": ["6"], "needs": ["widow", "housing"], "notes": ["البيت بلا كهرباء"]}
WHY = "نُسي دخل الابن الأكبر"


@pytest.fixture
def mate(session: Session, office: Office) -> Account:
    """A colleague who goes along."""
    return an_account(session, office=office, display_name="نورة")


@pytest.fixture
def visit(session: Session, case: Case, me: Actor, mate: Account) -> Visit:
    a_consent(session, case, "visit")
    return plan(
        session, me, case.number, planned_for=now() + timedelta(days=2), team=["سعد"], colleagues=[mate.id],
        woman_on_team=True,
    )  # fmt: skip


def keep(session: Session, actor: Actor, number: str, fields: dict[str, Any] = TYPED, version: int = 0) -> Any:
    return save_draft(session, actor, number, fields, client_id="phone-1", draft_version=version, base_version=3)


def test_a_colleague_of_the_team_files_the_form_and_nobody_else_of_the_office_does(
    session: Session, case: Case, visit: Visit, mate: Account, office: Office
) -> None:
    assert visit.team == ["نورة", "سعد"]
    form = VisitForm.model_validate(FORM)
    with pytest.raises(NotHolder):
        file(session, an_actor(session, office=office), case.number, form, client_id="x")
    assert file(session, Actor.of(mate), case.number, form, client_id="x").filed_by_id == mate.id


def test_a_team_checks_in_and_out_and_twice_in_is_once(session: Session, case: Case, visit: Visit, me: Actor) -> None:
    with pytest.raises(NotCheckedIn):
        check_out(session, me, case.number)
    first = check_in(session, me, case.number, "حي السلام").checked_in_at
    with at(now() + timedelta(minutes=5)):
        assert check_in(session, me, case.number).checked_in_at == first
    assert check_out(session, me, case.number).checked_out_at is not None
    assert visit.checked_in_place == "حي السلام"


def test_a_late_check_out_calls_the_supervisor_once_who_may_say_that_they_are_safe(
    session: Session, case: Case, visit: Visit, me: Actor, office: Office
) -> None:
    check_in(session, me, case.number)
    session.flush()
    assert watch_check_outs(session) == 0
    with at(now() + timedelta(hours=4)):
        assert (watch_check_outs(session), watch_check_outs(session)) == (1, 0)
        lead = an_actor(session, Role.SUPERVISOR, office=office)
        assert [one.number for one in due_today(session, lead).late] == [case.number]
        with pytest.raises(NotHolder):
            check_out(session, an_actor(session, office=office), case.number)
        check_out(session, lead, case.number)
        assert due_today(session, lead).late == []


def test_a_draft_is_kept_for_the_whole_team_and_gone_once_the_form_is_filed(
    session: Session, case: Case, visit: Visit, me: Actor, mate: Account, office: Office
) -> None:
    assert keep(session, me, case.number).version == 1
    assert keep(session, me, case.number).version == 1
    found = draft_of(session, Actor.of(mate), case.number)
    assert found is not None
    assert fields_of(found) == TYPED
    with pytest.raises(NotHolder):
        draft_of(session, an_actor(session, office=office), case.number)
    assert [one.number for one in due_today(session, me).drafts] == [case.number]
    file(session, me, case.number, VisitForm.model_validate(FORM), client_id="x", draft_version=1)
    with pytest.raises(VisitMissing):
        draft_of(session, me, case.number)


def test_a_draft_that_somebody_else_saved_meanwhile_is_neither_overwritten_nor_filed_over(
    session: Session, case: Case, visit: Visit, me: Actor, mate: Account
) -> None:
    keep(session, me, case.number)
    keep(session, Actor.of(mate), case.number, TYPED | {"members": ["7"]}, version=1)
    mine = TYPED | {"notes": ["جدار آيل للسقوط"]}
    with pytest.raises(Conflict) as refused:
        keep(session, me, case.number, mine, version=1)
    assert refused.value.facts["version"] == 2
    with pytest.raises(Conflict):
        file(session, me, case.number, VisitForm.model_validate(FORM), client_id="x", draft_version=1)
    kept = draft_of(session, me, case.number)
    assert kept is not None
    assert {pair.name for pair in differences(mine, fields_of(kept))} == {"members", "notes"}
    assert keep(session, me, case.number, mine | {"members": ["7"]}, version=2).version == 3


def test_a_draft_without_end_is_refused(session: Session, case: Case, visit: Visit, me: Actor) -> None:
    with pytest.raises(BadInput):
        keep(session, me, case.number, {"notes": ["س" * 40_001]})


def test_a_correction_is_a_new_version_with_its_reason_and_the_first_stays(
    session: Session, case: Case, visit: Visit, me: Actor
) -> None:
    form = VisitForm.model_validate(FORM)
    file(session, me, case.number, form, client_id="x")
    better = form.model_copy(update={"notes": "للابن راتب"})
    for wrong in ({"form": form}, {"reason": "قصير"}):
        with pytest.raises(BadInput):
            amend(session, me, case.number, **{"form": better, "reason": WHY, "form_version": 1} | wrong)
    amend(session, me, case.number, better, reason=WHY, form_version=1)
    assert form_of(visit) == better
    (first,) = earlier_forms(session, visit)
    assert (VisitForm.model_validate_json(first.form), first.version, first.reason) == (form, 1, WHY)
    with pytest.raises(Conflict):
        amend(session, me, case.number, form, reason=WHY, form_version=1)
    assert file(session, me, case.number, form, client_id="x") is visit


def test_a_form_that_a_decision_rests_on_is_not_corrected(
    session: Session, case: Case, visit: Visit, me: Actor
) -> None:
    form = VisitForm.model_validate(FORM)
    file(session, me, case.number, form, client_id="x")
    set_status(session, case, Status.PROPOSED, by=me)
    with pytest.raises(FormClosed):
        amend(session, me, case.number, form.model_copy(update={"notes": "غير"}), reason=WHY, form_version=1)


def test_told_and_found_stand_side_by_side() -> None:
    form = VisitForm.model_validate(
        FORM | {"claims": [{"label": "widow", "finding": "found"}, {"label": "debt", "finding": "not_found"}],
                "needs_found": ["food"]}
    )  # fmt: skip
    lines = {line.subject: line.agreement for line in verify(["widow", "debt", "orphan"], form.members + 1, form)}
    assert lines == {
        "household": Agreement.DIFFERS, "widow": Agreement.AGREES, "debt": Agreement.DIFFERS,
        "orphan": Agreement.NOT_ANSWERED, "food": Agreement.NEW,
    }  # fmt: skip


def test_what_is_due_comes_on_its_day_and_nobody_reached_is_due_again(session: Session, case: Case, me: Actor) -> None:
    row = plan_follow_up(session, me, case.number, FollowUpKind.REVISIT, this_day() + timedelta(days=3), "السقف")
    assert due_today(session, me).follow_ups == []
    with at(now() + timedelta(days=3)):
        assert [found.id for found, _ in due_today(session, me).follow_ups] == [row.id]
        finish_follow_up(session, me, case.number, row.id, FollowUpOutcome.NOT_REACHED)
        assert (row.done_at, row.tries, row.due_on) == (None, 1, this_day() + AGAIN)
        finish_follow_up(session, me, case.number, row.id, FollowUpOutcome.CHANGED, "عاد الأب إلى عمله")
    assert row.outcome is FollowUpOutcome.CHANGED
    with pytest.raises(NotFound):
        finish_follow_up(session, me, a_case(session).number, row.id, FollowUpOutcome.CHANGED)
    with pytest.raises(BadInput):
        plan_follow_up(session, me, case.number, FollowUpKind.REVISIT, this_day() - timedelta(days=1))


def test_a_registered_household_gets_its_follow_up_once(session: Session, office: Office, me: Actor) -> None:
    case = a_case(session, office=office, status=Status.DECIDED)
    held = a_case(session, office=office, status=Status.DECIDED)
    for decided, outcome in ((case, Outcome.REGISTERED), (held, Outcome.REFERRED)):
        session.add(
            Decision(case_id=decided.id, outcome=outcome, reason="سبب", state=DecisionState.FINAL,
                     proposed_by_id=me.account_id, proposed_at=now())
        )  # fmt: skip
    session.flush()
    assert (make_follow_ups(session), make_follow_ups(session)) == (1, 0)
    with at(now() + timedelta(days=91)):
        ((row, found),) = due_today(session, me).follow_ups
    assert (found.id, row.kind, row.due_on) == (
        case.id, FollowUpKind.AFTER_REGISTRATION, this_day() + timedelta(days=90),
    )  # fmt: skip


def test_after_three_calls_in_vain_another_round_is_proposed_and_the_case_stays_as_it_is(
    session: Session, case: Case, me: Actor
) -> None:
    for hours in (0, 1, 2):
        session.add(
            ContactAttempt(case_id=case.id, at=now() + timedelta(hours=hours), by_id=me.account_id,
                           channel=Channel.PHONE, reached=Reached.NO_ANSWER)
        )  # fmt: skip
    session.flush()
    assert due_today(session, me).calls == []
    with at(now() + REST + timedelta(hours=3)):
        assert [found.number for found, _ in due_today(session, me).calls] == [case.number]
    assert session.scalar(select(Case.status).where(Case.id == case.id)) is Status.CLAIMED
