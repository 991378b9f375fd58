"""What a file is, by what it holds. Its name and what the browser says of it count for nothing.

Pictures are drawn anew, so that nothing but pixels remains: no place, no camera, no second meaning.
"""

import io
import re
import zipfile
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

MIB = 2**20
LARGEST_PICTURE = 15 * MIB
LARGEST_DOCUMENT = 25 * MIB
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
MOST_PARTS = 5_000
UNPACKED_AT_MOST = 200 * MIB

OFFICE = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
}
PICTURES = ("PNG", "JPEG", "GIF", "WEBP")
# What browsers take for a page, after spaces and comments; a "<script>" further on is only text.
WEB_PAGE = re.compile(
    r"\ufeff?\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+(?:html|svg)|(?:html|head|body|script|style|title|iframe|svg|table|div|h1|meta)[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Judged:
    """What will be kept and served. `content` is the file itself, for a picture the one drawn anew."""

    content: bytes
    content_type: str
    extension: str
    width: int | None = None
    height: int | None = None


def judge(content: bytes) -> Judged:
    """What the bytes are. Raises ValidationError with the reason for anything that is not kept here."""
    if not content:
        raise refusal(_("The file is empty."), "empty")
    if _looks_like_a_picture(content):
        return _picture(content)
    if len(content) > LARGEST_DOCUMENT:
        raise too_large(len(content), LARGEST_DOCUMENT)
    if content.startswith(b"%PDF-"):
        return Judged(content, "application/pdf", "pdf")
    if content.startswith(OLD_OFFICE):
        raise refusal(_("This is an old Office file, which may hide macros. Save it as .docx, .xlsx or .pptx."), "old")
    if content.startswith(b"PK"):
        return _office(content)
    return _text(content)


def refusal(text, code: str) -> ValidationError:
    return ValidationError(text, code=code)


def too_large(size: int, most: int) -> ValidationError:
    text = _("The file has %(size)d MB; at most %(most)d MB are kept.")
    return ValidationError(text, code="too_large", params={"size": -(-size // MIB), "most": most // MIB})


def _looks_like_a_picture(content: bytes) -> bool:
    starts = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8")
    return content.startswith(starts) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def _picture(content: bytes) -> Judged:
    if len(content) > LARGEST_PICTURE:
        raise too_large(len(content), LARGEST_PICTURE)
    try:
        with Image.open(io.BytesIO(content), formats=PICTURES) as image:
            # The size stands in the header: a bomb is turned away before it unfolds.
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            # A scaled-down JPEG is decoded small at once.
            image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            return _drawn_anew(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError:
        raise refusal(_("The picture has too many pixels."), "too_many_pixels") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise refusal(_("The picture is damaged."), "damaged") from None


def _drawn_anew(image: Image.Image) -> Judged:
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    plain = image.convert("RGBA" if see_through else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    drawn = io.BytesIO()
    if see_through:
        fresh.save(drawn, "PNG", optimize=True)
        return Judged(drawn.getvalue(), "image/png", "png", *fresh.size)
    fresh.save(drawn, "JPEG", quality=88, optimize=True, progressive=True)
    return Judged(drawn.getvalue(), "image/jpeg", "jpg", *fresh.size)


def _office(content: bytes) -> Judged:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > UNPACKED_AT_MOST:
                raise refusal(_("The file unfolds to something far larger than it is."), "bomb")
            names = {info.filename for info in infos}
            kinds = parts.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        raise refusal(_("The file is damaged."), "damaged") from None
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") for name in lower) or b"macroenabled" in kinds.lower():
        raise refusal(_("The file holds macros. Save it without them."), "macros")
    for part, (content_type, extension) in OFFICE.items():
        if kinds and part in names:
            return Judged(content, content_type, extension)
    raise refusal(_("Archives are not kept here; attach the files one by one."), "archive")


def _text(content: bytes) -> Judged:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
            if WEB_PAGE.match(text):
                raise refusal(
                    _("This is a web page (HTML or SVG), whatever it is called. Save it as PDF or as plain text."),
                    "page",
                )
            return Judged(content, "text/plain; charset=" + encoding, "txt")
    raise refusal(_("Only pictures, PDF, Word, Excel, PowerPoint, CSV and text are kept here."), "unknown")
