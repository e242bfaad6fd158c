"""A page as a person meets it: its forms, its words, and everything that the house rules say about any page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"input", "meta", "link", "br", "img", "hr"})
# A key or code that reached a reader: `tip.title`, `no_income`. Latin text of people stands in .ltr or dir=auto elements.
UNTRANSLATED = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[a-z]+\.[a-z]+(?:\.[a-z]+)*\b")
FIELDS = ("input", "select", "textarea")


@dataclass
class Field:
    tag: str
    name: str
    type: str
    id: str
    value: str
    checked: bool
    labelled: bool


@dataclass
class PostForm:
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def values(self) -> dict[str, list[str]]:
        """What a browser would send if nothing were typed."""
        sent: dict[str, list[str]] = {}
        for one in self.fields:
            if one.name and (one.type not in ("checkbox", "radio") or one.checked):
                sent.setdefault(one.name, []).append(one.value)
        return sent


class Page(HTMLParser):
    """Reads a page and keeps what the checks need; `faults` lists every broken rule."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.text, self.faults = html, "", []  # type: ignore[var-annotated]
        self.forms: list[PostForm] = []
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.label_for: set[str] = set()
        self.headings: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._buttons: list[str] = []
        self.feed(html)
        self._conclude()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        self._check(tag, at)
        if "id" in at:
            self.ids[at["id"]] += 1
        if tag == "label" and "for" in at:
            self.label_for.add(at["for"])
        if tag == "form":
            self.forms.append(PostForm(at.get("action", ""), at.get("method", "get")))
        if tag in FIELDS and self.forms:
            self._field(tag, at)
        if tag == "option" and self.forms and self.forms[-1].fields:
            select = self.forms[-1].fields[-1]
            if "selected" in at or not select.checked:
                select.value, select.checked = at.get("value", ""), True
        if tag == "a" and "href" in at:
            self.links.append(at["href"])
        if tag == "button":
            self._buttons.append("")
        if tag not in VOID:
            self._open.append((tag, at))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            last, _ = self._open.pop()
            if last == tag:
                break
            self.faults.append(f"<{last}> is closed by </{tag}>")

    def handle_data(self, data: str) -> None:
        if any(tag in ("script", "style") for tag, _ in self._open):
            self.faults.append(f"inline {self._open[-1][0]}") if data.strip() else None
            return
        self.text += data
        if self._open and self._open[-1][0] == "textarea":
            self.forms[-1].fields[-1].value += data
        if any(tag == "button" for tag, _ in self._open):
            self._buttons[-1] += data
        if self._open and self._open[-1][0] == "h1":
            self.headings.append(data.strip())
        quoted = any(
            tag == "bdi" or "ltr" in at.get("class", "").split() or at.get("dir") == "auto" for tag, at in self._open
        )
        if not quoted and (found := UNTRANSLATED.search(data)):
            self.faults.append(f"untranslated: {found.group()}")

    def _check(self, tag: str, at: dict[str, str]) -> None:
        if tag == "style" or "style" in at:
            self.faults.append("inline style")
        if tag == "script" and "src" not in at:
            self.faults.append("inline script")
        self.faults += [f"inline handler {name}" for name in at if name.startswith(("on", "hx-on"))]
        outside_allowed = tag == "a" and "noreferrer" in at.get("rel", "")
        for name in ("src", "href", "action", "hx-get", "hx-post", "poster", "srcset"):
            value = at.get(name)
            if value is None or outside_allowed or value.startswith("tel:"):
                continue
            if not value.startswith(("/", "#")) or value.startswith("//"):
                self.faults.append(f"outside address {value!r}")

    def _field(self, tag: str, at: dict[str, str]) -> None:
        inside = any(open_tag == "label" for open_tag, _ in self._open)
        kind = at.get("type", tag if tag != "input" else "text")
        self.forms[-1].fields.append(
            Field(tag, at.get("name", ""), kind, at.get("id", ""), at.get("value", "on" if kind == "checkbox" else ""),
                  "checked" in at, inside or "aria-label" in at or kind == "hidden")
        )  # fmt: skip

    def _conclude(self) -> None:
        if '<html lang="ar" dir="rtl">' not in self.html:
            self.faults.append("not an Arabic page from right to left")
        if len([h for h in self.headings if h]) != 1:
            self.faults.append(f"not one heading but {self.headings}")
        self.faults += [f"two elements with the id {name}" for name, n in self.ids.items() if n > 1]
        self.faults += ["a button without words" for words in self._buttons if not words.strip()]
        for form in self.forms:
            for one in form.fields:
                if not one.labelled and one.id not in self.label_for:
                    self.faults.append(f"{one.tag} {one.name!r} of {form.action} has no label")

    def form(self, action: str) -> PostForm:
        """The form that is sent to `action`."""
        for form in self.forms:
            if form.action.partition("#")[0] == action:
                return form
        raise AssertionError(f"no form to {action}; there are {[f.action for f in self.forms]}")
