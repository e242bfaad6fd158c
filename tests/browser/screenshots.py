"""Takes the pictures of README.md from a running demo: `python -m tests.browser.screenshots http://127.0.0.1:8000`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from detector.demo.accounts import PASSWORD
from tests.browser.conftest import ARGS

# A payment whose first step is done and whose last is not.
BEGUN = "body:has(form[action$='/update_data']):not(:has(form[action$='/link_iban']))"
IMAGES = Path(__file__).parents[2] / "docs/images"
WIDE, TALL, TELEPHONE = ({"width": w, "height": h} for w, h in ((1280, 900), (1280, 1500), (412, 900)))


def opened(browser: Browser, address: str, size: dict[str, int], username: str | None) -> Page:
    page = browser.new_context(base_url=address, viewport=size, locale="ar-SA", timezone_id="Asia/Riyadh").new_page()  # type: ignore[arg-type]
    if username:
        page.goto("/sign-in")
        page.locator("#username").fill(username)
        page.locator("#password").fill(PASSWORD)
        page.locator("form:has(#password) button[type=submit]").click()
        page.wait_for_load_state("networkidle")
    return page


def take(page: Page, name: str, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)  # charts grow into place
    page.screenshot(path=IMAGES / f"{name}.png")


def first(page: Page, path: str, like: str, having: str = "body") -> str:
    """The first link like `like` on the page at `path` whose page has `having`."""
    page.goto(path)
    for link in page.locator(f"a[href^='{like}']").evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        page.goto(link)
        if page.locator(having).count():
            return str(link)
    raise LookupError(having)


def main(address: str) -> None:
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        member = opened(browser, address, WIDE, "kharj")
        take(member, "queue", "/queue")
        take(member, "case", first(member, "/queue?mine=1", "/cases/", "mark"))
        take(member, "guidance", first(member, "/guidance", "/guidance/D", BEGUN))
        take(opened(browser, address, TALL, "national"), "dashboard", "/dashboard?days=90")
        telephone = opened(browser, address, TELEPHONE, "kharj")
        take(telephone, "visit", first(telephone, "/queue?status=visit_planned", "/cases/") + "/visit")
        take(opened(browser, address, TELEPHONE, None), "tip", "/tips/new")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
