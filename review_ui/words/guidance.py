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
    "guide.complaint.window": Word("نافذة الشكوى من {opens} إلى {closes}.", "From {opens} to {closes}."),
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
    "guide.unverified": Word("مدة غير متحققة", "Unverified period"),
    "guide.reminders": Word("تذكيرات حان موعدها", "Due now"),
    "guide.reminder.handled": Word("تابعتُها", "Handled"),
    "guide.reminded": Word("تذكير", "Due"),
    "guide.mine": Word("المرفوعة إليّ", "Passed to me"),
    "due.next_step": Word("لم تُنجز خطوة منذ مدة: تابع الخطوة التالية", "The next step"),
    "due.payment_run": Word("بعد استئناف الدفع: هل وصلت الدفعة مع الصرف؟", "Did the money come?"),
    "due.complaint_window": Word("نافذة الشكوى المالية توشك أن تُغلق", "The complaint window closes"),
    "due.complaint_answer": Word("اسأل عن رد الشكوى المالية", "Ask for the complaint's answer"),
    "due.update_data": Word("حان التحديث الدوري للبيانات", "Update the data again"),
    "guide.escalated.to": Word("رُفعت إلى {name}.", "Passed to {name}."),
    "guide.escalate.to": Word("إلى", "To"),
    "guide.escalate.least": Word("أقل المشرفين عبئًا", "The one with the fewest"),
    "guide.objection.apart": Word(
        "الاعتراض على عدم الأهلية أو الإيقاف (المادة 17). أما نقص المبلغ أو تأخره فشكوى مالية: غيّر المسار إن كان كذلك.",
        "Objections are about eligibility and stops; sums are a complaint.",
    ),
    "guide.where.citizen_account": Word("حساب المواطن", "Citizen Account"),
    "guide.turn.citizen_account": Word("بوابة حساب المواطن، والاعتراض منها بمدته الخاصة.", "Its own portal."),
    "guide.where.hafiz": Word("حافز وإعانة البحث عن عمل", "Hafiz"),
    "guide.turn.hafiz": Word("صندوق تنمية الموارد البشرية.", "Human Resources Development Fund."),
    "guide.where.housing": Word("الدعم السكني", "Housing support"),
    "guide.turn.housing": Word("منصة سكني.", "Sakani."),
    "guide.where.alimony_fund": Word("نفقة لم تُدفع", "Unpaid alimony"),
    "guide.turn.alimony_fund": Word(
        "صندوق النفقة في وزارة العدل، ولو قبل الحكم.", "Alimony fund, Ministry of Justice."
    ),
    "guide.where.gosi": Word("معاش التأمينات وأسر السجناء المشتركين", "Social insurance"),
    "guide.turn.gosi": Word("المؤسسة العامة للتأمينات الاجتماعية.", "GOSI."),
    "guide.where.reef": Word("برنامج ريف", "Reef"),
    "guide.turn.reef": Word("بوابة ريف في وزارة البيئة والمياه والزراعة.", "Its own portal."),
    "guide.where.check": Word("تأكد من القناة قبل أن تدل عليها؛ تتغير القنوات.", "Check the channel first."),
    "guide.reply": Word("رد جاهز للمستفيد", "Reply to the beneficiary"),
    "guide.reply.copy": Word("انسخ الرد", "Copy"),
    "guide.reply.copied": Word("نُسخ", "Copied"),
    "reply.warnings": Word(
        "ونرجو ألا تحذف الحساب وألا تسحب الطلب القائم، حفظًا لأقدمية استحقاقك. ولا ترسل رقم الهوية أو الآيبان في الرسائل.",
        "Keep account and application; send no numbers.",
    ),
    "reply.link_iban": Word(
        "السلام عليكم. قد يتعثر التحقق من الآيبان مع صحة بياناتك، وليس عليك في ذلك خطأ. الخطوة الأولى: وثّق ربط الآيبان بهوية "
        "صاحب الطلب من المنصة.",
        "Step 1.",
    ),
    "reply.check_bank": Word(
        "السلام عليكم. الخطوة التالية: راجع البنك وتأكد أن الحساب نشط وغير مجمد لسبب إداري، كانتهاء الهوية، ليقبل الحوالات "
        "الواردة من البنك المركزي.",
        "Step 2.",
    ),
    "reply.resume_payment": Word(
        "السلام عليكم. الخطوة التالية: ادخل المنصة وفعّل «استئناف الدفع» من صفحة الدفعات، لتُعاد جدولة المبالغ المعلقة.",
        "Step 3.",
    ),
    "reply.financial_complaint": Word(
        "السلام عليكم. أتممت الخطوات الثلاث وما زالت الدفعة متعثرة، فارفع شكوى مالية من المنصة: اذكر المبلغ والدورات المتأخرة "
        "وأرفق ما يثبت.",
        "Step 4.",
    ),
    "reply.update_data": Word(
        "السلام عليكم. حدّث بياناتك دوريًا في المنصة لتوافق السجلات الحكومية، وجدّد الهوية قبل انتهائها.", "Step 5."
    ),
    "reply.objection": Word(
        "السلام عليكم. هذه مسألة أهلية أو إيقاف، وبابها الاعتراض من المنصة لا الشكوى المالية. اعرف السبب المكتوب هناك، وأرفق "
        "ما يثبت خلافه، وقدّمه مبكرًا.",
        "Objection.",
    ),
    "reply.referral": Word(
        "السلام عليكم. هذه الدفعة من برنامج دعم غير الضمان الاجتماعي، وقناة ذلك البرنامج هي التي تعالجها.", "Referral."
    ),
    "notice.reminder_handled": Word("سُجّل أن التذكير تمّ.", "Handled."),
    "notice.track_set": Word("تغيّر المسار.", "The track is changed."),
}
