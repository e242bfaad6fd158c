"""How a CSV was written: by a program (UTF-8, commas) or by a spreadsheet in an Arabic office. Pure.

Excel writes a byte-order mark or none, windows-1256 when told "CSV", UTF-16 with tabs when told "Unicode text", semicolons
where the comma is the decimal sign, and a first line "sep=;" for itself.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

SNIFFED = 8_192  # bytes at the beginning, enough for a header and some rows
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class CsvDialect:
    encoding: str
    delimiter: str
    skipped: int  # lines before the header


def read_dialect(head: bytes) -> CsvDialect:
    """The dialect of a file that begins with `head`."""
    encoding = _encoding(head)
    text = head.decode(encoding, "ignore")
    first = text.partition("\n")[0].rstrip("\r")
    if first.lower().startswith("sep=") and len(first) == 5:
        return CsvDialect(encoding, first[4], 1)
    header = first.replace('"', "")
    return CsvDialect(encoding, max(DELIMITERS, key=header.count) if header else ",", 0)


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # A letter may be cut at the end of what was read: that is no fault of the file's.
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        # One damaged letter in a UTF-8 file is not an Arabic page of Windows: there nearly every letter is a high byte.
        high = sum(byte >= 0x80 for byte in head)
        readable = head.decode("utf-8", "ignore").encode()
        lost = len(head) - len(readable)
        return "cp1256" if lost * 2 > high else "utf-8-sig"
    return "utf-8-sig"
