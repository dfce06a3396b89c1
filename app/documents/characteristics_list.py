"""List of characteristics 특성 목록 of a drawing revision, with the ballooned drawing attached.

The English column titles are those that inspection planning programs know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.documents.approvals import document_history, reviewed_line
from app.documents.blocks import Align, Block, Cell, ColumnKind, KeyValues, Table
from app.documents.document import Document
from app.documents.drawing_pages import drawing_pages, require_confirmed
from app.documents.evidence_refusals import NO_RECORD
from app.documents.results_table import exact_or_empty
from app.documents.source import DocumentSource
from app.drawings.queries import CharacteristicRow, characteristic_rows, document_revision_head
from app.labels import document_state, label
from app.texts import mark_term
from models.vocab import Noun, Special

KIND: Final = "characteristics_list"
TITLE: Final = mark_term("form", "List of characteristics")
SCOPE: Final = "document_revision"
_NUMBER: Final = ColumnKind.NUMBER


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the characteristics of a drawing revision.

    Raises:
        PartproofError: no such revision, or unconfirmed balloons.
    """
    head = document_revision_head(source.session, entity_id)
    if head is None:
        raise NO_RECORD(what="document_revision", id=entity_id)
    rows = characteristic_rows(source.session, entity_id)
    require_confirmed(head, rows)
    pages = drawing_pages(source, head, rows)
    fact = source.words.fact
    special = sum(row.special is not Special.NONE for row in rows)
    top = KeyValues(
        [
            fact(mark_term("form", "Drawing no."), head.number),
            fact(mark_term("form", "Title"), head.title),
            fact(mark_term("form", "Revision"), head.label),
            fact(mark_term("form", "Date on the drawing"), source.day(head.issued_on)),
            fact(mark_term("form", "State"), document_state(source.language, head.kind, head.state)),
            fact(mark_term("form", "Released"), source.minute(head.released_at)),
            fact(mark_term("form", "Balloons"), str(len(rows))),
            fact(mark_term("form", "Special (SC)"), str(special)),
        ],
        columns=3,
    )
    blocks: list[Block] = [top, _table(source, rows), *pages.notes, pages.files]
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=f"CL-{head.number}",
        revision=head.label,
        approval=reviewed_line(source, Noun.DOCUMENT_REVISION, entity_id),
        revisions=document_history(source, entity_id),
        blocks=blocks,
        form=source.form(KIND, landscape=True),
        attachments=pages.attachments,
    )


def _table(source: DocumentSource, rows: Sequence[CharacteristicRow]) -> Table:
    column = source.words.column
    title = mark_term("form", "Characteristics")
    return Table(
        [
            column("number", mark_term("form", "Balloon #"), 5, align=Align.CENTER, bold=True),
            column("zone", mark_term("form", "Sheet/Zone"), 6, align=Align.CENTER),
            column("type", mark_term("form", "Characteristic type"), 9),
            column("places", mark_term("form", "Places"), 4, _NUMBER),
            column("specification", mark_term("form", "Specification"), 15),
            column("nominal", mark_term("form", "Nominal"), 6, _NUMBER),
            column("upper_tolerance", mark_term("form", "Upper tolerance"), 6, _NUMBER),
            column("lower_tolerance", mark_term("form", "Lower tolerance"), 6, _NUMBER),
            column("lower_limit", mark_term("form", "Lower limit"), 6, _NUMBER),
            column("upper_limit", mark_term("form", "Upper limit"), 6, _NUMBER),
            column("unit", mark_term("form", "UoM"), 4, align=Align.CENTER),
            column("data", mark_term("form", "Data type"), 6, align=Align.CENTER),
            column("key", mark_term("form", "Key"), 5, align=Align.CENTER),
            column("method", mark_term("form", "Inspection method"), 12),
            column("sample_size", mark_term("form", "Sample size"), 5, _NUMBER),
            column("frequency", mark_term("form", "Frequency"), 7),
        ],
        [_row(source, row) for row in rows],
        key="characteristics",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _row(source: DocumentSource, row: CharacteristicRow) -> tuple[Cell | str, ...]:
    judged = row.upper_limit is not None or row.lower_limit is not None
    data = mark_term("form", "Variable") if judged else mark_term("form", "Attribute")
    symbol = row.special_symbol
    if not symbol and row.special is not Special.NONE:
        symbol = label(source.language, row.special)
    both = row.nominal is not None
    lower_check = "={nominal}+{lower_tolerance}" if both and row.lower_tolerance is not None else None
    upper_check = "={nominal}+{upper_tolerance}" if both and row.upper_tolerance is not None else None
    return (
        row.number,
        row.zone,
        label(source.language, row.kind),
        str(row.places),
        row.specification,
        exact_or_empty(row.nominal),
        exact_or_empty(row.upper_tolerance),
        exact_or_empty(row.lower_tolerance),
        Cell(exact_or_empty(row.lower_limit), formula=lower_check),
        Cell(exact_or_empty(row.upper_limit), formula=upper_check),
        row.unit,
        source.words.word(data),
        symbol,
        row.method,
        str(row.sample_size),
        row.frequency,
    )
