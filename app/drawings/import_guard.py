"""The door of every table file: what it is by its bytes, and whether it may be unpacked at all.

Nothing here trusts a name, a stated size or a packed size; limits are counted while reading.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from enum import Enum
from pathlib import Path
from typing import Final

from app.causes import cause_of
from app.drawings.import_refusals import (
    BOMB,
    BROKEN,
    EMPTY,
    ENTITIES,
    FOLDER,
    MISSING,
    NOT_A_FILE,
    NOT_A_TABLE,
    OTHER_FORMAT,
    PASSWORD,
    TOO_BIG,
    UNREADABLE,
)

MEGABYTE: Final = 1 << 20
MAX_FILE: Final = 50 * MEGABYTE
MAX_UNPACKED: Final = 120 * MEGABYTE
MAX_RATIO: Final = 100
# Small members may be packed tightly: 20 MB of XML is nothing to fear.
FREE_OF_RATIO: Final = 20 * MEGABYTE
MAX_MEMBERS: Final = 5_000
_CHUNK: Final = 1 << 18

ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
    OSError,
)


class FileKind(Enum):
    """What a file is by its first bytes."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


def read_bytes(path: Path) -> bytes:
    """Return a regular file's bytes, at most ``MAX_FILE``.

    Raises:
        PartproofError: missing, a folder, a device, unreadable, empty or too big.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FOLDER(file=path.name or str(path))
        if not stat.S_ISREG(status.st_mode):
            raise NOT_A_FILE(file=path.name)
        if status.st_size > MAX_FILE:
            raise TOO_BIG(file=path.name, limit=MAX_FILE // MEGABYTE)
        with path.open("rb") as source:
            content = source.read(MAX_FILE + 1)
    except (FileNotFoundError, NotADirectoryError) as absent:
        raise MISSING(file=str(path)) from absent
    except (OSError, ValueError) as failure:
        cause = cause_of(failure) if isinstance(failure, OSError) else str(failure)
        raise UNREADABLE(file=path.name, cause=cause) from failure
    if len(content) > MAX_FILE:
        raise TOO_BIG(file=path.name, limit=MAX_FILE // MEGABYTE)
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise EMPTY(file=path.name)
    return content


_MAGIC: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"AC10", "DWG"),
    (b"ISO-10303-21", "STEP"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"MZ", "exe"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
)


def kind_of(content: bytes, name: str) -> FileKind:
    """Return what the bytes are.

    Raises:
        PartproofError: encrypted workbooks, other spreadsheet formats, pictures, PDF and the like.
    """
    if content.startswith(b"PK"):
        return FileKind.XLSX
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(content, name)
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            raise NOT_A_TABLE(file=name, kind=kind)
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        raise OTHER_FORMAT(file=name, kind="HTML")
    if head.startswith(b"<?xml") and b"spreadsheet" in head:
        raise OTHER_FORMAT(file=name, kind="XML Spreadsheet 2003")
    if head.startswith((b"<?xml", b"<!doctype")):
        raise NOT_A_TABLE(file=name, kind="XML")
    return FileKind.TEXT


def _ole_kind(content: bytes, name: str) -> FileKind:
    """Tell an encrypted workbook from an xls by the stream names in the container's directory."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise PASSWORD(file=name)
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return FileKind.XLS
    raise NOT_A_TABLE(file=name, kind="OLE (doc, ppt, msg …)")


_NEEDED: Final = ("[Content_Types].xml", "_rels/.rels", "docProps/")
_LEFT_OUT: Final = (
    "media/",
    "drawings/",
    "charts/",
    "externalLinks/",
    "pivotCache/",
    "pivotTables/",
    "printerSettings/",
    "worksheets/_rels/",
    "chartsheets/_rels/",
    "comments",
    "theme/",
    "ctrlProps/",
    "embeddings/",
)


def repacked(content: bytes, name: str) -> bytes:
    """Return the workbook with only the members that hold cells, unpacked once under count.

    What reads it afterwards cannot be made to unpack more, and meets no pictures, macros or links.

    Raises:
        PartproofError: broken, encrypted, a bomb, XML definitions, another format.
    """
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            members = source.infolist()
            _check_format({member.filename for member in members}, name)
            if len(members) > MAX_MEMBERS:
                raise BOMB(file=name)
            _copy_members(source, _wanted(members), target, name)
    except ZIP_FAULTS as fault:
        raise BROKEN(file=name) from fault
    return target.getvalue()


def _check_format(names: set[str], name: str) -> None:
    if "xl/workbook.bin" in names:
        raise OTHER_FORMAT(file=name, kind="xlsb")
    if "mimetype" in names and "content.xml" in names:
        raise OTHER_FORMAT(file=name, kind="ods")
    if "EncryptedPackage" in names:
        raise PASSWORD(file=name)
    if not any(entry.startswith("xl/") for entry in names):
        raise NOT_A_TABLE(file=name, kind="zip")


def _wanted(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the members that are needed, by name; of two with one name the last, as zip readers do."""
    return {
        member.filename: member
        for member in members
        if member.filename.endswith((".xml", ".rels"))
        and member.filename.startswith((*_NEEDED, "xl/"))
        and not any(part in member.filename for part in _LEFT_OUT)
    }


def _copy_members(
    source: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], target: io.BytesIO, name: str
) -> None:
    total = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for member in members.values():
            if member.flag_bits & 0x1:
                raise PASSWORD(file=name)
            body = _unpacked(source, member, MAX_UNPACKED - total, name)
            total += len(body)
            _refuse_entities(body, name)
            # A fixed date: the copy is made of the content only.
            copy.writestr(zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0)), body)


def _unpacked(source: zipfile.ZipFile, member: zipfile.ZipInfo, allowed: int, name: str) -> bytes:
    pieces: list[bytes] = []
    size = 0
    packed = max(member.compress_size, 1)
    if member.file_size > allowed:
        raise BOMB(file=name)
    with source.open(member) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > allowed or (size > FREE_OF_RATIO and size > packed * MAX_RATIO):
                raise BOMB(file=name)
            pieces.append(piece)
    return b"".join(pieces)


_DEFINITIONS: Final = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def _refuse_entities(body: bytes, name: str) -> None:
    if any(definition in body for definition in _DEFINITIONS):
        raise ENTITIES(file=name)
