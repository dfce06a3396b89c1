"""Dimensional results 치수검사 결과서 of one inspection: every reading, its verdict, gauge and calibration.

Prints what was measured and nothing else: a missing reading is 미측정, and how values came in is counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from app.certification.hashes import inspection_hash
from app.documents.approvals import document_history, finished_line
from app.documents.blocks import Block, Fact, KeyValues, Mark, Paragraph
from app.documents.document import Document, Paper
from app.documents.drawing_pages import drawing_pages, require_confirmed
from app.documents.evidence_refusals import NO_RECORD
from app.documents.inspection_facts import InspectionFacts, inspection_facts
from app.documents.part_facts import part_facts, part_of
from app.documents.results_lists import entry_modes, gauges_used, nonconformance_list, reading_list
from app.documents.results_table import result_of, results_tables
from app.documents.source import DocumentSource
from app.drawings.queries import DocumentRevisionHead, characteristic_rows, document_revision_head
from app.inspection.queries import InspectionSheet, inspection_sheet
from app.labels import label
from app.texts import mark, mark_term
from models.inspection import Inspection
from models.production import Lot
from models.vocab import InspectionState

KIND: Final = "dimensional_results"
TITLE: Final = mark_term("form", "Dimensional results")
SCOPE: Final = "inspection"
# More samples than these do not fit beside each other on A4.
_ON_A4: Final = 6
_MARKS: Final = {
    InspectionState.PASS: Mark.OK,
    InspectionState.FAIL: Mark.NG,
    InspectionState.OPEN: Mark.WARN,
    InspectionState.INCOMPLETE: Mark.WARN,
    InspectionState.ACCEPTED_BY_CONCESSION: Mark.WARN,
}


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the results of an inspection.

    Raises:
        PartproofError: no such inspection, or unconfirmed balloons.
    """
    inspection: Inspection = source.record(Inspection, entity_id)
    sheet = inspection_sheet(source.session, entity_id)
    facts = inspection_facts(source, entity_id)
    drawing = document_revision_head(source.session, inspection.document_revision_id)
    if drawing is None:
        raise NO_RECORD(what="document_revision", id=inspection.document_revision_id)
    characteristics = characteristic_rows(source.session, drawing.id)
    require_confirmed(drawing, characteristics)
    results = {row.characteristic_id: result_of(row.cells).mark for row in sheet.rows}
    pages = drawing_pages(source, drawing, characteristics, results)
    wide = sheet.head.sample_size > _ON_A4
    head = KeyValues(_facts(source, inspection, sheet, drawing, facts), columns=3)
    blocks: list[Block] = [
        head,
        *results_tables(source, sheet, characteristics, facts, source.own_paper(KIND)),
        *_notes(source, sheet),
        gauges_used(source, facts),
        *entry_modes(source, sheet),
        *nonconformance_list(source, entity_id),
        pages.files,
        *pages.notes,
        reading_list(source, facts, characteristics),
    ]
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=f"DR-{sheet.head.number}",
        revision="",
        approval=finished_line(source, entity_id, inspection_hash(source.session, entity_id)),
        revisions=document_history(source, drawing.id, named=True),
        blocks=blocks,
        form=source.form(KIND, paper=Paper.A3 if wide else Paper.A4, landscape=True),
        attachments=pages.attachments,
    )


def _facts(
    source: DocumentSource,
    inspection: Inspection,
    sheet: InspectionSheet,
    drawing: DocumentRevisionHead,
    facts: InspectionFacts,
) -> Sequence[Fact]:
    fact, head = source.words.fact, sheet.head
    lot: Lot = source.record(Lot, inspection.lot_id)
    part = part_of(source, inspection.part_revision_id)
    times = [entry.row.measured_at for entry in facts.readings]
    measured = _span(source, min(times), max(times)) if times else ""
    operators = ", ".join(dict.fromkeys(entry.operator for entry in facts.readings if entry.holds))
    return [
        *part_facts(source, part),
        fact(mark_term("form", "Drawing"), f"{drawing.number} · {drawing.title}"),
        fact(mark_term("form", "Drawing revision"), _dated(source, drawing)),
        fact(mark_term("form", "Lot no."), lot.number),
        fact(mark_term("form", "Heat no."), lot.heat_number),
        fact(mark_term("form", "Work order"), head.order_number),
        fact(mark_term("form", "Engineering change"), part.joined("engineering_order")),
        fact(mark_term("form", "Inspection"), f"{head.number} · {label(source.language, head.kind)}"),
        fact(mark_term("form", "Samples"), str(head.sample_size)),
        fact(mark_term("form", "Measured"), measured),
        fact(mark_term("form", "Measured by"), operators),
        fact(mark_term("form", "Organization / supplier code"), _organization(source)),
        Fact(
            source.words.word(mark_term("form", "Overall result")),
            _overall(source, sheet),
            source.words.below(mark_term("form", "Overall result")),
            _MARKS[head.state],
        ),
    ]


def _dated(source: DocumentSource, drawing: DocumentRevisionHead) -> str:
    day = source.day(drawing.issued_on) or source.day(drawing.released_at)
    return f"{drawing.label} ({day})" if day else drawing.label


def _span(source: DocumentSource, first: datetime, last: datetime) -> str:
    """Return from when to when, the day once where it is one day."""
    begin, end = source.minute(first), source.minute(last)
    if begin == end:
        return begin
    return f"{begin} – {end[11:] if begin[:10] == end[:10] else end}"


def _organization(source: DocumentSource) -> str:
    code = source.settings.supplier_code or source.words.word(mark_term("form", "Not entered"))
    return f"{source.settings.name} / {code}"


def _overall(source: DocumentSource, sheet: InspectionSheet) -> str:
    parts = [label(source.language, sheet.head.state)]
    for count, text in (
        (sheet.ng, mark("{count} out of limits")),
        (sheet.missing, mark("{count} not measured")),
        (sheet.not_judged, mark("{count} not judged")),
    ):
        if count:
            parts.append(source.say(text, count=count))
    return " · ".join(parts)


def _notes(source: DocumentSource, sheet: InspectionSheet) -> list[Block]:
    notes = [
        source.say(
            mark(
                "Limits are inclusive. Values are printed with the decimals they were measured with; verdicts are "
                "computed from the limits of the drawing."
            )
        )
    ]
    if sheet.missing:
        notes.append(source.say(mark("What was not measured is printed as such; no value was filled in.")))
    return [Paragraph(" ".join(notes), note=True)]
