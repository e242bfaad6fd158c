"""The article's protocol, and what it is not for."""

from __future__ import annotations

import itertools

import pytest

from detector.guidance.cues import payment_state, track
from detector.guidance.rules import (
    BEFORE_COMPLAINT,
    STEPS,
    ComplaintTooEarly,
    PaymentState,
    Step,
    Track,
    check,
    check_iban,
    open_steps,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("راتب الضمان ما وصلني والحالة مرفوضة من يومين", Track.PAYMENT),
        ("الدفعة معلّقة من رمضان والآيبان مسجل باسمي", Track.PAYMENT),
        ("كل شهر أحدث الايبان ويرجع", Track.PAYMENT),
        ("خصموا من المعاش ونقص النص، كيف اقدم شكوى", Track.PAYMENT),
        ("جتني دفعة صفرية وانا عندي تابعين", Track.PAYMENT),
        ("ما نزل لي شي هالشهر", Track.PAYMENT),
        ("el daman mwa22af w el iban s7ee7", Track.PAYMENT),
        ("طلعت لي غير مؤهل والسبب سجل تجاري قديم", Track.OBJECTION),
        ("يقولون باسمي أرض وأنا ما أملك شي", Track.OBJECTION),
        ("وقفوا الضمان عن الوالدة ولا قالوا السبب", Track.OBJECTION),
        ("قطعوا المعاش لأن الباحث ما لقانا بالبيت", Track.OBJECTION),
        ("الدفعة موقوفة من توفى الوالد", Track.OBJECTION),
        ("قدمت اعتراض وما ردوا والدفعة مرفوضة", Track.OBJECTION),
    ],
)
def test_a_refused_eligibility_is_not_led_through_the_steps_for_payments(text: str, expected: Track) -> None:
    assert track("unsaid", text) is expected
    assert track("daman", text) is expected
    assert track("other_support", text) is Track.REFERRAL


def test_the_state_of_the_payment_is_the_one_that_the_writer_names() -> None:
    assert payment_state("الدفعة مرفوضة") is PaymentState.REJECTED
    assert payment_state("المبلغ مُعَلَّق") is PaymentState.SUSPENDED
    assert payment_state("ما نزل شي") is PaymentState.UNKNOWN


def test_the_complaint_is_open_exactly_after_the_first_three_steps() -> None:
    for count in range(len(STEPS) + 1):
        for done in itertools.combinations(STEPS, count):
            ready = set(done) >= BEFORE_COMPLAINT
            shown = open_steps(set(done))
            assert (Step.FINANCIAL_COMPLAINT in shown) == (ready and Step.FINANCIAL_COMPLAINT not in done)
            assert list(shown) == [step for step in STEPS if step in shown], "the article's order is kept"
            if not ready:
                with pytest.raises(ComplaintTooEarly) as refused:
                    check(Step.FINANCIAL_COMPLAINT, set(done))
                assert refused.value.facts["missing"] == sorted(BEFORE_COMPLAINT - set(done))


def test_no_other_step_waits_for_another() -> None:
    for step in set(STEPS) - {Step.FINANCIAL_COMPLAINT}:
        check(step, set())


@pytest.mark.parametrize(
    "written",
    [
        "SA0380000000608010167519", "sa03 8000 0000 6080 1016 7519", "SA٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩",
        "SA٠٣ ٨٠٠٠ ٠٠٠٠ ٦٠٨٠ ١٠١٦ ٧٥١٩", "SA03-8000-0000-6080-1016-7519", "\u200fSA03\n80000000608010167519",
    ],
)  # fmt: skip
def test_an_iban_is_read_as_people_write_it(written: str) -> None:
    checked = check_iban(written)
    assert checked.valid
    assert checked.masked == "SA•• … 19"
    assert checked.why is None


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("SA0380000000608010167591", "check_digits"), ("SA038000000060801016751", "length"), ("", "not_saudi"),
        ("GB82WEST12345698765432", "not_saudi"), ("0380000000608010167519", "not_saudi"),
        ("SA03800000006080101675AB", "check_digits"),
    ],
)  # fmt: skip
def test_a_miswritten_iban_is_told_what_to_look_at(written: str, why: str) -> None:
    checked = check_iban(written)
    assert not checked.valid
    assert checked.why == why
    assert checked.masked is None
