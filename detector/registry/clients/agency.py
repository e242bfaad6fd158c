"""Asking an agency yes or no about many people at once: from its imported answers, or over DCI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import select

from detector.clock import RIYADH, now
from detector.db import transaction
from detector.errors import DetectorError
from detector.registry.clients.choice import peer_of, signer
from detector.registry.clients.dci.client import DciClient
from detector.registry.clients.dci.enrolled import ask_enrolled
from detector.registry.links import By, Link
from detector.registry.models import AgencyCoverage, AgencyRow, Answer


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked about. `national_id` is empty where the link needs only the blind index."""

    index: str
    national_id: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A yes or a no of the day `as_of`; it stands until `valid_until`, or as long as the setting says."""

    answer: Answer
    as_of: date
    valid_until: date | None = None


class AgencyClient(Protocol):
    @property
    def needs_ids(self) -> bool: ...

    def ask(self, subjects: Sequence[Subject], reason: str) -> dict[str, Reply]:
        """Replies by blind index. Whom it does not name is unknown. Raises `RegistryUnavailable`."""
        ...


class NotAskable(DetectorError):
    """This agency is linked by hand: an officer records its answer; facts: `agency`."""

    code, status = "M411", 409


@dataclass(frozen=True, slots=True)
class AgencyTable:
    agency: str
    needs_ids = False

    def ask(self, subjects: Sequence[Subject], reason: str) -> dict[str, Reply]:
        indexes = [subject.index for subject in subjects]
        about = (AgencyRow.agency == self.agency, AgencyRow.reason == reason)
        columns = (AgencyRow.national_id_index, AgencyRow.answer, AgencyRow.as_of, AgencyRow.valid_until)
        with transaction(write=False) as session:
            rows = session.execute(select(*columns).where(AgencyRow.national_id_index.in_(indexes), *about))
            found = {index: Reply(answer, as_of, until) for index, answer, as_of, until in rows}
            covered = session.get(AgencyCoverage, (self.agency, reason))
        if covered is not None:
            nobody = Reply(Answer.NO, covered.as_of)
            found = dict.fromkeys(indexes, nobody) | found
        return found


@dataclass(frozen=True, slots=True)
class AgencyDci:
    client: DciClient
    path: str
    needs_ids = True

    def ask(self, subjects: Sequence[Subject], reason: str) -> dict[str, Reply]:
        asked = [subject.national_id for subject in subjects]
        answers = ask_enrolled(self.client, self.path, asked, reason)
        said = zip(subjects, answers, strict=True)
        return {
            subject.index: Reply(Answer.YES if one.enrolled else Answer.NO, one.as_of, one.valid_until)
            for subject, one in said
            if one is not None
        }


def agency_client(link: Link) -> AgencyClient:
    """Raises `NotAskable` for a link by hand, `RegistryNotConfigured`."""
    if link.by is By.TABLE:
        return AgencyTable(link.agency)
    if link.by is By.DCI:
        peer = peer_of(link.url, link.id, link.key_id, link.key, link.dialect, "AGENCY_LINKS")
        return AgencyDci(DciClient(peer, signer()), link.path)
    raise NotAskable(agency=link.agency)


def stands(reply: Reply, lasts_days: int, on: date | None = None) -> bool:
    """Whether an answer may still be used on a day (today in Riyadh); an old one must be asked anew."""
    today = on or now().astimezone(RIYADH).date()
    return reply.valid_until >= today if reply.valid_until else (today - reply.as_of).days <= lasts_days
