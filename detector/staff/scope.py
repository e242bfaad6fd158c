"""The one scope filter. List, search, page, API, export and dashboard all narrow their rows with `within`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from detector.staff.models import Account
from detector.staff.permissions import May, Role, require


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, as much as the house needs to know. `Actor.system()` is the program itself, which decides nothing."""

    account_id: int | None
    name: str
    role: Role | None
    office_id: int | None = None
    region_code: str | None = None

    @classmethod
    def of(cls, account: Account) -> Actor:
        return cls(account.id, account.display_name, account.role, account.office_id, account.region_code)

    @classmethod
    def system(cls) -> Actor:
        return cls(None, "system", None)

    def must(self, may: May) -> None:
        """Raise `NotAllowed` unless this actor's role grants it. The system passes: its acts are fixed by the code."""
        if self.role is not None:
            require(self.role, may)


def within(
    actor: Actor,
    office: InstrumentedAttribute[int | None],
    region: InstrumentedAttribute[str | None],
) -> ColumnElement[bool]:
    """The condition that a row lies in the actor's scope.

    An office sees its own rows; a region sees its rows; both also see rows that no office owns yet (the place is unknown
    and a missed family is the worst error). Journalists and admins see no family's row at all.
    """
    return or_(*branches(actor, office, region))


def branches(
    actor: Actor,
    office: InstrumentedAttribute[int | None],
    region: InstrumentedAttribute[str | None],
) -> list[ColumnElement[bool]]:
    """The scope of `within` as conditions of which no two hold for one row: each can walk an index of its own."""
    if actor.role is None:
        return [true()]
    if actor.role not in (Role.COMMITTEE, Role.SUPERVISOR):
        return [false()]
    unowned = and_(office.is_(None), region.is_(None))
    if actor.office_id is not None:
        return [office == actor.office_id, unowned]
    if actor.region_code is not None:
        return [region == actor.region_code, unowned]
    return [true()]
