"""What a team takes along. Pure: each line is a rule about the day's stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FAR = 200  # kilometres of a day, from where on a team carries what a breakdown needs
SPARE = 2  # paper forms, for families that are met on the way


@dataclass(frozen=True, slots=True)
class Home:
    """What the list asks of a stop."""

    needs: Sequence[str]
    visit_agreed: bool


@dataclass(frozen=True, slots=True)
class Item:
    """`code` is a word of the pages; `count` is None where one is enough."""

    code: str
    count: int | None = None


def bring_list(homes: Sequence[Home], *, km: float, hot: bool) -> list[Item]:
    """The list of one team's day."""
    unasked = sum(not home.visit_agreed for home in homes)
    undocumented = sum("no_documents" in home.needs for home in homes)
    unwell = sum(bool({"illness", "disability", "elderly"} & set(home.needs)) for home in homes)
    items = [Item("badges"), Item("telephone"), Item("paper_forms", len(homes) + SPARE)]
    if unasked:
        items.append(Item("consent_forms", unasked))
    if undocumented:
        items.append(Item("documents_guide", undocumented))
    if unwell:
        items.append(Item("health_guide", unwell))
    items += [Item("first_aid"), Item("water")]
    if hot:
        items.append(Item("more_water"))
    if km > FAR:
        items += [Item("spare_wheel"), Item("fuel"), Item("paper_map")]
    return items
