"""Every error code: what happened and what to do. Facts of the error may be named in braces."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "error.D000": Word(
        "حدث خطأ لم نتوقعه. لم يُحفظ شيء؛ حاول مرة أخرى بعد قليل.", "Something went wrong; nothing was saved."
    ),
    "error.D001": Word("الخدمة غير مهيأة: مفاتيح التشفير ناقصة. أبلغ مدير النظام.", "Keys are missing."),
    "error.D002": Word("قاعدة البيانات تحتاج تحديثًا قبل العمل. أبلغ مدير النظام.", "The database is behind."),
    "error.D003": Word(
        "بيانات العرض المختلقة لا تُخلط ببيانات حقيقية. استعمل قاعدة بيانات أخرى.", "Demo and real data never mix."
    ),
    "error.D004": Word(
        "لم نجد ما طلبته، أو أنه خارج نطاق مكتبك. راجع الرقم، أو ارجع إلى القائمة.", "Not found, or not in your scope."
    ),
    "error.D005": Word("في النموذج قيمة غير مقبولة. راجع الحقول المعلّمة وأعد الإرسال.", "A value does not fit."),
    "error.D006": Word("محاولات كثيرة في وقت قصير. انتظر قليلًا ثم أعد المحاولة؛ ما كتبته باقٍ.", "Too many tries."),
    "error.D007": Word(
        "عدّل زميل هذا السجل بعد أن فتحته. اطلع على آخر نسخة ثم أعد ما كتبته.", "Somebody changed it meanwhile."
    ),
    "error.D008": Word("توقف القياس قبل أن يكتمل.", "The measured stream ended by itself."),
    "error.D009": Word("الخدمة التي تُقاس لم تجب كما ينبغي.", "The service under measure did not answer as it should."),
    "error.R101": Word("هذا المصدر موقوف: لا موافقة سارية عليه. يسجّل المشرف الموافقة أولًا.", "The source is off."),
    "error.R102": Word("في البيانات حقل غير صالح. صححه ثم أعد الإرسال.", "A field does not fit."),
    "error.R103": Word("النص أطول من المسموح. اختصره إلى ما يلزم ثم أعد الإرسال.", "The text is too long."),
    "error.R104": Word("التاريخ غير صحيح. اكتبه يومًا وشهرًا وسنة.", "The date is wrong."),
    "error.R105": Word("هذا المعرّف وصل من قبل بنص آخر. بقي الأول كما هو.", "The id came before with another text."),
    "error.R106": Word("تعذرت قراءة الملف. تأكد من وجوده ومن نوعه.", "The file cannot be read."),
    "error.R107": Word("سطر في الملف ليس سجلًا صحيحًا. بقية السطور قُرئت.", "A line is malformed."),
    "error.R110": Word(
        "هذا البلاغ خارج ما تسمح به الموافقة المسجلة على مصدره.", "The approval does not reach this item."
    ),
    "error.R111": Word(
        "الموافقة لا تسمّي ما يُقرأ: أضف حسابات أو كلمات، ثم سجّلها من جديد.", "The approval names nothing to ask for."
    ),
    "error.R112": Word(
        "بلغت القراءة المدفوعة حد الشهر. توقف المصدر حتى الشهر القادم.", "The month's paid reads are spent."
    ),
    "error.R113": Word("المنصة لا تجيب أو رفضت الطلب. تعاد المحاولة تلقائيًا.", "The other side does not answer."),
    "error.R114": Word("المصدر معتمد، لكن مفتاح الربط ناقص في الإعدادات. أبلغ مدير النظام.", "A setting is missing."),
    "error.R115": Word("إعادة نشر لكلام غيره؛ لا تُقرأ.", "A retweet: somebody else's words."),
    "error.R121": Word(
        "اكتمل عدد الرسائل على هذا البلاغ ({most}) أو انتهت مدة حفظه. لبلاغ جديد استعمل النموذج.",
        "No more messages about this tip.",
    ),
    "error.R130": Word(
        "هذه الرسالة ليست موقعة من واتساب بمفتاحنا، فلم تُقبل.", "Not signed by WhatsApp with our secret."
    ),
    "error.R131": Word("لا تصح هذه الخطوة لهذه الرسالة الآن.", "This message cannot take this step."),
    "error.Q201": Word("سبقك زميل إلى هذه الحالة. اختر التالية من القائمة.", "A colleague was quicker."),
    "error.Q202": Word(
        "حالة الملف لا تسمح بهذه الخطوة الآن. حدّث الصفحة لترى أين وصل.", "The life cycle has no such move."
    ),
    "error.Q203": Word("الحالة ليست في عهدتك. تسلّمها من القائمة، أو اطلب إحالتها إليك.", "You do not hold the case."),
    "error.Q204": Word("انتهت مدة عهدتك على هذه الحالة. تسلّمها من جديد قبل المتابعة.", "Your lease ran out."),
    "error.Q208": Word(
        "لم تختر حالة، أو أن ما اخترته خارج نطاق مكتبك. ارجع إلى القائمة واختر حالة واحدة على الأقل.",
        "No case was chosen.",
    ),
    "error.Q207": Word("لا عضو لجنة يغطي مكان هذه الحالة. حدّد المكتب أولًا أو اختر زميلًا.", "Nobody covers this place."),
    "error.V307": Word(
        "بُني على النموذج قرار أو اقتراح. أعد القرار أو افتح الحالة من جديد، ثم صحح النموذج.", "A decision rests on it."
    ),
    "error.V308": Word("لا فريق مسجل الدخول في هذه الزيارة.", "Nobody is checked in."),
    "error.V309": Word("لا زيارة لهذه الخطوة الآن. حدّث الصفحة لترى أين وصل الملف.", "No visit for this."),
    "error.V301": Word(
        "{attempts} محاولات متتالية بلا رد. لا يعد هذا رفضًا: دع الأسرة تستريح وحاول من جديد في {again_at}.",
        "The attempts went unanswered; this is not a refusal. Try again later.",
    ),
    "error.V302": Word("صاحب الشأن لا يرغب في التواصل. احترم رغبته: لا محاولات أخرى.", "Contact was refused."),
    "error.V310": Word(
        "هذه الطريقة مغلقة لهذا المبلّغ: واتساب لمن كتب لنا فيه، وإكس لمن ذكر حسابنا. اختر طريقة أخرى.",
        "This way is closed for this sender.",
    ),
    "error.V303": Word(
        "لا موافقة مسجلة لهذا الغرض ({purpose}). سجّل الموافقة في صفحة الحالة أولًا.", "Consent is missing."
    ),
    "error.V304": Word(
        "الموعد أقرب من مهلة الإشعار ({hours} ساعة). اختر موعدًا أبعد، أو اكتب لماذا رضيت الأسرة بأقل.",
        "The notice is too short.",
    ),
    "error.V305": Word("الزيارة تحتاج عضوين على الأقل. أضف اسمًا آخر.", "The team is too small."),
    "error.V306": Word(
        "تشير البلاغات إلى أسرة تعولها امرأة ({needs})، ولا امرأة في الفريق. أضف زميلة، أو اكتب لماذا تعذر ذلك.",
        "A woman should be on the team, or a reason beside it.",
    ),
    "error.V331": Word("الحملة لا تسمح بهذه الخطوة في مرحلتها الحالية. حدّث الصفحة.", "Not in this status."),
    "error.V332": Word(
        "لا حالات تنتظر في أماكن بهذا البعد، أو أنها في حملة أخرى قائمة. قلّل المسافة أو اختر منطقة أخرى.",
        "No case waits so far away, or each is in another campaign.",
    ),
    "error.V333": Word("مخطط الطرق غير مثبت في هذه الخدمة. أبلغ مدير النظام.", "The route solver is not installed."),
    "error.M402": Word(
        "السجل لا يجيب الآن. لا يعني هذا أن الأسرة غير مسجلة؛ أعد المحاولة لاحقًا.", "The registry does not answer."
    ),
    "error.M403": Word("هذه الجهة غير مربوطة، فلا يُعلم منها شيء: {agency}.", "The agency is not linked."),
    "error.M404": Word("لا تجوز هذه الخطوة والحالة في مرحلة «{now}».", "Nobody works on the case in this status."),
    "error.M405": Word(
        "الأطفال يُعدّون في نموذج الزيارة ولا تُكتب أسماؤهم. أضف البالغين فقط.", "Children are not written down."
    ),
    "error.M406": Word(
        "إجابة معترض عليها: يؤكدها موظف غير الذي سجّلها.", "Somebody else must confirm a disputed claim."
    ),
    "error.M407": Word(
        "ربط السجل ناقص الإعداد ({setting}). أبلغ مدير النظام؛ لم يُسأل أحد.", "A setting of the link is missing."
    ),
    "error.M408": Word("رسالة بلا توقيع صحيح؛ لم تُقبل.", "A message without a valid signature."),
    "error.M409": Word("رسالة ليست جوابًا لما سألنا؛ لم تُقبل.", "A message that answers nothing we asked."),
    "error.M410": Word("هذا السؤال أُغلق من قبل. حدّث الصفحة.", "The question is closed."),
    "error.M411": Word("هذه الجهة لا تُسأل آليًا: سجّل إجابتها بنفسك.", "This agency is linked by hand."),
    "error.M412": Word("لا تسمح حالة هذه النتيجة بهذه الخطوة. حدّث الصفحة.", "The finding has no such move."),
    "error.M413": Word(
        "لا جهة يمكن أن تُسأل آليًا. يضيف مدير النظام الربط أولًا.", "No agency can be asked by the program."
    ),
    "error.M414": Word("جولة أخرى جارية. انتظرها أو أوقفها.", "Another run is under way."),
    "error.M415": Word("لا تعتمد رأيًا أنت صاحبه. يعتمده موظف آخر.", "The same officer cannot second."),
    "error.M416": Word("الأسرة تعترض ولم يُنظر في قولها بعد؛ لا إسقاط قبل ذلك.", "The dispute is open."),
    "error.M417": Word("لم يُكتب أحد من الأسرة بعد. أضف البالغين أولًا.", "Nobody is written down yet."),
    "error.M401": Word("رقم الهوية غير صحيح. راجع الأرقام العشرة كما في البطاقة.", "The national ID is wrong."),
    "error.E501": Word("القرار ينقصه: {missing}. أكمله ثم أعد المحاولة.", "The decision lacks something."),
    "error.E502": Word("لا يصح أن تعتمد قرارًا اقترحته أنت. يعتمده موظف آخر.", "The same officer cannot second."),
    "error.E503": Word("لا قرار مقترح ينتظر الاعتماد؛ ربما سبقك زميل.", "No proposal waits."),
    "error.E504": Word("هذه الحالة لم تُقرر للتسجيل، فلا شيء يُسلَّم.", "Nothing to hand off."),
    "error.E511": Word("قواعد التقدير غير مقروءة. أبلغ مدير النظام.", "The rules of the estimate cannot be read."),
    "error.E512": Word("لا قاعدة محفوظة لهذا الشهر. أقدم شهر: {first}.", "No rule is kept for that month."),
    "error.E513": Word("لا قرار نهائيًا قائمًا يُعترض عليه.", "Nothing was decided."),
    "error.E514": Word("على هذا القرار اعتراض ينتظر الرد.", "An objection waits already."),
    "error.E515": Word("لا اعتراض ينتظر الرد؛ ربما سبقك زميل.", "No objection waits."),
    "error.E516": Word("لا يرد على الاعتراض من اقترح القرار أو اعتمده.", "Somebody without a part in it must answer."),
    "error.G601": Word("لا مشكلة صرف مفتوحة لهذه الحالة.", "No open payment issue."),
    "error.G603": Word("هذه الخطوات للدفعات؛ وهذه المشكلة على {track}.", "Another track."),
    "error.G604": Word(
        "الرفع إلى جهة أعلى يأتي بعد الشكوى المالية. ينقص: {missing}.", "Escalation comes after the complaint."
    ),
    "error.G602": Word(
        "الشكوى المالية تأتي بعد الخطوات الثلاث الأولى. ينقص: {missing}.", "The complaint is too early."
    ),
    "error.S901": Word("اسم المستخدم أو كلمة المرور غير صحيحة. راجعهما ثم حاول مرة أخرى.", "Wrong name or password."),
    "error.S902": Word("انتهت جلستك أو لم تسجّل الدخول بعد. سجّل الدخول للمتابعة.", "Not signed in."),
    "error.S903": Word("هذا العمل ليس من صلاحيات دورك. اطلبه من المشرف.", "Your role does not include this."),
    "error.S904": Word("أُوقف الدخول مؤقتًا بعد محاولات خاطئة. حاول بعد {until}.", "The account is locked for a while."),
    "error.S905": Word(
        "انتهت صلاحية هذا النموذج. ما كتبته باقٍ في جهازك: ارجع، حدّث الصفحة، ثم أرسله مرة أخرى.", "The form has expired."
    ),
    "error.http.404": Word("لا توجد صفحة بهذا العنوان. راجع الرابط أو ارجع إلى البداية.", "There is no such page."),
    "error.http.405": Word("لا يمكن فتح هذا العنوان بهذه الطريقة. ارجع إلى البداية.", "Not this way."),
    "error.http.other": Word("تعذر تنفيذ الطلب. ارجع خطوة وحاول مرة أخرى.", "The request could not be carried out."),
    "error.heading.403": Word("غير مسموح", "Not allowed"),
    "error.heading.404": Word("غير موجود", "Not found"),
    "error.heading.409": Word("تغيّر شيء في الأثناء", "Something changed"),
    "error.heading.422": Word("قيمة غير مقبولة", "Unacceptable value"),
    "error.heading.429": Word("تمهّل قليلًا", "A little slower"),
    "error.heading.500": Word("خطأ من جهتنا", "Our mistake"),
    "error.heading.other": Word("تعذر الطلب", "That did not work"),
    "error.home": Word("إلى البداية", "To the start"),
    "error.back": Word("رجوع", "Back"),
    "error.code": Word("رمز الخطأ", "Error code"),
}
