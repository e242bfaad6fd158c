"""Drift, capacity and exports: what a supervisor sees, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.decisions.rules import Outcome
from detector.learning.weeks import WEEK, count_weeks
from detector.reports.approvals import may_train, newest
from detector.reports.models import LedgerLine, Source
from detector.reports.models import Outcome as Kept
from tests.detector.learning.conftest import allow, decide
from tests.factories import a_case
from tests.review_ui.browsing import Browsing
from tests.review_ui.test_sources_page import GROUND, in_days

Signed = Callable[[str], Browsing]


@pytest.fixture(autouse=True)
def exports_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DAMAN_EXPORT_FOLDER", str(tmp_path / "exports"))
    settings.cache_clear()
    yield tmp_path / "exports"
    settings.cache_clear()


def weeks(session: Session) -> None:
    """A calm week and one that turned."""
    for back, kind in ((2, "opinion"), (1, "solicitation")):
        session.add_all(
            LedgerLine(
                source=Source.FILES, external_id=f"{back}-{n}", fingerprint=f"{back}-{n}", kind=kind,
                outcome=Kept.NOT_KEPT, received_at=now() - back * WEEK, score_band=n % 3, length_band=n % 10,
            )
            for n in range(600)
        )  # fmt: skip
    session.flush()
    count_weeks(session)


def test_a_week_that_turned_says_so_and_one_can_look_back(browser_of: Signed) -> None:
    browser = browser_of("lead")
    with transaction() as session:
        weeks(session)
    page = browser.open("/learning")
    assert "تغيّر واضح" in page.text
    assert "طلب مال أو ترويج" in page.text
    assert "أقل من 0.001" in page.text
    assert "1 من 0" not in page.text
    assert "linear@" in page.text or "cascade@" in page.text
    back = next(link for link in reversed(page.links) if link.startswith("/learning?week="))
    assert "تغيّر واضح" not in browser.open(back).text.replace("0.25 فأكثر تغيّر واضح", "")


def test_the_threshold_stands_beside_what_committees_decide(browser_of: Signed) -> None:
    browser = browser_of("lead")
    with transaction() as session:
        weeks(session)
    page = browser.open("/learning")
    assert "المعمول بها" in page.text
    assert "600 منشورًا قُرئت" in page.text


def test_before_anything_was_counted_the_page_says_so(browser_of: Signed) -> None:
    page = browser_of("lead").open("/learning?week=never")
    assert "لم يُحسب أسبوع بعد" in page.text
    assert "لا أسبوع كاملًا بعد" in page.text


def test_the_dashboard_leads_there(browser_of: Signed) -> None:
    assert {"/learning", "/audit"} <= set(browser_of("lead").open("/dashboard").links)


def test_a_supervisor_sees_what_an_export_holds_makes_it_and_deletes_it(browser_of: Signed, exports_in: Path) -> None:
    browser = browser_of("lead")
    with transaction() as session:
        allow(session, Source.FILES)
        for source in (Source.FILES, Source.X):
            decide(session, a_case(session, status=Status.DECIDED, source=source), Outcome.REGISTERED)
    page = browser.open("/learning/exports")
    assert "أسرة محتاجة" in page.text
    assert "من منصة إكس: 1" in page.text
    page = browser.send("/learning/exports")
    assert "كُتب الملف." in page.text
    [file] = exports_in.iterdir()
    assert file.read_text(encoding="utf-8").count("\n") == 1
    page = browser.send("/learning/exports/1/delete")
    assert "حُذف الملف." in page.text
    assert list(exports_in.iterdir()) == []
    browser.post("/learning/exports/77/delete", browser.last.form("/learning/exports").values(), 404)


def test_an_approval_may_allow_training_but_not_for_x(browser_of: Signed) -> None:
    browser = browser_of("lead")
    page = browser.open("/sources")
    assert "training" not in {one.name for one in page.form("/sources/x/approve").fields}
    page = browser.send("/sources/news/approve", **GROUND, expires_at=in_days(30), training="1")
    assert "يجوز أن يتعلم القارئ من نصوصه" in page.text
    values = browser.last.form("/sources/x/approve").values()
    values |= {name: [value] for name, value in GROUND.items()} | {"expires_at": [in_days(30)], "training": ["1"]}
    browser.post("/sources/x/approve", values, 422)
    with transaction(write=False) as session:
        assert may_train(session, Source.NEWS)
        assert newest(session, Source.X) is None


@pytest.mark.parametrize("username", ["member", "press", "root"])
@pytest.mark.parametrize("path", ["/learning", "/learning/exports", "/audit", "/audit/missed", "/audit/estimate"])
def test_only_supervisors_see_them(browser_of: Signed, username: str, path: str) -> None:
    assert "غير مسموح" in browser_of(username).open(path, 403).text
