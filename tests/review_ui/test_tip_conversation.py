"""Photos with a tip, questions and answers through the receipt, and the scripts on the case page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from detector.cases.models import CaseReport, LinkState
from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.journal.models import Entry
from detector.reports.attachments import Attachment
from detector.reports.models import Tip, TipMessage
from tests.detector.reports.test_attachments import SECRET, a_photo
from tests.review_ui import families
from tests.review_ui.browsing import Browsing
from tests.review_ui.test_tip_pages import TEXT, receipt_of

Signed = Callable[[str], Browsing]
CASE = "/cases/D-26-000001"


def send_photos(browser: Browsing, path: str, photos: list[bytes], status: int = 303, **typed: str) -> str:
    files = [("photos", ("x.exe", photo, "text/plain")) for photo in photos]
    answer = browser.client.post(path, data=typed, files=files, follow_redirects=False)
    assert answer.status_code == status, answer.text[:2000]
    return answer.headers.get("location", "") or answer.text


def a_case_of_the_tip(browser: Browsing) -> int:
    """The widow's case, claimed by the browser's member, with the one tip linked to it; the report's id."""
    with transaction() as session:
        case = families.widow(session, 1)
        report_id = session.scalars(select(Tip.report_id)).one()
        session.add(
            CaseReport(
                case_id=case.id,
                report_id=report_id,
                state=LinkState.CONFIRMED,
                why="same_words",
                score=1,
                linked_at=now(),
            )
        )
        from detector.detection.models import Detection

        session.add(
            Detection(report_id=report_id, model="reader@1", kind="hardship_case", kinds={}, hardship=0.9, flagged=True,
                      needs=[], urgency="soon", voice="self", programme=None, doubts=[], place=None, household_size=None,
                      evidence=[], counter_evidence=[], detected_at=now())
        )  # fmt: skip
    browser.open("/queue")
    browser.send(f"{CASE}/claim")
    return report_id


def test_photos_come_with_a_tip_and_only_the_case_shows_them_with_a_journal_line(
    visitor: Browsing, browser_of: Signed
) -> None:
    send_photos(visitor, "/tips/new", [a_photo(), a_photo(kind="PNG")], text=TEXT, about="other")
    member, stranger = browser_of("member"), browser_of("stranger")
    a_case_of_the_tip(member)
    with transaction(write=False) as session:
        first, _ = session.scalars(select(Attachment.id).order_by(Attachment.id)).all()
    assert f"{CASE}/photos/{first}" in member.open(CASE).links
    seen = member.client.get(f"{CASE}/photos/{first}")
    assert (seen.status_code, seen.headers["content-type"], seen.headers["cache-control"]) == (
        200,
        "image/jpeg",
        "no-store",
    )
    assert SECRET not in seen.content
    assert stranger.client.get(f"{CASE}/photos/{first}").status_code == 404
    assert visitor.client.get(f"{CASE}/photos/{first}", follow_redirects=False).status_code == 303
    assert member.client.get(f"{CASE}/photos/999").status_code == 404
    with transaction(write=False) as session:
        looks = session.scalars(select(Entry).where(Entry.action == "attachment.viewed")).all()
    assert len(looks) == 1


@pytest.mark.parametrize(
    ("photos", "message"),
    [([b"<svg/>"], "ليس صورة"), ([b"\xff\xd8\xff" + b"\0" * 99], "صورة"), ([a_photo()] * 4, "أكثر من المسموح")],
)
def test_a_file_that_is_no_photo_comes_back_with_the_words_kept(
    visitor: Browsing, photos: list[bytes], message: str
) -> None:
    html = send_photos(visitor, "/tips/new", photos, 422, text=TEXT, about="other")
    assert message in html
    assert TEXT in html
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).select_from(Tip)) == 0


def test_a_question_goes_to_the_status_page_and_the_answer_to_the_case_alone(
    visitor: Browsing, browser_of: Signed
) -> None:
    visitor.open("/tips/new")
    visitor.send("/tips/new", text=TEXT, about="other")
    code = receipt_of(visitor)
    member = browser_of("member")
    report_id = a_case_of_the_tip(member)
    member.open(CASE)
    action = f"{CASE}/reports/{report_id}/question"
    assert "لا تكتب أرقامًا" in member.send(action, 422, question="رقمها 0501234567؟").text
    member.send(action, question="أين البيت بالضبط؟")
    assert "أين البيت بالضبط؟" in visitor.open(f"/tips/{code}").text
    page = visitor.send(f"/tips/{code}/messages", answer="بيت أبيض خلف المدرسة")
    assert "وصل ردك" in page.text
    assert "بيت أبيض" not in visitor.open(f"/tips/{code}").html
    assert "بيت أبيض خلف المدرسة" in member.open(CASE).text
    assert "رد المبلّغ" in member.open("/contacts").text


def test_a_wrong_code_takes_no_answer(visitor: Browsing) -> None:
    assert "لم نجد بلاغًا" in send_photos(visitor, "/tips/ABCDEFGHJKMNPQRSTWXYZ23456/messages", [], 404, answer="نص")
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).select_from(TipMessage)) == 0


def test_every_open_way_has_its_words_and_a_closed_one_its_reason(browser_of: Signed) -> None:
    member = browser_of("member")
    with transaction() as session:
        families.widow(session, 1)
    member.open("/queue")
    page = member.send(f"{CASE}/claim")
    assert "معك عبدالله الدوسري من الضمان الاجتماعي" in page.text
    assert "لا واتساب إلا لمن كتب لنا فيه أولًا" in page.text
    assert "هذه الطريقة مغلقة" in member.send(f"{CASE}/contact", 422, channel="x_reply", reached="no_answer").text


def test_the_task_of_the_form_is_signed_and_never_the_same(visitor: Browsing) -> None:
    first, second = (visitor.client.get("/tips/challenge").json() for _ in range(2))
    assert first["signature"] != second["signature"]
    assert first["parameters"]["cost"] == settings().tip_proof_cost


def test_a_walk_in_is_registered_on_one_page(browser_of: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "demo", True)
    member = browser_of("member")
    member.open("/desk/new")
    wrong = member.send("/desk/new", 422, text=TEXT, kind="walk_in", national_id="9000000064", full_name="اسم مختلق")
    assert "لا موافقة مسجلة" in wrong.text
    page = member.send(
        "/desk/new", text=TEXT, kind="walk_in", phone="0500000017", given_by="الأم", ground="application",
        purposes=["visit", "registry_match"], national_id="9000000064", full_name="اسم مختلق",
    )  # fmt: skip
    assert "الحالة في عهدتك الآن" in page.text
    assert "9000000064" not in page.html
    (case,) = [link for link in page.links if link.startswith("/cases/")]
    assert "اسم مختلق" in member.open(f"{case}/match").text


def test_a_journalist_answers_from_the_history_and_nobody_answers_for_them(browser_of: Signed) -> None:
    press, member = browser_of("press"), browser_of("member")
    press.open("/tips/new")
    press.send("/tips/new", text=TEXT, about="other")
    report_id = a_case_of_the_tip(member)
    member.open(CASE)
    member.send(f"{CASE}/reports/{report_id}/question", question="متى كانت زيارتك للمكان؟")
    assert "متى كانت زيارتك للمكان؟" in press.open("/tips/mine").text
    press.send(f"/tips/mine/{report_id}/messages", answer="أمس بعد العصر")
    assert "أمس بعد العصر" in member.open(CASE).text
    member.open("/tips/mine")
    member.post(f"/tips/mine/{report_id}/messages", {"csrf": member.last.form("/sign-out").values()["csrf"],
                                                     "answer": ["نص"]}, 404)  # fmt: skip
