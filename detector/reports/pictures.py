"""A photo as it may be kept: told by its content, small, and with nothing in it but what can be seen.

A telephone writes where and when a picture was taken, and a small copy of it, into the file. So a picture is decoded and
written anew; nothing of the file that came is kept.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from threading import BoundedSemaphore

from PIL import Image, ImageOps, UnidentifiedImageError

from detector.errors import BadInput

MAX_BYTES = 8_000_000  # of one file as it comes; telephones write 2 to 6 MB
MAX_PIXELS = 64_000_000  # what it would unfold to; a small file can unfold to gigabytes
LONGEST_SIDE = 1_600  # pixels of what is kept: enough to see a roof or a meter, little to store
QUALITY = 80
MEDIA_TYPE = "image/jpeg"
FORMATS = ("JPEG", "PNG", "WEBP")

_AT_ONCE = BoundedSemaphore(2)  # decoding a large one takes some 200 MB for a moment


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG that this program wrote itself."""

    content: bytes
    width: int  # pixels
    height: int


def picture(given: bytes, field: str = "photos") -> Picture:
    """The picture in `given`, turned upright, at most `LONGEST_SIDE` long, without metadata.

    Raises `BadInput` with `why`: file_too_large, not_a_picture (whatever its name says), too_many_pixels, broken_picture.
    """
    if len(given) > MAX_BYTES:
        raise BadInput(field=field, why="file_too_large", most=MAX_BYTES)
    with _AT_ONCE:
        try:
            with Image.open(io.BytesIO(given), formats=FORMATS) as opened:
                return _written_anew(opened, field)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise BadInput(field=field, why="too_many_pixels", most=MAX_PIXELS) from None
        except UnidentifiedImageError:
            raise BadInput(field=field, why="not_a_picture") from None
        except (
            OSError,
            ValueError,
            SyntaxError,
            EOFError,
            IndexError,
            KeyError,
            TypeError,
            OverflowError,
            MemoryError,
        ):
            # Pillow's decoders say "broken" in all of these ways.
            raise BadInput(field=field, why="broken_picture") from None


def _written_anew(opened: Image.Image, field: str) -> Picture:
    if opened.width * opened.height > MAX_PIXELS:
        raise BadInput(field=field, why="too_many_pixels", most=MAX_PIXELS)
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fraction of its size at once
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    flat = Image.new("RGB", upright.size, "white")  # a new image has no metadata; what was transparent becomes white
    with_alpha = upright.convert("RGBA")
    flat.paste(with_alpha, mask=with_alpha.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), flat.width, flat.height)
