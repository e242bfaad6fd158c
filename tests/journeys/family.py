"""The family of the journeys: invented, like its journalist and its committee."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from detector.db import transaction
from detector.places.models import Governorate
from detector.registry.imports import import_table
from detector.staff.permissions import Role
from detector.staff.service import add_account

PASSWORD = "a long password"  # of every account here
TIP = (
    "جارتنا أرملة وعندها أربعة أيتام في محافظة رفحاء، صاحب البيت يبي يطلعهم بكرة ولا معها إيجار ولا دخل، "
    "والأطفال ناموا أمس بلا عشاء."
)
MOTHER = "نوره مطر الشمري"
NATIONAL_ID = "1000000008"  # passes the check digit; the example of the documents, nobody's
TEAM = ["هند الحربي", "فيصل المطيري"]

FORM = {
    "members": 5,
    "adults": 1,
    "children": 4,
    "incomes": [],
    "housing": {"kind": "rented", "condition": "poor", "rent": 900},
    "documents_seen": ["national_id", "family_register"],
    "needs_found": ["widow", "orphan", "no_income", "housing"],
    "notes": "طابق ما وجدناه ما جاء في البلاغ",
}


@dataclass(frozen=True, slots=True)
class Office:
    """Where the family lives, and who works there."""

    governorate_id: int
    office_id: int
    region: str


def settle(tmp_path: Path) -> Office:
    """Accounts of the three roles around Rafha, and a registry that knows somebody else."""
    with transaction() as session:
        home = session.scalars(select(Governorate).where(Governorate.name == "رفحاء")).one()
        assert home.office_id is not None
        office = Office(home.id, home.office_id, home.region_code)
        for name, role, office_id, region in (
            ("reporter", Role.JOURNALIST, None, None),
            ("member", Role.COMMITTEE, office.office_id, None),
            ("leader", Role.SUPERVISOR, None, office.region),
        ):
            add_account(
                session, username=name, display_name=name, role=role, password=PASSWORD, office_id=office_id,
                region_code=region,
            )  # fmt: skip
    table = tmp_path / "registry.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["national_id", "full_name", "birth_date", "status", "as_of"])
        rows.writerow(["2000000006", "سعد فهد العنزي", "1970-01-01", "registered", date(2024, 1, 31).isoformat()])
    import_table(table)
    return office
