"""Proof of work instead of a captcha (altcha): a browser reckons for a moment, and a flood of tips becomes dear.

Nobody is shown a riddle, nothing is asked of another machine. A proof is good once and for an hour. It only raises the limit
of an address (many telephones share one); whoever brings none files tips all the same, fewer in an hour.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from altcha import Challenge, Payload, create_challenge, verify_solution
from sqlalchemy.orm import Mapped, Session, mapped_column

from detector import crypto
from detector.clock import now
from detector.config import settings
from detector.db import Base

ALGORITHM = "PBKDF2/SHA-256"  # every browser's own WebCrypto does it, so a script brings no arithmetic of its own
GOOD_FOR = timedelta(hours=1)  # from the opening of the form to its sending
MOST_LETTERS = 4_000  # of a payload; a real one has some 600
KEY_PREFIX = "00"  # one try in 256 succeeds


class SpentProof(Base):
    """Proofs that were used, until they would have expired anyway."""

    __tablename__ = "spent_proof"

    nonce_index: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def _key() -> str:
    settings().require_keys()
    key = settings().index_key.get_secret_value().encode()
    return hmac.new(key, b"proof-of-work", hashlib.sha256).hexdigest()


def challenge() -> dict[str, Any]:
    """A signed task for the widget: some 256 tries of `tip_proof_cost` rounds on average."""
    task: Challenge = create_challenge(
        ALGORITHM,
        settings().tip_proof_cost,
        key_prefix=KEY_PREFIX,
        expires_at=now() + GOOD_FOR,
        hmac_secret=_key(),
    )
    return task.to_dict()


def spend_proof(session: Session, given: str | None) -> bool:
    """Whether `given` is a solved task that was not used yet; it is used up in the transaction of the tip.

    A wrong, old or used one is as good as none: a form that lay open for two hours must not cost somebody their tip.
    """
    if not given or len(given) > MOST_LETTERS:
        return False
    try:
        nonce = Payload.from_base64(given).challenge.parameters.nonce
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    if not verify_solution(given, _key()).verified:
        return False
    used = crypto.blind_index("proof", nonce)
    if session.get(SpentProof, used) is not None:
        return False
    session.add(SpentProof(nonce_index=used, expires_at=now() + GOOD_FOR))
    session.flush()
    return True
