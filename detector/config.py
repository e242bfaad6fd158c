"""Every setting of a deployment, read from `DAMAN_…`; docs/guide/settings.md has a line for each (a test holds it so)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from detector.errors import KeysMissing


class Settings(BaseSettings):
    """Values and their units; the words for operators are in docs/guide/settings.md."""

    model_config = SettingsConfigDict(env_prefix="DAMAN_", env_file=None, extra="ignore")

    database_url: str = "sqlite:///var/daman.db"
    field_keys: SecretStr = Field(default=SecretStr(""))  # Fernet keys, newest first, comma-separated
    index_key: SecretStr = Field(default=SecretStr(""))  # HMAC key of blind indexes, receipts and session tokens
    host: str = "127.0.0.1"
    port: int = 8000
    secure_cookies: bool = True  # False only where there is no TLS in front: `make run` on loopback
    log_format: str = "json"  # json | console
    model: str = ""  # name@version under nlp_models/artifacts; empty = what artifacts/served.json names
    real_stream: Path = Path("../shared/data/real_stream.jsonl.gz")  # training only
    session_hours: int = 12
    lease_hours: int = 72
    urgent_hours: int = 24  # within which somebody takes an urgent case
    auto_assign: bool = False  # whether the program hands waiting cases out by itself
    auto_assign_most: int = 8  # cases in one person's hands beyond which it gives them no more
    visit_notice_hours: int = 24
    contact_attempts: int = 3
    check_out_minutes: int = 180  # after a check-in, before a supervisor is called
    follow_up_days: int = 90  # after a household was registered
    ingest_batch: int = 1_000
    max_text_chars: int = 20_000
    tip_rate_per_hour: int = 20
    sign_in_attempts: int = 5
    sign_in_lock_minutes: int = 15
    retain_unmatched_days: int = 30
    retain_ledger_days: int = 90
    audit_sample_rate: float = 0.002  # share of unflagged posts whose text is kept for the missed-case audit
    audit_sample_days: int = 14
    receipt_days: int = 365
    trusted_proxies: str = ""  # comma-separated; only their X-Forwarded-For is believed
    demo: bool = False  # shows the demo accounts on the sign-in page and replays the invented stream

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    def require_keys(self) -> None:
        """Raise `KeysMissing` unless both keys are set: no default secret works outside `make run`."""
        missing = [name for name in ("field_keys", "index_key") if not getattr(self, name).get_secret_value()]
        if missing:
            raise KeysMissing(missing=[f"DAMAN_{name.upper()}" for name in missing])


@lru_cache(maxsize=1)
def settings() -> Settings:
    return Settings()
