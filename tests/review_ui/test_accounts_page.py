"""The administrator's page: accounts and the journal's check, and no family's file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from detector.db import transaction
from detector.staff.models import Account
from tests.review_ui.browsing import Browsing, application
from tests.review_ui.families import offices

Signed = Callable[[str], Browsing]
NEW = {"username": "rafha", "display_name": "لجنة رفحاء", "role": "committee", "password": "كلمة-طويلة-جدا"}


@pytest.fixture
def home(database: str) -> str:
    """The choice of the first office in the form."""
    with transaction(write=False) as session:
        return f"office:{offices(session)[0].id}"


def account(username: str) -> Account | None:
    with transaction(write=False) as session:
        return session.scalar(select(Account).where(Account.username == username))


def test_a_new_account_is_listed_and_can_sign_in(browser_of: Signed, home: str) -> None:
    browser = browser_of("root")
    browser.open("/accounts")
    page = browser.send("/accounts", **NEW, scope=home)
    assert "أُضيف الحساب." in page.text
    assert "لجنة رفحاء" in page.text
    made = account("rafha")
    assert made is not None
    assert f"office:{made.office_id}" == home
    newcomer = Browsing(application())
    newcomer.sign_in("rafha", NEW["password"])
    assert newcomer.path == "/queue"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"password": "قصيرة"}, "كلمة المرور عشرة أحرف على الأقل."),
        ({"username": "member"}, "الاسم مستخدم؛ اختر غيره."),
        ({"scope": ""}, "اللجنة ترى حالات مكتبها وحدها."),
        ({"scope": "office:999999"}, "اختر واحدًا من الخيارات."),
        ({"scope": "office:x"}, "اختر واحدًا من الخيارات."),
        ({"role": "king"}, "اختر واحدًا من الخيارات."),
        ({"display_name": " "}, "هذا الحقل مطلوب."),
    ],
)
def test_a_wrong_value_is_told_beside_its_field_and_adds_nobody(
    browser_of: Signed, home: str, typed: dict[str, str], told: str
) -> None:
    browser = browser_of("root")
    browser.open("/accounts")
    page = browser.send("/accounts", 422, **{**NEW, "scope": home, **typed})
    assert told in page.text
    assert NEW["password"] not in page.html
    assert account("rafha") is None


def test_a_journalist_has_no_scope_whatever_was_chosen(browser_of: Signed, home: str) -> None:
    browser = browser_of("root")
    browser.open("/accounts")
    browser.send("/accounts", **{**NEW, "role": "journalist"}, scope=home)
    made = account("rafha")
    assert made is not None
    assert (made.office_id, made.region_code) == (None, None)


def test_the_journal_is_found_whole(browser_of: Signed) -> None:
    browser = browser_of("root")
    browser.open("/accounts")
    assert "السجل سليم كله." in browser.send("/accounts/journal").text


def test_an_entry_that_was_changed_is_found(browser_of: Signed) -> None:
    browser = browser_of("root")
    with transaction() as session:
        session.execute(text("UPDATE journal_entry SET action = 'nothing' WHERE seq = 2"))
    browser.open("/accounts")
    assert "السجل مكسور عند القيد 2." in browser.send("/accounts/journal").text


@pytest.mark.parametrize("username", ["member", "press", "lead"])
def test_others_neither_see_nor_add_accounts(browser_of: Signed, username: str, home: str) -> None:
    browser = browser_of(username)
    browser.open("/accounts", 403)
    csrf = browser.open("/tips/new").form("/sign-out").values()["csrf"]
    browser.post("/accounts", {"csrf": csrf, "scope": [home], **{k: [v] for k, v in NEW.items()}}, 403)
    browser.post("/accounts/journal", {"csrf": csrf}, 403)
    assert account("rafha") is None


def test_the_administrator_reads_no_familys_file(browser_of: Signed) -> None:
    browser = browser_of("root")
    for path in ("/queue", "/guidance", "/dashboard"):
        assert "هذا العمل ليس من" in browser.open(path, 403).text
        assert "/queue" not in browser.last.links
