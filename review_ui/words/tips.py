"""The tip form, the receipt and its status page."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "tip.title": Word("بلّغ عن أسرة محتاجة", "Tell us of a family in need"),
    "tip.lead": Word(
        "لنفسك أو لغيرك. يكفي أن تحكي ما تعرف؛ يقرأه موظف الضمان القريب ويتحقق منه.",
        "For yourself or somebody else. Tell what you know.",
    ),
    "tip.text": Word("ما الذي يحدث؟", "What is happening?"),
    "tip.text.hint": Word(
        "اكتب كما تتكلم: من المحتاج، وما ظرفه، وكم عددهم. لا تكتب أرقام هويات أو حسابات.",
        "Write as you speak: who, what circumstance, how many. No ID or account numbers.",
    ),
    "tip.about": Word("عمّن تكتب؟", "About whom?"),
    "tip.about.self": Word("عن نفسي وأسرتي", "Myself and my family"),
    "tip.about.other": Word("عن شخص آخر", "Somebody else"),
    "tip.where": Word("أين؟", "Where?"),
    "tip.region": Word("المنطقة", "Region"),
    "tip.governorate": Word("المحافظة", "Governorate"),
    "tip.place": Word("الحي أو القرية أو الهجرة", "Quarter, village or hijra"),
    "tip.place.hint": Word(
        "أي وصف يساعد اللجنة على الوصول، مثل: شرق المسجد الكبير.", "Whatever helps the committee to find it."
    ),
    "tip.choose_region": Word("اختر المنطقة", "Choose a region"),
    "tip.choose_governorate": Word("اختر المحافظة، أو اتركها", "Choose a governorate, or leave it"),
    "tip.contact": Word("هل نستطيع سؤالك؟", "May we ask you?"),
    "tip.may_be_contacted": Word(
        "أوافق أن يتصل بي المكتب للسؤال عن هذا البلاغ", "The office may call me about this tip"
    ),
    "tip.may_be_contacted.hint": Word(
        "رقمك مشفّر، ولا يظهر للأسرة ولا يُستعمل لغير هذا.", "Your number is encrypted and used for nothing else."
    ),
    "tip.sender_name": Word("اسمك", "Your name"),
    "tip.sender_phone": Word("رقم جوالك", "Your mobile"),
    "tip.url": Word("رابط المنشور أو الخبر", "Link to the post or article"),
    "tip.submit": Word("أرسل البلاغ", "Send"),
    "tip.sent": Word("وصل بلاغك", "Your tip has arrived"),
    "tip.sent.lead": Word(
        "احفظ هذا الرمز: به وحده تتابع البلاغ، ولا نستطيع استعادته إن ضاع.",
        "Keep this code: it alone lets you follow the tip.",
    ),
    "tip.receipt": Word("رمز المتابعة", "Receipt code"),
    "tip.link": Word("رابط صفحة المتابعة", "Link to the status page"),
    "tip.copy_code": Word("انسخ الرمز", "Copy the code"),
    "tip.copy_link": Word("انسخ الرابط", "Copy the link"),
    "tip.another": Word("بلاغ آخر", "Another tip"),
    "tip.status": Word("أين وصل البلاغ", "How far the tip has come"),
    "tip.status.lead": Word(
        "لا نعرض هنا شيئًا عن الأسرة، حفظًا لخصوصيتها.", "Nothing about the household is shown here."
    ),
    "tip.received_at": Word("وصل في {at}", "Received on {at}"),
    "tip.since": Word("منذ {at}", "Since {at}"),
    "tip.not_found": Word("لم نجد بلاغًا بهذا الرمز", "No tip with this code"),
    "tip.not_found.lead": Word(
        "راجع الرمز حرفًا حرفًا؛ لا تهم المسافات. وقد تكون مدة متابعته انتهت.",
        "Check the code letter by letter; spaces do not matter.",
    ),
    "tip.follow": Word("متابعة بلاغ", "Follow a tip"),
    "tip.follow.lead": Word("اكتب رمز المتابعة الذي ظهر لك بعد الإرسال.", "Type the code that you were shown."),
    "tip.follow.submit": Word("اعرض", "Show"),
    "tip.mine": Word("بلاغاتي", "My tips"),
    "tip.mine.lead": Word("ما أرسلته من هذا الحساب، الأحدث أولًا.", "What this account sent, newest first."),
    "tip.mine.empty": Word("لم ترسل بلاغًا بعد من هذا الحساب.", "Nothing sent from this account yet."),
    "tip.purged": Word("نص البلاغ لم يعد محفوظًا", "The text is no longer kept"),
    "tip.photos": Word("صور", "Photos"),
    "tip.photos.hint": Word(
        "حتى {most} صور للمكان أو الأثر. لا تصوّر أشخاصًا ولا وثائق هوية. نحذف منها مكان التصوير ووقته، ولا يراها إلا "
        "موظف الضمان المختص. إن عاد النموذج إليك بملاحظة فاخترها من جديد.",
        "Up to {most} photos of the place. No people, no ID documents. Place and time are removed.",
    ),
    "tip.shared_device": Word(
        "الجهاز مشترك؟ من يفتح سجل المتصفح يصل إلى هذه الصفحة: انسخ الرمز ثم احذفها من السجل.",
        "A shared device? Copy the code and delete this page from the history.",
    ),
    "tip.messages": Word("بينك وبين المكتب", "Between you and the office"),
    "tip.asked": Word("يسألك المكتب", "The office asks"),
    "tip.you_answered": Word("وصل ردك إلى المكتب. لا نعرضه هنا حفظًا للخصوصية.", "Your answer has arrived."),
    "tip.answer.open": Word("أجب أو أضف معلومة", "Answer or add something"),
    "tip.answer": Word("ماذا تريد أن تقول للمكتب؟", "What do you want to tell the office?"),
    "tip.answer.hint": Word(
        "يقرؤه الموظف المختص وحده. لا تكتب أرقام هويات أو حسابات.", "Read by staff alone. No ID or account numbers."
    ),
    "tip.answer.submit": Word("أرسل", "Send"),
    "notice.tip_answered": Word("وصل ردك إلى المكتب.", "Your answer has arrived."),
    "stage.received": Word("وصل", "Received"),
    "stage.in_queue": Word("في قائمة المكتب", "In the office's queue"),
    "stage.being_checked": Word("يتابعه موظف", "Being checked"),
    "stage.visited": Word("تمت زيارة الأسرة", "Visited"),
    "stage.closed": Word("انتهت المتابعة", "Closed"),
    "stage.what.received": Word("حفظنا البلاغ ويُقرأ الآن.", "Kept, and being read."),
    "stage.what.in_queue": Word(
        "رأى المكتب القريب البلاغ وينتظر دوره.", "The nearest office sees it; it waits its turn."
    ),
    "stage.what.being_checked": Word("تسلّمه موظف ويتواصل ويتحقق.", "An officer holds it and checks."),
    "stage.what.visited": Word("زارت اللجنة المكان.", "The committee was there."),
    "stage.what.closed": Word(
        "اكتمل التحقق. لا يُعلن القرار إلا لأصحابه.", "Done. A decision is told only to those it is about."
    ),
}
