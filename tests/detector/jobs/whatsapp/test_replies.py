"""What goes back, through the real pywa to a Graph API on loopback: a notice, a receipt, and nothing that was not wished."""

from __future__ import annotations

import re

import pytest

from detector.cases.receipts import Stage, tip_status
from detector.config import settings
from detector.db import transaction
from detector.jobs.whatsapp import send_whatsapp
from detector.reports.models import Source
from detector.reports.state import state
from tests.detector.jobs.whatsapp.conftest import Line
from tests.detector.jobs.whatsapp.rows import replies, senders, tips
from tests.whatsapp import PLEA, SENDER, message


def _receipt(line: Line) -> str:
    found = [m[1] for text in line.graph.texts() if (m := re.search(r"رمز المتابعة: (\w{26})", text))]
    assert len(found) == 1
    return found[0]


def test_the_first_message_is_answered_with_the_notice_and_the_tip_with_its_receipt(line: Line) -> None:
    line.brings(message(PLEA))
    line.later()
    notice, receipt = line.graph.sent
    assert (notice["to"], receipt["to"]) == (SENDER, SENDER)
    assert "صديق الضمان" in notice["text"]["body"]
    with transaction(write=False) as session:
        assert tip_status(session, _receipt(line)).stage is Stage.IN_QUEUE
    line.brings(message(PLEA + " وزيادة"))
    line.later()
    assert sum("صديق الضمان" in text for text in line.graph.texts()) == 1


def test_a_receipt_is_not_kept_once_it_was_sent(line: Line) -> None:
    line.brings(message(PLEA))
    line.later()
    assert [(r.state.value, r.content) for r in replies()] == [("sent", None), ("sent", None)]


@pytest.mark.parametrize("word", ["إيقاف", "ايقاف", "STOP", "  إيقاف ! "])
def test_stop_is_confirmed_once_and_then_nothing_leaves(line: Line, word: str) -> None:
    line.brings(message("موافق"), message(PLEA))
    line.later()
    line.brings(message(word))
    line.later()
    assert "لن نرسل إليكم" in line.graph.texts()[-1]
    sent = len(line.graph.sent)
    line.brings(message(PLEA + " مرة أخرى"))
    line.later()
    assert len(line.graph.sent) == sent
    assert [tip.may_be_contacted for tip in tips()] == [False, False], "what they tell is taken all the same"


def test_a_wish_inside_a_story_is_part_of_the_story(line: Line) -> None:
    line.brings(message("تم إيقاف الضمان عن جارتنا الارملة وما عندها دخل"))
    line.later()
    assert senders()[0].opted_out_at is None


def test_start_takes_stop_back(line: Line) -> None:
    line.brings(message("إيقاف"))
    line.later()
    line.brings(message("ابدأ"))
    line.brings(message(PLEA))
    line.later()
    assert _receipt(line)


def test_whoever_agrees_may_be_called_also_about_what_they_told_before(line: Line) -> None:
    line.brings(message(PLEA))
    line.later()
    assert [tip.may_be_contacted for tip in tips()] == [False]
    line.brings(message("موافق"))
    line.later()
    assert [tip.may_be_contacted for tip in tips()] == [True]
    line.brings(message("إيقاف"))
    line.later()
    assert [tip.may_be_contacted for tip in tips()] == [False]


def test_after_24_hours_nothing_is_sent(line: Line) -> None:
    line.brings(message(PLEA, at=line_time() - 25 * 3600))
    line.later()
    assert not line.graph.sent
    assert {(r.state.value, r.content) for r in replies()} == {("late", None)}


def line_time() -> float:
    from detector.clock import now

    return now().timestamp()


def test_after_24_hours_an_approved_template_takes_the_receipt(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMAN_WHATSAPP_TEMPLATE", "tip_receipt")
    settings.cache_clear()
    line.brings(message(PLEA, at=line_time() - 25 * 3600))
    line.later()
    [sent] = line.graph.sent
    assert (sent["type"], sent["template"]["name"], sent["template"]["language"]["code"]) == (
        "template",
        "tip_receipt",
        "ar",
    )
    parameter = sent["template"]["components"][0]["parameters"][0]["text"]
    assert "رمز المتابعة" in parameter
    assert "\n" not in parameter


def test_whatsapp_itself_says_that_the_window_is_over(line: Line) -> None:
    line.graph.fail(400, 131047)
    line.brings(message(PLEA))
    line.later()
    assert [r.state.value for r in replies()] == ["late", "sent"]


def test_what_cannot_be_delivered_is_given_up_and_the_next_one_is_sent(line: Line) -> None:
    line.graph.fail(400, 131026)
    line.brings(message(PLEA))
    line.later()
    assert [(r.state.value, r.error) for r in replies()] == [("refused", "131026"), ("sent", None)]


@pytest.mark.parametrize(
    ("status", "code"), [(401, 190), (429, 130429), (500, 131016), (500, 0)], ids=["token", "rate", "down", "odd"]
)
def test_an_outage_is_waited_out_and_said_on_the_sources_page(line: Line, status: int, code: int) -> None:
    line.graph.fail(status, code)
    line.graph.fail(status, code)
    line.brings(message("موافق"))
    line.later(seconds=1)
    assert [r.state.value for r in replies()] == ["queued", "queued"]
    with transaction(write=False) as session:
        how = state(session, Source.WHATSAPP)
        assert how is not None
        assert how.last_error == "R113"
    line.later()
    send_whatsapp()
    assert [r.state.value for r in replies()] == ["sent", "sent"]
    with transaction(write=False) as session:
        how = state(session, Source.WHATSAPP)
        assert how is not None
        assert how.last_error is None


def test_an_answer_that_is_no_json_is_an_outage(line: Line) -> None:
    line.graph.faults.append((502, b"<html>bad gateway</html>"))
    line.brings(message("موافق"))
    line.later()
    send_whatsapp()
    assert {r.state.value for r in replies()} == {"sent"}


def test_a_sender_without_a_number_is_answered_by_the_id(line: Line) -> None:
    line.brings(message(PLEA, from_user_id="SA.123456", **{"from": None}))
    line.later()
    assert {sent.get("recipient") for sent in line.graph.sent} == {"SA.123456"}
    assert tips()[0].sender_phone is None


def test_without_a_token_replies_wait_and_the_page_says_why(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMAN_WHATSAPP_TOKEN", "")
    settings.cache_clear()
    line.brings(message(PLEA))
    line.later()
    with transaction(write=False) as session:
        how = state(session, Source.WHATSAPP)
        assert how is not None
        assert how.last_error == "R114"
    assert {r.state.value for r in replies()} == {"queued"}
