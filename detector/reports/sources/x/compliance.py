"""Asking X which of the posts that we keep are gone there: a batch job, one at a time.

Create, upload the ids one a line, wait, download. Each step is one call and the state between them a cursor,
`{"job", "done_at"}`, so a kill repeats a step and never the whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import tweepy

from detector.config import settings
from detector.reports.models import Source
from detector.reports.sources.x.session import FAILURES, client, unavailable
from detector.reports.state import Unavailable

CURSOR = "compliance"
NAME = "daman-kept-posts"


@dataclass(frozen=True, slots=True)
class Answer:
    """What X said so far. `gone`: id → reason; `job` is None when the asking is over."""

    job: str | None
    gone: dict[str, str] = field(default_factory=dict)
    asked: int = 0


def ask(ids: Iterable[str]) -> Answer:
    """Start a job for these ids; a job of ours that already runs is waited for instead. Raises `Unavailable`."""
    api = client()
    with api.session:
        try:
            ours = {job.get("status"): job for job in _jobs(api) if job.get("name") == NAME}
            if "in_progress" in ours:
                return Answer(ours["in_progress"]["id"])
            job = ours.get("created") or _created(api)  # one that was created waits for its ids since a kill
            listed = list(ids)
            sent = api.session.put(
                _ours(job["upload_url"]), data="\n".join(listed).encode(), headers={"Content-Type": "text/plain"}
            )
            sent.raise_for_status()
        except FAILURES as error:
            raise unavailable(error) from error
        except KeyError as error:
            raise Unavailable(source=Source.X.value, why="no_job") from error
    return Answer(job["id"], asked=len(listed))


def look(job_id: str) -> Answer:
    """How the job is: still running, or over with the ids that are gone. Raises `Unavailable`."""
    api = client()
    with api.session:
        try:
            job = api.get_compliance_job(job_id).get("data", {})
            if job.get("status") in ("created", "in_progress"):
                return Answer(job_id)
            if job.get("status") != "complete":  # failed or expired: the next round asks anew
                return Answer(None)
            got = api.session.get(_ours(job["download_url"]))
            got.raise_for_status()
            return Answer(None, dict(_gone(got.iter_lines())))
        except tweepy.NotFound:
            return Answer(None)
        except FAILURES as error:
            raise unavailable(error) from error
        except KeyError as error:
            raise Unavailable(source=Source.X.value, why="no_job") from error


def _gone(lines: Iterable[bytes]) -> Iterable[tuple[str, str]]:
    """Each line is `{"id", "action", "created_at", "redacted_at", "reason"}`; we keep no place, so scrub_geo is done."""
    for line in lines:
        said: dict[str, Any] = json.loads(line) if line.strip() else {}
        if said.get("action") == "delete" and str(said.get("id", "")).isdecimal():
            yield str(said["id"]), str(said.get("reason") or "deleted")


def _jobs(api: tweepy.Client) -> list[dict[str, Any]]:
    return api.get_compliance_jobs("tweets").get("data") or []


def _created(api: tweepy.Client) -> dict[str, Any]:
    made: dict[str, Any] = api.create_compliance_job("tweets", name=NAME).get("data") or {}
    return made


def _ours(url: str) -> str:
    """An address that X gave for ids, which nobody else may learn: TLS, except from a loopback server."""
    given, configured = urlsplit(url), urlsplit(settings().x_api_url)
    if given.scheme == "https" or (given.hostname, given.scheme) == (configured.hostname, configured.scheme):
        return url
    raise Unavailable(source=Source.X.value, why="unsafe_address")
