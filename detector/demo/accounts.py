"""Who can sign in to the demo, and the guard that keeps the demo out of a deployment."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.clock import now
from detector.errors import DetectorError
from detector.places.queries import scope_named
from detector.staff.models import Account
from detector.staff.permissions import Role
from detector.staff.service import add_account

PASSWORD = "daman-demo-2026"  # noqa: S105 - shown on the demo's sign-in page; gate.pass_gate keeps it there


class DemoOnly(DetectorError):
    """Invented and real families never share a database; facts: `why` = not_a_demo | demo_data | needs_sqlite."""

    code, status = "D003", 409


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody of the demo. Scope: an office by its name, else a region by its code, else the Kingdom."""

    username: str
    role: Role
    name: str
    office: str | None = None
    region: str | None = None


ACCOUNTS = (
    DemoAccount("journalist", Role.JOURNALIST, "نورة القحطاني"),
    DemoAccount("kharj", Role.COMMITTEE, "عبدالله الدوسري", office="مكتب الضمان الاجتماعي بالخرج"),
    DemoAccount("sabya", Role.COMMITTEE, "عائشة حكمي", office="مكتب الضمان الاجتماعي بصبيا"),
    DemoAccount("riyadh", Role.SUPERVISOR, "سارة العتيبي", region="RD"),
    DemoAccount("national", Role.SUPERVISOR, "محمد الشهري"),
    DemoAccount("admin", Role.ADMIN, "مها السبيعي"),
)

# Colleagues who work the other offices' cases; the sign-in page does not offer them.
COLLEAGUES = tuple(
    DemoAccount(f"colleague-{number}", Role.COMMITTEE, name, office=f"مكتب الضمان الاجتماعي {office}")
    for number, (name, office) in enumerate(
        (
            ("هند الحربي", "بالخرج"), ("فيصل المطيري", "بالرياض"), ("ريم العنزي", "برفحاء"),
            ("سلطان الثقفي", "بالطائف"), ("لطيفة الجربوع", "ببريدة"), ("علي عسيري", "بخميس مشيط"),
            ("زينب الناصر", "بالأحساء"), ("تركي الشراري", "بالقريات"), ("مانع الصيعري", "بشرورة"),
        ),
        1,
    )
)  # fmt: skip


def add_accounts(session: Session) -> dict[str, Account]:
    """The demo's people by user name; `PASSWORD` is everybody's."""
    made = {one.username: _add(session, one) for one in ACCOUNTS}
    known = made[ACCOUNTS[0].username].password_hash
    for one in COLLEAGUES:  # without the time that a hash of their own would take
        office_id, _ = scope_named(session, office=one.office, region=None)
        made[one.username] = Account(
            username=one.username, display_name=one.name, role=one.role, office_id=office_id, password_hash=known,
            active=True, created_at=now(),
        )  # fmt: skip
    session.add_all(made.values())
    session.flush()
    return made


def _add(session: Session, one: DemoAccount) -> Account:
    office_id, region = scope_named(session, office=one.office, region=one.region)
    return add_account(
        session, username=one.username, display_name=one.name, role=one.role, password=PASSWORD, office_id=office_id,
        region_code=region,
    )  # fmt: skip


def is_built(session: Session) -> bool:
    names = [one.username for one in COLLEAGUES]
    return session.scalar(select(Account.id).where(Account.username.in_(names)).limit(1)) is not None
