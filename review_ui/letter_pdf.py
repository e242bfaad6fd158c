"""Setting a letter as a PDF on this machine, with the pages' own font and Arabic shaped by HarfBuzz (ADR 0015)."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF

from review_ui.assets import FOLDER
from review_ui.letters import Letter

_WEIGHTS = {"": 400, "B": 600}
_SCRIPTS = ("arabic", "latin")  # the web font comes in two halves; the second fills in for the first
_MARGIN, _LINE, _SIZE = 25, 8, 12.5  # millimetres, millimetres, points


@lru_cache(maxsize=1)
def _fonts() -> tempfile.TemporaryDirectory[str]:
    """The web fonts unpacked to what a PDF takes, once a process."""
    folder = tempfile.TemporaryDirectory(prefix="daman-fonts-")
    for script in _SCRIPTS:
        for weight in _WEIGHTS.values():
            font = TTFont(FOLDER / f"fonts/plex-sans-arabic-5.3.0-{script}-{weight}.woff2")
            font.flavor = None
            font.save(Path(folder.name) / f"{script}-{weight}.ttf")
    return folder


def pdf(letter: Letter) -> bytes:
    """One A4 page or more; no metadata but the title."""
    page = FPDF(format="A4")
    page.set_title(letter.title)
    page.set_lang("ar")
    page.set_margin(_MARGIN)
    page.set_auto_page_break(True, _MARGIN)
    page.add_page()
    for script in _SCRIPTS:
        for style, weight in _WEIGHTS.items():
            page.add_font(script, style, Path(_fonts().name) / f"{script}-{weight}.ttf")
    page.set_fallback_fonts(["latin"], exact_match=False)
    page.set_text_shaping(True, direction="rtl", script="arab", language="ara")

    def write(text: str, *, style: str = "", size: float = _SIZE, after: float = 3) -> None:
        page.set_font("arabic", style, size)
        page.multi_cell(0, _LINE, text, align="R", new_x="LMARGIN", new_y="NEXT")
        page.ln(after)

    for line in letter.head:
        write(line, size=11, after=0)
    page.ln(8)
    write(letter.title, style="B", size=18, after=6)
    for paragraph in letter.paragraphs:
        write(paragraph)
    page.ln(8)
    for line in letter.sign:
        write(line)
    return bytes(page.output())
