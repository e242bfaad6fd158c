"""Letters to a family: plain Arabic, no officialese, no periods that nobody verified."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "letter.title": Word("خطاب إلى الأسرة", "Letter to the family"),
    "letter.lead": Word(
        "اكتب التعليل بكلام تفهمه الأسرة. لا تذكر من أبلغ، ولا أرقام هويات. لا يُحفظ ما تكتبه هنا.",
        "Plain words; not who reported; nothing is kept.",
    ),
    "letter.words": Word("تعليل للأسرة", "Reasons for the family"),
    "letter.pdf": Word("افتح الخطاب ملفًا للطباعة", "Open as PDF"),
    "letter.office": Word("وزارة الموارد البشرية والتنمية الاجتماعية · {office}", "The ministry · {office}"),
    "letter.no_office": Word("الضمان الاجتماعي", "Social security"),
    "letter.date": Word("التاريخ: {day}", "Date: {day}"),
    "letter.case": Word("رقم الحالة: {number}", "Case: {number}"),
    "letter.greeting": Word("الأسرة الكريمة، السلام عليكم ورحمة الله وبركاته.", "Greeting."),
    "letter.studied": Word("درسنا حالتكم، وصدر فيها القرار يوم {day}.", "Decided on {day}."),
    "letter.outcome.registered": Word(
        "القرار: تُرفع بياناتكم للتسجيل في الضمان الاجتماعي. الأهلية والمبلغ تحددهما الوزارة بعد ذلك، وليس هذا الخطاب وعدًا بمبلغ.",
        "Handed over to be registered; no promise.",
    ),
    "letter.outcome.already_registered": Word(
        "القرار: أنتم مسجلون في الضمان الاجتماعي، فلا حاجة إلى تسجيل جديد.", "Known."
    ),
    "letter.outcome.referred": Word("القرار: إحالة حالتكم إلى جهة أقدر على معونتكم.", "Referred."),
    "letter.outcome.held": Word("القرار: تأجيل البت حتى يكتمل ما يُذكر أدناه. هذا ليس رفضًا.", "Held; no refusal."),
    "letter.outcome.not_eligible": Word(
        "القرار: لم تتحقق في الحالة شروط الاستحقاق بحسب ما بين أيدينا.", "Not eligible."
    ),
    "letter.outcome.unreachable": Word(
        "القرار: أُغلقت الحالة لأننا لم نتمكن من التواصل معكم. اتصلوا بالمكتب متى شئتم لتُفتح من جديد.", "Unreachable."
    ),
    "letter.outcome.duplicate": Word("القرار: ضُمّت هذه الحالة إلى حالة أخرى لأسرتكم نتابعها.", "Duplicate."),
    "letter.outcome.not_a_case": Word("القرار: أُغلق البلاغ إذ لم نجد فيه أسرة تحتاج إلى متابعة.", "Not a case."),
    "letter.why": Word("السبب: {why}.", "Reason: {why}."),
    "letter.to": Word("الجهة: {why}.", "To: {why}."),
    "letter.object": Word(
        "لكم أن تعترضوا إن رأيتم في القرار خطأ: اذكروا السبب وأرفقوا ما يثبته، وقدّموه إلى المكتب أو المنصة. ينظر فيه غير من "
        "أصدر القرار.",
        "You may object.",
    ),
    "letter.object.early": Word("قدّموا الاعتراض مبكرًا، واسألوا المكتب عن مدته.", "Object early; ask for the period."),
    "letter.object.until": Word("آخر يوم للاعتراض: {day} ({source}).", "Until {day} ({source})."),
    "letter.change": Word("أبلغوا المكتب إن تغير حالكم أو سكنكم، فقد يتغير القرار.", "Tell us of changes."),
    "letter.close": Word("مع صادق التقدير،", "Sincerely,"),
    "letter.sign": Word("اسم الموظف وتوقيعه: ..........................", "Name and signature"),
    "objection.title": Word("الاعتراض", "Objection"),
    "objection.file": Word("سجّل اعتراضًا", "Record an objection"),
    "objection.grounds": Word("ماذا تقول الأسرة؟", "What does the family say?"),
    "objection.filed_on": Word("يوم الاعتراض", "Day of the objection"),
    "objection.filed_on.hint": Word("فارغ: اليوم.", "Empty: today."),
    "objection.in_time": Word("في المدة حتى {day}", "In time until {day}"),
    "objection.late": Word("بعد المدة؛ لا يرده البرنامج، ويقدّره الموظف", "After the period; a person weighs it"),
    "objection.due": Word("يُرد عليه قبل {day}", "Answer due by {day}"),
    "objection.answer": Word("الرد", "Answer"),
    "objection.uphold": Word("أقبل الاعتراض وأعيد فتح الحالة", "Uphold and reopen"),
    "objection.reject": Word("أرفض الاعتراض ويبقى القرار", "Reject"),
    "objection.impartial": Word("يرد عليه مشرف لم يشارك في القرار.", "Somebody without a part in it answers."),
    "objection.withdraw": Word("سحبت الأسرة اعتراضها", "The family took it back"),
    "objection.withdraw.why": Word("كيف أُبلغتم بذلك؟", "How were you told?"),
    "objection.state.filed": Word("ينتظر الرد", "Waits"),
    "objection.state.upheld": Word("قُبل", "Upheld"),
    "objection.state.rejected": Word("رُفض", "Rejected"),
    "objection.state.withdrawn": Word("سُحب", "Withdrawn"),
    "error.E517": Word("لا خطاب قبل قرار نهائي.", "No letter before a final decision."),
    "notice.objection_filed": Word("سُجّل الاعتراض.", "Recorded."),
    "notice.objection_answered": Word("سُجّل الرد.", "Answered."),
    "notice.objection_withdrawn": Word("سُجّل سحب الاعتراض.", "Withdrawn."),
}
