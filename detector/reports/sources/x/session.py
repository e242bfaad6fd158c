"""tweepy with what it lacks: an address that is a setting, a time-out on every call, and errors of the house.

tweepy writes its host into its calls; a `requests` session that moves them to the configured address is the one place
where that is undone, for `Client` and `StreamingClient` alike.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import requests
import tweepy

from detector.config import settings
from detector.reports.models import Source
from detector.reports.state import NotConfigured, Unavailable

_TWEEPYS_HOST = "https://api.twitter.com"


class ApiSession(requests.Session):
    """Sends tweepy's calls to `DAMAN_X_API_URL` and lets none wait for longer than `DAMAN_X_TIMEOUT_SECONDS`."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False  # a proxy or a .netrc of the machine must not get the key
        self.reset_at: datetime | None = None  # when the newest answer's rate limit opens again
        self._open: requests.Response | None = None

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs["timeout"] = settings().x_timeout_seconds
        address = str(url)
        if address.startswith(_TWEEPYS_HOST):
            address = settings().x_api_url.rstrip("/") + address.removeprefix(_TWEEPYS_HOST)
        response = super().request(method, address, *args, **kwargs)
        self.reset_at, self._open = reset_of(response), response if kwargs.get("stream") else None
        return response

    def break_off(self) -> None:
        """Wake whoever reads from this session's stream, at once instead of at the next keep-alive."""
        if self._open is not None:
            with suppress(ValueError, RuntimeError, OSError):  # it ended by itself at this moment
                self._open.raw.shutdown()


def reset_of(response: requests.Response) -> datetime | None:
    """When a refused rate limit opens again; None for an answer that was not refused, or does not say."""
    given = response.headers.get("x-rate-limit-reset", "")
    if response.status_code != 429 or not given.isdecimal():
        return None
    return datetime.fromtimestamp(int(given), UTC)


def bearer() -> str:
    """The key of the application, or `NotConfigured`."""
    token = settings().x_bearer_token.get_secret_value()
    if not token:
        raise NotConfigured(source=Source.X.value, missing=["DAMAN_X_BEARER_TOKEN"])
    return token


def client() -> tweepy.Client:
    """A client whose answers are plain dicts. Raises `NotConfigured`."""
    made = tweepy.Client(bearer(), return_type=dict)
    made.session = ApiSession()
    return made


def unavailable(error: Exception) -> Unavailable:
    """The house's error for what tweepy or requests raised; what the other side wrote is not repeated."""
    facts: dict[str, Any] = {"source": Source.X.value, "why": "no_answer"}
    if isinstance(error, tweepy.HTTPException):
        facts |= {"why": "refused", "http": error.response.status_code}
        until = reset_of(error.response)
        if until is not None:
            facts |= {"why": "rate_limit", "retry_at": until}
    elif isinstance(error, ValueError):
        facts["why"] = "no_json"
    return Unavailable(**facts)


# What a call through tweepy may raise; requests' JSON error is a ValueError too.
FAILURES = (tweepy.TweepyException, requests.RequestException, ValueError)
