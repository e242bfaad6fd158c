"""Months, weekdays and the frames of times."""

from __future__ import annotations

from review_ui.words.word import Word, Words

_HIJRI = (
    ("محرم", "Muharram"), ("صفر", "Safar"), ("ربيع الأول", "Rabi I"), ("ربيع الآخر", "Rabi II"),
    ("جمادى الأولى", "Jumada I"), ("جمادى الآخرة", "Jumada II"), ("رجب", "Rajab"), ("شعبان", "Shaban"),
    ("رمضان", "Ramadan"), ("شوال", "Shawwal"), ("ذو القعدة", "Dhu al-Qadah"), ("ذو الحجة", "Dhu al-Hijjah"),
)  # fmt: skip
_MONTHS = (
    ("يناير", "January"), ("فبراير", "February"), ("مارس", "March"), ("أبريل", "April"), ("مايو", "May"),
    ("يونيو", "June"), ("يوليو", "July"), ("أغسطس", "August"), ("سبتمبر", "September"), ("أكتوبر", "October"),
    ("نوفمبر", "November"), ("ديسمبر", "December"),
)  # fmt: skip
_WEEKDAYS = (
    ("الاثنين", "Monday"), ("الثلاثاء", "Tuesday"), ("الأربعاء", "Wednesday"), ("الخميس", "Thursday"),
    ("الجمعة", "Friday"), ("السبت", "Saturday"), ("الأحد", "Sunday"),
)  # fmt: skip

WORDS: Words = {
    **{f"hijri.{i}": Word(*names) for i, names in enumerate(_HIJRI, 1)},
    **{f"month.{i}": Word(*names) for i, names in enumerate(_MONTHS, 1)},
    **{f"weekday.{i}": Word(*names) for i, names in enumerate(_WEEKDAYS)},
    "hijri.mark": Word("هـ", " AH"),
    "clock.am": Word("ص", "am"),
    "clock.pm": Word("م", "pm"),
    "date.at": Word("{day}، {clock}", "{day}, {clock}"),
    "date.ago": Word("منذ {span}", "{span} ago"),
    "date.in": Word("بعد {span}", "in {span}"),
    "date.now": Word("الآن", "just now"),
}
