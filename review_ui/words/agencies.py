"""Agencies that hold facts about eligibility, and the reasons a check can show (the article's five links and seven reasons)."""

from __future__ import annotations

from review_ui.words.word import Word, Words

WORDS: Words = {
    "agency.justice": Word("وزارة العدل", "Ministry of Justice"),
    "agency.gosi": Word("التأمينات الاجتماعية", "GOSI"),
    "agency.zatca": Word("هيئة الزكاة والضريبة والجمارك", "ZATCA"),
    "agency.commerce": Word("وزارة التجارة", "Ministry of Commerce"),
    "agency.civil_service": Word("الموارد البشرية (الخدمة المدنية)", "Human Resources (civil service)"),
    "agency.industrial_fund": Word("صندوق التنمية الصناعية", "Industrial Development Fund"),
    "agency.civil_affairs": Word("الأحوال المدنية", "Civil Affairs"),
    "reason.R1": Word("عقارات", "Real estate"),
    "reason.R2": Word("ملكيات أراضٍ", "Land"),
    "reason.R3": Word("وظيفة", "Job"),
    "reason.R4": Word("سجلات تجارية", "Commercial registers"),
    "reason.R5": Word("قروض صناعية", "Industrial loans"),
    "reason.R6": Word("استثمارات", "Investments"),
    "reason.R7": Word("وفاة", "Death"),
}
