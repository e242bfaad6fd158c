"""The registry as an imported table (`daman registry import`): the embedded default."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector import crypto
from detector.places.queries import region_named
from detector.registry.clients import RegistryAnswer, RegistryRecord, RegistryUnavailable
from detector.registry.judgement import Identity
from detector.registry.models import Beneficiary


class TableClient:
    name = "table"

    def __init__(self, session: Session) -> None:
        self._session = session

    def look_up(self, national_id: str) -> RegistryAnswer:
        """Looks in the imported rows. An empty table knows nothing, so it raises `RegistryUnavailable`."""
        index = crypto.blind_index("national_id", national_id)
        row = self._session.scalar(select(Beneficiary).where(Beneficiary.national_id_index == index))
        if row is not None:
            born = date.fromisoformat(row.birth_date) if row.birth_date else None
            place = region_named(self._session, row.office_name)
            found = RegistryRecord(Identity(row.national_id, row.full_name, born, place), row.status)
            return RegistryAnswer((found,), row.as_of)
        newest = self._session.scalar(select(func.max(Beneficiary.as_of)))
        if newest is None:
            raise RegistryUnavailable(why="nothing_imported")
        return RegistryAnswer((), newest)
