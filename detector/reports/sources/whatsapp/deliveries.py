"""The webhook's two questions: is it WhatsApp that asks, and is what it brought safe on disk before we say so."""

from __future__ import annotations

import hmac
import json

from pywa.utils import webhook_updates_validator
from sqlalchemy.orm import Session

from detector.clock import now
from detector.config import settings
from detector.defer import Job, defer
from detector.errors import BadInput, DetectorError
from detector.reports.approvals import require_approved
from detector.reports.models import Source
from detector.reports.sources.whatsapp.models import Delivery
from detector.reports.state import NotConfigured


class Forged(DetectorError):
    """The delivery is not signed with our secret, or the verification token is wrong; facts: `why`."""

    code, status = "R130", 403


def verified(mode: str | None, token: str | None, challenge: str | None) -> str:
    """The challenge to echo when the webhook is registered. Raises `Forged`, `NotConfigured`."""
    ours = settings().whatsapp_verify_token.get_secret_value()
    if not ours:
        raise NotConfigured(source=Source.WHATSAPP.value, missing="DAMAN_WHATSAPP_VERIFY_TOKEN")
    given = (token or "").encode("utf-8", "surrogatepass")
    if mode != "subscribe" or not challenge or not hmac.compare_digest(given, ours.encode()):
        raise Forged(why="verification")
    return challenge


def check_signature(raw: bytes, signature: str | None) -> None:
    """Raise `Forged` unless `signature` (X-Hub-Signature-256) is the HMAC of the raw body under the application's secret.

    Without a secret the source is off (`NotConfigured`): pywa would only warn.
    """
    secret = settings().whatsapp_app_secret.get_secret_value()
    if not secret:
        raise NotConfigured(source=Source.WHATSAPP.value, missing="DAMAN_WHATSAPP_APP_SECRET")
    if not signature or not signature.isascii() or not signature.startswith("sha256="):
        raise Forged(why="unsigned")
    if not webhook_updates_validator(secret, raw, signature):
        raise Forged(why="signature")


def receive(session: Session, raw: bytes) -> None:
    """Store a delivery whose signature was checked, with the job that reads it, in one transaction.

    Raises `SourceOff` (WhatsApp then brings it again for days), `NotConfigured`, and `BadInput` for what is no JSON object.
    """
    require_approved(session, Source.WHATSAPP)
    if not settings().whatsapp_phone_id:
        raise NotConfigured(source=Source.WHATSAPP.value, missing="DAMAN_WHATSAPP_PHONE_ID")
    try:
        text = raw.decode()
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput(field="body", why="not_an_object") from None
    if not isinstance(body, dict):
        raise BadInput(field="body", why="not_an_object")
    delivery = Delivery(body=text, received_at=now())
    session.add(delivery)
    session.flush()
    defer(session, Job.READ_WHATSAPP, delivery_id=delivery.id)
