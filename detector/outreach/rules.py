"""What may be agreed to, how often a family is called, and what stops contact. Pure.

domain.md 1.4: a family that was called more than three times in vain, or was not at home, must not come out as one that
refused. So unanswered attempts end a round, the family rests, and nothing here ever changes the status of a case.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from detector.errors import DetectorError

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


class ConsentMissing(DetectorError):
    """Nobody agreed to this yet, or it was withdrawn; facts: `case`, `purpose`."""

    code, status = "V303", 409


@dataclass(frozen=True, slots=True)
class Attempt:
    at: datetime
    reached: Reached


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


def who_may_say(channel: Channel, ground: ConsentGround, purposes: Sequence[Purpose]) -> tuple[Purpose, ...]:
    """The purposes that cannot be agreed to this way: a sender may let us in to a visit, and to nobody's records."""
    if ground is ConsentGround.APPLICATION or channel not in (Channel.THROUGH_SENDER, Channel.X_REPLY):
        return ()
    return tuple(purpose for purpose in purposes if purpose is not Purpose.VISIT)
