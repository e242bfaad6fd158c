"""What people write becomes tips: nothing lost, nothing doubled, in whatever order and bundles it comes."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.engine import make_url

from detector.cases.models import Case, CaseReport
from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.defer import DeferredJob, Job
from detector.detection.models import Detection
from detector.jobs import whatsapp as jobs
from detector.jobs.local import work_all
from detector.jobs.whatsapp import forget_whatsapp
from detector.reports.approvals import revoke
from detector.reports.models import Source, SourceState
from detector.staff.scope import Actor
from tests.detector.jobs.whatsapp.conftest import Line, allow
from tests.detector.jobs.whatsapp.rows import deliveries, messages, reports, senders, states, tips
from tests.whatsapp import PLEA, SENDER, delivery, forwarded, message, value, wamid

OTHER = "966500000002"


def test_a_message_becomes_a_tip_that_is_read_and_opens_a_case(line: Line) -> None:
    line.brings(message(PLEA))
    line.later()
    [report] = reports()
    assert (report.text, report.source, states()) == (PLEA, Source.WHATSAPP, ["filed"])
    with transaction(write=False) as session:
        assert session.scalar(select(CaseReport.case_id).where(CaseReport.report_id == report.id)) is not None
    assert deliveries() == 0


def test_every_message_of_every_change_of_every_entry_is_read(line: Line) -> None:
    body = delivery(
        value(message(PLEA + " أ"), message(PLEA + " ب", **{"from": OTHER})),
        value(message(PLEA + " ج", **{"from": "966500000003"})),
    )
    body["entry"].append(delivery(value(message(PLEA + " د", **{"from": "966500000004"})))["entry"][0])
    line.delivers(body)
    line.later()
    assert sorted((report.text or "")[-1] for report in reports()) == ["أ", "ب", "ج", "د"]


def test_the_same_message_delivered_again_and_again_is_one_tip(line: Line) -> None:
    given = message(PLEA)
    line.brings(given)
    line.brings(given, message(PLEA, **{"from": OTHER}))
    line.later()
    line.brings(given)
    line.later()
    assert len(reports()) == 2
    assert len(messages()) == 2


def test_a_story_told_in_pieces_is_one_tip_in_the_order_of_writing(line: Line) -> None:
    at = now().timestamp()
    line.brings(message("وعندها خمسة ايتام", at=at - 5))
    line.brings(message("جارتنا ارملة في رفحاء", at=at - 9), message("وصاحب البيت يطلعها بكرة", at=at - 2))
    line.later()
    [report] = reports()
    assert report.text == "جارتنا ارملة في رفحاء\nوعندها خمسة ايتام\nوصاحب البيت يطلعها بكرة"


def test_a_forwarded_text_is_a_tip_of_its_own_about_somebody_else(line: Line) -> None:
    first_person = "انا ارملة وعندي خمسة ايتام وصاحب البيت بيطردني بكرة وما عندي ولا ريال تكفون"
    line.brings(message("وصلتني هذي الرسالة من قروب الحارة"), forwarded(first_person))
    line.later()
    own, told = reports()
    assert (own.origin, told.origin, told.text) == (None, "forwarded", first_person)
    with transaction(write=False) as session:
        assert session.get_one(Detection, _detection_of(session, told.id)).voice == "third_party"


def _detection_of(session: Any, report_id: int) -> int:
    return session.scalars(select(Detection.id).where(Detection.report_id == report_id)).one()


def test_the_caption_of_a_picture_is_read_and_the_picture_is_not_fetched(line: Line) -> None:
    picture = message(None, type="image", text=None, image={"id": "media1", "mime_type": "image/jpeg", "caption": PLEA})
    line.brings(picture)
    line.later()
    assert [report.text for report in reports()] == [PLEA]
    assert all(one["type"] == "text" for one in line.graph.sent)


def test_a_shared_place_goes_with_the_story_that_comes_with_it(line: Line) -> None:
    place = {"latitude": 29.626, "longitude": 43.49, "name": "جامع الحي"}
    line.brings(message(None, type="location", text=None, location=place))
    line.later()
    assert states() == ["waiting"], "a place alone waits for its story"
    line.brings(message(PLEA))
    line.later()
    assert states() == ["filed", "filed"]
    assert tips()[0].place_text == "جامع الحي · 29.6260, 43.4900"


def test_a_kind_that_nobody_can_read_is_kept_whole_and_its_sender_is_told(line: Line) -> None:
    line.brings(message(None, type="audio", text=None, audio={"id": "voice1", "voice": True}))
    line.brings(message(None, type="hologram", text=None, hologram={"depth": 3}))
    line.later()
    assert [(m.kind, m.state.value) for m in messages()] == [("audio", "unread"), ("hologram", "unread")]
    assert '"depth": 3' in (messages()[1].content or "")
    assert sum("لا نستطيع قراءة" in text for text in line.graph.texts()) == 1, "told once, not twice a day"


def test_statuses_and_reactions_bring_nothing_about(line: Line) -> None:
    status = {"id": wamid(), "status": "failed", "timestamp": "1", "recipient_id": SENDER, "errors": [{"code": 131047}]}
    body = delivery(value(statuses=[status]) | {"messages": None})
    body["entry"][0]["changes"].append({"field": "account_update", "value": {"event": "X"}})
    line.delivers(body)
    line.brings(message(None, type="reaction", text=None, reaction={"message_id": "x", "emoji": "👍"}))
    line.later()
    assert not reports()
    assert not [text for text in line.graph.texts() if "لا نستطيع" in text]


def test_what_is_no_message_is_counted_and_harms_nothing_beside_it(line: Line) -> None:
    odd = [{"id": wamid()}, {"from": SENDER, "type": "text"}, "nothing", {"id": 7, "from": 8, "text": []}]
    line.brings(
        *[one for one in odd if isinstance(one, dict)], message(PLEA, timestamp="tomorrow", text={"body": PLEA})
    )
    line.delivers(
        delivery(
            {"messages": odd, "metadata": 3}, {"metadata": {"phone_number_id": "another"}, "messages": [message()]}
        )
    )
    line.delivers({"object": "x", "entry": [None, {"changes": {"field": "messages"}}]})
    line.later()
    assert len(reports()) == 1
    with transaction(write=False) as session:
        assert session.get_one(SourceState, Source.WHATSAPP).refused == 3 + 4 + 1


def test_somebody_is_known_by_number_and_by_the_id_without_number(line: Line) -> None:
    line.brings(message("موافق"))
    without = message(PLEA, from_user_id=f"SA.{SENDER[-6:]}", **{"from": None})
    line.brings(without)
    line.later()
    [sender] = senders()
    assert sender.number == SENDER
    assert sender.agreed_at is not None
    assert tips()[0].sender_phone == f"+{SENDER}"
    assert tips()[0].may_be_contacted


def test_two_names_that_turn_out_to_be_one_person_keep_the_wish_to_be_left_alone(line: Line) -> None:
    line.brings(message("إيقاف", from_user_id="SA.000001", **{"from": None}))
    line.delivers(delivery(value(message(PLEA)) | {"contacts": [{"wa_id": SENDER}]}))
    line.later()
    assert len(senders()) == 2
    line.brings(message(PLEA + " ثانية"))  # now WhatsApp says both
    line.later()
    [sender] = senders()
    assert sender.opted_out_at is not None


def test_a_greeting_is_forgotten_and_asked_back_once(line: Line) -> None:
    line.brings(message("السلام عليكم"))
    line.later()
    line.brings(message("هلا"))
    line.later()
    assert states() == ["too_short", "too_short"]
    assert [m.content for m in messages()] == [None, None]
    assert sum("من المحتاج" in text for text in line.graph.texts()) == 1


def test_an_edit_replaces_words_that_still_wait_and_is_news_afterwards(line: Line) -> None:
    first = message("جارتنا ارملة ولا عندها شي")

    def edit(text: str) -> dict[str, Any]:
        inner = {"type": "text", "text": {"body": text}}
        return message(None, type="edit", text=None, edit={"original_message_id": first["id"], "message": inner})

    line.brings(first)
    line.brings(edit(PLEA))
    line.later()
    assert [report.text for report in reports()] == [PLEA]
    line.brings(edit(PLEA + " وهي في رفحاء"))
    line.later()
    assert [report.text for report in reports()] == [PLEA, PLEA + " وهي في رفحاء"]


def test_a_deleted_message_is_gone_from_every_table_with_a_line_that_says_so(line: Line) -> None:
    given = message(PLEA)
    line.brings(given)
    line.later()
    line.brings(message(None, type="revoke", text=None, revoke={"original_message_id": given["id"]}))
    line.later()
    [report] = reports()
    assert (report.text, report.purged_at is not None) == (None, True)
    assert states()[0] == "withdrawn"
    assert "حذفنا البلاغ" in line.graph.texts()[-1]
    _assert_nowhere("طالعها بكرة")


def test_a_deletion_that_overtakes_its_message_still_holds(line: Line) -> None:
    given = message(PLEA)
    line.brings(message(None, type="revoke", text=None, revoke={"original_message_id": given["id"]}))
    line.later()
    line.brings(given)
    line.later()
    assert not reports()


def test_nobody_deletes_somebody_elses_message(line: Line) -> None:
    given = message(PLEA)
    line.brings(given)
    line.later()
    line.brings(message(None, type="revoke", text=None, revoke={"original_message_id": given["id"]}, **{"from": OTHER}))
    line.later()
    assert reports()[0].text == PLEA


def test_a_crash_while_reading_loses_nothing_and_doubles_nothing(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.brings(message(PLEA), message(PLEA + " أخرى", **{"from": OTHER}))
    whole, calls = jobs.read, []

    def breaks(session: Any, delivery_id: int) -> list[int]:
        done = whole(session, delivery_id)
        calls.append(delivery_id)
        if len(calls) == 1:
            raise RuntimeError("the power went")
        return done

    monkeypatch.setattr(jobs, "read", breaks)
    work_all()
    assert (deliveries(), messages()) == (1, []), "nothing half done"
    line.later(minutes=5)
    line.later()
    assert len(reports()) == 2
    assert deliveries() == 0


def test_while_the_source_is_off_stored_messages_wait(line: Line) -> None:
    line.brings(message(PLEA))
    with transaction() as session:
        revoke(session, Actor.system(), Source.WHATSAPP, reason="مراجعة")
    line.later()
    assert states() == ["waiting"]
    allow()
    _gather_now()
    assert states() == ["filed"]


def test_a_flood_from_one_sender_waits_for_the_next_hour(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMAN_WHATSAPP_TIPS_PER_HOUR", "3")
    settings.cache_clear()
    line.brings(*[forwarded(f"{PLEA} {number}") for number in range(5)])
    line.later()
    assert states().count("filed") == 3
    line.later(hours=1, minutes=1)
    _gather_now()
    assert states().count("filed") == 5


def test_the_words_of_an_unread_message_are_forgotten_with_the_others(line: Line) -> None:
    line.brings(message(None, type="audio", text=None, audio={"id": "voice1"}))
    line.later()
    line.clock.shift(timedelta(days=settings().retain_unmatched_days + 1))
    with transaction() as session:
        forget_whatsapp(session)
    assert [m.content for m in messages()] == [None]
    line.clock.shift(timedelta(days=settings().retain_ledger_days))
    with transaction() as session:
        forget_whatsapp(session)
    assert (messages(), senders()) == ([], [])


def test_no_number_and_no_words_stand_in_the_file_in_the_clear(line: Line) -> None:
    line.brings(message("جارتنا ارملة وتنتظر كلمتها السرية جدا"))
    work_all()  # read, not yet filed: the words wait
    assert [m.content for m in messages()] == ["جارتنا ارملة وتنتظر كلمتها السرية جدا"]
    _assert_nowhere(SENDER, "السرية", "HBgMOTY2")


def _assert_nowhere(*words: str) -> None:
    from detector.db import close_engines

    path = Path(make_url(settings().database_url).database or "")
    close_engines()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for word in words:
        assert word.encode() not in path.read_bytes(), word


def _gather_now() -> None:
    with transaction() as session:
        session.execute(update(DeferredJob).where(DeferredJob.job == Job.GATHER_WHATSAPP).values(run_at=now()))
        jobs.gather_whatsapp(session)
    work_all()


def test_a_case_is_opened_whatever_the_reader_thinks_of_a_tip(line: Line) -> None:
    line.brings(message("متى تفتحون مكتب الضمان عندنا في الهجرة؟"))
    line.later()
    with transaction(write=False) as session:
        assert session.scalar(select(Case.id)) is not None


def test_a_delivery_whose_job_was_given_up_is_tried_again_with_the_purge(line: Line) -> None:
    line.brings(message(PLEA))
    with transaction() as session:
        session.execute(delete(DeferredJob))  # as if it had failed six times
    line.later(hours=2)
    assert not reports()
    with transaction() as session:
        forget_whatsapp(session)
    line.later()
    assert len(reports()) == 1
