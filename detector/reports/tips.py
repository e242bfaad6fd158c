"""Tips from the public and journalists: stored with their job in one transaction, answered with a receipt code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import phonenumbers
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector import crypto
from detector.clock import now
from detector.config import settings
from detector.defer import Job, defer
from detector.errors import BadInput, NotFound
from detector.journal.service import record
from detector.places.models import Governorate
from detector.reports.approvals import require_approved
from detector.reports.intake import fingerprint, keep, write_ledger
from detector.reports.items import Item, checked_text
from detector.reports.models import Outcome, Source, Tip
from detector.staff.permissions import May
from detector.staff.scope import Actor
from nlp_models.extract.identifiers import identifiers

MIN_TEXT = 15  # characters; less tells nothing that somebody could act upon


@dataclass(frozen=True, slots=True)
class TipInput:
    """What the form asks. Only `text` is needed."""

    text: str
    governorate_id: int | None = None
    region_code: str | None = None
    place_text: str | None = None
    url: str | None = None
    is_about_self: bool = False
    sender_name: str | None = None
    sender_phone: str | None = None
    may_be_contacted: bool = False


def checked_phone(given: str | None) -> str | None:
    """E.164, or `BadInput`. Arabic-Indic digits are read too; a number without country is Saudi."""
    if not given or not given.strip():
        return None
    try:
        number = phonenumbers.parse(given, "SA")
    except phonenumbers.NumberParseException:
        raise BadInput(field="sender_phone", why="not_a_phone") from None
    if not phonenumbers.is_valid_number(number):
        raise BadInput(field="sender_phone", why="not_a_phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def file_tip(session: Session, actor: Actor | None, tip: TipInput, *, source: Source = Source.TIP_FORM) -> str:
    """Store a tip and its reading job; returns the receipt code, which is shown once and stored hashed.

    Raises `SourceOff`, `BadRow`/`TextTooLong` (the text), `BadInput` (place, telephone).
    """
    require_approved(session, source)
    if actor is not None:
        actor.must(May.FILE_TIP)
    text = checked_text(tip.text, limit=settings().max_text_chars)
    if len(text.strip()) < MIN_TEXT:
        raise BadInput(field="text", why="too_short", least=MIN_TEXT)
    governorate = session.get(Governorate, tip.governorate_id) if tip.governorate_id else None
    if tip.governorate_id and governorate is None:
        raise BadInput(field="governorate_id", why="unknown")
    phone = checked_phone(tip.sender_phone)
    if tip.may_be_contacted and phone is None and (actor is None or actor.account_id is None):
        raise BadInput(field="sender_phone", why="needed_for_contact")
    receipt = crypto.new_receipt()
    receipt_hash = crypto.blind_index("receipt", receipt)
    item = Item(external_id=receipt_hash, text=text, url=(tip.url or "").strip()[:2000] or None, published_at=now())
    mark = fingerprint(text)
    report, _ = keep(session, source, item, mark, identifiers(text))
    write_ledger(session, source, [(item, mark, None, Outcome.KEPT)])
    session.add(
        Tip(
            report_id=report.id,
            receipt_hash=receipt_hash,
            account_id=actor.account_id if actor else None,
            sender_name=(tip.sender_name or "").strip()[:200] or None,
            sender_phone=phone,
            sender_phone_index=crypto.blind_index("mobile", phone) if phone else None,
            may_be_contacted=tip.may_be_contacted,
            is_about_self=tip.is_about_self,
            region_code=governorate.region_code if governorate else tip.region_code,
            governorate_id=governorate.id if governorate else None,
            place_text=(tip.place_text or "").strip()[:200] or None,
            created_at=now(),
        )
    )
    defer(session, Job.READ_REPORT, report_id=report.id)
    record(session, actor or Actor.system(), "tip.filed", subject="report", subject_id=report.id, source=source.value)
    return receipt


def by_receipt(session: Session, receipt: str) -> Tip:
    """The tip of a receipt code (spaces, dashes and lower case forgiven), or `NotFound`."""
    code = "".join(c for c in receipt.upper() if c.isalnum())
    tip = session.scalar(select(Tip).where(Tip.receipt_hash == crypto.blind_index("receipt", code)))
    if tip is None or tip.created_at < now() - timedelta(days=settings().receipt_days):
        raise NotFound(receipt=True)
    return tip
