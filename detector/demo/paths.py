"""The ways that invented cases take: hours after the report, and who does what then.

A case may take up to `SLOWEST` times the hours: more, and its lease would run out between two acts; less than once, and a
family would be visited before its day.
"""

from __future__ import annotations

from detector.decisions.rules import Outcome
from detector.demo.acts import (
    Act,
    agencies,
    agree,
    call,
    claim,
    decide,
    dispute,
    escalate,
    give_back,
    match,
    nobody_home,
    paid,
    plan,
    plan_ahead,
    reopen,
    reveal,
    second,
    step,
    to_visit_queue,
    verify,
    visit,
)
from detector.guidance.rules import Step
from detector.outreach.rules import Reached
from detector.registry.claims import Verified
from detector.registry.models import Answer

Path = tuple[tuple[float, Act], ...]
SLOWEST = 1.9

CLAIMED: Path = ((5, claim),)
AGREED: Path = (*CLAIMED, (30, agree))
VISITED: Path = (*AGREED, (31, plan), (58, visit))
MATCHED: Path = (*VISITED, (60, match("strangers")))
VAIN: Path = tuple((hour, call(Reached.NO_ANSWER)) for hour in (6, 28, 52))
STEPS: Path = ((10, step(Step.LINK_IBAN)), (34, step(Step.CHECK_BANK)), (58, step(Step.RESUME_PAYMENT)))
GUIDED = "guided"  # the paths that begin so are for cases on the guidance track

PATHS: dict[str, Path] = {
    "queued": (),
    "claimed": CLAIMED,
    "calling": (*CLAIMED, *VAIN[:2]),
    "refused_contact": (*CLAIMED, (8, call(Reached.DOES_NOT_WANT_CONTACT)), (9, give_back)),
    "agreed": AGREED,
    "planned": (*AGREED, (50, plan_ahead)),
    "nobody_home": (*AGREED, (31, plan), (58, nobody_home)),
    "visited": VISITED,
    "matched": MATCHED,
    "unsure": (*VISITED, (60, match("mixed_up"))),
    "disputed": (*VISITED, (62, agencies(Answer.YES)), (70, dispute), (90, verify(Verified.REFUTED))),
    "registered": (
        *MATCHED,
        (62, agencies(Answer.NO)),
        (80, decide(Outcome.REGISTERED, "ثبت العوز في الزيارة ولا تسجيل سابق")),
        (81, reveal),
    ),
    "already": (
        *AGREED,
        (32, match("enrolled")),
        (50, decide(Outcome.ALREADY_REGISTERED, "الأسرة مسجلة وتستلم معاشها")),
    ),
    "referred": (*VISITED, (70, decide(Outcome.REFERRED, "أحيلت إلى صندوق النفقة حتى يصدر الحكم", "alimony_fund"))),
    "unreachable": (
        *CLAIMED,
        *VAIN,
        (54, decide(Outcome.UNREACHABLE, "ثلاث محاولات في ثلاثة أيام ولا عنوان معروف")),
        (80, second(note="يعاد البحث إن ورد بلاغ آخر")),
    ),
    "not_a_case": (
        *CLAIMED,
        (6, decide(Outcome.NOT_A_CASE, "لا يذكر البلاغ أسرة بعينها ولا ظرفًا قائمًا", "opinion")),
        (30, second()),
    ),
    "dismissal_proposed": (
        *CLAIMED,
        (6, decide(Outcome.NOT_A_CASE, "النص نفسه منشور من حسابات كثيرة ولا يخص أسرة بعينها", "circulated")),
    ),
    "duplicate": (*CLAIMED, (6, decide(Outcome.DUPLICATE, "هي الأسرة نفسها في حالة سابقة بالخرج")), (28, second())),
    "held": (*VISITED, (70, decide(Outcome.HELD, "تنقص شهادة إنهاء الخدمة، وتطلب من رب الأسرة", "documents"))),
    "not_eligible": (
        *VISITED,
        (62, agencies(Answer.YES)),
        (80, verify(Verified.CONFIRMED)),
        (90, decide(Outcome.NOT_ELIGIBLE, "سجل تجاري قائم بدخل يتجاوز الحد", "R4")),
        (110, second(note="أبلغت الأسرة بحقها في الاعتراض")),
    ),
    "returned": (
        *VISITED,
        (70, decide(Outcome.NOT_ELIGIBLE, "تملك الأسرة أرضًا بحسب كلامها", "no_need_found")),
        (95, second(agree=False, note="كلام الأسرة لا يكفي: يسأل كاتب العدل أولًا")),
    ),
    "reopened": (
        *CLAIMED,
        (6, decide(Outcome.NOT_A_CASE, "أفاد المبلّغ أن الأبناء وجدوا عملًا ولا حاجة للزيارة", "past_need")),
        (30, second()),
        (300, reopen),
    ),
    "guided": (),
    "guided_steps": STEPS[:2],
    "guided_complaint": (*STEPS, (200, step(Step.FINANCIAL_COMPLAINT)), (400, escalate)),
    "guided_closed": (*STEPS, (300, paid)),
    "guided_to_queue": (*STEPS[:1], (20, to_visit_queue)),
}
