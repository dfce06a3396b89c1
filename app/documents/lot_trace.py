"""Traceability sheet of a lot: where it came from, what was measured with what, what was found, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from app.audit_words import ACT_CONTEXT, act_word
from app.bom.as_built import LotUse, made_lots, used_lots
from app.bom.stock import taken_out_by_lot
from app.documents.blocks import Align, Block, Cell, ColumnKind, Fact, KeyValues, Mark, Table
from app.documents.document import Document
from app.documents.part_facts import full_name, part_of
from app.documents.source import DocumentSource
from app.labels import label
from app.production.lot_record import LotRecord, lot_record
from app.production.shipment_queries import shipment_rows
from app.texts import mark_term
from models.document import Document as DocumentMaster
from models.document import DocumentRevision
from models.gauge import Calibration, Gauge
from models.inspection import Inspection, Reading
from models.part import Part
from models.production import Lot, OrderSnapshot, WorkOrder
from models.types import decimal_text
from models.vocab import InspectionState

KIND: Final = "lot_trace"
TITLE: Final = mark_term("form", "Traceability sheet")
SCOPE: Final = "lot"
_MARKS: Final = {
    InspectionState.PASS: Mark.OK,
    InspectionState.FAIL: Mark.NG,
    InspectionState.OPEN: Mark.WARN,
    InspectionState.INCOMPLETE: Mark.WARN,
    InspectionState.ACCEPTED_BY_CONCESSION: Mark.WARN,
}


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the traceability sheet of a lot.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    lot: Lot = source.record(Lot, entity_id)
    record = lot_record(source.session, entity_id)
    blocks: list[Block] = [
        KeyValues(_head(source, lot), columns=3),
        _uses(source, used_lots(source.session, entity_id), "used_lots", mark_term("form", "Used lots")),
        _inspections(source, record),
        _gauges(source, record),
        _nonconformances(source, record),
        _uses(
            source, made_lots(source.session, entity_id), "made_lots", mark_term("form", "Lots it went into")
        ),
        _shipments(source, lot),
        _entries(source, record),
    ]
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=f"TR-{lot.number}",
        blocks=blocks,
        form=source.form(KIND, landscape=True),
    )


def _head(source: DocumentSource, lot: Lot) -> list[Fact]:
    fact = source.words.fact
    part: Part = source.record(Part, lot.part_id)
    order = None if lot.order_id is None else source.session.get(WorkOrder, lot.order_id)
    facts = [
        fact(mark_term("form", "Lot no."), lot.number),
        fact(mark_term("form", "Part no."), part.number),
        fact(mark_term("form", "Part name"), full_name(source, part.name, part.name_en)),
        fact(mark_term("form", "Lot quantity"), f"{decimal_text(lot.quantity)} {part.unit}"),
        fact(mark_term("form", "Heat no."), lot.heat_number),
        fact(mark_term("form", "State"), label(source.language, lot.state)),
        fact(mark_term("form", "Produced on"), source.day(lot.work_day)),
        fact(mark_term("form", "Work order"), order.number if order else ""),
    ]
    out = taken_out_by_lot(source.session, Lot.id == lot.id).get(lot.id)
    if out:
        taken = f"{decimal_text(out)} {part.unit}"
        facts.append(fact(mark_term("form", "Scrapped or sent back"), taken))
    if order is not None:
        revision = part_of(source, order.part_revision_id)
        newest = source.session.scalars(
            select(OrderSnapshot)
            .where(OrderSnapshot.order_id == order.id)
            .order_by(OrderSnapshot.sequence.desc())
        ).first()
        facts.append(fact(mark_term("form", "Revision"), revision.revision_text))
        facts.append(fact(mark_term("form", "Order snapshot"), newest.content_hash[:16] if newest else ""))
    return facts


def _uses(source: DocumentSource, uses: Sequence[LotUse], key: str, title: str) -> Table:
    """Return one direction of what went into what; what was taken back stays, and says why."""
    column = source.words.column
    back = mark_term("form", "Taken back")
    rows = [
        (
            one.number,
            one.part_number,
            one.part_name,
            one.heat_number,
            decimal_text(one.quantity),
            one.unit,
            source.second(one.at),
            one.person,
            f"{source.language.term('form', back)}: {one.taken_back}" if one.is_taken_back else one.reason,
        )
        for one in uses
    ]
    none = source.words.word(mark_term("form", "Nothing is written down"))
    return Table(
        [
            column("number", mark_term("form", "Lot no."), 15, bold=True),
            column("part", mark_term("form", "Part no."), 16),
            column("name", mark_term("form", "Part name"), 18),
            column("heat", mark_term("form", "Heat no."), 12),
            column("quantity", mark_term("form", "Used quantity"), 10, ColumnKind.NUMBER),
            column("unit", mark_term("form", "Unit"), 6, align=Align.CENTER),
            column("at", mark_term("form", "Time"), 20, align=Align.CENTER),
            column("person", mark_term("form", "Person"), 12),
            column("remark", mark_term("form", "Reason"), 20),
        ],
        rows or [(none, "", "", "", "", "", "", "", "")],
        key=key,
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _inspections(source: DocumentSource, record: LotRecord) -> Table:
    column, session = source.words.column, source.session
    title = mark_term("form", "Inspections")
    rows = []
    for one in reversed(record.inspections):
        inspection = session.get_one(Inspection, one.id)
        drawing = session.get_one(DocumentRevision, inspection.document_revision_id)
        master = session.get_one(DocumentMaster, drawing.document_id)
        readings = session.scalars(select(Reading.id).where(Reading.inspection_id == one.id)).all()
        rows.append(
            (
                one.number,
                label(source.language, one.kind),
                source.day(one.work_day),
                f"{master.number} {drawing.label}",
                str(len(readings)),
                f"#{min(readings)}–#{max(readings)}" if readings else "—",
                Cell(label(source.language, one.state), _MARKS[one.state]),
            )
        )
    return Table(
        [
            column("number", mark_term("form", "Inspection"), 14, bold=True),
            column("kind", mark_term("form", "Kind"), 12),
            column("day", mark_term("form", "Work day"), 11, align=Align.CENTER),
            column("drawing", mark_term("form", "Drawing"), 20),
            column("count", mark_term("form", "Readings"), 10, ColumnKind.NUMBER),
            column("ids", mark_term("form", "Reading ID"), 16, align=Align.CENTER),
            column("state", mark_term("form", "Result"), 13, ColumnKind.VERDICT),
        ],
        rows,
        key="inspections",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _gauges(source: DocumentSource, record: LotRecord) -> Table:
    column = source.words.column
    title = mark_term("form", "Gauges and calibrations")
    query = (
        select(Gauge.number, Gauge.name, Calibration.certificate, Calibration.done_on, Calibration.due_on)
        .join(Reading, Reading.gauge_id == Gauge.id)
        .outerjoin(Calibration, Calibration.id == Reading.calibration_id)
        .where(Reading.inspection_id.in_([one.id for one in record.inspections]))
        .distinct()
        .order_by(Gauge.number, Calibration.certificate)
    )
    missing = source.words.word(mark_term("form", "Not entered"))
    return Table(
        [
            column("number", mark_term("form", "Gauge no."), 15, bold=True),
            column("name", mark_term("form", "Name"), 30),
            column("certificate", mark_term("form", "Certificate no."), 25),
            column("done", mark_term("form", "Calibrated"), 15, align=Align.CENTER),
            column("due", mark_term("form", "Calibration due"), 15, align=Align.CENTER),
        ],
        [
            (number, name, certificate or missing, source.day(done) or missing, source.day(due) or missing)
            for number, name, certificate, done, due in source.session.execute(query)
        ],
        key="gauges",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _nonconformances(source: DocumentSource, record: LotRecord) -> Table:
    column = source.words.column
    title = mark_term("form", "Nonconformances")
    return Table(
        [
            column("number", mark_term("form", "NC no."), 20, bold=True),
            column("title", mark_term("form", "What was found"), 60),
            column("state", mark_term("form", "State"), 20, align=Align.CENTER),
        ],
        [
            (one.number, one.title, label(source.language, one.state))
            for one in reversed(record.nonconformances)
        ],
        key="nonconformances",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _shipments(source: DocumentSource, lot: Lot) -> Table:
    """Return where the lot's goods went, oldest first; a lot that is still here says so."""
    column = source.words.column
    title = mark_term("form", "Where it went")
    rows = [
        (
            row.number,
            source.day(row.shipped_on),
            row.customer,
            decimal_text(one.quantity),
            one.unit,
            row.certificate,
            row.note,
        )
        for row in reversed(shipment_rows(source.session, lot_id=lot.id))
        for one in row.lots
        if one.lot_id == lot.id
    ]
    none = source.words.word(mark_term("form", "Nothing was shipped"))
    return Table(
        [
            column("number", mark_term("form", "Shipment no."), 15, bold=True),
            column("day", mark_term("form", "Shipped on"), 13, align=Align.CENTER),
            column("customer", mark_term("form", "Customer"), 22),
            column("quantity", mark_term("form", "Shipped quantity"), 12, ColumnKind.NUMBER),
            column("unit", mark_term("form", "Unit"), 6, align=Align.CENTER),
            column("certificate", mark_term("form", "Certificate no."), 16, align=Align.CENTER),
            column("note", mark_term("form", "Order or delivery note"), 16),
        ],
        rows or [(none, "", "", "", "", "", "")],
        key="shipments",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _entries(source: DocumentSource, record: LotRecord) -> Table:
    """Return what happened to the lot as the audit log has it, oldest first."""
    column = source.words.column
    title = mark_term("form", "Audit log of the lot")
    return Table(
        [
            column("seq", mark_term("form", "Entry no."), 10, ColumnKind.NUMBER),
            column("at", mark_term("form", "Time"), 22, align=Align.CENTER),
            column("actor", mark_term("form", "Person"), 16),
            column("action", mark_term("form", "Act"), 22),
            column("reason", mark_term("form", "Reason"), 30),
        ],
        [
            (
                str(one.seq),
                source.second(one.at),
                one.actor,
                source.language.term(ACT_CONTEXT, act_word(one.action)),
                one.reason,
            )
            for one in reversed(record.entries)
        ],
        key="entries",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )
