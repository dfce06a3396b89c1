"""Where a drawing's bytes come from, and the checks of head and tail that need no library.

Must not parse the file: that is done in the child process only.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.causes import cause_of
from app.drawings.file_kind import SHOWN, FileKind, kind_of
from app.drawings.page_refusals import (
    EMPTY_FILE,
    FILE_TOO_LARGE,
    LOCKED,
    NOT_A_PDF,
    NOT_SHOWN,
    TRUNCATED,
    UNREADABLE_FILE,
)

LARGEST_FILE: Final = 500 * 1024 * 1024
# Readers accept the mark within the first 1,024 bytes (ISO 32000-1, annex H, note 13).
_HEAD: Final = 1024
# Mail gateways and printers append padding after the end mark; 64 KiB of it is looked through.
_TAIL: Final = 64 * 1024
_MARK: Final = re.compile(rb"%PDF-(\d\.\d)?")
_OBJECT: Final = re.compile(rb"\bobj\b")
_HEAD_OF_KIND: Final = 8192
_DXF_END: Final = re.compile(rb"\b0\s*\r?\nEOF\b")
_MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class PdfFacts:
    """What head and tail of a file say.

    Attributes:
        size: Bytes.
        version: Of the header, e.g. ``1.7``; empty if it states none.
        complete: The end mark stands where it should.
    """

    size: int
    version: str
    complete: bool


@dataclass(frozen=True)
class PageSource:
    """One file to read from, with a key under which its opened form is kept.

    Attributes:
        name: For sentences to the user.
        key: Equal for equal content (path, size and time of a file; SHA-256 of bytes).
        path: The file, absolute; or None.
        content: The bytes; or None when there is a path.
    """

    name: str
    key: str
    path: Path | None
    content: bytes | None
    kind: FileKind = FileKind.PDF

    def read(self) -> bytes:
        """Return the bytes.

        Raises:
            PartproofError: UNREADABLE_FILE.
        """
        if self.path is None:
            return self.content or b""
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise UNREADABLE_FILE(name=self.name, reason=cause_of(error)) from error


def page_source(content: bytes | Path | PageSource, name: str = "") -> PageSource:
    """Return a source after checking size, head and tail.

    Args:
        content: The bytes of a PDF, DXF or picture, its path, or a source made before.
        name: How to call it towards the user; a path's own name, else ``PDF``.

    Raises:
        PartproofError: UNREADABLE_FILE, EMPTY_FILE, NOT_A_PDF, NOT_SHOWN, LOCKED, FILE_TOO_LARGE or TRUNCATED.
    """
    if isinstance(content, PageSource):
        return content
    if isinstance(content, Path):
        return _file_source(content, name or content.name)
    label = name or "PDF"
    kind = _require_sound(len(content), content[:_HEAD_OF_KIND], content[-_TAIL:], label)
    return PageSource(label, hashlib.sha256(content).hexdigest(), None, content, kind)


def pdf_facts(content: bytes, name: str = "PDF") -> PdfFacts:
    """Return what head and tail of these bytes say; cheap, does not parse.

    Raises:
        PartproofError: EMPTY_FILE, NOT_A_PDF or FILE_TOO_LARGE.
    """
    return _facts(len(content), content[:_HEAD], content[-_TAIL:], name)


def _file_source(path: Path, name: str) -> PageSource:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            head = file.read(_HEAD_OF_KIND)
            file.seek(max(0, size - _TAIL))
            tail = file.read(_TAIL)
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise UNREADABLE_FILE(name=name, reason=cause_of(error)) from error
    kind = _require_sound(size, head, tail, name)
    absolute = path.resolve()
    return PageSource(name, f"{absolute}|{size}|{stamp}", absolute, None, kind)


def _require_sound(size: int, head: bytes, tail: bytes, name: str) -> FileKind:
    """Return what is to be shown, after the checks that its kind allows from outside.

    Raises:
        PartproofError: EMPTY_FILE, LOCKED, NOT_SHOWN, NOT_A_PDF, FILE_TOO_LARGE or TRUNCATED.
    """
    if size == 0:
        raise EMPTY_FILE(name=name)
    found = kind_of(head, name)
    if found.kind is FileKind.LOCKED:
        raise LOCKED(name=name, product=found.detail)
    if found.kind not in SHOWN and (found.kind is not FileKind.OTHER or not name.casefold().endswith(".pdf")):
        raise NOT_A_PDF(name=name) if name.casefold().endswith((".pdf", "pdf")) else NOT_SHOWN(name=name)
    if found.kind in (FileKind.DXF, FileKind.PICTURE):
        if size > LARGEST_FILE:
            raise FILE_TOO_LARGE(name=name, megabytes=size // _MEGABYTE, limit=LARGEST_FILE // _MEGABYTE)
        if (
            found.kind is FileKind.DXF
            and not _DXF_END.search(tail)
            and not head.startswith(b"AutoCAD Binary")
        ):
            raise TRUNCATED(name=name)
        return found.kind
    _require_complete(_facts(size, head[:_HEAD], tail, name), name)
    return FileKind.PDF


def _facts(size: int, head: bytes, tail: bytes, name: str) -> PdfFacts:
    if size == 0:
        raise EMPTY_FILE(name=name)
    mark = _MARK.search(head)
    if mark is None:
        raise NOT_A_PDF(name=name)
    if size > LARGEST_FILE:
        raise FILE_TOO_LARGE(name=name, megabytes=size // _MEGABYTE, limit=LARGEST_FILE // _MEGABYTE)
    end = tail.rfind(b"%%EOF")
    # An object after the last end mark is the beginning of an update whose rest is missing.
    complete = end >= 0 and _OBJECT.search(tail, end) is None
    return PdfFacts(size, (mark.group(1) or b"").decode("ascii"), complete)


def _require_complete(facts: PdfFacts, name: str) -> None:
    # PDFium repairs a cut file and shows what is left of it; half a drawing must not pass for a whole one.
    if not facts.complete:
        raise TRUNCATED(name=name)
