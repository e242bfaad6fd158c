"""Tips from the public and journalists: stored with their job in one transaction, answered with a receipt code."""

from __future__ import annotations

from collections.abc import Sequence
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
from detector.places.models import Governorate, Region
from detector.reports.approvals import require_approved
from detector.reports.attachments import attach
from detector.reports.intake import fingerprint, keep, write_ledger
from detector.reports.items import MAX_URL, Item, checked_text, storable
from detector.reports.models import Outcome, Source, Tip
from detector.reports.pictures import Picture
from detector.reports.redaction import redact
from detector.staff.permissions import May
from detector.staff.scope import Actor
from nlp_models.extract.identifiers import identifiers

MAX_SHORT, MAX_ROW_ID = 200, 2**31 - 1
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


def _governorate(session: Session, given: int | None) -> Governorate | None:
    found = session.get(Governorate, given) if given and 0 < given <= MAX_ROW_ID else None
    if given and found is None:
        raise BadInput(field="governorate_id", why="unknown")
    return found


def _region(session: Session, code: str | None) -> str | None:
    if code and (not code.isalpha() or session.get(Region, code) is None):
        raise BadInput(field="region_code", why="unknown")
    return code or None


def _short(given: str | None, most: int) -> str | None:
    """Storable, without the blanks around it; what is longer is cut: no tip is lost because of its side notes."""
    return storable(given or "").strip()[:most] or None


def _masked(given: str | None) -> str | None:
    return redact(given, identifiers(given))[0] if given else None


def file_tip(
    session: Session,
    actor: Actor | None,
    tip: TipInput,
    *,
    source: Source = Source.TIP_FORM,
    photos: Sequence[Picture] = (),
) -> str:
    """Store a tip and its reading job; returns the receipt code, which is shown once and stored hashed.

    Raises as `keep_tip`.
    """
    report_id, receipt = keep_tip(session, actor, tip, source=source, photos=photos)
    defer(session, Job.READ_REPORT, report_id=report_id)
    return receipt


def keep_tip(
    session: Session, actor: Actor | None, tip: TipInput, *, source: Source, photos: Sequence[Picture] = ()
) -> tuple[int, str]:
    """Store a tip; the caller has it read. Returns the report's id and the receipt code.

    Raises `SourceOff`, `BadRow`/`TextTooLong` (the text), `BadInput` (place, telephone).
    """
    require_approved(session, source)
    if actor is not None:
        actor.must(May.FILE_TIP)
    text = checked_text(tip.text, limit=settings().max_text_chars)
    if len(text.strip()) < MIN_TEXT:
        raise BadInput(field="text", why="too_short", least=MIN_TEXT)
    governorate = _governorate(session, tip.governorate_id)
    region = _region(session, tip.region_code)
    phone = checked_phone(tip.sender_phone)
    if tip.may_be_contacted and phone is None and (actor is None or actor.account_id is None):
        raise BadInput(field="sender_phone", why="needed_for_contact")
    receipt = crypto.new_receipt()
    receipt_hash = crypto.blind_index("receipt", receipt)
    item = Item(external_id=receipt_hash, text=text, url=_short(tip.url, MAX_URL), published_at=now())
    mark = fingerprint(text)
    report, _ = keep(session, source, item, mark, identifiers(text))
    write_ledger(session, source, [(item, mark, None, Outcome.KEPT)])
    session.add(
        Tip(
            report_id=report.id,
            receipt_hash=receipt_hash,
            account_id=actor.account_id if actor and source is not Source.OFFICE else None,
            sender_name=_short(tip.sender_name, MAX_SHORT),
            sender_phone=phone,
            sender_phone_index=crypto.blind_index("mobile", phone) if phone else None,
            may_be_contacted=tip.may_be_contacted,
            is_about_self=tip.is_about_self,
            region_code=governorate.region_code if governorate else region,
            governorate_id=governorate.id if governorate else None,
            place_text=_masked(_short(tip.place_text, MAX_SHORT)),
            created_at=now(),
        )
    )
    attach(session, report.id, photos)
    record(
        session, actor or Actor.system(), "tip.filed", subject="report", subject_id=report.id, source=source.value,
        photos=len(photos),
    )  # fmt: skip
    return report.id, receipt


def by_receipt(session: Session, receipt: str) -> Tip:
    """The tip of a receipt code (spaces, dashes and lower case forgiven), or `NotFound`."""
    code = "".join(c for c in receipt.upper() if c.isalnum())
    tip = session.scalar(select(Tip).where(Tip.receipt_hash == crypto.blind_index("receipt", code)))
    if tip is None or tip.created_at < now() - timedelta(days=settings().receipt_days):
        raise NotFound(receipt=True)
    return tip
