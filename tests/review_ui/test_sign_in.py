"""Signing in and out by the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detector.config import settings
from tests.review_ui.browsing import Browsing, application
from tests.review_ui.families import PASSWORD, Staff

Signed = Callable[[str], Browsing]


def test_a_wrong_password_is_told_and_the_name_is_kept(people: Staff, visitor: Browsing) -> None:
    visitor.open("/sign-in")
    page = visitor.send("/sign-in", 401, username="member", password="wrong")
    assert "كلمة المرور غير صحيحة" in page.text
    assert page.form("/sign-in").values()["username"] == ["member"]
    assert page.form("/sign-in").values()["password"] == [""]


def test_wrong_passwords_are_counted_until_the_account_rests(people: Staff, visitor: Browsing) -> None:
    visitor.open("/sign-in")
    for _ in range(settings().sign_in_attempts):
        visitor.send("/sign-in", 401, username="member", password="wrong")
    assert "أُوقف الدخول مؤقتًا" in visitor.send("/sign-in", 429, username="member", password=PASSWORD).text


def test_a_page_that_needs_an_account_comes_back_after_signing_in(people: Staff, visitor: Browsing) -> None:
    visitor.open("/queue?lane=0")
    assert visitor.path == "/sign-in?next=/queue%3Flane%3D0"
    visitor.send("/sign-in", username="member", password=PASSWORD)
    assert visitor.path == "/queue?lane=0"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(people: Staff, visitor: Browsing, elsewhere: str) -> None:
    visitor.open("/sign-in")
    visitor.send("/sign-in", username="member", password=PASSWORD, next=elsewhere)
    assert visitor.path == "/queue"


def test_after_signing_out_the_pages_are_closed_and_drafts_are_forgotten(browser_of: Signed) -> None:
    browser = browser_of("member")
    page = browser.send("/sign-out")
    assert 'data-draft-done="*"' in page.html
    browser.open("/queue")
    assert browser.path.startswith("/sign-in")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(people: Staff, visitor: Browsing) -> None:
    visitor.open("/sign-in")
    form = {"username": "member", "password": PASSWORD}
    answer = visitor.client.post("/sign-in", data=form, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_the_cookie_needs_tls_in_a_deployment(people: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "secure_cookies", True)
    visitor = Browsing(application())
    answer = visitor.client.post("/sign-in", data={"username": "member", "password": PASSWORD}, follow_redirects=False)
    assert "secure" in answer.headers["set-cookie"].lower()


def test_demo_accounts_are_shown_in_the_demo_alone(visitor: Browsing, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "حسابات العرض" not in visitor.open("/sign-in").text
    monkeypatch.setattr(settings(), "demo", True)
    assert "حسابات العرض" in visitor.open("/sign-in").text
