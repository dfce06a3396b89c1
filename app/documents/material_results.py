"""Material test results 재질시험 성적서 of an inspection: hardness as measured, heat number, mill sheets."""

from __future__ import annotations

from typing import Final

from app.documents.blocks import Align, Block, Paragraph, Table
from app.documents.document import Document
from app.documents.measured_report import measured_report
from app.documents.source import DocumentSource
from app.drawings.queries import documents_of_part
from app.labels import document_state
from app.texts import mark, mark_term
from models.inspection import Inspection
from models.vocab import CharacteristicKind, DocumentKind

KIND: Final = "material_results"
TITLE: Final = mark_term("form", "Material test results")
SCOPE: Final = "inspection"
TESTED: Final = frozenset({CharacteristicKind.HARDNESS})


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the material results of an inspection.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    inspection: Inspection = source.record(Inspection, entity_id)
    further = _mill_sheets(source, inspection.part_revision_id)
    return measured_report(
        source, entity_id, kind=KIND, title=TITLE, prefix="MT", kinds=TESTED, further=further
    )


def _mill_sheets(source: DocumentSource, part_revision_id: int) -> list[Block]:
    sheets = [
        head
        for head in documents_of_part(source.session, part_revision_id)
        if head.kind is DocumentKind.MILL_SHEET
    ]
    if not sheets:
        return [Paragraph(source.say(mark("No mill sheet is on record for this part revision.")))]
    column = source.words.column
    title = mark_term("form", "Mill sheets")
    return [
        Table(
            [
                column("number", mark_term("form", "Document no."), 18, bold=True),
                column("title", mark_term("form", "Title"), 30),
                column("revision", mark_term("form", "Rev."), 8, align=Align.CENTER),
                column("state", mark_term("form", "State"), 12, align=Align.CENTER),
                column("hash", mark_term("form", "SHA-256"), 32),
            ],
            [
                (
                    head.number,
                    head.title,
                    head.label,
                    document_state(source.language, head.kind, head.state),
                    "\n".join(file.file_hash for file in head.files),
                )
                for head in sheets
            ],
            key="mill_sheets",
            title=source.words.word(title),
            subtitle=source.words.below(title),
        )
    ]
