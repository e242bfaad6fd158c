"""A person with a browser: opens pages, fills forms, and finds every page in order that they open."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.testclient import TestClient

from review_ui.app import add_pages
from review_ui.security import POLICY
from tests.review_ui.families import PASSWORD
from tests.review_ui.page import Page


class Browsing:
    """One person's browser. `last` is the newest page; each page must keep the rules of `Page`."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(app, base_url="http://testserver", raise_server_exceptions=True)
        self.last: Page | None = None
        self.path = ""

    def open(self, path: str, status: int = 200) -> Page:
        return self._read(self.client.get(path), status)

    def sign_in(self, username: str, password: str = PASSWORD) -> Page:
        self.open("/sign-in")
        return self.send("/sign-in", username=username, password=password)

    def send(self, action: str, status: int = 200, /, **typed: str | list[str]) -> Page:
        """Fill the form of the last page that goes to `action`, send it and follow where it leads."""
        assert self.last is not None
        values = self.last.form(action).values()
        values |= {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        return self.post(action, values, status)

    def post(self, action: str, values: dict[str, list[str]], status: int = 200) -> Page:
        body = urlencode([(name, value) for name, many in values.items() for value in many])
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._read(self.client.post(action, content=body, headers=kind), status)

    def _read(self, response: object, status: int) -> Page:
        assert response.status_code == status, (response.status_code, response.url, _words(response.text))  # type: ignore[attr-defined]
        assert response.headers["content-security-policy"] == POLICY  # type: ignore[attr-defined]
        assert response.headers["cache-control"] == "no-store"  # type: ignore[attr-defined]
        self.path = response.url.raw_path.decode()  # type: ignore[attr-defined]
        self.last = Page(response.text)  # type: ignore[attr-defined]
        assert not self.last.faults, (self.path, self.last.faults)
        return self.last


def _words(html: str) -> str:
    return " ".join(Page(html).text.split())[:600]


def application() -> FastAPI:
    app = FastAPI(openapi_url=None)
    add_pages(app)
    return app
