"""An invented stream that never ends, so that the demo's queue and dashboard are alive."""

from __future__ import annotations

import random
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import now
from detector.defer import Job
from detector.demo.posts import Post, stream
from detector.jobs import table
from detector.jobs.pipeline import take_in
from detector.reports.items import Item
from detector.reports.models import LedgerLine, Source

EVERY = timedelta(seconds=10)
MOST_WAITING = 400  # the stream rests while so many cases wait: a demo that is left alone overnight stays usable
# On later laps somebody else tells a like story: other words around it, so that it is another family and not a repeat.
OPENERS = (
    "السلام عليكم ورحمة الله", "مساكم الله بالخير جميعًا", "يا اهل الفزعة والنخوة", "بلاغ من جار لهم بالحي",
    "والله العظيم اني صادق فيما اقول", "منقول من رسالة وصلتني اليوم", "يا ناس شوفوا هالحالة قبل فوات الاوان",
)  # fmt: skip
CLOSERS = (
    "الله يجزى كل من ساهم خير الجزاء", "ابي احد من المكتب يتواصل معنا", "لا تنسونهم من دعائكم وفزعتكم",
    "والله على ما اقول شهيد", "هذا اللي شفته بعيني اليوم", "تكفون لا تتأخرون عليهم", "ربي يفرجها على الجميع قريب",
)  # fmt: skip


def join_jobs() -> None:
    """Add the stream to the table of jobs; called where a worker is started, in a demo only."""
    table.add(Job.REPLAY_DEMO_STREAM, replay, every=EVERY)


def replay(session: Session) -> None:
    """Take the next one or two posts in. Where the stream stands is told by the ledger, so a restart goes on from there."""
    waiting = session.scalar(select(func.count()).select_from(Case).where(Case.status == Status.QUEUED)) or 0
    if waiting >= MOST_WAITING:
        return
    told = _told(session)
    count = 1 + random.Random(told).randrange(2)
    for number in range(told, told + count):
        lap, place = divmod(number, len(stream()))
        post = stream()[place]
        item = Item(external_id=f"demo-{lap}-{place}", text=_retold(post, lap), published_at=now())
        take_in(session, Source.FILES, [item])
        session.flush()


def _told(session: Session) -> int:
    """How many posts of the stream the ledger knows; the purge forgets old ones, and their places come round again."""
    newest = session.scalar(
        select(LedgerLine.external_id)
        .where(LedgerLine.source == Source.FILES, LedgerLine.external_id.like("demo-%"))
        .order_by(LedgerLine.id.desc())
        .limit(1)
    )
    if newest is None:
        return 0
    _, lap, place = newest.split("-")
    return int(lap) * len(stream()) + int(place) + 1


def _retold(post: Post, lap: int) -> str:
    if lap == 0:
        return post.text
    chance = random.Random(f"{lap}-{post.text}")
    return f"{chance.choice(OPENERS)}، {post.text} {chance.choice(CLOSERS)}"
