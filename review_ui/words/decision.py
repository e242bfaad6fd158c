"""Proposing, seconding and reopening a decision."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "decide.title": Word("القرار", "Decision"),
    "decide.propose": Word("اقترح قرارًا", "Propose a decision"),
    "decide.lead": Word(
        "القرار لك. ما قد يحجب شيئًا عن أسرة يعتمده موظف ثانٍ.", "What would take something needs a second officer."
    ),
    "decide.outcome": Word("النتيجة", "Outcome"),
    "decide.lacks": Word("ينقص: {what}", "Lacks: {what}"),
    "decide.ready": Word("مكتمل", "Complete"),
    "decide.adverse": Word("يحتاج موظفًا ثانيًا", "Needs a second officer"),
    "decide.reason_code": Word("السبب المصنّف", "Reason code"),
    "decide.reason_code.hint": Word(
        "لازم للإحالة والتعليق وعدم الاستحقاق.", "Needed to refer, hold or find ineligible."
    ),
    "decide.reason_code.none": Word("بلا", "None"),
    "decide.reason": Word("التعليل", "Reasons"),
    "decide.reason.hint": Word(
        "بما يفهمه من يراجع القرار بعد سنة. بلا أرقام هويات.", "For whoever reads it in a year."
    ),
    "decide.submit": Word("سجّل القرار", "Record the decision"),
    "decide.not_now": Word("لا يُقترح قرار في مرحلة «{status}».", "No decision in this status."),
    "decide.not_holder": Word("يقترح القرار من يحمل عهدة الحالة.", "The holder proposes."),
    "decide.current": Word("القرار الحالي", "The decision"),
    "decide.earlier": Word("قرارات سابقة", "Earlier decisions"),
    "decide.proposed_by": Word("اقترحه {name}", "Proposed by {name}"),
    "decide.seconded_by": Word("راجعه {name}", "Seconded by {name}"),
    "decide.second": Word("راجع القرار", "Review the decision"),
    "decide.second.lead": Word(
        "اقرأ الملف قبل أن تعتمد. إن رأيت نقصًا فأعده مع السبب.", "Read the file first; send it back with a reason."
    ),
    "decide.second.note": Word("رأيك", "Your note"),
    "decide.second.note.hint": Word("لازم عند الإعادة.", "Needed when sent back."),
    "decide.second.agree": Word("أعتمد القرار", "Agree"),
    "decide.second.return": Word("أعيده", "Send back"),
    "decide.second.other": Word(
        "ينتظر القرار موظفًا آخر: لا يعتمد القرار من اقترحه.", "Another officer must second; the proposer cannot."
    ),
    "decide.second.role": Word("يعتمد القرار مشرف.", "A supervisor seconds."),
    "decide.reopen": Word("إعادة فتح الحالة", "Reopen"),
    "decide.reopen.why": Word("ما الاعتراض أو المعلومة الجديدة؟", "What objection or new fact?"),
    "decide.reopen.submit": Word("أعد فتحها", "Reopen"),
    "missing.consent": Word("موافقة على المطابقة", "consent"),
    "missing.visit": Word("زيارة سُجّل نموذجها", "a filed visit"),
    "missing.match": Word("مطابقة مع السجل", "a match"),
    "missing.unsure_match": Word("حسم مطابقة غير محسومة", "an unsure match to settle"),
    "missing.same_person": Word("مطابقة تثبت أنه الشخص نفسه", "a match judged the same person"),
    "missing.confirmed_claim": Word("تأكيد إجابة الجهة", "the claim to be confirmed"),
    "missing.dispute_open": Word("البت في اعتراض الأسرة", "a dispute to be looked into"),
    "missing.contact_attempts": Word("استنفاد محاولات التواصل", "the contact attempts"),
    "missing.reason_code": Word("السبب المصنّف", "a reason code"),
    "missing.link_iban": Word("ربط الآيبان", "the IBAN link"),
    "missing.check_bank": Word("مراجعة البنك", "the bank check"),
    "missing.resume_payment": Word("استئناف الدفع", "resume payment"),
    "missing.financial_complaint": Word("الشكوى المالية", "the financial complaint"),
    "why.charity": Word("جمعية خيرية", "Charity"),
    "why.alimony_fund": Word("صندوق النفقة", "Alimony fund"),
    "why.citizen_account": Word("حساب المواطن", "Citizen account"),
    "why.gosi": Word("التأمينات الاجتماعية", "GOSI"),
    "why.housing": Word("الدعم السكني", "Housing support"),
    "why.health": Word("الصحة", "Health"),
    "why.other_programme": Word("برنامج آخر", "Another programme"),
    "why.identity": Word("التثبت من الهوية", "Identity"),
    "why.documents": Word("استكمال وثائق", "Documents"),
    "why.second_visit": Word("زيارة ثانية", "A second visit"),
    "why.income": Word("الدخل المحتسب", "Income"),
    "why.wealth": Word("الثروة", "Wealth"),
    "why.residence": Word("الإقامة الدائمة", "Residence"),
    "why.nationality": Word("الجنسية", "Nationality"),
    "why.no_need_found": Word("لم توجد حاجة", "No need found"),
    "why.solicitation": Word("تسول أو طلب حوالة لا حالة ضمان", "Solicitation"),
    "why.opinion": Word("رأي أو شكوى عامة", "Opinion"),
    "why.announcement": Word("إعلان أو خبر", "Announcement"),
    "why.question": Word("سؤال عن الضمان", "Question"),
    "why.circulated": Word("نص متداول لا يخص أسرة بعينها", "Circulated text"),
    "why.past_need": Word("حاجة انقضت", "A need that has passed"),
    "why.abroad": Word("خارج المملكة", "Abroad"),
    "why.no_household": Word("لا أسرة معروفة في النص", "No household"),
    "why.R1": Word("عقارات", "Real estate"),
    "why.R2": Word("ملكيات أراضٍ", "Land"),
    "why.R3": Word("وظيفة", "Job"),
    "why.R4": Word("سجلات تجارية", "Commercial registers"),
    "why.R6": Word("استثمارات", "Investments"),
}
