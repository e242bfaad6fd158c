"""The household's persons, the imported registry table, matches, and what agencies answered."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base, Encrypted
from detector.registry.judgement import Judgement
from detector.registry.questions import QuestionState


class Person(Base):
    """A member of a case's household, written down after consent. Children's names are not recorded."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    full_name: Mapped[str] = mapped_column(Encrypted)
    birth_date: Mapped[str | None] = mapped_column(Encrypted)  # ISO, Gregorian
    national_id: Mapped[str] = mapped_column(Encrypted)
    national_id_index: Mapped[str] = mapped_column(index=True)
    masked: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Beneficiary(Base):
    """A row of the imported registry (`daman registry import`)."""

    __tablename__ = "beneficiary"

    id: Mapped[int] = mapped_column(primary_key=True)
    national_id_index: Mapped[str] = mapped_column(unique=True)
    national_id: Mapped[str] = mapped_column(Encrypted)
    full_name: Mapped[str] = mapped_column(Encrypted)
    birth_date: Mapped[str | None] = mapped_column(Encrypted)
    status: Mapped[str]  # as the registry says it: registered | suspended | stopped | applied
    office_name: Mapped[str | None]
    as_of: Mapped[date]


class Match(Base):
    """One look-up of a person: what the registry said and which values met."""

    __tablename__ = "registry_match"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    client: Mapped[str]
    answer: Mapped[str]  # registered | not_registered | unknown
    judgement: Mapped[Judgement | None]  # None: there was no record to compare with
    compared: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    registry_status: Mapped[str | None]
    as_of: Mapped[date | None]  # the day that the registry's answer stands for; None when it gave none


class Question(Base):
    """A look-up that waits for its answer: the registry was down, or answers by calling us. No names, no number in it."""

    __tablename__ = "registry_question"
    __table_args__ = (Index("ix_registry_question_due", "state", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[QuestionState]
    since: Mapped[datetime]
    attempts: Mapped[int]
    next_at: Mapped[datetime]  # DUE: asked again then; ASKED: no longer waited for after it
    why: Mapped[str | None]  # the code of the last failure
    message_id: Mapped[str | None]
    transaction_id: Mapped[str | None] = mapped_column(unique=True)
    reference_id: Mapped[str | None]
    correlation_id: Mapped[str | None]
    seen: Mapped[list[str]]  # message ids of the pages that came: none is taken twice
    raw: Mapped[str | None] = mapped_column(Encrypted)  # the signed bytes as they came, a page a line: the proof


class Answer(enum.StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # no answer is never "ineligible"


class AgencyAnswer(Base):
    """What one agency said about a household. A yes is a claim to verify, with its date and a way to dispute it."""

    __tablename__ = "agency_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    agency: Mapped[str]
    reason: Mapped[str]  # R1 … R7
    answer: Mapped[Answer]
    as_of: Mapped[date | None]
    valid_until: Mapped[date | None]  # after this day it must be asked anew; None where nothing is known
    link: Mapped[str]  # how it came, and the phase of the link: manual@1, table@1, dci@2
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: about the household as a whole
    note: Mapped[str | None] = mapped_column(Encrypted)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    disputed_at: Mapped[datetime | None]
    verified: Mapped[str | None]  # confirmed | refuted, by a person


class AgencyRow(Base):
    """A row of an agency's imported answers (`daman registry answers`)."""

    __tablename__ = "agency_row"
    __table_args__ = (UniqueConstraint("national_id_index", "agency", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    national_id_index: Mapped[str]
    agency: Mapped[str]
    reason: Mapped[str]
    answer: Mapped[Answer]
    as_of: Mapped[date]
    valid_until: Mapped[date | None]


class AgencyCoverage(Base):
    """An agency said that its import names everybody: whom it does not name is a "no" of that day, not an unknown."""

    __tablename__ = "agency_coverage"

    agency: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[date]
