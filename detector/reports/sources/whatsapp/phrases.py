"""The words that go back over WhatsApp, and the words that are understood as a wish. Pure.

They leave the house by a job, not through a page, so they stand here and not in `review_ui.words` (ADR 0011).
"""

from __future__ import annotations

import enum

from detector.reports.sources.whatsapp.lifecycle import ReplyKind
from nlp_models.text.clean import fold

PHRASES: dict[ReplyKind, str] = {
    ReplyKind.NOTICE: (
        "وصلتم إلى «صديق الضمان». يقرأ رسالتكم موظف الضمان القريب ليتحقق من حاجة الأسرة، ولا تُستعمل لغير ذلك، "
        "ويُحفظ رقمكم مشفّرًا.\n"
        "لا ترسلوا أرقام هويات أو حسابات أو صورًا لأشخاص.\n"
        "إن رضيتم أن يتصل بكم الموظف فأرسلوا: موافق.\n"
        "لسحب رسالة احذفوها لدى الجميع. ولإيقاف ردودنا أرسلوا: إيقاف."
    ),
    ReplyKind.RECEIPT: "وصل بلاغكم. رمز المتابعة: {receipt}\nاحفظوه: به وحده تُعرف مرحلة البلاغ، ولا يُظهر شيئًا عن الأسرة.",
    ReplyKind.ASK_MORE: "اكتبوا لنا كلامًا: من المحتاج، وما ظرفه، وكم عددهم، وأين هم.",
    ReplyKind.UNREADABLE: "لا نستطيع قراءة هذا النوع من الرسائل. اكتبوا لنا ما فيها كلامًا.",
    ReplyKind.WITHDRAWN: "حذفنا البلاغ الذي كانت رسالتكم المحذوفة جزءًا منه. إن أردتم إبقاء بقيته فاكتبوها من جديد.",
    ReplyKind.STOPPED: "لن نرسل إليكم شيئًا ولن نتصل بكم. ما أبلغتم به باقٍ. للعودة أرسلوا: ابدأ.",
    ReplyKind.STARTED: "عدنا إلى الرد عليكم. للإيقاف أرسلوا: إيقاف.",
    ReplyKind.AGREED: "سُجّلت موافقتكم على أن يتصل بكم الموظف. لسحبها أرسلوا: إيقاف.",
}


class Wish(enum.StrEnum):
    STOP = "stop"
    START = "start"
    AGREE = "agree"


_SAID = {
    Wish.STOP: ("إيقاف", "ايقاف", "أوقف", "أوقفوا", "توقف", "الغاء", "إلغاء", "الغاء الاشتراك", "stop", "unsubscribe"),
    Wish.START: ("ابدأ", "إبدأ", "ابدا", "استئناف", "start"),
    Wish.AGREE: ("موافق", "موافقة", "أوافق", "اوافق", "agree"),
}
_WISHES = {fold(word): wish for wish, words in _SAID.items() for word in words}


def wish_in(text: str) -> Wish | None:
    """What a message of nothing but a wish says; a wish inside a longer text is part of that text."""
    return _WISHES.get(" ".join(fold(text).split()))
