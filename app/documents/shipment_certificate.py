"""Inspection certificate 검사성적서 of a shipment: what left, and what was measured on each of its lots.

Its number was drawn with the shipment and stays; issued again it says the count. What was not measured says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from app.documents.blocks import (
    Align,
    Block,
    Cell,
    ColumnKind,
    Fact,
    Heading,
    KeyValues,
    Mark,
    Paragraph,
    Table,
)
from app.documents.change_facts import acted_line
from app.documents.document import Document, Paper
from app.documents.inspection_facts import inspection_facts
from app.documents.measured_report import MARKS, ON_A4, issues_before, times_text
from app.documents.part_facts import part_facts, part_of, short_name
from app.documents.results_lists import gauges_used
from app.documents.results_table import exact_or_empty, results_tables
from app.documents.source import DocumentSource
from app.documents.wording import NOT_MEASURED
from app.drawings.queries import characteristic_rows, document_revision_head, documents_of_part
from app.inspection.queries import inspection_sheet
from app.labels import label
from app.production.shipment_queries import ShipmentRow, ShippedLot, shipment_row
from app.texts import mark, mark_term
from models.audit import AuditEntry
from models.inspection import Inspection
from models.part import PartRevision
from models.shipping import Shipment
from models.types import decimal_text
from models.vocab import DocumentKind, InspectionKind, InspectionState, Meaning, Noun

KIND: Final = "shipment_certificate"
TITLE: Final = mark_term("form", "Inspection certificate of a shipment")
SCOPE: Final = "shipment"
# The inspection nearest to the door speaks for a lot.
_ORDER: Final = (
    InspectionKind.OUTGOING,
    InspectionKind.FINAL,
    InspectionKind.LAYOUT,
    InspectionKind.LAST_PIECE,
    InspectionKind.MIDDLE_PIECE,
    InspectionKind.FIRST_PIECE,
    InspectionKind.PATROL,
    InspectionKind.SELF,
    InspectionKind.INCOMING,
)
_FINISHED: Final = (InspectionState.PASS, InspectionState.FAIL, InspectionState.ACCEPTED_BY_CONCESSION)
_ACTS: Final = ((Meaning.PREPARED, "lots_shipped"), (Meaning.REVIEWED, ""), (Meaning.APPROVED, ""))
_NUMBER: Final = ColumnKind.NUMBER


@dataclass(frozen=True)
class _Lot:
    """A lot of the shipment with the inspection that speaks for it, or None."""

    row: ShippedLot
    inspection: Inspection | None


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the certificate of a shipment.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    source.record(Shipment, entity_id)
    row = shipment_row(source.session, entity_id)
    assert row is not None  # it was just found
    lots = [_Lot(one, _inspection_of(source, one.lot_id)) for one in row.lots]
    blocks: list[Block] = [KeyValues(_head(source, row, lots), columns=3), _lots_table(source, lots)]
    for lot in lots:
        blocks += _of_lot(source, lot)
    wide = any(lot.inspection is not None and lot.inspection.sample_size > ON_A4 for lot in lots)
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=row.certificate,
        approval=acted_line(source, Noun.SHIPMENT, row.id, _ACTS),
        blocks=blocks,
        customer_id=row.customer_id,
        form=source.form(KIND, paper=Paper.A3 if wide else Paper.A4, landscape=True),
    )


def _inspection_of(source: DocumentSource, lot_id: int) -> Inspection | None:
    query = select(Inspection).where(Inspection.lot_id == lot_id, Inspection.state.in_(_FINISHED))
    found = source.session.scalars(query.order_by(Inspection.id.desc())).all()
    return min(found, key=lambda one: _ORDER.index(one.kind), default=None)


def _head(source: DocumentSource, row: ShipmentRow, lots: Sequence[_Lot]) -> list[Fact]:
    fact = source.words.fact
    times = issues_before(source, KIND, row.id) + 1
    kind = mark_term("form", "Samples of a submission") if row.samples else mark_term("form", "Mass product")
    return [
        fact(mark_term("form", "Certificate no."), row.certificate),
        fact(mark_term("form", "Shipment no."), row.number),
        fact(mark_term("form", "Customer"), row.customer),
        fact(mark_term("form", "Shipped on"), source.day(row.shipped_on)),
        fact(mark_term("form", "What leaves"), source.words.word(kind)),
        fact(mark_term("form", "Order or delivery note"), row.note),
        fact(mark_term("form", "Issue"), times_text(source, times)),
        _overall(source, lots),
    ]


def _overall(source: DocumentSource, lots: Sequence[_Lot]) -> Fact:
    """Return the worst that is said of any lot: not measured, failed, conceded, passed."""
    title = mark_term("form", "Overall result")
    if any(lot.inspection is None for lot in lots):
        return source.words.fact(title, source.words.word(NOT_MEASURED), Mark.WARN)
    states = [lot.inspection.state for lot in lots if lot.inspection is not None]
    worst = next(
        one
        for one in (InspectionState.FAIL, InspectionState.ACCEPTED_BY_CONCESSION, InspectionState.PASS)
        if one in states
    )
    return source.words.fact(title, label(source.language, worst), MARKS[worst])


def _lots_table(source: DocumentSource, lots: Sequence[_Lot]) -> Table:
    column = source.words.column
    title = mark_term("form", "Shipped lots")
    rows: list[tuple[Cell | str, ...]] = []
    for number, lot in enumerate(lots, start=1):
        one, found = lot.row, lot.inspection
        state = (
            Cell(source.words.word(NOT_MEASURED), Mark.WARN)
            if found is None
            else Cell(label(source.language, found.state), MARKS[found.state])
        )
        rows.append(
            (
                str(number),
                one.lot,
                one.part_number,
                short_name(source, one.part_number, one.part_name),
                decimal_text(one.quantity),
                one.unit,
                decimal_text(one.lot_quantity),
                one.heat_number or "—",
                "—" if found is None else found.number,
                state,
            )
        )
    return Table(
        [
            column("no", mark_term("form", "No."), 4, align=Align.CENTER),
            column("lot", mark_term("form", "Lot no."), 12, bold=True),
            column("part", mark_term("form", "Part no."), 15),
            column("name", mark_term("form", "Part name"), 19),
            column("quantity", mark_term("form", "Shipped quantity"), 8, _NUMBER),
            column("unit", mark_term("form", "Unit"), 5, align=Align.CENTER),
            column("of", mark_term("form", "Lot quantity"), 8, _NUMBER),
            column("heat", mark_term("form", "Heat no."), 11),
            column("inspection", mark_term("form", "Inspection"), 14, align=Align.CENTER),
            column("state", mark_term("form", "Result"), 9, ColumnKind.VERDICT),
        ],
        rows,
        key="lots",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _of_lot(source: DocumentSource, lot: _Lot) -> list[Block]:
    """Return what is said of one lot: what it is, and every value of its inspection or that there is none."""
    name = short_name(source, lot.row.part_number, lot.row.part_name)
    title = source.say(
        mark("Lot {lot} · {part} {name}"), lot=lot.row.lot, part=lot.row.part_number, name=name
    )
    blocks: list[Block] = [Heading(title), KeyValues(_lot_facts(source, lot), columns=3)]
    if lot.inspection is None:
        return [*blocks, *_unmeasured(source, lot.row)]
    sheet = inspection_sheet(source.session, lot.inspection.id)
    facts = inspection_facts(source, lot.inspection.id)
    rows = characteristic_rows(source.session, lot.inspection.document_revision_id)
    return [
        *blocks,
        *results_tables(source, sheet, rows, facts, source.own_paper(KIND)),
        gauges_used(source, facts),
    ]


def _lot_facts(source: DocumentSource, lot: _Lot) -> list[Fact]:
    fact = source.words.fact
    part = part_of(source, lot.row.part_revision_id)
    facts = [*part_facts(source, part), fact(mark_term("form", "Material"), part.revision.material)]
    found = lot.inspection
    if found is None:
        return facts
    drawing = document_revision_head(source.session, found.document_revision_id)
    return [
        *facts,
        fact(mark_term("form", "Drawing"), f"{drawing.number} {drawing.label}" if drawing else ""),
        fact(mark_term("form", "Inspection"), f"{found.number} · {label(source.language, found.kind)}"),
        fact(mark_term("form", "Inspected on"), source.day(found.finished_at or found.opened_at)),
        fact(mark_term("form", "Inspected by"), _inspector(source, found.id)),
        fact(mark_term("form", "Samples"), str(found.sample_size)),
    ]


def _inspector(source: DocumentSource, inspection_id: int) -> str:
    query = select(AuditEntry.actor).where(
        AuditEntry.noun == Noun.INSPECTION.value,
        AuditEntry.entity_id == inspection_id,
        AuditEntry.action == "inspection_finished",
    )
    return source.session.scalars(query.order_by(AuditEntry.seq.desc()).limit(1)).first() or ""


def _unmeasured(source: DocumentSource, row: ShippedLot) -> list[Block]:
    """Return every characteristic of the part's drawings with the words that nothing was measured."""
    revision: PartRevision = source.record(PartRevision, row.part_revision_id)
    missing = source.words.word(NOT_MEASURED)
    rows = [
        (
            one.number,
            label(source.language, one.kind),
            one.specification,
            exact_or_empty(one.nominal),
            exact_or_empty(one.lower_limit),
            exact_or_empty(one.upper_limit),
            one.unit,
            Cell(missing, Mark.WARN),
        )
        for head in documents_of_part(source.session, revision.id)
        if head.kind is DocumentKind.DRAWING
        for one in characteristic_rows(source.session, head.id)
    ]
    note = Paragraph(source.say(mark("No finished inspection of this lot is on record.")), note=True)
    if not rows:
        return [note]
    column = source.words.column
    title = mark_term("form", "Measured results")
    return [
        note,
        Table(
            [
                column("no", mark_term("form", "Balloon"), 8, align=Align.CENTER, bold=True),
                column("kind", mark_term("form", "Characteristic"), 14),
                column("specification", mark_term("form", "Specification"), 22),
                column("nominal", mark_term("form", "Nominal"), 10, _NUMBER),
                column("lower", mark_term("form", "Lower limit"), 12, _NUMBER),
                column("upper", mark_term("form", "Upper limit"), 12, _NUMBER),
                column("unit", mark_term("form", "Unit"), 8, align=Align.CENTER),
                column("result", mark_term("form", "Result"), 14, ColumnKind.VERDICT),
            ],
            rows,
            key="unmeasured",
            title=source.words.word(title),
            subtitle=source.words.below(title),
        ),
    ]
