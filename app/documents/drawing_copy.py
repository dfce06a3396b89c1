"""Prints and exports of a drawing: every page stamped with number, revision, state, date, who and a QR.

A controlled copy is one of the distribution ledger; any other print says that it is not. Originals never change.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.documents.issue import publish
from app.documents.writers.copy_stamp import StampText, stamp_pages
from app.drawings.distribution_queries import CopyRow, copy_row
from app.drawings.pages import pages_as_pdf
from app.drawings.queries import DocumentRevisionHead, FileRow, document_revision_head
from app.drawings.refusals import NOTHING_TO_COPY
from app.factory import Factory
from app.files import safe_name
from app.labels import document_state
from app.refusals import NOT_FOUND
from app.settings import read_settings
from app.texts import Language, mark
from app.unit_of_work import Actor, UnitOfWork
from models.vocab import Noun, RevisionState

CONTROLLED: Final = mark("Controlled copy")
UNCONTROLLED: Final = mark("Uncontrolled copy")
_COPY_NUMBER: Final = mark("Copy {number}: {place}, {holder}")
_REPLACED: Final = {
    RevisionState.DRAFT: mark("DRAFT"),
    RevisionState.IN_REVIEW: mark("IN REVIEW"),
    RevisionState.SUPERSEDED: mark("SUPERSEDED"),
    RevisionState.OBSOLETE: mark("OBSOLETE"),
}


@dataclass(frozen=True)
class StampedFile:
    """A stamped file of a drawing; ``name`` ends in ``.pdf``."""

    name: str
    content: bytes


def stamped_drawing(
    factory: Factory, revision_id: int, *, actor: Actor, language: str, copy_id: int | None = None
) -> tuple[StampedFile, ...]:
    """Return the pages of a drawing as stamped PDFs; slow, so away from the window's thread.

    Args:
        factory: The factory.
        revision_id: Which revision.
        actor: Who prints.
        language: ``ko`` or ``en``; the other stands beside it where it is short.
        copy_id: The controlled copy this is; None for an uncontrolled one.

    Raises:
        PartproofError: nothing of it can be shown, or a file that cannot be stamped.
    """
    head = factory.ask(document_revision_head, revision_id)
    if head is None:
        raise NOT_FOUND(what=f"document revision {revision_id}")
    copy = None if copy_id is None else factory.ask(copy_row, copy_id)
    now = factory.ask(read_settings).local(factory.clock())
    shown = [file for file in head.files if file.page_count is not None]
    if not shown:
        raise NOTHING_TO_COPY(number=head.number, revision=head.label)
    made = []
    for file in shown:
        stamp = stamp_text(head, file, copy, f"{now:%Y-%m-%d %H:%M}", actor.name, Language(language))
        pages = pages_as_pdf(factory.read_file(file.file_hash), file.name)
        suffix = f" {copy.number:02d}" if copy is not None else ""
        several = f" {Path(file.name).stem}" if len(shown) > 1 else ""
        name = safe_name(f"{head.number} {head.label}{several}{suffix}.pdf")
        made.append(StampedFile(name, stamp_pages(pages, stamp, language, file.name)))
    return tuple(made)


def export_drawing(
    factory: Factory,
    revision_id: int,
    folder: Path,
    *,
    actor: Actor,
    language: str,
    copy_id: int | None = None,
) -> list[Path]:
    """Write the stamped pages of a drawing into a folder, record it, and return the paths.

    Raises:
        PartproofError: those of ``stamped_drawing``, or no room to write.
    """
    files = stamped_drawing(factory, revision_id, actor=actor, language=language, copy_id=copy_id)
    names = [file.name for file in files]
    return publish(
        [(folder / file.name, file.content) for file in files],
        lambda: factory.perform(
            record_copied, revision_id, names, copy_id=copy_id, how="export", actor=actor
        ),
    )


def record_copied(
    unit: UnitOfWork, revision_id: int, names: list[str], *, copy_id: int | None, how: str
) -> None:
    """Record that pages of a drawing left the program: ``how`` is ``print``, ``export`` or ``drag``."""
    unit.record(
        "drawing_copied", Noun.DOCUMENT_REVISION, revision_id, files=", ".join(names), copy=copy_id, how=how
    )


def stamp_text(
    head: DocumentRevisionHead,
    file: FileRow,
    copy: CopyRow | None,
    when: str,
    who: str,
    language: Language,
) -> StampText:
    """Return what the stamp of a file says."""
    english = Language("en")
    source = CONTROLLED if copy is not None else UNCONTROLLED
    title = _twice(language, english, source)
    state = document_state(language, head.kind, head.state)
    lines = [f"{head.number}  Rev {head.label}  {state}"]
    if copy is not None:
        lines.append(language.say(_COPY_NUMBER, number=copy.number, place=copy.place, holder=copy.holder))
    lines.append(f"{when}  {who}")
    replaced = _REPLACED.get(head.state)
    watermark = "" if replaced is None else _twice(language, english, replaced)
    code = copy.code if copy is not None else f"PPDW:{head.number}:{head.label}:{file.file_hash[:16]}"
    return StampText(title, tuple(lines), code, copy is not None, watermark)


def _twice(language: Language, english: Language, source: str) -> str:
    own, other = language.say(source), english.say(source)
    return other.upper() if own == other else f"{own}  {other.upper()}"
