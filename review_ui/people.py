"""Names of the colleagues who did things to a case."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.places.queries import regions
from detector.staff.models import Account
from detector.staff.permissions import PERMISSIONS, May
from detector.staff.scope import Actor


def names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """Display names by account id, in one query."""
    wanted = {i for i in ids if i is not None}
    if not wanted:
        return {}
    return dict(session.execute(select(Account.id, Account.display_name).where(Account.id.in_(wanted))).all())


def colleagues(session: Session, case: Case, but: Actor) -> list[tuple[int, str]]:
    """Active accounts that may work cases and whose scope is the case's office, its region or the Kingdom."""
    roles = [role for role, may in PERMISSIONS.items() if May.WORK_CASE in may]
    found = session.scalars(
        select(Account)
        .where(Account.active, Account.role.in_(roles), Account.id != but.account_id)
        .order_by(Account.display_name)
    )
    return [(a.id, a.display_name) for a in found if _covers(a, case)]


def _covers(account: Account, case: Case) -> bool:
    if case.office_id is None and case.region_code is None:
        return True
    if account.office_id is not None:
        return account.office_id == case.office_id
    return account.region_code in (None, case.region_code)


def region_names(session: Session) -> dict[str, str]:
    """The regions' names by their code."""
    return {region.code: region.name for region in regions(session)}
