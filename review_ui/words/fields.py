"""Messages beside a field."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "field.empty": Word("هذا الحقل مطلوب.", "Needed."),
    "field.too_short": Word("النص قصير؛ اكتب تفصيلًا أكثر.", "Too short."),
    "field.too_long": Word("النص أطول من المسموح؛ اختصره.", "Too long."),
    "field.choose": Word("اختر واحدًا من الخيارات.", "Choose one."),
    "field.number": Word("اكتب رقمًا صحيحًا ضمن المعقول.", "A whole number within reason."),
    "field.date": Word("التاريخ غير صحيح. مثاله: 2026-07-05.", "The date is wrong."),
    "field.time": Word("الوقت غير صحيح. مثاله: 16:30.", "The time is wrong."),
    "field.past": Word("التاريخ مضى؛ اختر تاريخًا قادمًا.", "The date has passed."),
    "field.future": Word("التاريخ لم يأتِ بعد؛ راجعه.", "The date lies ahead."),
    "field.link": Word("اكتب رابطًا كاملًا يبدأ بـ https.", "A full link."),
    "field.not_a_phone": Word("رقم الهاتف غير صحيح. مثاله: 0501234567.", "Not a telephone number."),
    "field.needed_for_contact": Word(
        "اكتب رقمك كي نستطيع التواصل معك، أو أزل الموافقة على التواصل.", "Needed for contact."
    ),
    "field.not_a_handle": Word("اسم حساب واحد في كل سطر، بحروف لاتينية بلا مسافات.", "One account name a line."),
    "field.not_a_keyword": Word(
        "كلمة أو عبارة في كل سطر، بلا علامات تنصيص.", "A phrase a line, without quotation marks."
    ),
    "field.not_a_site": Word("اسم الموقع وحده في كل سطر، بلا بداية الرابط ولا شرطات مائلة.", "One site name a line."),
    "field.not_a_url": Word("رابط كامل في كل سطر يبدأ بـ https.", "A full link a line."),
    "field.no_such_place": Word(
        "لم نجد مكانًا واحدًا بهذا الاسم. اكتب اسم المحافظة أو البلدة كما في القوائم.", "No single place of that name."
    ),
    "field.in_two_teams": Word("اسم واحد في فريقين؛ لكل فريق أعضاؤه.", "One name in two teams."),
    "field.needs_a_form": Word("«تمت» لا تُسجل باليد: يسجلها نموذج الزيارة.", "Only a visit's form says so."),
    "field.unknown": Word("الخيار غير معروف؛ اختر من القائمة.", "Unknown choice."),
    "field.taken": Word("الاسم مستخدم؛ اختر غيره.", "Taken."),
    "field.national_id": Word("رقم الهوية عشرة أرقام ويبدأ بـ 1 أو 2.", "Ten digits, beginning with 1 or 2."),
    "field.missing": Word("هذا الحقل مطلوب.", "Needed."),
    "field.bad_cursor": Word("انتهت صلاحية هذه الصفحة من القائمة؛ ارجع إلى أولها.", "The list has moved on."),
    "field.no_cursor": Word("انتهت صلاحية هذه الصفحة من القائمة؛ ارجع إلى أولها.", "The list has moved on."),
    "field.cannot_work_case": Word("هذا الزميل لا يعمل في نطاق هذه الحالة؛ اختر غيره.", "Cannot work this case."),
    "field.has_number": Word(
        "لا تكتب أرقام هويات أو هواتف في السبب؛ فهو محفوظ في السجل.", "No long numbers in a reason."
    ),
    "field.not_in_scope": Word("هذا الموظف لا تقع الحالة في نطاقه.", "Outside this officer's scope."),
    "field.before_the_decision": Word("هذا اليوم قبل القرار.", "Before the decision."),
    "field.in_the_future": Word("التاريخ لم يأتِ بعد؛ راجعه.", "The date lies ahead."),
    "field.in_the_past": Word("الموعد مضى؛ اختر موعدًا قادمًا.", "The time has passed."),
    "field.too_far": Word("الموعد بعيد جدًا؛ راجع التاريخ.", "Too far away."),
    "field.too_old": Word("التاريخ قديم جدًا؛ راجعه.", "Too long ago."),
    "field.no_zone": Word("الوقت غير مكتمل.", "The time has no zone."),
    "field.no_date": Word("اكتب التاريخ.", "No date."),
    "field.unreadable": Word("التاريخ غير مفهوم.", "Cannot be read."),
    "field.length": Word("راجع طول ما كتبته.", "Wrong length."),
    "field.listed": Word("هذا الشهر مسجل من قبل.", "Listed already."),
    "field.not_from_the_person": Word(
        "المطابقة وسؤال الجهات لا يوافق عليهما إلا صاحب الشأن نفسه، لا من نقل عنه.",
        "Only the person can agree to this.",
    ),
    "field.not_this_agency": Word("هذه الجهة لا تُسأل عن هذا السبب.", "Not this agency's to say."),
    "field.not_this_outcome": Word("هذا الرمز لا يناسب القرار المختار.", "Does not fit the outcome."),
    "field.before_as_of": Word("لا تنتهي الإجابة قبل يومها.", "It cannot end before its day."),
    "field.not_dropped": Word("هذه الإشارة لمن أُسقط بعد موظف ثانٍ.", "Only for those who were dropped."),
    "field.not_running": Word("الجولة ليست جارية.", "The run is not under way."),
    "field.finished": Word("انتهت الجولة من قبل.", "The run has finished."),
    "field.nothing_to_second": Word("لا رأي ينتظر موظفًا ثانيًا.", "Nothing waits for a second officer."),
    "field.nothing_to_settle": Word("لا شيء غير محسوم هنا.", "Nothing to settle."),
    "field.not_a_claim": Word("لا يُتحقق إلا من إجابة «نعم».", "Only a yes can be verified."),
    "field.out_of_range": Word("القيمة خارج المعقول؛ راجعها.", "Out of range."),
    "field.first_digit": Word("رقم الهوية يبدأ بـ 1 أو 2.", "Begins with 1 or 2."),
    "field.check_digit": Word("أحد الأرقام خطأ؛ راجعها.", "A digit is wrong."),
    "field.check_digits": Word("أحد الأرقام خطأ؛ راجعها.", "A digit is wrong."),
    "field.not_saudi": Word("الآيبان السعودي يبدأ بـ SA.", "Begins with SA."),
    "field.not_text": Word("اكتب نصًا.", "Not a text."),
    "field.members_do_not_add_up": Word(
        "البالغون والأطفال معًا لا يساوون عدد الأفراد.", "Adults and children do not add up."
    ),
    "field.file_too_large": Word("الصورة أكبر من 8 ميغابايت. اختر صورة أصغر.", "Larger than 8 MB."),
    "field.too_many_files": Word("الصور أكثر من المسموح. اختر ثلاثًا على الأكثر.", "Too many photos."),
    "field.not_a_picture": Word("الملف ليس صورة نعرفها. التقط صورة بالجوال أو اختر غيرها.", "Not a picture."),
    "field.too_many_pixels": Word("أبعاد الصورة كبيرة جدًا. اختر صورة أصغر.", "Too many pixels."),
    "field.broken_picture": Word("الصورة ناقصة أو تالفة. التقطها من جديد.", "The picture is broken."),
    "field.number_in_question": Word(
        "لا تكتب أرقامًا في السؤال: صفحة المتابعة يفتحها من معه الرمز.", "No numbers in a question."
    ),
    "field.invalid": Word("القيمة غير مقبولة؛ راجعها.", "Unacceptable."),
    "field.problem": Word("راجع {count} قبل الإرسال:", "Look at {count} first:"),
    "field.optional": Word("اختياري", "optional"),
    "field.income_and_none": Word("قيل إنه لا دخل وأُدخل دخل. أبقِ واحدًا منهما.", "Both an income and none were given."),
    "field.never_x": Word("نصوص إكس لا تُستعمل في التدريب أبدًا.", "Posts of X are never trained on."),
    "field.required": Word("مطلوب", "required"),
    "field.none": Word("—", "—"),
}
