"""A village without a signal: the form opens, is filled in and handed in, and arrives once when the line is back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import uvicorn
from playwright.sync_api import expect
from sqlalchemy import select

from detector.clock import now
from detector.db import transaction
from detector.outreach.rules import Channel, ConsentGround
from detector.outreach.service import record_consent
from detector.review_queue.service import claim
from detector.staff.scope import Actor
from detector.visits.models import Visit, VisitStatus
from detector.visits.service import plan
from tests.browser.reading import Reader
from tests.journeys.running import until
from tests.review_ui import families
from tests.review_ui.browsing import application

pytestmark = pytest.mark.browser
NUMBER = "D-26-000001"
FIELD = f"/cases/{NUMBER}/visit/field"


@contextmanager
def serving(port: int) -> Iterator[int]:
    """The pages on one port of 127.0.0.1 (0: any free one); when the block ends the machine is gone."""
    config = uvicorn.Config(application(), host="127.0.0.1", port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until(lambda: server.started)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        thread.join(30)


@pytest.fixture
def planned(database: str) -> Actor:
    with transaction() as session:
        staff = families.staff(session)
        families.widow(session, 1)
    actor = Actor.of(staff.member)
    with transaction() as session:
        claim(session, actor, NUMBER)
        record_consent(session, actor, NUMBER, ground=ConsentGround.CONSENT, given_by="الأم", channel=Channel.PHONE,
                       purposes=["visit"])  # fmt: skip
        plan(session, actor, NUMBER, planned_for=now() + timedelta(hours=30), team=["أ", "ب"], woman_on_team=True)
    return actor


def fill(reader: Reader) -> None:
    for name, value in (("members", "6"), ("adults", "2"), ("children", "4"), ("notes", "البيت بلا كهرباء")):
        reader.fill(name, value)
    reader.choose("housing_kind", "rented")
    reader.choose("housing_condition", "poor")


def filed() -> list[VisitStatus]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Visit.status)))


def test_a_form_filled_in_without_a_signal_arrives_once_when_the_line_is_back(
    planned: Actor, open_page: Callable[..., Reader]
) -> None:
    with serving(0) as port:
        reader = open_page(f"http://127.0.0.1:{port}", width=390, height=800)
        reader.sign_in("member", families.PASSWORD)
        reader.go(FIELD)
        expect(reader.page.locator("[data-field-ready]")).to_be_visible()
    page = reader.page
    page.context.set_offline(True)
    page.goto(FIELD)  # the machine is gone: what opens is what the phone kept
    fill(reader)
    page.get_by_role("button", name="أرسل النموذج").click()
    expect(page.locator("#outbox")).to_be_visible()
    page.goto(FIELD)
    expect(page.locator("[name=notes]")).to_have_value("البيت بلا كهرباء")
    assert filed() == [VisitStatus.PLANNED]
    with serving(port):
        page.context.set_offline(False)
        until(lambda: filed() == [VisitStatus.FILED])
        expect(page.locator("#outbox")).to_contain_text(NUMBER)
        assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('daman:'))") == []
        reader.go(f"/cases/{NUMBER}/visit")
        assert reader.sees("البيت بلا كهرباء")
        kept = "caches.open('daman-field-1').then((c) => c.keys()).then((k) => k.map((r) => new URL(r.url).pathname))"
        assert FIELD not in page.evaluate(kept)
    reader.faults.clear()  # a browser without a line complains of each fetch


def test_signing_out_leaves_nothing_of_a_family_on_the_phone(planned: Actor, open_page: Callable[..., Reader]) -> None:
    with serving(0) as port:
        reader = open_page(f"http://127.0.0.1:{port}", width=390, height=800)
        reader.sign_in("member", families.PASSWORD)
        reader.go(FIELD)
        expect(reader.page.locator("[data-field-ready]")).to_be_visible()
        fill(reader)
        reader.press("خروج")
        kept = "caches.open('daman-field-1').then((c) => c.keys()).then((k) => k.map((r) => new URL(r.url).pathname))"
        until(lambda: FIELD not in reader.page.evaluate(kept))
        assert reader.page.evaluate("localStorage.length") == 0
