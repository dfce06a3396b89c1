"""What certificate and test reports share: measured rows of some kinds of characteristics, lot, count of issues.

Prints what was measured and nothing else; a missing reading says so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import func, select

from app.certification.hashes import inspection_hash
from app.documents.approvals import finished_line
from app.documents.blocks import Block, Fact, KeyValues, Mark, Paragraph
from app.documents.document import Document, Paper
from app.documents.inspection_facts import inspection_facts
from app.documents.part_facts import only_customer, part_facts, part_of
from app.documents.results_lists import entry_modes, gauges_used
from app.documents.results_table import result_of, results_tables
from app.documents.source import DocumentSource
from app.documents.wording import NOT_MEASURED
from app.drawings.queries import characteristic_rows, document_revision_head
from app.inspection.queries import InspectionSheet, inspection_sheet
from app.labels import label
from app.texts import mark, mark_term
from models.certification import IssuedDocument
from models.inspection import Inspection
from models.production import Lot
from models.types import decimal_text
from models.vocab import CharacteristicKind, InspectionState, Verdict

MARKS: Final = {
    InspectionState.PASS: Mark.OK,
    InspectionState.FAIL: Mark.NG,
    InspectionState.ACCEPTED_BY_CONCESSION: Mark.WARN,
}
ON_A4: Final = 6
_OVERALL: Final = mark_term("form", "Overall result")


def measured_report(
    source: DocumentSource,
    entity_id: int,
    *,
    kind: str,
    title: str,
    prefix: str,
    kinds: Collection[CharacteristicKind] = (),
    further: Sequence[Block] = (),
) -> Document:
    """Return a report of an inspection.

    Args:
        source: Of the document.
        entity_id: The inspection.
        kind: Code of the document.
        title: Its marked title.
        prefix: Before the inspection's number.
        kinds: Only characteristics of these kinds; empty takes all.
        further: Blocks after the results.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    inspection: Inspection = source.record(Inspection, entity_id)
    sheet = _only(inspection_sheet(source.session, entity_id), kinds)
    facts = inspection_facts(source, entity_id)
    rows = characteristic_rows(source.session, inspection.document_revision_id)
    overall = _of_rows(source, sheet) if kinds else _of_inspection(source, sheet)
    blocks: list[Block] = [KeyValues([*_head(source, inspection, sheet, kind), overall], columns=3)]
    if sheet.rows:
        blocks += [
            *results_tables(source, sheet, rows, facts, source.own_paper(kind)),
            gauges_used(source, facts),
        ]
        blocks += entry_modes(source, sheet) if not kinds else []
    else:
        blocks.append(Paragraph(source.say(mark("The inspection holds no characteristic of this kind."))))
    wide = sheet.head.sample_size > ON_A4
    return source.document(
        kind,
        source.words.word(title),
        subtitle=source.words.below(title),
        number=f"{prefix}-{sheet.head.number}",
        approval=finished_line(source, entity_id, inspection_hash(source.session, entity_id)),
        blocks=[*blocks, *further],
        customer_id=only_customer(source, inspection.part_revision_id),
        form=source.form(kind, paper=Paper.A3 if wide else Paper.A4, landscape=True),
    )


def _only(sheet: InspectionSheet, kinds: Collection[CharacteristicKind]) -> InspectionSheet:
    if not kinds:
        return sheet
    return replace(sheet, rows=tuple(row for row in sheet.rows if row.kind in kinds))


def _head(source: DocumentSource, inspection: Inspection, sheet: InspectionSheet, kind: str) -> list[Fact]:
    fact = source.words.fact
    part = part_of(source, inspection.part_revision_id)
    lot: Lot = source.record(Lot, inspection.lot_id)
    drawing = document_revision_head(source.session, inspection.document_revision_id)
    times = issues_before(source, kind, inspection.id) + 1
    return [
        *part_facts(source, part),
        fact(mark_term("form", "Drawing"), f"{drawing.number} {drawing.label}" if drawing else ""),
        fact(mark_term("form", "Material"), part.revision.material),
        fact(mark_term("form", "Lot no."), lot.number),
        fact(mark_term("form", "Lot quantity"), decimal_text(lot.quantity)),
        fact(mark_term("form", "Heat no."), lot.heat_number),
        fact(
            mark_term("form", "Inspection"),
            f"{sheet.head.number} · {label(source.language, sheet.head.kind)}",
        ),
        fact(mark_term("form", "Inspected on"), source.day(inspection.finished_at or inspection.opened_at)),
        fact(mark_term("form", "Samples"), str(sheet.head.sample_size)),
        fact(mark_term("form", "Issue"), times_text(source, times)),
    ]


def _of_inspection(source: DocumentSource, sheet: InspectionSheet) -> Fact:
    """Return the result of the whole inspection as its state says it."""
    state = sheet.head.state
    return source.words.fact(_OVERALL, label(source.language, state), MARKS.get(state, Mark.WARN))


def _of_rows(source: DocumentSource, sheet: InspectionSheet) -> Fact:
    """Return the result of the rows that a report prints, whatever the rest of the inspection says."""
    results = [result_of(row.cells) for row in sheet.rows]
    if any(one.verdict is Verdict.NG for one in results):
        return source.words.fact(_OVERALL, label(source.language, Verdict.NG), Mark.NG)
    if not results or any(one.verdict is not Verdict.OK for one in results):
        return source.words.fact(_OVERALL, source.words.word(NOT_MEASURED), Mark.WARN)
    return source.words.fact(_OVERALL, label(source.language, Verdict.OK), Mark.OK)


def times_text(source: DocumentSource, times: int) -> str:
    """Return the count of an issue in words."""
    if times == 1:
        return source.say(mark("first issue"))
    return source.say(mark("issued again, time {count}"), count=times)


def issues_before(source: DocumentSource, kind: str, entity_id: int) -> int:
    """Return how often this document left the house before; a file in two formats is one issue."""
    query = select(func.count(func.distinct(IssuedDocument.uuid))).where(
        IssuedDocument.kind == kind,
        IssuedDocument.entity_id == entity_id,
        IssuedDocument.language == source.written_in,
    )
    return source.session.scalars(query).one()
