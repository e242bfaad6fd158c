"""The tip form on a telephone: how little it asks, the proof behind it, and what stays on the device."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from detector.db import transaction
from detector.reports.attachments import Attachment
from detector.reports.models import Tip
from detector.reports.proof import SpentProof
from tests.browser.pages_alone import serving_pages
from tests.browser.reading import Reader
from tests.detector.reports.test_attachments import a_photo

pytestmark = pytest.mark.browser
TEXT = "أسرة من ثمانية أفراد في بيت بلا كهرباء شرق صبيا، الأب مقعد ولا دخل لهم"


@pytest.fixture
def telephone(database: str, open_page: Callable[..., Reader]) -> Iterator[Callable[..., Reader]]:
    with serving_pages() as address:
        yield lambda **options: open_page(address, **{"width": 390, "height": 844, "has_touch": True, **options})


def count(table: type) -> int:
    with transaction(write=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_three_taps_and_one_text_file_a_tip_with_its_proof(telephone: Callable[..., Reader]) -> None:
    reader = telephone()
    reader.go("/tips/new")
    page = reader.page
    page.locator("#text").tap()
    page.keyboard.insert_text(TEXT)
    page.get_by_text("عن شخص آخر").tap()
    expect(page.locator("input[name=altcha]")).not_to_have_value("", timeout=60_000)
    page.get_by_role("button", name="أرسل البلاغ").tap()
    page.wait_for_url("**/tips/*?new=1")
    assert (count(Tip), count(SpentProof)) == (1, 1)


def test_photos_are_sent_from_the_telephone(telephone: Callable[..., Reader]) -> None:
    reader = telephone()
    reader.go("/tips/new")
    page = reader.page
    page.fill("#text", TEXT)
    page.get_by_label("عن شخص آخر").check()
    page.set_input_files("#photos", [{"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": a_photo(1_200, 900)}])
    page.get_by_role("button", name="أرسل البلاغ").tap()
    page.wait_for_url("**/tips/*?new=1")
    reader.look()
    assert count(Attachment) == 1


def test_on_a_shared_telephone_nothing_is_kept(telephone: Callable[..., Reader]) -> None:
    reader = telephone()
    reader.go("/tips/new")
    page = reader.page
    kept = "JSON.stringify(localStorage)"
    page.fill("#text", TEXT)
    assert "ثمانية" in page.evaluate(kept)
    page.get_by_role("button", name="امسح المسودة").tap()
    page.wait_for_load_state()
    expect(page.locator("#text")).to_have_value("")
    assert "ثمانية" not in page.evaluate(kept)
    page.get_by_label("لا تحفظ على هذا الجهاز").check()
    page.fill("#text", TEXT)
    assert "ثمانية" not in page.evaluate(kept)
    reader.go("/tips/new")
    expect(page.get_by_label("لا تحفظ على هذا الجهاز")).to_be_checked()
    expect(page.locator("#text")).to_have_value("")
