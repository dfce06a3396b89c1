"""What a file that came in is: kind, pages, versions, products; read once and kept beside its hash.

A locked file is named as such, never as damaged. Formats are looked into by the child process only.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.drawings.file_kind import DWG_RELEASES, SHOWN, kind_of
from app.drawings.pages import child_facts, open_pages, page_source, render
from app.drawings.plan_numbers import plan_numbers
from app.errors import PartproofError
from app.files import store_file
from app.texts import mark
from app.unit_of_work import UnitOfWork
from models.document import FileFact
from models.vocab import FileKind

# The first page at some 1,100 pixels: legible on an office screen, some 30 ms to unpack.
_PREVIEW_PIXELS: Final = 1100
_SHOWN_ENDINGS: Final = (".pdf", ".dxf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif")
HINTS: Final = {
    FileKind.HEIC: mark("Save it as JPEG to see it here."),
    FileKind.DWG: mark("A preview needs a DXF or PDF of it; it opens with its own program."),
    FileKind.CATIA: mark("It opens with its own program; attach a PDF or DXF to see it here."),
    FileKind.HWP: mark("It opens with its own program; attach a PDF of it to see it here."),
    FileKind.HWPX: mark("It opens with its own program; attach a PDF of it to see it here."),
    FileKind.LOCKED: mark("Release it from document security (DRM) first, then attach what comes out."),
    FileKind.PASSWORD: mark("Save it without its password, then attach that."),
}
SUSPECT: Final = mark("Its content is not what its ending says; it may be locked by document security.")


@dataclass(frozen=True)
class ReadFacts:
    """What a file says of itself.

    Attributes:
        kind: By content.
        detail: Version or product.
        pages: Those shown; None where none is.
        facts: By kind: ``page``, [width, height] of the first one in points; ``release`` of a DWG; ``products``,
            ``tree``, ``schema`` and ``system`` of a STEP; ``plan`` of a workbook that names characteristics:
            their ``numbers``, the ``column`` and whether that is ``sure``; ``suspect`` of a doubtful one.
        preview: PNG of the first page; empty where there is none.
    """

    kind: FileKind
    detail: str = ""
    pages: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    preview: bytes = b""


@dataclass(frozen=True)
class FileFactRow:
    """The kept facts of a file; fields as in ReadFacts, the preview by its hash."""

    file_hash: str
    kind: FileKind
    detail: str
    pages: int | None
    facts: dict[str, Any]
    preview_hash: str | None


def read_facts(content: bytes, name: str) -> ReadFacts:
    """Return what a file is; slow (up to some seconds), so away from the window's thread.

    Raises:
        PartproofError: A PDF, DXF or picture that cannot be opened, with the reason.
    """
    found = kind_of(content, name)
    facts: dict[str, Any] = {"suspect": True} if found.suspect else {}
    named_pdf = name.casefold().endswith(".pdf") and found.kind is not FileKind.LOCKED
    if found.kind in SHOWN or named_pdf:
        source = page_source(content, name)
        try:
            opened = open_pages(source)
        except PartproofError:
            if name.casefold().endswith(_SHOWN_ENDINGS):
                raise
            # Nobody said that it is a drawing to be looked at: it is kept as it is, and said to be doubtful.
            return ReadFacts(found.kind, found.detail, None, facts | {"suspect": True})
        longest = max(opened.pages[0].width, opened.pages[0].height)
        facts["page"] = [f"{opened.pages[0].width:.2f}", f"{opened.pages[0].height:.2f}"]
        preview = b""
        # A page that opens but does not draw is told when it is looked at.
        with contextlib.suppress(PartproofError):
            preview = render(source, 0, _PREVIEW_PIXELS / longest).png()
        return ReadFacts(found.kind, opened.pdf_version or found.detail, opened.page_count, facts, preview)
    if found.kind is FileKind.DWG:
        facts["release"] = DWG_RELEASES.get(found.detail, "")
    if found.kind is FileKind.STEP:
        # A STEP that is broken is kept all the same; it has no facts then.
        with contextlib.suppress(PartproofError):
            facts |= child_facts(content, name, FileKind.STEP)
    if found.kind in (FileKind.WORKBOOK, FileKind.OLD_WORKBOOK):
        plan = plan_numbers(content, name)
        if plan is not None:
            facts["plan"] = plan.to_facts()
    return ReadFacts(found.kind, found.detail, None, facts)


def keep_facts(unit: UnitOfWork, file_hash: str, read: ReadFacts, name: str) -> None:
    """Keep the facts of a stored file, once."""
    known = unit.session.scalars(select(FileFact.id).where(FileFact.file_hash == file_hash)).first()
    if known is not None:
        return
    preview = store_file(unit, read.preview, f"{name}.png") if read.preview else None
    unit.session.add(
        FileFact(
            file_hash=file_hash,
            kind=read.kind,
            detail=read.detail[:60],
            pages=read.pages,
            facts=read.facts,
            preview_hash=preview,
            read_at=unit.now,
        )
    )


def fact_rows(session: Session, hashes: tuple[str, ...]) -> dict[str, FileFactRow]:
    """Return the kept facts of files, by hash."""
    query = select(FileFact).where(FileFact.file_hash.in_(hashes))
    return {
        row.file_hash: FileFactRow(
            row.file_hash, row.kind, row.detail, row.pages, dict(row.facts), row.preview_hash
        )
        for row in session.scalars(query)
    }


def digest(content: bytes) -> str:
    """Return the SHA-256 by which the vault names this content."""
    return hashlib.sha256(content).hexdigest()
