"""Payment issues: warnings first, then the checklist of each payment."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "guide.title": Word("إرشاد الصرف", "Payment guidance"),
    "guide.lead": Word(
        "مستفيدون تعثر صرفهم. لا يدخلون قائمة الزيارات، وتُتابع كل دفعة بخطواتها.", "Beneficiaries whose payment failed."
    ),
    "guide.empty": Word("لا مشكلات صرف مفتوحة في نطاقك.", "No open payment issue."),
    "guide.track": Word("المسار", "Track"),
    "guide.escalated": Word("رُفعت", "Escalated"),
    "guide.closed": Word("أُغلقت", "Closed"),
    "guide.warnings": Word("قبل كل شيء", "Before anything else"),
    "warning.keep_account": Word("لا تحذف الحساب", "Do not delete the account"),
    "warning.keep_application": Word("لا تسحب الطلب القائم", "Do not withdraw the application"),
    "warning.why": Word(
        "تُعالج المشكلة داخل الملف القائم حفظًا لأقدمية الاستحقاق.", "It is repaired inside the existing file."
    ),
    "guide.source": Word(
        "المرجع: بروتوكول برنامج التمكين لمعالجة الدفعات المرفوضة والمعلقة.", "The ministry's protocol."
    ),
    "guide.payment": Word("دفعة {month}", "Payment of {month}"),
    "guide.state": Word("حالة الدفعة", "State of the payment"),
    "guide.state.submit": Word("حدّث", "Change"),
    "guide.step.done": Word("تمت {at}", "Done {at}"),
    "guide.step.do": Word("تمت هذه الخطوة", "This step is done"),
    "guide.step.later": Word("تُفتح بعد الخطوات الثلاث الأولى", "Opens after the first three steps"),
    "guide.complaint.window": Word("تُرفع خلال 30 يومًا من العاشر من الشهر.", "Within 30 days of the 10th of the month."),
    "guide.add": Word("أضف دفعة", "Add a payment"),
    "guide.due": Word("شهر الاستحقاق", "Month due"),
    "guide.iban": Word("فحص كتابة الآيبان", "Check how an IBAN is written"),
    "guide.iban.label": Word("رقم الآيبان", "IBAN"),
    "guide.iban.hint": Word("يُفحص ولا يُحفظ.", "Checked and not kept."),
    "guide.iban.submit": Word("افحص", "Check"),
    "guide.iban.right": Word(
        "كتابة الآيبان {masked} صحيحة. ربطه بالهوية ونشاط الحساب يؤكدهما البنك.",
        "Written right; the bank knows the rest.",
    ),
    "guide.iban.not_saudi": Word("الآيبان السعودي يبدأ بـ SA. راجعه معًا من تطبيق البنك.", "Begins with SA."),
    "guide.iban.length": Word("الآيبان 24 خانة. قد تكون خانة سقطت عند النسخ.", "24 characters."),
    "guide.iban.check_digits": Word(
        "إحدى الخانات لا تتسق مع غيرها. انسخه من تطبيق البنك كما هو.", "A character is off."
    ),
    "guide.objection.title": Word("الاعتراض", "Objection"),
    "guide.objection.1": Word(
        "اعرف سبب الرفض أو الإيقاف كما هو مكتوب في المنصة، لا كما رُوي.", "Learn the reason as the platform gives it."
    ),
    "guide.objection.2": Word(
        "اجمع ما يثبت خلافه: صك، أو شهادة، أو مستخرج حديث من الجهة.", "Gather what proves otherwise."
    ),
    "guide.objection.3": Word(
        "قدّم الاعتراض في المنصة. تنظره لجنة التظلمات (المادة 22)، ثم المحكمة الإدارية لمن لم يقتنع.",
        "File it: the grievance committee (Art. 22), then the administrative court.",
    ),
    "guide.referral.title": Word("برنامج آخر", "Another programme"),
    "guide.objection": Word(
        "هذه مسألة أهلية أو إيقاف، وبابها الاعتراض لا الشكوى المالية. ساعد المستفيد على تقديم اعتراضه في المنصة مع ما يثبته.",
        "A matter for an objection, not for a complaint.",
    ),
    "guide.referral": Word(
        "المشكلة في برنامج دعم آخر. دلّ المستفيد على قناة ذلك البرنامج.", "Another programme: tell them where to turn."
    ),
    "guide.track.change": Word("غيّر المسار", "Change the track"),
    "guide.track.to": Word("المسار الصحيح", "The right track"),
    "guide.actions": Word("إجراءات", "Actions"),
    "guide.to_queue": Word("إلى قائمة الزيارات", "To the visit queue"),
    "guide.to_queue.why": Word("إن كان في البيت حاجة قائمة: جوع أو طرد أو مرض.", "If there is need in the house."),
    "guide.escalate": Word("ارفع المشكلة", "Escalate"),
    "guide.escalate.why": Word("بعد شكوى مالية لم تحلها.", "After a complaint that did not help."),
    "guide.close": Word("أغلق المشكلة", "Close"),
    "guide.close.why": Word("صُرفت الدفعات، أو انتقل الأمر إلى بابه.", "Paid, or passed on."),
    "guide.reason": Word("السبب", "Reason"),
    "guide.told": Word("ما كُتب", "What was written"),
    "guide.file": Word("ملف الحالة", "The case file"),
    "notice.track_set": Word("تغيّر المسار.", "The track is changed."),
}
