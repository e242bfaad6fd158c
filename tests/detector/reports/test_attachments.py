"""Photos: told by content, written anew without what a telephone put into them, stored encrypted, gone when forgotten."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from detector.errors import BadInput
from detector.journal.models import Entry
from detector.reports.attachments import (
    Attachment,
    ReportAttachment,
    attach,
    forget_of_reports,
    of_reports,
    open_picture,
    pictures,
)
from detector.reports.pictures import LONGEST_SIDE, MAX_BYTES, picture
from detector.staff.scope import Actor
from tests.factories import a_report

SECRET = b"taken-by-somebody"


def a_photo(width: int = 60, height: int = 40, kind: str = "JPEG", *, turned: bool = False, mode: str = "RGB") -> bytes:
    """A photo whose left half is red and right half blue, with a maker's note and a place in it."""
    image = Image.new(mode, (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    if turned:
        exif[0x0112] = 6  # the telephone was held upright
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes whose header says that it is huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9_000))
        + chunk(b"IEND", b"")
    )


def why(given: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        picture(given)
    return str(refused.value.facts["why"])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_the_telephone_wrote_into_the_file_is_kept(kind: str) -> None:
    given = a_photo(kind=kind)
    assert SECRET in given
    kept = picture(given)
    assert SECRET not in kept.content
    with Image.open(io.BytesIO(kept.content)) as again:
        assert (again.format, again.size, dict(again.getexif())) == ("JPEG", (60, 40), {})
        assert "icc_profile" not in again.info


def test_a_photo_that_was_taken_upright_is_turned_upright_before_the_note_about_it_goes() -> None:
    kept = picture(a_photo(60, 40, turned=True))
    assert (kept.width, kept.height) == (40, 60)


def test_a_large_photo_is_kept_small() -> None:
    kept = picture(a_photo(4_000, 3_000))
    assert (kept.width, kept.height) == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)
    assert len(kept.content) < 200_000


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(picture(out.getvalue()).content)) as again:
        assert min(again.getpixel((10, 10))) > 250  # type: ignore[arg-type, type-var]


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_every_way_of_writing_colours_can_be_read(mode: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").convert(mode).save(out, "JPEG" if mode in ("L", "CMYK") else "PNG")
    assert (picture(out.getvalue()).width, picture(out.getvalue()).height) == (30, 20)


def test_the_content_says_what_a_file_is_and_not_its_name() -> None:
    for hostile in (
        b"",
        b"<svg xmlns='x'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"GIF89a" + b"\0" * 40,
        b"MZ\0",
    ):
        assert why(hostile) == "not_a_picture"


@pytest.mark.parametrize(("width", "height"), [(9_000, 9_000), (12_000, 12_000), (60_000, 60_000)])
def test_a_small_file_that_unfolds_to_a_huge_picture_is_refused_before_it_unfolds(width: int, height: int) -> None:
    assert why(a_bomb(width, height)) == "too_many_pixels"


def test_a_cut_or_damaged_file_is_refused() -> None:
    whole = a_photo(400, 300)
    assert why(whole[: len(whole) // 2]) == "broken_picture"
    assert why(a_photo(kind="PNG")[:60]) in ("broken_picture", "not_a_picture")
    assert why(a_bomb(300, 300)) == "broken_picture"


def test_a_file_over_the_limit_is_refused_unread() -> None:
    assert why(a_photo() + b"\0" * MAX_BYTES) == "file_too_large"


def test_more_photos_than_three_are_refused() -> None:
    with pytest.raises(BadInput) as refused:
        pictures([a_photo()] * 4)
    assert refused.value.facts["why"] == "too_many_files"


def test_a_stored_photo_is_ciphertext_and_every_look_at_it_is_written_down(session: Session) -> None:
    report = a_report(session)
    (row,) = attach(session, report.id, pictures([a_photo()]))
    stored = session.execute(text("SELECT content FROM attachment")).scalar_one()
    assert not bytes(stored).startswith(b"\xff\xd8")
    session.expire_all()
    assert [one.id for one in of_reports(session, [report.id])[report.id]] == [row.id]
    seen = open_picture(session, Actor.system(), row, subject="case", subject_id=7)
    assert seen.startswith(b"\xff\xd8")
    (entry,) = session.info["journal"]
    assert isinstance(entry, Entry)
    assert (entry.action, entry.subject_id, entry.facts) == ("attachment.viewed", 7, {"attachment": row.id})


def test_a_forgotten_report_leaves_no_photo(session: Session) -> None:
    report, other = a_report(session), a_report(session)
    attach(session, report.id, pictures([a_photo(), a_photo()]))
    attach(session, other.id, pictures([a_photo()]))
    assert forget_of_reports(session, [report.id]) == 2
    for table in (Attachment, ReportAttachment):
        assert session.scalar(select(func.count()).select_from(table)) == 1
