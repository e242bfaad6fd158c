"""A person with a browser: opens pages, fills forms, and finds every page in order that they open."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from review_ui.app import add_pages
from review_ui.security import POLICY
from tests.review_ui.families import PASSWORD
from tests.review_ui.page import Page


class Browsing:
    """One person's browser. `last` is the newest page; each page must keep the rules of `Page`."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(app, base_url="http://testserver", raise_server_exceptions=True)
        self._last: Page | None = None
        self.path = ""

    @property
    def last(self) -> Page:
        assert self._last is not None, "no page was opened yet"
        return self._last

    def open(self, path: str, status: int = 200) -> Page:
        return self._read(self.client.get(path), status)

    def sign_in(self, username: str, password: str = PASSWORD) -> Page:
        self.open("/sign-in")
        return self.send("/sign-in", username=username, password=password)

    def send(self, action: str, status: int = 200, /, **typed: str | list[str]) -> Page:
        """Fill the form of the last page that goes to `action`, send it and follow where it leads."""
        values = self.last.form(action).values()
        values |= {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        return self.post(action, values, status)

    def post(self, action: str, values: dict[str, list[str]], status: int = 200) -> Page:
        body = urlencode([(name, value) for name, many in values.items() for value in many])
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._read(self.client.post(action, content=body, headers=kind), status)

    def _read(self, response: Response, status: int) -> Page:
        assert response.status_code == status, (response.status_code, response.url, _words(response.text))
        assert response.headers["content-security-policy"] == POLICY
        assert response.headers["cache-control"] == "no-store"
        self.path = response.url.raw_path.decode()
        self._last = Page(response.text)
        assert not self.last.faults, (self.path, self.last.faults)
        return self.last


def _words(html: str) -> str:
    return " ".join(Page(html).text.split())[:600]


def application() -> FastAPI:
    app = FastAPI(openapi_url=None)
    add_pages(app)
    return app
