"""The ballooned pages of a drawing as attachments of a document; a file that cannot be drawn on is named instead.

Originals are never changed; what cannot be shown here goes into the pack as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.documents.blocks import Column, Mark, Paragraph, Table
from app.documents.document import AttachedPages
from app.documents.evidence_refusals import UNCONFIRMED
from app.documents.source import DocumentSource
from app.documents.writers.balloons import Balloon, draw_balloons
from app.documents.writers.merge import page_sizes
from app.drawings.file_kind import FileKind, kind_of
from app.drawings.pages import pages_as_pdf
from app.drawings.queries import CharacteristicRow, DocumentRevisionHead, FileRow
from app.errors import PartproofError
from app.texts import mark, mark_term


@dataclass(frozen=True)
class DrawingPages:
    """What a document says and attaches of a drawing."""

    files: Table
    notes: tuple[Paragraph, ...]
    attachments: tuple[AttachedPages, ...]


def require_confirmed(head: DocumentRevisionHead, rows: Sequence[CharacteristicRow]) -> None:
    """Refuse a drawing with balloons nobody has confirmed.

    Raises:
        PartproofError: ``documents.unconfirmed_balloons``.
    """
    open_numbers = [row.number for row in rows if not row.confirmed]
    if open_numbers:
        shown = ", ".join(open_numbers[:10]) + (" …" if len(open_numbers) > 10 else "")
        raise UNCONFIRMED(count=len(open_numbers), drawing=f"{head.number} {head.label}", numbers=shown)


def drawing_pages(
    source: DocumentSource,
    head: DocumentRevisionHead,
    rows: Sequence[CharacteristicRow],
    results: Mapping[int, Mark] | None = None,
) -> DrawingPages:
    """Return the ballooned drawing of a revision.

    Args:
        source: Of the document.
        head: The drawing revision with its files.
        rows: Its characteristics; their pages count through the files that are shown, in order.
        results: Verdict by characteristic id, shown as shape and colour; None draws plain balloons.
    """
    notes: list[Paragraph] = []
    attachments: list[AttachedPages] = []
    shown: dict[str, str] = {}
    before = 0
    for file in head.files:
        if file.page_count is None:
            shown[file.file_hash] = source.words.word(mark_term("form", "In the pack as it is"))
            continue
        try:
            # A DXF or a picture is drawn on by way of its pages; the original stays as it is.
            content = source.read_file(file.file_hash)
            if kind_of(content).kind in (FileKind.DXF, FileKind.PICTURE):
                content = pages_as_pdf(content, file.name)
            pages = len(page_sizes(content, file.name))
            drawn = _draw(source, content, file, rows, results, before, pages)
        except PartproofError as refusal:
            shown[file.file_hash] = source.words.word(mark_term("form", "Cannot be shown here"))
            notes.append(_not_shown(source, file, refusal))
            before += file.page_count or 0
            continue
        shown[file.file_hash] = source.words.word(mark_term("form", "Attached with balloons"))
        attachments.append(AttachedPages(f"{head.number} {head.label} · {file.name}", drawn, head.label))
        before += pages
    unplaced = [row.number for row in rows if not row.balloons]
    if unplaced:
        notes.append(
            Paragraph(
                source.say(
                    mark("Characteristics without a balloon on the drawing: {numbers}."),
                    numbers=", ".join(unplaced),
                ),
                note=True,
            )
        )
    return DrawingPages(_files(source, head, shown), tuple(notes), tuple(attachments))


def _draw(
    source: DocumentSource,
    content: bytes,
    file: FileRow,
    rows: Sequence[CharacteristicRow],
    results: Mapping[int, Mark] | None,
    before: int,
    pages: int,
) -> bytes:
    balloons = [
        Balloon(
            row.number,
            place.page - before,
            float(place.x),
            float(place.y),
            (float(place.anchor_x), float(place.anchor_y)),
            row.special_symbol,
            None if results is None else results.get(row.id),
        )
        for row in rows
        for place in row.balloons
        if before < place.page <= before + pages
    ]
    legend = () if results is None else _legend(source)
    return draw_balloons(content, balloons, legend=legend, name=file.name)


def _legend(source: DocumentSource) -> tuple[tuple[Mark, str], ...]:
    word = source.words.word
    return (
        (Mark.OK, word(mark_term("form", "Within limits"))),
        (Mark.NG, word(mark_term("form", "Out of limits"))),
        (Mark.WARN, word(mark_term("form", "Not measured"))),
    )


def _not_shown(source: DocumentSource, file: FileRow, refusal: PartproofError) -> Paragraph:
    return Paragraph(
        source.say(
            mark("▲ {name} cannot be shown here. {reason} The original goes into the pack unchanged."),
            name=file.name,
            reason=source.say(refusal.kind.sentence, **refusal.values),
        )
    )


def _files(source: DocumentSource, head: DocumentRevisionHead, shown: Mapping[str, str]) -> Table:
    words = source.words
    columns: list[Column] = [
        words.column("name", mark_term("form", "File"), 26),
        words.column("shown", mark_term("form", "In this document"), 20),
        words.column("hash", mark_term("form", "SHA-256 of the original"), 54),
    ]
    return Table(
        columns,
        [(file.name, shown[file.file_hash], file.file_hash) for file in head.files],
        title=words.word(mark_term("form", "Files of the drawing")),
        subtitle=words.below(mark_term("form", "Files of the drawing")),
    )
