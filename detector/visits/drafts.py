"""A form that is still being written, kept on the server. Where two phones write one, a person merges them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.cases.queries import get_case
from detector.clock import now
from detector.errors import BadInput, Conflict
from detector.journal.service import record
from detector.outreach.queries import require_consent
from detector.outreach.rules import Purpose
from detector.reports.items import storable
from detector.staff.scope import Actor
from detector.visits.models import Visit, VisitDraft
from detector.visits.queries import planned_visit
from detector.visits.service import VisitMissing, checked_client_id, must_go

Fields = dict[str, list[str]]
MOST_LETTERS, MOST_FIELDS = 40_000, 200  # of all values together; of names


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two writers filled in differently."""

    name: str
    mine: list[str]
    kept: list[str]


def save_draft(
    session: Session, actor: Actor, number: str, fields: Mapping[str, Sequence[str]], *,
    client_id: str, draft_version: int, base_version: int,
) -> VisitDraft:  # fmt: skip
    """Keep what is typed so far. `draft_version` is the draft's version that the writer began with; 0 when there was none.

    Raises `Conflict` (facts: `why` = draft_changed, `version`) when somebody saved another text since, `VisitMissing`,
    `NotHolder`, `ConsentMissing`, `BadInput`. Saving the same text again changes nothing.
    """
    case, visit = _going(session, actor, number)
    require_consent(session, case, Purpose.VISIT)
    checked_client_id(client_id)
    typed = _checked(fields)
    draft = session.get(VisitDraft, visit.id)
    if draft is not None and draft.version != draft_version:
        if fields_of(draft) != typed:
            raise Conflict(case=number, why="draft_changed", version=draft.version, base_version=draft_version)
        return draft
    if draft is None:
        draft = VisitDraft(visit_id=visit.id, version=0, base_version=base_version, client_id=client_id)
        session.add(draft)
    elif fields_of(draft) == typed:
        return draft
    draft.version += 1
    draft.base_version, draft.client_id = base_version, client_id
    draft.fields = json.dumps(typed, ensure_ascii=False)
    draft.saved_at, draft.saved_by_id = now(), actor.account_id or 0
    session.flush()
    record(
        session, actor, "visit.draft_saved", subject="case", subject_id=case.id, visit=visit.id, version=draft.version
    )  # fmt: skip
    return draft


def draft_of(session: Session, actor: Actor, number: str) -> VisitDraft | None:
    """The draft of the planned visit, for those who go there. Raises `VisitMissing`, `NotHolder`."""
    _, visit = _going(session, actor, number)
    return session.get(VisitDraft, visit.id)


def fields_of(draft: VisitDraft) -> Fields:
    found: Fields = json.loads(draft.fields)
    return found


def differences(mine: Mapping[str, Sequence[str]], kept: Mapping[str, Sequence[str]]) -> list[Difference]:
    """The fields that differ, in the writer's order, then those that only the kept draft has."""
    names = dict.fromkeys((*mine, *kept))
    pairs = [Difference(name, list(mine.get(name, ())), list(kept.get(name, ()))) for name in names]
    return [pair for pair in pairs if sorted(pair.mine) != sorted(pair.kept)]


def _going(session: Session, actor: Actor, number: str) -> tuple[Case, Visit]:
    case = get_case(session, actor, number, lock=True)
    visit = planned_visit(session, case)
    if visit is None:
        raise VisitMissing(case=number)
    must_go(case, visit, actor)
    return case, visit


def _checked(fields: Mapping[str, Sequence[str]]) -> Fields:
    typed = {name: [storable(value) for value in values] for name, values in fields.items() if any(values)}
    letters = sum(len(name) + sum(map(len, values)) for name, values in typed.items())
    if len(typed) > MOST_FIELDS or letters > MOST_LETTERS:
        raise BadInput(field="fields", why="too_long", most=MOST_LETTERS)
    return dict(sorted(typed.items()))
