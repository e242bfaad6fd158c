"""What may be agreed to, how often a family is called, and what stops contact. Pure.

domain.md 1.4: a family that was called more than three times in vain, or was not at home, must not come out as one that
refused. So unanswered attempts end a round, the family rests, and nothing here ever changes the status of a case.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from detector.errors import DetectorError

BETWEEN = timedelta(days=1)  # from one attempt in vain to the next on the list of the day
FAR = timedelta(days=30)  # further off nobody asks to be called
REST = timedelta(days=3)  # between two rounds of attempts; 15 days is what the regulation lets a family postpone


class Channel(enum.StrEnum):
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    X_REPLY = "x_reply"
    THROUGH_SENDER = "through_sender"  # the neighbour or journalist passes it on
    IN_PERSON = "in_person"


class Reached(enum.StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    ASKED_TO_CALL_LATER = "asked_to_call_later"
    DOES_NOT_WANT_CONTACT = "does_not_want_contact"  # opt-out: no further attempt is possible


class ConsentGround(enum.StrEnum):
    CONSENT = "consent"  # told, understood, agreed
    APPLICATION = "application"  # M/32 Art. 4: the application is consent to agency data


class Purpose(enum.StrEnum):
    """Consent is asked for each purpose by itself (PDPL Arts 5 and 7)."""

    VISIT = "visit"
    REGISTRY_MATCH = "registry_match"
    AGENCY_CHECK = "agency_check"


class ContactLimit(DetectorError):
    """A round of attempts went unanswered: set another day; facts: `attempts`, `again_at` (ISO time)."""

    code, status = "V301", 409


class ContactRefused(DetectorError):
    """Somebody asked not to be contacted: no further attempt, no visit; facts: `case`."""

    code, status = "V302", 409


class ChannelClosed(DetectorError):
    """This sender may not be written to this way; facts: `channel`, `why`."""

    code, status = "V310", 409


class ConsentMissing(DetectorError):
    """Nobody agreed to this yet, or it was withdrawn; facts: `case`, `purpose`."""

    code, status = "V303", 409


@dataclass(frozen=True, slots=True)
class Attempt:
    at: datetime
    reached: Reached
    call_on: datetime | None = None  # when they asked to be called again


def again_at(attempts: Sequence[Attempt], *, limit: int) -> datetime | None:
    """From when the next attempt may be made, oldest attempt first; None when it may be made at once.

    Only unanswered attempts count, in a row: an answer begins a new round, and so does a rest.
    """
    unanswered: list[Attempt] = []
    for attempt in attempts:
        if attempt.reached is not Reached.NO_ANSWER or (
            len(unanswered) >= limit and attempt.at >= unanswered[-1].at + REST
        ):
            unanswered.clear()
        if attempt.reached is Reached.NO_ANSWER:
            unanswered.append(attempt)
    return unanswered[-1].at + REST if len(unanswered) >= limit else None


def why_closed(channel: Channel, *, came_by: str, origin: str | None) -> str | None:
    """Why nobody may be written to this way about a report that came by this source; None when it is open.

    WhatsApp only to those who wrote to us there; on X only an answer to those who called our account (X names that query
    "mentions"), and neutral: a public word about need exposes a family (PDPL, domain.md 5). Telephone, person and sender are
    always open.
    """
    if channel is Channel.WHATSAPP and came_by != "whatsapp":
        return "did_not_write_first"
    if channel is Channel.X_REPLY and (came_by != "x" or origin != "mentions"):
        return "did_not_mention_us"
    return None


def due_at(attempts: Sequence[Attempt], *, limit: int) -> datetime | None:
    """When the next attempt is due, oldest attempt first; None when there is none to make: reached, or not wanted.

    Nobody called yet: at once. Asked to be called later: on that day. In vain: tomorrow, or after the rest of a full round.
    """
    if not attempts:
        return datetime.min.replace(tzinfo=UTC)
    last = attempts[-1]
    if last.reached in (Reached.REACHED, Reached.DOES_NOT_WANT_CONTACT):
        return None
    if last.reached is Reached.ASKED_TO_CALL_LATER:
        return last.call_on or last.at + BETWEEN
    return again_at(attempts, limit=limit) or last.at + BETWEEN


def who_may_say(channel: Channel, ground: ConsentGround, purposes: Sequence[Purpose]) -> tuple[Purpose, ...]:
    """The purposes that cannot be agreed to this way: a sender may let us in to a visit, and to nobody's records."""
    if ground is ConsentGround.APPLICATION or channel not in (Channel.THROUGH_SENDER, Channel.X_REPLY):
        return ()
    return tuple(purpose for purpose in purposes if purpose is not Purpose.VISIT)
