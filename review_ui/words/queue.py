"""The queue."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "queue.title": Word("الحالات المنتظرة", "Cases that wait"),
    "queue.title.mine": Word("الحالات في عهدتي", "Cases I hold"),
    "queue.title.status": Word("حالات: {status}", "Cases: {status}"),
    "queue.title.search": Word("نتائج البحث", "Search results"),
    "queue.lead": Word(
        "العاجل أولًا، ثم بمجموع النقاط؛ ويزيد الانتظار نقاط كل حالة يومًا بعد يوم.",
        "Urgent first, then by points; waiting adds to all alike.",
    ),
    "queue.search": Word("رقم الحالة أو المكان أو آخر أرقام الجوال", "Case number, place, or the end of a telephone"),
    "queue.search.submit": Word("بحث", "Search"),
    "queue.office": Word("المكتب", "Office"),
    "queue.region": Word("المنطقة", "Region"),
    "queue.lane": Word("الأولوية", "Lane"),
    "queue.lane.0": Word("عاجل", "Urgent"),
    "queue.lane.1": Word("بالترتيب", "In order"),
    "queue.by_status": Word("بحسب المرحلة", "By status"),
    "queue.case": Word("الحالة", "Case"),
    "queue.place": Word("المكان", "Place"),
    "queue.told": Word("ما ذُكر", "What is told"),
    "queue.points": Word("النقاط", "Points"),
    "queue.act": Word("الإجراء", "Action"),
    "queue.why": Word("لماذا هذا الترتيب؟", "Why this place?"),
    "queue.claim": Word("تسلّم", "Claim"),
    "queue.held_by": Word("في عهدة {name}", "Held by {name}"),
    "queue.until": Word("حتى {at}", "until {at}"),
    "queue.no_place": Word("المكان غير معروف", "Place unknown"),
    "queue.no_office": Word("بلا مكتب بعد", "No office yet"),
    "queue.empty": Word("لا حالات تنتظر هنا الآن.", "No case waits here now."),
    "queue.empty.mine": Word("ليس في عهدتك شيء. تسلّم حالة من القائمة.", "You hold nothing."),
    "queue.empty.search": Word("لم نجد ما يطابق بحثك في نطاق مكتبك.", "Nothing found in your scope."),
    "queue.clear": Word("إزالة التصفية", "Clear filters"),
    "part.kind": Word("نوع البلاغ: {why}", "Kind: {why}"),
    "part.hardship": Word("تقدير القارئ الآلي للاحتياج: {why}", "The reader's estimate: {why}"),
    "part.urgency": Word("العجلة: {why}", "Urgency: {why}"),
    "part.need": Word("{why}", "{why}"),
    "part.household": Word("عدد الأسرة: {why}", "Household: {why}"),
    "part.reports": Word("تكرر الإبلاغ: {why}", "Told again: {why}"),
    "part.doubts": Word("يدعو للتثبت: {why}", "Doubts: {why}"),
    "part.waiting": Word("أيام الانتظار", "Days of waiting"),
    "part.other": Word("غير ذلك", "Other"),
}
