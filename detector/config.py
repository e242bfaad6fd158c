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
    gazetteer: Path = Path("var/gazetteer.csv")  # what `daman places import` writes and the reader loads at its start
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
    tip_rate_with_proof_per_hour: int = 200
    tip_proof_cost: int = 5_000
    sign_in_attempts: int = 5
    sign_in_lock_minutes: int = 15
    retain_unmatched_days: int = 30
    retain_ledger_days: int = 90
    audit_sample_rate: float = 0.002  # share of unflagged posts whose text is kept for the missed-case audit
    audit_sample_days: int = 14
    receipt_days: int = 365
    export_folder: Path = Path("var/exports")  # where the pages put files of labelled lines for training
    export_days: int = 30  # how long such a file stays
    registry_client: str = "table"  # table | dci
    registry_url: str = ""  # of a registry that speaks DCI, without /registry/…
    registry_id: str = ""  # how it names itself (receiver_id, and the sender of its signatures)
    registry_key: str = ""  # its public ed25519 key: 32 bytes in base64
    registry_key_id: str = ""
    registry_dialect: str = "spdci"  # spdci | openg2p
    registry_mode: str = "sync"  # sync | async
    registry_attempts: int = 8  # of one question, before a person has to ask again
    registry_patience_minutes: int = 60  # for an asynchronous answer
    dci_sender_id: str = ""
    dci_signing_key: SecretStr = Field(default=SecretStr(""))  # private ed25519 key: 32 bytes in base64
    dci_key_id: str = ""
    dci_callback_url: str = ""  # our own address for asynchronous answers, without /registry/on-search
    dci_timeout_seconds: int = 10
    agency_links: str = ""  # JSON; empty = the five of the first phase by hand
    agency_answer_days: int = 90  # how long an answer stands where the agency names no end
    x_bearer_token: SecretStr = Field(default=SecretStr(""))  # of the application at X that the approval names
    x_api_url: str = "https://api.x.com"
    x_reads_per_month: int = 100_000  # posts that X bills; at the cap reading stops until the next month
    x_overlap_seconds: float = 15.0  # posts overtake each other: this much is read again where reading goes on
    x_settle_seconds: float = 45.0  # after a reconnect, until X's search knows what was missed
    x_timeout_seconds: float = 21.0  # X's stream sends a keep-alive every 20 seconds
    whatsapp_app_secret: SecretStr = Field(default=SecretStr(""))  # signs deliveries; without it the source is off
    whatsapp_verify_token: SecretStr = Field(default=SecretStr(""))  # said once, when the webhook is registered
    whatsapp_token: SecretStr = Field(default=SecretStr(""))  # for replies
    whatsapp_phone_id: str = ""  # of our own number: what is meant for another one is not read
    whatsapp_graph_url: str = "https://graph.facebook.com"
    whatsapp_gather_seconds: float = 45.0  # of silence, after which somebody's messages are one tip
    whatsapp_tips_per_hour: int = 10  # of one sender; more wait
    whatsapp_template: str = ""  # approved by WhatsApp, one parameter: sends a receipt after the 24 hours
    news_seconds: float = 30.0  # a whole answer, however steadily it drips
    news_bytes: int = 5_000_000  # of an answer, unpacked
    news_private_addresses: str = ""  # comma-separated: a feed inside our own network, named on purpose
    trusted_proxies: str = ""  # comma-separated; only their X-Forwarded-For is believed
    objection_days: int = 60  # not in the law M/32: unverified while objection_source is empty
    objection_answer_days: int = 60
    objection_source: str = ""
    complaint_opens_day: int = 10  # of the month; unverified while complaint_source is empty
    complaint_days: int = 30
    complaint_source: str = ""
    complaint_answer_days: int = 15
    guidance_step_days: int = 7
    data_update_days: int = 180
    eligibility_rules: str = ""  # path of the dated rules of the estimate; empty = detector/eligibility/data/rules.json
    campaign_gap_km: float = 50.0  # road kilometres to the nearest office beyond which a place counts as a gap
    campaign_road_factor: float = 1.3  # road kilometres for one of the great circle
    campaign_speed_kmh: float = 80.0
    campaign_prayer_minutes: int = 30
    campaign_solver_seconds: float = 10.0
    campaign_routing_url: str = ""  # an OSRM-compatible service inside the Kingdom; empty = great circle
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
