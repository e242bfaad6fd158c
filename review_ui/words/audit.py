"""The missed-case audit: reading, what was found, the estimate."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "audit.title": Word("هل فاتتنا أسر؟", "Did we miss families?"),
    "audit.lead": Word(
        "عينة عشوائية مما لم يرصده القارئ. اقرأ النص كما هو، ثم قل: أفيه أسرة بعينها محتاجة الآن؟",
        "A random sample of what was not flagged. Is there a particular family in need now?",
    ),
    "audit.waiting": Word("تنتظر قارئًا: {unread}. تنتظر قارئًا ثانيًا: {second}.", "Waiting: {unread}, {second}."),
    "audit.none": Word("لا شيء ينتظرك الآن.", "Nothing waits for you."),
    "audit.second": Word("قال قارئ قبلك إن فيه حالة. اقرأه أنت أيضًا.", "Another reader said case."),
    "audit.expires": Word("يُحذف النص {at}", "The text is deleted {at}"),
    "audit.word": Word("ما حكمك؟", "What do you say?"),
    "audit.case": Word("فيه حالة", "A case"),
    "audit.no_case": Word("ليس فيه حالة", "No case"),
    "audit.help": Word("متى تكون حالة؟", "When is it a case?"),
    "audit.help.text": Word(
        "إذا حكى عن شخص أو أسرة بعينها، وعن ظرف قائم الآن: لا دخل، مرض، دين، إخلاء، جوع. "
        "الكلام العام عن الفقر، وما انتهى، وإعلانات التبرع ليست حالات.",
        "A particular family and a present circumstance.",
    ),
    "audit.missed": Word("أسر فاتت", "Missed families"),
    "audit.missed.lead": Word(
        "قال قارئان إن فيها حالة. افتحها لتدخل القائمة كأي بلاغ قبل أن يُحذف نصها.", "Two readers said case. Open them."
    ),
    "audit.missed.none": Word("لا شيء ينتظر الفتح.", "Nothing to open."),
    "audit.open": Word("افتحها حالة", "Open as a case"),
    "audit.estimate": Word("تقدير ما يفوت", "The estimate"),
    "audit.estimate.lead": Word(
        "من كل {per} منشور لم يُرصد، كم فيه أسرة فاتت، مع مجال الثقة 95% (ويلسون).",
        "Missed families per {per} unflagged posts, with a 95% interval (Wilson).",
    ),
    "audit.estimate.none": Word("لم يُقرأ شيء بعد.", "Nothing was read yet."),
    "audit.estimate.total": Word("من كل {per} منشور لم يُرصد: {n}", "Of {per} unflagged posts: {n}"),
    "audit.estimate.between": Word("بين {low} و{high}", "Between {low} and {high}"),
    "audit.estimate.of": Word("فات {count} من {total} قُرئت منذ {since}.", "{count} of {total} read."),
    "audit.estimate.open": Word(
        "قال قارئ أول «فيه حالة» ولم يُقرأ ثانيًا: {n}. لا تُحسب في الجهتين، فقد يكون الصحيح أعلى.",
        "Unsettled: they count neither way, so the truth may be higher.",
    ),
    "audit.by_source": Word("بحسب المصدر", "By source"),
    "audit.by_region": Word("بحسب المنطقة", "By region"),
    "audit.no_place": Word("لا يذكر مكانًا", "Names no place"),
    "audit.read": Word("قُرئت", "Read"),
    "audit.found": Word("فاتت", "Missed"),
    "audit.per": Word("من كل {per}", "Per {per}"),
    "audit.interval": Word("مجال الثقة", "Interval"),
    "audit.no_dialect": Word(
        "لا تقدير بحسب اللهجة: لا نحفظ لهجة أحد، فهي تدل عليه.", "No estimate by dialect: nobody's dialect is stored."
    ),
    "notice.audit_said": Word("سُجّل حكمك.", "Recorded."),
    "notice.audit_opened": Word("دخل البلاغ القائمة، وستظهر الحالة بعد قراءته.", "It is taken in."),
    "error.L701": Word("سبق الحكم على هذا النص. اقرأ الذي يليه.", "This post is settled."),
    "error.L702": Word("القارئ الثاني غير الأول. يقرأه زميلك.", "The second reader is somebody else."),
}
