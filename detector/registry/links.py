"""How each agency is linked here: by hand, by imported answers, or by DCI; and in which phase of the link it came.

The article's first phase linked five agencies (domain.md F4). They stand by hand unless `DAMAN_AGENCY_LINKS` says more;
an agency that stands in neither is not linked, and nothing can be known from it.
"""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detector.config import settings
from detector.registry.agencies import AGENCIES
from detector.registry.clients import RegistryNotConfigured

_SETTING = "DAMAN_AGENCY_LINKS"
_DCI_FIELDS = ("url", "id", "key_id", "key")


class By(enum.StrEnum):
    MANUAL = "manual"  # an officer records the answer
    TABLE = "table"  # `daman registry answers FILE`
    DCI = "dci"  # a yes/no question over the wire


@dataclass(frozen=True, slots=True)
class Link:
    """`phase` is the version of the link and stays with each answer that came through it."""

    agency: str
    by: By
    phase: int = 1
    url: str = ""
    id: str = ""
    key_id: str = ""
    key: str = ""
    dialect: str = "spdci"
    path: str = "enrolled"  # enrolled | disabled: which of the specification's yes/no questions it answers

    @property
    def version(self) -> str:
        return f"{self.by.value}@{self.phase}"

    @property
    def can_be_asked(self) -> bool:
        return self.by is not By.MANUAL


def links() -> dict[str, Link]:
    """The linked agencies by their code; raises `RegistryNotConfigured` for a setting that cannot be read."""
    return _read(settings().agency_links)


@lru_cache(maxsize=8)
def _read(text: str) -> dict[str, Link]:
    found = {agency.code: Link(agency.code, By.MANUAL) for agency in AGENCIES if agency.linked}
    try:
        given = json.loads(text) if text.strip() else {}
    except ValueError:
        raise RegistryNotConfigured(setting=_SETTING, why="not_json") from None
    if not isinstance(given, dict):
        raise RegistryNotConfigured(setting=_SETTING, why="not_an_object")
    known = {agency.code for agency in AGENCIES}
    for code, fields in given.items():
        if code not in known:
            raise RegistryNotConfigured(setting=_SETTING, why="unknown_agency")
        found[code] = _link(code, fields)
    return found


def _link(code: str, fields: Any) -> Link:
    try:
        link = Link(code, By(fields["by"]), **{k: v for k, v in fields.items() if k != "by"})
    except (TypeError, KeyError, ValueError):
        raise RegistryNotConfigured(setting=_SETTING, why="fields", agency=code) from None
    words = (link.url, link.id, link.key_id, link.key, link.dialect, link.path)
    if not all(isinstance(word, str) for word in words) or type(link.phase) is not int or link.phase < 1:
        raise RegistryNotConfigured(setting=_SETTING, why="fields", agency=code)
    if link.path not in ("enrolled", "disabled"):
        raise RegistryNotConfigured(setting=_SETTING, why="path", agency=code)
    if link.by is By.DCI and not all(getattr(link, name) for name in _DCI_FIELDS):
        raise RegistryNotConfigured(setting=_SETTING, why="missing", agency=code)
    return link
