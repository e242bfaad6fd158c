"""Accounts of staff and journalists, their sign-ins, and the keys of ingestors."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base
from detector.staff.permissions import Role


class Account(Base):
    """A person who signs in. Scope: one office, else one region, else (both empty) the whole Kingdom."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    role: Mapped[Role]
    # No foreign key: offices are rows of a later step (places); the service checks that they exist.
    office_id: Mapped[int | None]
    region_code: Mapped[str | None]
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SignIn(Base):
    """A session in a browser or of an API client. Only the token's hash is stored, so a stolen table opens nothing."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiKey(Base):
    """A key of a machine that hands in reports (POST /api/v1/reports) from one source."""

    __tablename__ = "api_key"
    __table_args__ = (Index("ix_api_key_hash", "key_hash", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    key_hash: Mapped[str]
    source: Mapped[str]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
