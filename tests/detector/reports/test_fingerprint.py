"""Same words meet, other words do not."""

from __future__ import annotations

from detector.reports.fingerprint import bands, likeness, signature, words
from detector.reports.intake import fingerprint

PLEA = "يا اهل الخير عندنا جارة أرملة ومعها خمسة أيتام في حي السلامة والكهرباء مفصولة عنهم من أسبوع ولا أحد سأل عنهم"


def test_spelling_handles_links_and_emoji_do_not_make_other_words() -> None:
    told = "RT @USER: يا أهل الخيـــر عندنا جاره ارمله ومعها خمسه ايتام 💔 https://x.example/1"
    again = "يا اهل الخير عندنا جارة أرملة ومعها خمسة أيتام"
    assert words(told) == words(again)
    assert fingerprint(told) == fingerprint(again)


def test_texts_without_words_are_told_apart() -> None:
    assert fingerprint("😭😭") != fingerprint("💔")


def test_a_near_copy_shares_a_band_and_is_alike() -> None:
    copy = PLEA + " فزعتكم"
    assert set(bands(signature(PLEA))) & set(bands(signature(copy)))
    assert likeness(signature(PLEA), signature(copy)) > 0.8


def test_another_family_is_not_alike() -> None:
    other = "والدي مقعد وحنا سبعة في غرفتين بقرية في جازان وما عندنا دخل غير الله ثم مساعدة الجيران كل شهر"
    assert likeness(signature(PLEA), signature(other)) < 0.2


def test_signatures_are_the_same_on_every_run() -> None:
    assert signature(PLEA) == signature(PLEA)
    assert len(signature(PLEA)) == 256
