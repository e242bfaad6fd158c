"""Arabic counts its nouns in four forms: one, two, three to ten, eleven and more (CLDR: one, two, few, many)."""

from __future__ import annotations

from typing import NamedTuple


class Noun(NamedTuple):
    one: str
    two: str
    few: str  # after 3–10, plural
    many: str  # after 11 and more, singular accusative
    hundred: str  # after 100, 200, 1000 …, singular genitive


# After منذ / بعد and in tables; the dual is genitive, as those are its commonest places.
NOUNS: dict[str, Noun] = {
    "minute": Noun("دقيقة واحدة", "دقيقتين", "دقائق", "دقيقة", "دقيقة"),
    "hour": Noun("ساعة واحدة", "ساعتين", "ساعات", "ساعة", "ساعة"),
    "week": Noun("أسبوع واحد", "أسبوعين", "أسابيع", "أسبوعًا", "أسبوع"),
    "day": Noun("يوم واحد", "يومين", "أيام", "يومًا", "يوم"),
    "case": Noun("حالة واحدة", "حالتان", "حالات", "حالة", "حالة"),
    "report": Noun("بلاغ واحد", "بلاغان", "بلاغات", "بلاغًا", "بلاغ"),
    "person": Noun("فرد واحد", "فردان", "أفراد", "فردًا", "فرد"),
    "visit": Noun("زيارة واحدة", "زيارتان", "زيارات", "زيارة", "زيارة"),
    "attempt": Noun("محاولة واحدة", "محاولتان", "محاولات", "محاولة", "محاولة"),
    "point": Noun("نقطة واحدة", "نقطتان", "نقاط", "نقطة", "نقطة"),
    "time": Noun("مرة واحدة", "مرتين", "مرات", "مرة", "مرة"),
    "field": Noun("حقلًا واحدًا", "حقلين", "حقول", "حقلًا", "حقل"),
    "stop": Noun("محطة واحدة", "محطتان", "محطات", "محطة", "محطة"),
    "place": Noun("مكان واحد", "مكانان", "أماكن", "مكانًا", "مكان"),
    "kilometre": Noun("كيلومتر واحد", "كيلومتران", "كيلومترات", "كيلومترًا", "كيلومتر"),
    "decision": Noun("قرار واحد", "قراران", "قرارات", "قرارًا", "قرار"),
}


def counted(n: int, noun: str) -> str:
    """3 → 3 بلاغات; 11 → 11 بلاغًا; 2 → بلاغان."""
    forms = NOUNS[noun]
    if n == 1:
        return forms.one
    if n == 2:
        return forms.two
    rest = n % 100
    form = forms.few if 3 <= rest <= 10 else forms.many if rest >= 11 else forms.hundred
    return f"{n:,} {form}"
