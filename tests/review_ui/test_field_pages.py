"""Field work as pages: presence, drafts that a person merges, corrections, follow-ups, what is due today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from detector.clock import RIYADH, now
from detector.db import transaction
from detector.outreach.rules import Channel, ConsentGround
from detector.outreach.service import record_consent
from detector.review_queue.service import claim
from detector.staff.scope import Actor
from detector.visits.models import FollowUp, Visit, VisitStatus
from detector.visits.service import plan
from tests.review_ui import families
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
CASE = "/cases/D-26-000001"
VISIT = f"{CASE}/visit"
FORM = {"members": "6", "adults": "2", "children": "4", "housing_kind": "rented", "housing_condition": "poor"}


@pytest.fixture
def going(browser_of: Signed, people: families.Staff) -> tuple[Browsing, Browsing]:
    """The holder and the colleague who goes along, in front of the planned visit."""
    actor = Actor.of(people.member)
    with transaction() as session:
        families.widow(session, 1)
    with transaction() as session:
        claim(session, actor, "D-26-000001")
        record_consent(session, actor, "D-26-000001", ground=ConsentGround.CONSENT, given_by="الأم",
                       channel=Channel.PHONE, purposes=["visit"])  # fmt: skip
        plan(session, actor, "D-26-000001", planned_for=now() + timedelta(hours=30), team=["سعد"],
             colleagues=[people.colleague.id], woman_on_team=True)  # fmt: skip
    return browser_of("member"), browser_of("colleague")


def test_a_team_checks_in_and_out(going: tuple[Browsing, Browsing]) -> None:
    holder, colleague = going
    colleague.open(VISIT)
    assert "دخل الفريق" in colleague.send(f"{VISIT}/check-in", place="حي السلام").text
    holder.open(VISIT)
    assert "خرج الفريق" in holder.send(f"{VISIT}/check-out").text


def test_two_drafts_of_one_form_are_merged_by_a_person(going: tuple[Browsing, Browsing]) -> None:
    holder, colleague = going
    holder.open(VISIT)
    colleague.open(VISIT)
    holder.post(
        f"{VISIT}/draft", holder.last.form(f"{VISIT}/form").values() | {"members": ["6"], "notes": ["من الأول"]}
    )
    mine = colleague.last.form(f"{VISIT}/form").values() | {"members": ["9"], "notes": ["من الثانية"]}
    page = colleague.post(f"{VISIT}/draft", mine, 409)
    assert "من الأول" in page.text
    page = colleague.send(f"{VISIT}/merge", **{"use.members": "kept", "use.notes": "mine"})
    assert 'value="6"' in page.html
    assert "من الثانية" in page.html


def test_a_filed_form_is_corrected_with_a_reason_and_follow_ups_are_set(going: tuple[Browsing, Browsing]) -> None:
    holder, _ = going
    holder.open(VISIT)
    page = holder.send(f"{VISIT}/form", **FORM)
    assert "ما ذُكر وما وُجد" in page.text
    holder.open(f"{VISIT}?amend=1")
    page = holder.send(f"{VISIT}/amend", notes="للابن راتب", amend_reason="نُسي دخل الابن الأكبر")
    assert "نُسي دخل الابن الأكبر" in page.text
    assert "للابن راتب" in page.text
    today = f"{now().astimezone(RIYADH):%Y-%m-%d}"
    holder.send(f"{VISIT}/follow-ups", follow_kind="revisit", due_on=today, follow_note="السقف")
    assert "زيارة ثانية" in holder.open("/today").text
    with transaction(write=False) as session:
        row = session.scalars(select(FollowUp)).one()
    holder.open(VISIT)
    holder.send(f"{VISIT}/follow-ups/{row.id}", follow_outcome="not_needed")
    assert "زيارة ثانية" not in holder.open("/today").text


def test_the_page_for_the_field_names_nobody_and_a_phone_sends_its_form_once(going: tuple[Browsing, Browsing]) -> None:
    holder, _ = going
    page = holder.open(f"{VISIT}/field")
    assert "الأم" not in page.text
    values = page.form(f"{VISIT}/form").values() | {name: [value] for name, value in FORM.items()}
    token = holder.client.get("/outbox/token").json()
    body = {name: many[0] for name, many in values.items() if many} | {"csrf": token["csrf"]}
    answers = [holder.client.post(f"{VISIT}/send", data=body).json()["state"] for _ in range(2)]
    assert answers == ["filed", "filed"]
    other = holder.client.post(f"{VISIT}/send", data=body | {"client_id": "another"})
    assert (other.status_code, other.json()["state"]) == (409, "conflict")
    with transaction(write=False) as session:
        assert session.scalars(select(Visit.status)).all() == [VisitStatus.FILED]


def test_nobody_else_gets_the_form_or_a_token(going: tuple[Browsing, Browsing], browser_of: Signed) -> None:
    for username, status in (("lead", 409), ("stranger", 404)):
        page = browser_of(username).open(f"{VISIT}/field", status)
        assert "data-outbox" not in page.html
        assert "members" not in page.html


def test_a_stranger_is_told_that_nobody_is_signed_in(visitor: Browsing) -> None:
    assert visitor.client.get("/outbox/token").status_code == 401
    worker = visitor.client.get("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
