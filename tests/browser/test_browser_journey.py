"""One family's story in a real browser: told, found, visited, matched, decided by two, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from detector.clock import RIYADH, now
from detector.dashboard.refresh import refresh
from detector.db import transaction
from review_ui.words import say
from tests.browser.reading import Reader
from tests.journeys.family import MOTHER, NATIONAL_ID, PASSWORD, TEAM, TIP, Office, settle
from tests.journeys.running import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def office(database: str, tmp_path: Path) -> Office:
    return settle(tmp_path)


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    with serving() as at:
        yield at


def file_tip(reader: Reader, office: Office) -> str:
    """On a telephone; returns the path of the receipt's page."""
    reader.go("/tips/new")
    reader.fill("text", TIP)
    reader.choose("about", "other")
    with reader.page.expect_response(lambda answer: "/tips/governorates" in answer.url):
        reader.select("region_code", office.region)
    reader.page.locator(f"#governorate_id option[value='{office.governorate_id}']").wait_for(state="attached")
    reader.select("governorate_id", str(office.governorate_id))
    reader.press(say("tip.submit"))
    return reader.page.locator("#link").get_attribute("href") or ""


def stage(reader: Reader, receipt: str) -> str:
    reader.go(receipt)
    return reader.page.locator(".timeline [aria-current=step] p").first.inner_text()


def funnel(leader: Reader) -> list[str]:
    """The numbers of the dashboard's funnel, as its table says them."""
    leader.go("/dashboard")
    table = leader.page.get_by_role("table").filter(has_text=say("metric.received")).first
    leader.page.locator("details:has(table)").evaluate_all("all => all.forEach(one => one.open = true)")
    return table.locator("tbody tr td:nth-child(2)").all_inner_texts()


def test_a_family_is_found_visited_matched_and_decided(
    address: str, office: Office, open_page: Callable[..., Reader]
) -> None:
    reporter = open_page(address, width=390, height=844)
    reporter.sign_in("reporter", PASSWORD)
    receipt = file_tip(reporter, office)
    assert receipt.startswith("/tips/")

    # The committee finds it in its queue, with the reasons for its place, and claims it.
    member = open_page(address)
    member.sign_in("member", PASSWORD)
    for _ in range(60):  # until the worker has read it
        member.go("/queue")
        if member.page.locator("tbody tr").count():
            break
        member.page.wait_for_timeout(500)
    member.page.locator("a[href^='/cases/']").first.click()
    member.look()
    case = member.page.url.removeprefix(address).split("?")[0].split("#")[0]
    assert member.sees("رفحاء")
    assert member.page.locator("mark").count() > 0
    member.press(say("queue.claim"))

    # Until somebody has agreed to it, neither a visit nor the registry can be reached.
    member.go(f"{case}/visit")
    assert member.sees(say("visit.locked"))
    member.go(f"{case}/match")
    assert member.sees(say("match.locked"))

    member.go(case)
    member.choose("channel", "phone")
    member.choose("reached", "reached")
    member.press(say("contact.log"))
    member.go(case)
    member.choose("purposes", "visit", "registry_match", "agency_check")
    member.choose("ground", "consent")
    member.fill("given_by", MOTHER)
    member.select("consent_channel", "phone")
    member.press(say("consent.record"))
    assert stage(reporter, receipt) == say("stage.being_checked")

    # A visit today would be too early; tomorrow's is planned, and its form is filled in at the home.
    member.go(f"{case}/visit")
    plan(member, days=0)
    assert member.page.url.endswith("/plan")
    plan(member, days=2)
    member.go(f"{case}/visit")
    fill_form(member)
    assert stage(reporter, receipt) == say("stage.visited")

    # Her ID is looked up; the page never shows it whole.
    member.go(f"{case}/match")
    member.fill("full_name", MOTHER)
    member.fill("national_id", NATIONAL_ID)
    member.press(say("match.add"))
    member.page.locator("form[action*='/match/persons/'] button").first.click()
    member.look()
    assert NATIONAL_ID not in member.page.content()
    assert member.sees(say("registry.not_registered"))

    # "Held" would take something from the family: a second officer decides, and sends it back.
    decide(member, case, "held", "ينقص صك حصر الورثة", "documents")
    leader = open_page(address)
    leader.sign_in("leader", PASSWORD)
    assert funnel(leader)[-1] == "0"
    leader.go(f"{case}/decision")
    leader.fill("note", "الصك ليس شرطًا للتسجيل")
    leader.press(say("decide.second.return"))

    # What is adverse is decided when two agree.
    decide(member, case, "held", "لا يطابق الاسم ما في الهوية", "identity")
    leader.go(f"{case}/decision")
    leader.press(say("decide.second.agree"))
    assert stage(reporter, receipt) == say("stage.closed")
    assert "held" not in reporter.page.content()

    # The dashboard has moved.
    with transaction() as session:
        refresh(session)
    assert funnel(leader) == ["1", "1", "1", "1", "1"]


def plan(member: Reader, *, days: int) -> None:
    member.fill("day", (now().astimezone(RIYADH) + timedelta(days=days)).date().isoformat())
    member.fill("hour", "23:45")
    for number, name in enumerate(TEAM, 1):
        member.fill(f"member_{number}", name)
    box = member.page.locator("input[name=woman_on_team]")
    if not box.is_checked():
        member.page.locator("label", has=box).click()
    member.press(say("visit.plan.submit"))


def fill_form(member: Reader) -> None:
    for name, value in (("members", "٥"), ("adults", "1"), ("children", "4"), ("rent", "900")):
        member.fill(name, value)
    member.choose("housing_kind", "rented")
    member.choose("housing_condition", "poor")
    member.choose("needs", "widow", "orphan", "housing")
    member.choose("documents", "national_id")
    member.fill("notes", "طابق ما وجدناه ما جاء في البلاغ")
    member.press(say("form.submit"))


def decide(member: Reader, case: str, outcome: str, reason: str, code: str) -> None:
    member.go(f"{case}/decision")
    member.choose("outcome", outcome)
    member.select("reason_code", code)
    member.fill("reason", reason)
    member.press(say("decide.submit"))
