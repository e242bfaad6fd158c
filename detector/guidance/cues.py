"""Which words put a payment issue on which track. Pure; a first guess that staff can change (service.set_track).

The words are written folded (أ إ آ → ا, ة → ه, ى ئ → ي, ؤ → و) and met at the beginning of a word, after و ف ب ل or ال.
"""

from __future__ import annotations

import re

from detector.guidance.rules import PaymentState, Track
from nlp_models.text.clean import fold

OTHER_SUPPORT = "other_support"  # Citizen Account, Hafiz …: told where to turn, never led through Daman's steps


def _any_of(*cues: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)[وفبل]?(?:ال|ل)?(?:{'|'.join(cues)})")


# Eligibility was refused or taken away, or the reason given is one of the law's (assets, the researcher's visit, a death).
_ELIGIBILITY = _any_of(
    "غير موهل", "م[وب] موهل", "عدم (?:ال)?اهلي", "عدم (?:ال)?استحقاق", "(?:سقطت|الغيت|الغوا|رفضوا|شالوا) (?:ال)?اهلي",
    "اهلي(?:ه|تي|تها|ته) (?:طارت|راحت|سقطت|مرفوض|ملغ)", "اعترض", "اعتراض", "رفضوا? طلب", "طلب(?:ي|ها|ه)? مرفوض",
    "سجل تجاري", r"(?:عندي|عندها|عنده|باسمي|باسمها|باسمه) (?:عقار|ارض|املاك|سجل)", "طلعوني من", "اسقطوا?ن", "شالوني",
    "باحث", "توفي", "توفت", "متوفي", "ورثه",
)  # fmt: skip
# The account, or one payment of a pension that goes on.
_PAYMENT = _any_of(
    "ا?يبان", "iban", "بنك", "حساب(?:ي|ها|ه)? (?:ال)?بنك", "تحديث (?:ال)?بيانات", "استيناف", "دفع(?:ه|ات|تي|تين)", "مبلغ",
    "مرفوض", "معلق", "نقص", "ناقص", "صفري", "حواله", "شكوي ماليه", "(?:ما|لم) ?(?:نزل|ينزل|انزل|وصل|يصل|ودع|يودع)",
)  # fmt: skip
# A stop whose reason is not told: the reason must be learned, and objected to, before anything is repaired.
_STOP = _any_of(
    "موقو?ف", "ا?وقفو?", "انوقف", "توقف", "قطعوا?", "انقطع", "مقطوع عن", "ايقاف", "mw[a2q]+f", "mwa[2q]+af", "wag+af",
)  # fmt: skip


def track(programme: str, text: str) -> Track:
    """The track for a programme (labels: daman | other_support | unsaid) and the writer's words."""
    if programme == OTHER_SUPPORT:
        return Track.REFERRAL
    words = fold(text)
    if _ELIGIBILITY.search(words):
        return Track.OBJECTION
    return Track.OBJECTION if _STOP.search(words) and not _PAYMENT.search(words) else Track.PAYMENT


def payment_state(text: str) -> PaymentState:
    """The state that the writer names: rejected or suspended, else unknown (0-02)."""
    words = fold(text)
    if "مرفوض" in words:
        return PaymentState.REJECTED
    return PaymentState.SUSPENDED if "معلق" in words else PaymentState.UNKNOWN
