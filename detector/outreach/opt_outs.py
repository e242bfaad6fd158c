"""Senders who do not want to be contacted: remembered across cases by blind index of what they are reached by."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector import crypto
from detector.cases.models import Case
from detector.clock import now
from detector.journal.service import record
from detector.outreach.models import OptOut
from detector.reports.models import Report, Tip
from detector.staff.scope import Actor

_X = frozenset({"x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"})


def reached_by(report: Report, tip: Tip | None) -> set[str]:
    """Blind indexes of what a sender is reached by: telephone, account here, the name in a post's address. Nothing readable."""
    found: set[str] = set()
    if tip is not None and tip.sender_phone_index:
        found.add(tip.sender_phone_index)
    if tip is not None and tip.account_id:
        found.add(crypto.blind_index("account", str(tip.account_id)))
    if name := _publisher(report.url):
        found.add(crypto.blind_index("publisher", name))
    return found


def known_opt_outs(session: Session, indexes: set[str]) -> set[str]:
    """Those of these blind indexes whose owners do not want to be contacted."""
    if not indexes:
        return set()
    return set(session.scalars(select(OptOut.blind_index).where(OptOut.blind_index.in_(indexes))))


def opted_out(session: Session, report: Report, tip: Tip | None) -> bool:
    """Whether this sender asked not to be contacted, in this or any earlier case."""
    return bool(known_opt_outs(session, reached_by(report, tip)))


def opt_out(session: Session, actor: Actor, case: Case, report: Report, tip: Tip | None) -> None:
    """Remember that the sender of this report does not want to be contacted again. Twice is no error."""
    indexes = reached_by(report, tip)
    new = indexes - known_opt_outs(session, indexes)
    session.add_all(OptOut(blind_index=one, at=now(), case_id=case.id, by_id=actor.account_id) for one in sorted(new))
    record(session, actor, "contact.opted_out", subject="case", subject_id=case.id, report=report.id, ways=len(indexes))


def _publisher(url: str | None) -> str | None:
    """The name in the address of a post on X; other addresses name a page, not a person."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    name = parts.path.strip("/").partition("/")[0].lower()
    return f"x:{name}" if (parts.hostname or "") in _X and name not in ("", "i", "home", "search") else None
