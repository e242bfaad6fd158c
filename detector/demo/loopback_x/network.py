"""What the loopback X knows: posts in order of publication, rules, jobs, and the faults that it was asked for."""

from __future__ import annotations

import itertools
import re
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from detector.clock import now
from detector.reports.sources.x.wire import id_at

_TERM = re.compile(r'@\w+|from:\w+|"[^"]*"')
_count = itertools.count()


@dataclass(slots=True)
class Post:
    """`by` is who wrote it: rules of accounts match it, and it is never sent."""

    id: int
    text: str
    by: str
    more: dict[str, Any]
    at: datetime

    def wire(self) -> dict[str, Any]:
        stamp = self.at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.at.microsecond // 1000:03d}Z"
        return {
            "id": str(self.id),
            "text": self.text,
            "created_at": stamp,
            "edit_history_tweet_ids": [str(self.id)],
        } | (self.more)

    def matches(self, query: str) -> bool:
        whole = self.more.get("note_tweet", {}).get("text", self.text)
        retweet = any(ref["type"] == "retweeted" for ref in self.more.get("referenced_tweets", ()))
        if "-is:retweet" in query and retweet:
            return False
        return any(
            term[5:] == self.by if term.startswith("from:") else term.strip('"') in whole
            for term in _TERM.findall(query)
        )


@dataclass
class Network:
    """Shared by the handlers of the server; every change is made under `lock`."""

    posts: dict[int, Post] = field(default_factory=dict)
    rules: dict[str, dict[str, str]] = field(default_factory=dict)
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)  # id → reason, told by compliance jobs
    uploads: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, deque[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # path and query of everything asked
    billed: int = 0  # posts delivered, however often
    lock: threading.RLock = field(default_factory=threading.RLock)
    wire: deque[bytes] = field(default_factory=deque)  # lines that wait for the connected stream
    connected: bool = False
    connections: int = 0
    severed: str | None = None  # how the connection shall end: "clean" or "mid_line"
    down: bool = False  # no stream is answered

    def publish(
        self, text: str, *, by: str = "somebody", at: datetime | None = None, live: bool = True, **more: Any
    ) -> int:
        """A new post; it goes to the stream if a rule matches and a connection stands. `live=False`: search only."""
        moment = at or now()
        post = Post(id_at(moment) + next(_count) % (1 << 22), text, by, more, moment)
        with self.lock:
            self.posts[post.id] = post
            if live:
                self.deliver(post.id)
        return post.id

    def deliver(self, post_id: int) -> None:
        """Send a post down the stream (once more, or late)."""
        with self.lock:
            post = self.posts[post_id]
            matching = [
                {"id": rule_id, "tag": rule.get("tag", "")}
                for rule_id, rule in self.rules.items()
                if post.matches(rule["value"])
            ]
            if matching and self.connected and self.severed is None:
                self.billed += 1
                self.wire.append(orjson.dumps({"data": post.wire(), "matching_rules": matching}) + b"\r\n")

    def say(self, raw: bytes) -> None:
        """Send a line as it is down the stream."""
        with self.lock:
            self.wire.append(raw + b"\r\n")

    def sever(self, how: str = "mid_line", *, down: bool = False) -> None:
        """End the connection now: lines that wait on the wire are lost, as the last ones before a cut are."""
        with self.lock:
            self.down = down
            if self.connected:
                self.severed = how

    def fail(self, path: str, *statuses: int, **headers: str) -> None:
        """Answer the next calls of this path with these statuses."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.faults.setdefault(path, deque()).extend((status, named) for status in statuses)

    def search(self, asked: dict[str, str]) -> dict[str, Any]:
        """A page of posts that match, the newest first."""
        since, until = int(asked.get("since_id", 0)), int(asked.get("until_id", 1 << 63))
        at = int(asked.get("next_token", until))
        most = int(asked.get("max_results", 10))
        with self.lock:
            ids = [i for i in self.posts if since < i < min(until, at)]
            found: list[Post] = []
            for post_id in sorted(ids, reverse=True):
                if self.posts[post_id].matches(asked["query"]):
                    found.append(self.posts[post_id])
                    if len(found) > most:
                        break
            page = found[:most]
            self.billed += len(page)
        meta: dict[str, Any] = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": str(page[0].id), "oldest_id": str(page[-1].id)}
        if len(found) > most:
            meta["next_token"] = str(page[-1].id)
        return {"data": [post.wire() for post in page], "meta": meta} if page else {"meta": meta}
