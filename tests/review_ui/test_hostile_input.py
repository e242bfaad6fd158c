"""What no browser sends: odd addresses, ids and headers get an answer that says what is wrong, never a broken page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from detector.db import transaction
from detector.errors import DetectorError
from review_ui.forms import Form
from review_ui.security import HEADERS
from review_ui.submit import local
from tests.review_ui import families
from tests.review_ui.browsing import Browsing, application

Signed = Callable[[str], Browsing]


@pytest.mark.parametrize("elsewhere", ["//[", "http://[", "//evil", "/\\evil", "/a\nb", ""])
def test_an_address_to_come_back_to_is_ours_or_the_start(elsewhere: str) -> None:
    assert local(elsewhere) == "/"


def test_the_sign_in_form_opens_whatever_it_shall_lead_to(visitor: Browsing) -> None:
    page = visitor.open("/sign-in?next=//%5B")
    assert page.form("/sign-in").values().get("next", [""]) in ([""], ["/"])


def test_a_form_from_an_address_that_cannot_be_read_is_refused(visitor: Browsing) -> None:
    answer = visitor.client.post("/sign-in", data={"username": "a", "password": "b"}, headers={"origin": "http://["})
    assert answer.status_code == 403


@pytest.mark.parametrize("act", ["consent/{}/withdraw", "reports/{}/phone", "match/persons/{}", "match/{}/settle"])
@pytest.mark.parametrize("row", ["9" * 30, "-1", "x"])
def test_an_id_that_no_row_can_have_is_refused(browser_of: Signed, act: str, row: str) -> None:
    with transaction() as session:
        number = families.widow(session, 1).number
    browser = browser_of("member")
    token = browser.open("/queue").form("/sign-out").values()["csrf"]
    refused = browser.post(f"/cases/{number}/{act.format(row)}", {"csrf": token}, 422)
    assert "قيمة غير مقبولة" in refused.text


@pytest.mark.parametrize("typed", ["000000000001" + "9" * 18, "0" * 5_000])
def test_zeros_in_front_do_not_carry_a_number_past_its_limit(typed: str) -> None:
    form = Form.of([("members", typed)])
    assert form.number("members", most=60) is None
    assert "members" in form.errors


def test_a_page_that_breaks_is_as_closed_as_the_others(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> object:
        raise RuntimeError

    monkeypatch.setattr("review_ui.pages.start.start", broken)
    answer = TestClient(application(), raise_server_exceptions=False).get("/")
    assert answer.status_code == 500
    assert DetectorError.code in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
