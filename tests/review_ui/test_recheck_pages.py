"""The re-check, its findings and the match page's details, on the pages, in order at every step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from detector import crypto
from detector.clock import RIYADH, now
from detector.config import settings
from detector.db import transaction
from detector.jobs.local import work_all
from detector.registry.models import AgencyCoverage, AgencyRow, Answer, Beneficiary
from tests.review_ui.browsing import Browsing
from tests.review_ui.families import offices

Signed = Callable[[str], Browsing]
WHY = "راجعنا الجهة ووجدنا العقد منتهيا"


@pytest.fixture
def rolls(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three people of the member's office; an agency names the first."""
    monkeypatch.setenv("DAMAN_AGENCY_LINKS", json.dumps({"gosi": {"by": "table"}}))
    settings.cache_clear()
    today = now().astimezone(RIYADH).date()
    with transaction() as session:
        home, _ = offices(session)
        for n in range(3):
            number = f"9{n:09}"
            index = crypto.blind_index("national_id", number)
            session.add(
                Beneficiary(
                    national_id_index=index, national_id=number, full_name="نورة سالم الحربي", birth_date=None,
                    status="registered", office_name=home.name, as_of=today,
                )
            )  # fmt: skip
            if n == 0:
                session.add(
                    AgencyRow(national_id_index=index, agency="gosi", reason="R3", answer=Answer.YES, as_of=today)
                )
        session.add(AgencyCoverage(agency="gosi", reason="R3", as_of=today))
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("rolls")
def test_a_run_is_started_and_dropping_takes_two_people(browser_of: Signed) -> None:
    lead, member = browser_of("lead"), browser_of("member")
    lead.open("/registry/recheck")
    assert "بدأت الجولة" in lead.send("/registry/recheck").text
    work_all()
    page = lead.open("/registry/recheck")
    assert "التأمينات الاجتماعية" in page.text
    member.open("/registry/recheck/1/findings?state=proposed")
    assert "9•••••••00" in member.last.text
    assert "نورة" not in member.last.text
    member.open("/registry/findings/1")
    member.send("/registry/findings/1/say", 422, word="drop", say_reason="")
    member.open("/registry/findings/1")
    assert "ينتظر الثاني" in member.send("/registry/findings/1/say", word="drop", say_reason=WHY).text
    lead.open("/registry/findings/1")
    assert "أُسقط بعد موظف ثانٍ" in lead.send("/registry/findings/1/second", agree="yes").text
    assert "مشار إليه" in lead.send("/registry/findings/1/recovery", recovery_reason=WHY).text
    member.open("/registry/findings/1")
    assert "ينتظر نظر موظف" in member.send("/registry/findings/1/dispute", dispute_reason=WHY).text


@pytest.mark.usefixtures("people")
def test_without_a_link_the_page_says_so(browser_of: Signed) -> None:
    lead = browser_of("lead")
    lead.open("/registry/recheck")
    assert "لا جهة يمكن أن تُسأل آليًا" in lead.send("/registry/recheck", 409).text
    lead.open("/registry/duplicates")
    browser_of("press").open("/registry/recheck", 403)
    browser_of("stranger").open("/registry/findings/1", 404)
