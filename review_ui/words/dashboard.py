"""The supervisor's dashboard."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "dash.title": Word("المؤشرات", "Dashboard"),
    "dash.lead": Word("آخر {days}، بتوقيت الرياض، في نطاقك.", "Last {days}, Riyadh time, in your scope."),
    "dash.counted_at": Word("حُسبت {at}", "Counted {at}"),
    "dash.not_counted": Word("لم تُحسب بعد؛ تظهر بعد دقائق من التشغيل.", "Not counted yet."),
    "dash.days": Word("المدة", "Period"),
    "dash.funnel": Word("من البلاغ إلى القرار", "From report to decision"),
    "dash.funnel.lead": Word("كم وصلنا، وكم بقي بعد كل خطوة.", "How many reached us, and how many remain."),
    "dash.stage": Word("المرحلة", "Stage"),
    "dash.count": Word("العدد", "Count"),
    "dash.share": Word("من السابق", "Of the one before"),
    "metric.received": Word("وصلت", "Received"),
    "metric.flagged": Word("رُصدت", "Flagged"),
    "metric.opened": Word("حالات فُتحت", "Cases opened"),
    "metric.visited": Word("زيارات تمت", "Visited"),
    "metric.decided": Word("قرارات صدرت", "Decided"),
    "dash.guided": Word("وإلى إرشاد الصرف مباشرة:", "And straight to payment guidance:"),
    "dash.backlog": Word("ما ينتظر في كل مكتب", "Backlog by office"),
    "dash.backlog.lead": Word("الحالات المفتوحة الآن بحسب مرحلتها.", "Open cases now, by status."),
    "dash.backlog.most": Word(
        "يعرض الرسم أكثر {most} مكتبًا انتظارًا، والجدول كلها.", "The chart shows the {most} longest."
    ),
    "dash.backlog.none": Word("لا حالات مفتوحة.", "No open case."),
    "dash.total": Word("المجموع", "Total"),
    "dash.time": Word("من البلاغ إلى الزيارة", "Time to visit"),
    "dash.time.lead": Word("متوسط الساعات من فتح الحالة إلى زيارتها، بحسب يوم الزيارة.", "Mean of each day's visits."),
    "dash.time.none": Word("لا زيارات في هذه المدة.", "No visit in this period."),
    "dash.day": Word("اليوم", "Day"),
    "dash.visits": Word("الزيارات", "Visits"),
    "dash.mean": Word("المتوسط", "Mean"),
    "dash.mean.hours": Word("المتوسط بالساعات", "Mean in hours"),
    "dash.precision": Word("دقة الرصد بحسب المصدر", "Precision by source"),
    "dash.precision.lead": Word(
        "من الحالات المقررة، كم وجد الناس أنها أسرة محتاجة فعلًا.", "Of the decided cases, how many told of need."
    ),
    "dash.precision.early": Word("لا يكفي بعد", "Not enough yet"),
    "dash.precision.none": Word("لا قرارات في هذه المدة.", "No decision in this period."),
    "dash.judged": Word("قُررت", "Decided"),
    "dash.in_need": Word("احتياج فعلي", "In need"),
    "dash.precision.share": Word("الدقة", "Precision"),
    "dash.outcomes": Word("نتائج القرارات", "Outcomes"),
    "dash.outcome": Word("النتيجة", "Outcome"),
    "dash.second": Word("قرارات تنتظر اعتمادك", "Decisions that wait for you"),
    "dash.no_office": Word("بلا مكتب", "No office"),
    "dash.waiting_now": Word("تنتظر لجنة", "Waiting"),
}
