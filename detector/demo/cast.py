"""Who works which case in the demo."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.demo.acts import Story
from detector.demo.households import Household, People
from detector.places.queries import Catchments
from detector.staff.models import Account
from detector.staff.permissions import Role
from detector.staff.scope import Actor


class Cast:
    """The committee members of each office take turns; the region's supervisor seconds, else the Kingdom's.

    A scripted family is the first member's, who is an account of the sign-in page where the office has one.
    """

    def __init__(self, accounts: dict[str, Account], today: datetime) -> None:
        self._actors = {name: Actor.of(account) for name, account in accounts.items()}
        members: dict[int, list[Actor]] = {}
        for actor in self._actors.values():
            if actor.role is Role.COMMITTEE and actor.office_id is not None:
                members.setdefault(actor.office_id, []).append(actor)
        self._first = {office: team[0] for office, team in members.items()}
        self._turns = {office: itertools.cycle(team) for office, team in members.items()}
        self._anybody = itertools.cycle(team[0] for team in members.values())
        self.people = People()
        self.today = today
        self._catchments: Catchments | None = None

    @property
    def journalist(self) -> Actor:
        return self._actors["journalist"]

    @property
    def leader(self) -> Actor:
        return self._actors["national"]

    def catchments(self, session: Session) -> Catchments:
        """Loaded once: offices do not change while the demo is built."""
        self._catchments = self._catchments or Catchments(session)
        return self._catchments

    def story(self, case: Case, household: Household | None = None) -> Story | None:
        """The people of a case; None when its office has nobody in the demo."""
        worker = self._first.get(case.office_id or 0) if household else self._worker(case)
        if worker is None:
            return None
        second = self._actors["riyadh"] if case.region_code == "RD" else self.leader
        return Story(case.number, worker, second, household or Household(), self.people, self.today)

    def _worker(self, case: Case) -> Actor | None:
        if case.office_id is None and case.region_code is None:
            return next(self._anybody)
        turn: Iterator[Actor] | None = self._turns.get(case.office_id or 0)
        return next(turn) if turn else None
