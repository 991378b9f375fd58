"""What a file really is, whatever its name says, and whether it is safe to open."""

import zipfile
from pathlib import Path

from leitai.imports.reading.cells import FileRefused

LARGEST = 60 * 2**20
UNPACKED = 700 * 2**20
RATIO = 250
PARTS = 5_000

MAGIC = [
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "word"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def judge(path: Path) -> str:
    """``text``, ``xlsx`` or ``xls``. Raises FileRefused for anything else, before anything is unpacked."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("empty")
    if size > LARGEST:
        raise FileRefused("too_large", size=size, limit=LARGEST)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return _judge_zip(path)
    if head.startswith(OLE):
        return _judge_ole(path)
    return _judge_text(head)


def _judge_text(head: bytes) -> str:
    for magic, code in MAGIC:
        if head.startswith(magic) and (magic != b"BM" or b"\0" in head):
            raise FileRefused(code)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise FileRefused("picture")
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml")):
        raise FileRefused("web_page")
    return "text"


def _judge_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            names = {part.filename for part in packed.infolist()}
            _ensure_modest(packed.infolist())
            kinds = packed.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
            mime = packed.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise FileRefused("broken") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in kinds:
        raise FileRefused("macros")
    if "xl/workbook.bin" in names:
        raise FileRefused("binary_workbook")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if b"opendocument" in mime:
        raise FileRefused("open_document")
    raise FileRefused("word" if any(name.startswith(("word/", "ppt/")) for name in names) else "archive")


def _ensure_modest(parts: list[zipfile.ZipInfo]) -> None:
    """No more parts, bytes or tightness than a workbook of people's work has."""
    unpacked = sum(part.file_size for part in parts)
    tight = any(part.file_size > 2**24 and part.file_size > RATIO * max(part.compress_size, 1) for part in parts)
    if len(parts) > PARTS or unpacked > UNPACKED or tight:
        raise FileRefused("bomb")


def _judge_ole(path: Path) -> str:
    """The old container. Its directory names what is inside, in UTF-16."""
    data = path.read_bytes()

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise FileRefused("password")
    if holds("_VBA_PROJECT_CUR") or holds("_VBA_PROJECT"):
        raise FileRefused("macros")
    if holds("Workbook") or holds("Book"):
        return "xls"
    raise FileRefused("word" if holds("WordDocument") or holds("PowerPoint") else "not_a_table")
