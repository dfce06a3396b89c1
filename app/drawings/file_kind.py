"""What kind of file some bytes are, by their content and never by their name alone; and whether they are locked.

Reads head, tail and plain structures only and starts no other program; anything hostile is left to the child process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from models.vocab import FileKind

# What the program shows itself, page by page.
SHOWN: Final = frozenset({FileKind.PDF, FileKind.DXF, FileKind.PICTURE})


__all__ = ["DWG_RELEASES", "LOCKS", "SHOWN", "FileKind", "KindFacts", "kind_of"]


@dataclass(frozen=True)
class KindFacts:
    """What a file is.

    Attributes:
        kind: By content.
        detail: The version or product as the file states it, e.g. ``AC1032`` or ``Fasoo``; may be empty.
        suspect: Its ending promises another kind than its content: possibly locked by a product not known here.
    """

    kind: FileKind
    detail: str = ""
    suspect: bool = False


# Heads of files that Korean document-security products have encrypted. Seen in public reports and test data of
# several programs that meet them: Fasoo, Softcamp and Samsung's NASCA. No sure head is known of MarkAny's.
LOCKS: Final = (
    (b"\x9b DRMONE", "Fasoo"),
    (b"SCDSA00", "Softcamp"),
    (b"<## NASCA DRM FILE", "NASCA"),
)
_FASOO_CONTAINER: Final = b"FasooSecureContainer"
# Release of AutoCAD by the first six bytes (Open Design Specification for .dwg files, chapter 2.2).
DWG_RELEASES: Final = {
    "AC1009": "R11/R12",
    "AC1012": "R13",
    "AC1014": "R14",
    "AC1015": "2000",
    "AC1018": "2004",
    "AC1021": "2007",
    "AC1024": "2010",
    "AC1027": "2013",
    "AC1032": "2018",
}
_PICTURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_HEAD: Final = 8192
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROMISES: Final = {
    ".pdf": {FileKind.PDF},
    ".dxf": {FileKind.DXF},
    ".dwg": {FileKind.DWG},
    ".png": {FileKind.PICTURE},
    ".jpg": {FileKind.PICTURE},
    ".jpeg": {FileKind.PICTURE},
    ".stp": {FileKind.STEP},
    ".step": {FileKind.STEP},
    ".xlsx": {FileKind.WORKBOOK, FileKind.PASSWORD},
    ".hwpx": {FileKind.HWPX},
    ".zip": {FileKind.ARCHIVE},
}
_DXF_START: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:999\s*\r?\n[^\n]*\n\s*)*0\s*\r?\nSECTION\b")


def kind_of(content: bytes, name: str = "") -> KindFacts:
    """Return what a file is by its bytes; its name only tells whether something else was promised."""
    found = _by_content(content)
    ending = name[name.rfind(".") :].casefold() if "." in name else ""
    promised = _PROMISES.get(ending)
    opaque = found.kind in (FileKind.OTHER, FileKind.TEXT)
    suspect = bool(content) and promised is not None and found.kind not in promised and opaque
    return KindFacts(found.kind, found.detail, suspect)


def _by_content(content: bytes) -> KindFacts:
    head = content[:_HEAD]
    for start, product in LOCKS:
        if head.startswith(start):
            return KindFacts(FileKind.LOCKED, product)
    if _FASOO_CONTAINER in head[:256]:
        return KindFacts(FileKind.LOCKED, "Fasoo")
    if b"%PDF-" in head[:1024]:
        version = re.search(rb"%PDF-(\d\.\d)", head)
        return KindFacts(FileKind.PDF, version.group(1).decode() if version else "")
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(content)
    if head.startswith(_OLE):
        return _ole_kind(content)
    return _plain_kind(head)


def _plain_kind(head: bytes) -> KindFacts:
    for start, form in _PICTURES:
        if head.startswith(start):
            return KindFacts(FileKind.PICTURE, form)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return KindFacts(FileKind.PICTURE, "WEBP")
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return KindFacts(FileKind.HEIC, "HEIC")
    mark = head[:6].decode("latin-1")
    if mark in DWG_RELEASES or (mark.startswith("AC1") and mark[3:].isdigit()):
        return KindFacts(FileKind.DWG, mark)
    if head.startswith(b"AutoCAD Binary DXF") or _DXF_START.match(head):
        version = re.search(rb"\$ACADVER\s*\r?\n\s*1\s*\r?\n(AC\d{4})", head)
        return KindFacts(FileKind.DXF, version.group(1).decode() if version else "")
    if re.match(rb"\s*ISO-10303-21\s*;", head):
        return KindFacts(FileKind.STEP)
    if re.match(rb"V5_CFV\d", head):
        return KindFacts(FileKind.CATIA, head[:7].decode("ascii"))
    if head and b"\x00" not in head:
        return KindFacts(FileKind.TEXT) if _is_text(head) else KindFacts(FileKind.OTHER)
    return KindFacts(FileKind.OTHER)


def _is_text(head: bytes) -> bool:
    # Whatever its code page: a text has no control signs but tab, line ends and form feed.
    return not any(byte < 9 or 13 < byte < 32 for byte in head)


def _zip_kind(content: bytes) -> KindFacts:
    # The names of the parts stand in the directory at the end, unpacked; nothing is inflated here.
    tail = content[-200_000:]
    if b"mimetypeapplication/hwp+zip" in content[:200]:
        return KindFacts(FileKind.HWPX)
    for part, kind, detail in (
        (b"xl/workbook", FileKind.WORKBOOK, "xlsx"),
        (b"word/document", FileKind.OFFICE, "docx"),
        (b"ppt/presentation", FileKind.OFFICE, "pptx"),
        (b"Contents/content.hpf", FileKind.HWPX, ""),
    ):
        if part in tail:
            return KindFacts(kind, detail)
    return KindFacts(FileKind.ARCHIVE, "zip")


def _ole_kind(content: bytes) -> KindFacts:
    """Tell compound files apart by the names of their streams, which stand in it as UTF-16."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if has("DRMEncryptedTransform") or has("DRMEncryptedDataSpace"):
        return KindFacts(FileKind.LOCKED, "Microsoft")
    if has("EncryptedPackage"):
        return KindFacts(FileKind.PASSWORD, "Microsoft Office")
    at = content.find(b"HWP Document File")
    if at >= 0:
        # Bits of the properties after the 32 bytes of signature and 4 of version: 1 password, 4 document security.
        bits = content[at + 36] if len(content) > at + 36 else 0
        version = ".".join(str(byte) for byte in reversed(content[at + 32 : at + 36]))
        if bits & 0b10000:
            return KindFacts(FileKind.LOCKED, "HWP")
        return KindFacts(FileKind.PASSWORD, "HWP") if bits & 0b10 else KindFacts(FileKind.HWP, version)
    if has("Workbook") or has("Book"):
        return KindFacts(FileKind.OLD_WORKBOOK, "xls")
    if has("WordDocument"):
        return KindFacts(FileKind.OFFICE, "doc")
    if has("PowerPoint Document"):
        return KindFacts(FileKind.OFFICE, "ppt")
    return KindFacts(FileKind.OTHER, "compound file")
