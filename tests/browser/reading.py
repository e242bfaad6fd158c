"""Somebody in front of a page."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page

from review_ui.words import say


class Reader:
    """A page, with what it asked for and what went wrong in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.asked_elsewhere: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda asked: self._note_request(asked.url, address))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note_console)

    def _note_request(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:", "about:")):
            self.asked_elsewhere.append(url)

    def _note_console(self, message: ConsoleMessage) -> None:
        # A refused form is answered with a 4xx page, which Chromium logs as an error of its own.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.faults.append(message.text)

    def go(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        self.look()

    def look(self) -> None:
        """Every page is Arabic, from right to left, and fits its screen."""
        self.page.wait_for_load_state()
        root = self.page.locator("html")
        assert root.get_attribute("dir") == "rtl"
        assert root.get_attribute("lang") == "ar"
        assert self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    def sign_in(self, username: str, password: str) -> None:
        self.go("/sign-in")
        self.fill("username", username)
        self.fill("password", password)
        self.press(say("sign_in.submit"))

    def fill(self, name: str, value: str) -> None:
        self.page.locator(f"[name={name}]:visible").first.fill(value)

    def choose(self, name: str, *values: str) -> None:
        """Radio buttons and boxes by their values, through the words beside them."""
        for value in values:
            box = self.page.locator(f"input[name={name}][value={value}]")
            self.page.locator("label", has=box).click()
            assert box.is_checked(), (name, value)

    def select(self, name: str, value: str) -> None:
        self.page.locator(f"select[name={name}]:visible").select_option(value)

    def press(self, words: str) -> None:
        """A button by its words; the page that comes is looked at."""
        self.page.get_by_role("button", name=words, exact=True).first.click()
        self.look()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words, exact=True).first.click()
        self.look()

    def sees(self, words: str) -> bool:
        self.page.get_by_text(words).first.wait_for()
        return True
