"""What to say to a sender or a family, by channel; asking through the receipt; the list of the day.

Rules of the scripts: say who you are, never name the need where others may read it, promise nothing, leave the choice to them,
and say that they may ask never to be contacted again.
"""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "script.title": Word("ماذا تقول", "What to say"),
    "script.rules": Word(
        "عرّف بنفسك. لا تذكر الحاجة ولا أسماء الأسرة أمام غيرها. لا تَعِد بصرف ولا بزيارة. الرفض حقهم ولا يُسأل عن سببه.",
        "Say who you are. Never name the need before others. Promise nothing. Refusing is their right.",
    ),
    "script.phone": Word(
        "«السلام عليكم، معك {name} من الضمان الاجتماعي، بخصوص ما أرسلته إلينا. هل الوقت مناسب للحديث، وهل أنت وحدك؟ "
        "نود أن نفهم كيف نصل إلى صاحب الشأن وبموافقته. لا نطلب منك رقم هوية ولا حسابًا، ولا أستطيع أن أعدك بشيء. "
        "وإن كنت لا ترغب في التواصل فقل لي، ولن نتصل بك مرة أخرى.»",
        "This is … from social security about what you sent us. Is it a good time, are you alone? We would like to reach the "
        "person concerned, if they agree. We ask for no ID or account. If you do not wish contact, say so and we will not call.",
    ),
    "script.whatsapp": Word(
        "«السلام عليكم، معك {name} من الضمان الاجتماعي ردًّا على رسالتك. متى يناسبك أن نتحدث هاتفيًا؟ لا ترسل هنا أرقام هويات "
        "أو حسابات أو صورها. وإن لم ترغب في التواصل فاكتب: إيقاف.»",
        "This is … from social security, answering your message. When may we call? Send no ID or account numbers. To stop, "
        "write: stop.",
    ),
    "script.x_reply": Word(
        "«شكرًا لتواصلك معنا. حفظًا للخصوصية لا نتابع هنا: راسلنا من نموذج البلاغ الرسمي أو زر أقرب مكتب. ولا تنشر أرقامًا أو "
        "بيانات شخصية.»",
        "Thank you for writing to us. For privacy we do not follow up here: use the official form or visit the nearest office. "
        "Please publish no personal data.",
    ),
    "script.through_sender": Word(
        "«شكرًا لاهتمامك. هل تستطيع أن تسأل صاحب الشأن: أيرغب أن نتواصل معه، وكيف؟ لا نحتاج منك اسمه ولا رقم هويته؛ يكفي أن "
        "يتصل هو بالمكتب أو أن توافينا بموافقته وبطريقة الوصول إليه.»",
        "Could you ask the person whether they wish us to contact them, and how? We need neither name nor ID from you.",
    ),
    "script.in_person": Word(
        "«السلام عليكم، أنا {name} من الضمان الاجتماعي، وهذه بطاقتي. أتيت لأسأل إن كنتم تودون أن نتحدث، الآن أو في وقت تختارونه، "
        "في مكان لا يسمعنا فيه أحد. لكم أن ترفضوا.»",
        "I am … from social security, here is my card. Would you talk with me, where nobody listens? You may refuse.",
    ),
    "closed.did_not_write_first": Word(
        "لا واتساب إلا لمن كتب لنا فيه أولًا.", "WhatsApp only to those who wrote first."
    ),
    "closed.did_not_mention_us": Word(
        "لا رد في إكس إلا لمن ذكر حسابنا، وبالنص المحايد وحده.", "On X only to those who mentioned us, neutrally."
    ),
    "closed.opted_out": Word("طلب ألا نتواصل معه.", "Asked not to be contacted."),
    "contact.whom": Word("مع من؟", "With whom?"),
    "contact.family": Word("الأسرة أو غير محدد", "The family, or not said"),
    "contact.call_on": Word("متى طلب أن نعاود؟", "When did they ask to be called again?"),
    "contact.call_on.hint": Word("إن طلب الاتصال لاحقًا.", "If they asked to be called later."),
    "contact.when": Word("متى", "When"),
    "contact.who": Word("من سجّلها", "Who"),
    "contact.opted_out": Word("طلب ألا نتواصل معه، في هذه الحالة أو قبلها", "Asked not to be contacted"),
    "contact.opt_out.hint": Word(
        "«لا يرغب في التواصل» نهائي: لا نتصل بهذا المبلّغ بعدها في أي حالة أخرى.", "Final, in every later case too."
    ),
    "ask.title": Word("اسأل المبلّغ عبر رمز متابعته", "Ask the sender through their receipt"),
    "ask.hint": Word(
        "تُعرض في صفحة يفتحها كل من معه الرمز: لا تذكر اسمًا ولا مكانًا ولا حاجة ولا رقمًا. مثال: «هل تستطيع وصف المكان بدقة "
        "أكبر؟» أو «هل يوافق صاحب الشأن على أن نتصل به؟»",
        "Anybody with the code can read it: no name, place, need or number.",
    ),
    "ask.question": Word("السؤال", "The question"),
    "ask.submit": Word("أرسل السؤال", "Ask"),
    "ask.asked": Word("سألناه", "We asked"),
    "ask.answered": Word("كتب المبلّغ", "The sender wrote"),
    "notice.asked": Word("وُضع السؤال في صفحة متابعة البلاغ.", "The question is on the status page."),
    "photo.title": Word("صور البلاغ", "Photos"),
    "photo.open": Word("صورة {n}", "Photo {n}"),
    "photo.hint": Word("كل فتح لصورة يُسجَّل باسمك. لا تُنشر ولا تُحفظ خارج الملف.", "Every look is recorded."),
    "due.title": Word("تواصل اليوم", "Contacts of today"),
    "due.lead": Word(
        "حالات في عهدتك حان وقت التواصل فيها، أو كتب فيها المبلّغ ردًا. العاجل أولًا.", "Due today, urgent first."
    ),
    "due.empty": Word("لا تواصل مستحق اليوم.", "Nothing is due today."),
    "due.when": Word("الموعد", "Due"),
    "due.now": Word("الآن", "Now"),
    "due.tried": Word("المحاولات", "Attempts"),
    "due.last": Word("آخر ما حدث", "Last outcome"),
    "due.answered": Word("رد المبلّغ {at}", "The sender answered {at}"),
}
