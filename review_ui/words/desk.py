"""The office desk."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "nav.desk": Word("تسجيل", "Desk"),
    "desk.title": Word("تسجيل في المكتب", "At the desk"),
    "desk.lead": Word(
        "جلسة واحدة: ما رواه صاحب الشأن ومكانه وموافقته وهويته إن وافق. تُفتح الحالة وتكون في عهدتك.",
        "One sitting: the telling, the place, the consent, and the identity if agreed.",
    ),
    "desk.kind": Word("من أين جاءت؟", "Where from?"),
    "desk.kind.walk_in": Word("صاحب الشأن حاضر", "The person is here"),
    "desk.kind.committee": Word("رصدتها اللجنة", "Seen by the committee"),
    "desk.kind.hint": Word(
        "ما رصدته اللجنة يُسجَّل بلا موافقة ولا هوية: لم يُسأل أحد بعد.", "What a committee saw has no consent and no ID."
    ),
    "desk.text": Word("ماذا روى؟ أو ماذا رأيتم؟", "What was told, or seen?"),
    "desk.text.hint": Word("بكلامه هو، وباختصار. لا تكتب رقم الهوية هنا.", "In their own words. No ID number here."),
    "desk.place": Word("أين يسكن؟", "Where do they live?"),
    "desk.place.hint": Word("إن تركتها فهي لمكتبك.", "Left empty: your own office."),
    "desk.phone": Word("رقم جواله", "Mobile"),
    "desk.consent": Word("الموافقة", "Consent"),
    "desk.identity": Word("الهوية", "Identity"),
    "desk.identity.hint": Word(
        "لا تُكتب إلا بعد الموافقة على المطابقة أعلاه. للبالغ وحده، ولا نحفظ صورة الوثيقة.",
        "Only after consent to the match. Adults alone; no copy of the document.",
    ),
    "desk.full_name": Word("الاسم كما في الهوية", "Name as on the ID"),
    "desk.national_id": Word("رقم الهوية", "National ID"),
    "desk.birth_date": Word("تاريخ الميلاد", "Birth date"),
    "desk.submit": Word("سجّل وافتح الحالة", "Register"),
    "desk.done": Word("سُجّلت", "Registered"),
    "desk.done.opened": Word("فُتحت حالة جديدة.", "A new case was opened."),
    "desk.done.joined": Word("وُجدت حالة للأسرة نفسها، فضُمّ إليها ما سُجّل.", "It joined a case that was there."),
    "desk.done.mine": Word("الحالة في عهدتك الآن.", "You hold the case."),
    "desk.done.elsewhere": Word(
        "الحالة ليست في عهدتك: يتابعها {office}. ما سُجّل وصل إلى ملفها.", "It lies with {office}."
    ),
    "desk.done.nobody": Word("من هي في عهدته", "whoever holds it"),
    "desk.done.no_identity": Word("لم تُسجَّل الهوية: يسجّلها من الحالة في عهدته.", "The identity was not recorded."),
    "desk.done.receipt": Word("أعطِ صاحب الشأن هذا الرمز ليتابع به. يُعرض هذه المرة فقط.", "Give this code to them."),
    "desk.another": Word("تسجيل آخر", "Another"),
    "field.nobody_was_asked": Word("لم يُسأل أحد بعد: اختر «صاحب الشأن حاضر» أو اتركها.", "Nobody was asked yet."),
}
