"""Drift of the stream, the threshold beside the queue, and exports of verdicts for training."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "learn.title": Word("متابعة القارئ الآلي", "Watching the reader"),
    "learn.lead": Word(
        "هل ما زال ما يصلنا يشبه ما تعلّم منه القارئ؟ أعداد أسبوعية بلا نصوص، للمملكة كلها.",
        "Is the stream still the one that the reader learned from? Weekly counts, no texts.",
    ),
    "learn.week": Word("الأسبوع", "Week"),
    "learn.week.of": Word("أسبوع {day}", "Week of {day}"),
    "learn.week.running": Word("الأسبوع الجاري", "The running week"),
    "learn.posts": Word("منشورات قُرئت", "Posts read"),
    "learn.none": Word("لم يُحسب أسبوع بعد. يُحسب كل ساعة.", "No week was counted yet."),
    "learn.compared": Word(
        "قورن بما قبله مجموعًا: {weeks} ({posts} منشورًا).", "Compared with the weeks before, together."
    ),
    "learn.alone": Word("لا أسابيع قبله نقارن بها بعد.", "No weeks before it yet."),
    "learn.model": Word("القارئ", "Reader"),
    "learn.models.mixed": Word(
        "قرأ هذا الأسبوع أكثر من نموذج، فقد يكون الفرق منه لا من الناس.", "More than one model read this week."
    ),
    "learn.index": Word("مؤشر الاستقرار {index}", "Stability index {index}"),
    "shift.stable": Word("مستقر", "Stable"),
    "shift.watch": Word("يحتاج متابعة", "Watch"),
    "shift.shifted": Word("تغيّر واضح", "Shifted"),
    "shift.too_few": Word("الأعداد لا تكفي", "Too few"),
    "learn.marks": Word(
        "العلامتان المعتادتان: 0.1 فأكثر يحتاج متابعة، و0.25 فأكثر تغيّر واضح (صديقي 2006). "
        "تغيّر الأرقام لا يعني أن القارئ أخطأ؛ يعني أن عليك أن تقرأ عينة.",
        "The usual marks: 0.1 and 0.25.",
    ),
    "learn.metric.kind": Word("الأنواع", "Kinds"),
    "learn.metric.score": Word("درجة الاحتياج", "Hardship score"),
    "learn.metric.length": Word("طول النص بالحروف", "Length of the text in letters"),
    "learn.metric.source": Word("المصادر", "Sources"),
    "learn.bucket": Word("الفئة", "Bucket"),
    "learn.before": Word("قبله", "Before"),
    "learn.now": Word("هذا الأسبوع", "This week"),
    "learn.count": Word("العدد", "Count"),
    "learn.band": Word("من {low} إلى {high}", "From {low} to {high}"),
    "learn.band.below": Word("أقل من {high}", "Below {high}"),
    "learn.band.above": Word("{low} فأكثر", "{low} and more"),
    "learn.promised": Word("ما يعد به النموذج وما نراه", "What the model promised and what we see"),
    "learn.flag_rate": Word("نسبة المرصود", "Flag rate"),
    "learn.flag_rate.promise": Word("إنذارات خاطئة في التدريب", "False alarms at training"),
    "learn.precision": Word("دقة المرصود المقرر", "Precision of decided flagged cases"),
    "learn.precision.promise": Word("الدقة على المنشورات الموسومة", "Precision on labelled posts"),
    "learn.promise": Word("في بطاقة النموذج", "In the model's card"),
    "learn.of": Word("{count} من {total}", "{count} of {total}"),
    "learn.between": Word("بين {low} و{high}", "Between {low} and {high}"),
    "learn.load": Word("العتبة وطاقة اللجان", "The threshold and the committees' capacity"),
    "learn.load.lead": Word(
        "تقدير من أرقام النموذج ومتوسط آخر الأسابيع الكاملة. للاطلاع فقط: لا يغيّر شيئًا.",
        "An estimate from the model's figures and the last whole weeks. Display only.",
    ),
    "learn.load.none": Word("لا أسبوع كاملًا بعد.", "No whole week yet."),
    "learn.load.means": Word(
        "في الأسبوع: {posts} منشورًا قُرئت، {flagged} رُصدت، {opened} حالة فُتحت، {decided} حالة قررتها اللجان.",
        "A week: posts, flagged, opened, decided.",
    ),
    "learn.load.rate": Word(
        "تقدير نسبة الأسر المحتاجة فيما يصل: {rate} من كل عشرة آلاف منشور.", "Estimated rate of cases."
    ),
    "learn.load.point": Word("الإنذارات الخاطئة", "False alarms"),
    "learn.load.recall": Word("يُرصد من الأسر", "Recall"),
    "learn.load.flagged": Word("مرصود في الأسبوع", "Flagged a week"),
    "learn.load.families": Word("منها أسر", "Of them families"),
    "learn.load.missed": Word("أسر تفوت", "Families missed"),
    "learn.load.capacity": Word("مقابل ما تقرره اللجان", "Against what committees decide"),
    "learn.load.times": Word("{times} ضعفًا", "{times} times"),
    "learn.load.served": Word("المعمول بها", "In use"),
    "export.title": Word("قرارات اللجان للتدريب", "Verdicts for training"),
    "export.lead": Word(
        "نصوص الحالات المقررة نهائيًا مع ما قررته اللجان، ملفًا يتعلم منه القارئ. الأرقام فيها مخفية. "
        "لا يدخلها مصدر لم تسمح موافقته بالتدريب، ولا منصة إكس أبدًا.",
        "Texts of decided cases with the verdicts, as a file. Never X.",
    ),
    "export.now": Word("ما سيكون فيها الآن", "What it would hold now"),
    "export.empty": Word("لا شيء يُصدَّر الآن.", "Nothing to export now."),
    "export.left_out": Word("وما بقي خارجها", "And what is left out"),
    "export.make": Word("صدّر الآن", "Export now"),
    "export.made": Word("ملفات صُدّرت", "Exported files"),
    "export.none": Word("لم يُصدَّر ملف بعد.", "No file yet."),
    "export.rows": Word("الأسطر", "Lines"),
    "export.at": Word("صُدّر", "Made"),
    "export.by": Word("بأمر", "By"),
    "export.until": Word("يُحذف", "Deleted"),
    "export.gone": Word("حُذف {at}", "Deleted {at}"),
    "export.delete": Word("احذفه الآن", "Delete now"),
    "export.keeps": Word(
        "يبقى الملف {days} على خادم البرنامج. إذا سُحب بلاغ أو حُذف خرج سطره من كل ملف، فلا تنسخ الملف إلى مكان آخر.",
        "The file stays {days} on the server. A purged report leaves every file; do not copy it elsewhere.",
    ),
    "left.not_approved": Word("موافقة المصدر لا تسمح بالتدريب", "The approval does not allow training"),
    "left.of_x": Word("من منصة إكس", "Of X"),
    "left.gone": Word("حُذف نصه", "Its text is gone"),
    "left.teaches_nothing": Word("القرار لا يقول شيئًا عن النص", "The decision says nothing about the text"),
    "left.voice_unknown": Word("لا يُعرف من المتكلم", "Nobody knows who speaks"),
    "sources.training": Word("يجوز أن يتعلم القارئ من نصوصه", "Its texts may teach the reader"),
    "sources.training.hint": Word(
        "نصوص الحالات المقررة وحدها، والأرقام فيها مخفية.", "Decided cases only, numbers masked."
    ),
    "notice.verdicts_exported": Word("كُتب الملف.", "The file is written."),
    "notice.export_deleted": Word("حُذف الملف.", "The file is deleted."),
    "error.L703": Word("تعذرت كتابة الملف. اختر مكانًا آخر أو أبلغ مدير النظام.", "The file cannot be written."),
}
