"""What is kept, what is refused and why, and what is left of a picture."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from leitai.files import judging
from leitai.files.judging import judge


def picture(kind="JPEG", mode="RGB", size=(60, 40), **options) -> bytes:
    drawn = io.BytesIO()
    Image.new(mode, size, "red").save(drawn, kind, **options)
    return drawn.getvalue()


def office(*names, kinds=b"<Types/>") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        if kinds:
            parts.writestr("[Content_Types].xml", kinds)
        for name in names:
            parts.writestr(name, b"x")
    return packed.getvalue()


def why(content: bytes) -> str:
    with pytest.raises(ValidationError) as refusal:
        judge(content)
    return refusal.value.code


def test_a_picture_keeps_its_pixels_and_loses_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 49.0)  # latitude
    judged = judge(picture(exif=exif))
    again = Image.open(io.BytesIO(judged.content))
    assert not again.getexif()
    assert (judged.width, judged.height) == (40, 60)
    assert judged.content_type == "image/jpeg"


def test_what_follows_the_pixels_is_not_carried_on():
    judged = judge(picture() + b"<script>alert(1)</script>")
    assert b"script" not in judged.content


@pytest.mark.parametrize(
    ("kind", "mode", "becomes"),
    [
        ("PNG", "RGBA", "image/png"),
        ("PNG", "RGB", "image/jpeg"),
        ("GIF", "P", "image/jpeg"),
        ("WEBP", "RGBA", "image/png"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("PNG", "I;16", "image/jpeg"),
    ],
)
def test_every_sort_of_picture_is_drawn_anew(kind, mode, becomes):
    drawn = io.BytesIO()
    Image.new(mode, (8, 8)).save(drawn, kind)
    assert judge(drawn.getvalue()).content_type == becomes


def test_a_large_picture_is_made_smaller():
    judged = judge(picture(size=(4000, 1000)))
    assert (judged.width, judged.height) == (2560, 640)


def test_a_bomb_is_turned_away_by_its_header():
    assert why(picture("PNG", "1", (8_000, 7_000))) == "too_many_pixels"


def test_a_broken_picture_is_refused():
    assert why(picture()[:200]) == "damaged"
    assert why(b"\x89PNG\r\n\x1a\nnothing") == "damaged"


@pytest.mark.parametrize(
    ("part", "extension"),
    [("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx")],
)
def test_office_files_are_known_by_their_parts(part, extension):
    assert judge(office(part)).extension == extension


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (office("xl/workbook.xml", "xl/vbaProject.bin"), "macros"),
        (
            office(
                "word/document.xml", kinds=b'<Types ContentType="application/vnd.ms-word.document.macroEnabled.12"/>'
            ),
            "macros",
        ),
        (office("xl/workbook.xml", kinds=b""), "archive"),
        (office("payload.exe"), "archive"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (judging.OLD_OFFICE + b"...", "old"),
        (b"MZ\x90\x00\x03\x00", "unknown"),
        (b"\x7fELF\x02\x01\x01\x00", "unknown"),
        (b"", "empty"),
        (b"<!DOCTYPE html><p>x", "page"),
        ("\ufeff\n <!-- 单 --> <html lang=zh><body>".encode(), "page"),
        ("<script>客户,金额".encode("gb18030"), "page"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "page"),
    ],
)
def test_what_is_not_kept_says_why(content, code):
    assert why(content) == code


def test_an_archive_that_unfolds_to_far_more_is_refused(monkeypatch):
    monkeypatch.setattr(judging, "UNPACKED_AT_MOST", 9)
    assert why(office("xl/workbook.xml", "a" * 20)) == "bomb"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_is_kept_in_both_encodings_and_never_as_a_page(encoding):
    judged = judge("客户,金额\n<script>宁波东钱湖</script>,86".encode(encoding))
    assert judged.content_type == f"text/plain; charset={encoding}"


def test_size_limits_name_the_limit(monkeypatch):
    monkeypatch.setattr(judging, "LARGEST_DOCUMENT", judging.MIB)
    with pytest.raises(ValidationError) as refusal:
        judge(b"%PDF-" + b" " * judging.MIB)
    assert refusal.value.params == {"size": 2, "most": 1}
