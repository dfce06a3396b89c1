"""Nonconformance notice 부적합품 통보서: what was found, on which parts, what was done, and boxes to fill in."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from sqlalchemy import func, select

from app.documents.approvals import signed_line
from app.documents.blocks import Align, Block, Cell, Fact, KeyValues, Mark, Paragraph, Table
from app.documents.document import Document
from app.documents.part_facts import full_name, part_of
from app.documents.source import DocumentSource
from app.labels import label
from app.nonconformance.queries import (
    FoundReading,
    NonconformanceRow,
    disposition_signatures,
    found_readings,
    nonconformance_rows,
)
from app.texts import mark_term
from models.nonconformance import Nonconformance
from models.production import Lot
from models.types import decimal_text
from models.vocab import Noun

KIND: Final = "nonconformance_notice"
TITLE: Final = mark_term("form", "Nonconformance notice")
SCOPE: Final = "nonconformance"


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the notice of a nonconformance.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    row: Nonconformance = source.record(Nonconformance, entity_id)
    word = source.words.word
    (shown,) = nonconformance_rows(source.session, nonconformance_id=row.id)
    blocks: list[Block] = [
        KeyValues(_head(source, row, shown)),
        source.words.heading(mark_term("form", "Nonconformity"), 2),
        Paragraph(row.description or row.title),
        _readings(source, row),
    ]
    blocks += _paragraph(source, mark_term("form", "Immediate action"), row.containment)
    blocks += [_dispositions(source, shown)]
    for title, text in (
        (mark_term("form", "Remarks on the disposition"), row.disposition_note),
        (mark_term("form", "Cause"), row.cause),
        (mark_term("form", "Improvement and later control"), row.action),
        (mark_term("form", "Confirmation of result"), row.verification),
    ):
        blocks += _paragraph(source, title, text)
    blocks += [_signatures(source, row), KeyValues(_closing(source, row)), _receiver(source)]
    return source.document(
        KIND,
        word(TITLE),
        subtitle=source.words.below(TITLE),
        number=row.number,
        approval=signed_line(source, Noun.NONCONFORMANCE, row.id, ""),
        blocks=blocks,
        form=source.form(KIND),
    )


def _paragraph(source: DocumentSource, title: str, text: str) -> list[Block]:
    empty = source.words.word(mark_term("form", "Not entered"))
    return [source.words.heading(title, 2), Paragraph(text or empty)]


def _head(source: DocumentSource, row: Nonconformance, shown: NonconformanceRow) -> list[Fact]:
    fact = source.words.fact
    part = part_of(source, row.part_revision_id)
    lot = None if row.lot_id is None else source.session.get(Lot, row.lot_id)
    same = select(func.count()).where(
        Nonconformance.part_revision_id == row.part_revision_id,
        Nonconformance.title == row.title,
        Nonconformance.id < row.id,
    )
    before = source.session.scalars(same).one()
    return [
        fact(mark_term("form", "NC no."), row.number),
        fact(mark_term("form", "Same title before"), str(before)),
        fact(mark_term("form", "Part no."), part.head.number),
        fact(mark_term("form", "Part name"), full_name(source, part.head.name, part.head.name_en)),
        fact(mark_term("form", "Vehicle / project"), part.joined("vehicle")),
        fact(mark_term("form", "Revision"), part.revision_text),
        fact(mark_term("form", "Lot no."), lot.number if lot else ""),
        fact(mark_term("form", "Lot quantity"), decimal_text(lot.quantity) if lot else ""),
        fact(mark_term("form", "Nonconforming quantity"), _amount(shown, shown.quantity)),
        fact(mark_term("form", "Produced on"), source.day(lot.work_day) if lot else ""),
        fact(mark_term("form", "Found on"), source.minute(row.found_at)),
        fact(mark_term("form", "Found by"), shown.found_by),
        fact(mark_term("form", "Found at inspection"), shown.inspection_number),
        fact(mark_term("form", "What was found"), row.title),
        fact(mark_term("form", "State"), label(source.language, row.state)),
    ]


def _readings(source: DocumentSource, row: Nonconformance) -> Table:
    column = source.words.column
    title = mark_term("form", "Readings out of limits")
    return Table(
        [
            column("balloon", mark_term("form", "Balloon"), 8, align=Align.CENTER, bold=True),
            column("specification", mark_term("form", "Specification"), 28),
            column("sample", mark_term("form", "Sample"), 8, align=Align.CENTER),
            column("value", mark_term("form", "Value"), 14, align=Align.RIGHT),
            column("at", mark_term("form", "Measured at"), 22, align=Align.CENTER),
            column("note", mark_term("form", "Remarks"), 20),
        ],
        [_reading(source, one) for one in found_readings(source.session, row.id)],
        key="readings",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _reading(source: DocumentSource, one: FoundReading) -> tuple[Cell | str, ...]:
    value = f"{one.value or one.attribute} {one.unit}".strip()
    replaced = "" if one.holds else source.words.word(mark_term("form", "Taken back"))
    return (
        one.balloon,
        one.specification,
        str(one.sample),
        Cell(value, Mark.NG if one.holds else None),
        source.second(one.measured_at),
        replaced,
    )


def _amount(row: NonconformanceRow, quantity: Decimal | None) -> str:
    return "" if quantity is None else f"{decimal_text(quantity)} {row.unit}".strip()


def _dispositions(source: DocumentSource, row: NonconformanceRow) -> Table:
    """Return what happens with how many parts; what is not decided yet stands as the last row."""
    column, word = source.words.column, source.words.word
    title = mark_term("form", "Disposition")
    rows: list[tuple[Cell | str, ...]] = [
        (
            label(source.language, one.kind),
            _amount(row, one.quantity),
            one.concession,
            one.note,
            one.decided_by,
            source.minute(one.decided_at),
        )
        for one in row.dispositions
    ]
    if row.undecided or not rows:
        undecided = Cell(word(mark_term("form", "Not decided")), Mark.WARN)
        rows.append((undecided, _amount(row, row.undecided), "", "", "", ""))
    return Table(
        [
            column("kind", mark_term("form", "Disposition"), 18, bold=True),
            column("quantity", mark_term("form", "Disposed quantity"), 14, align=Align.RIGHT),
            column("concession", mark_term("form", "Concession no."), 16, align=Align.CENTER),
            column("note", mark_term("form", "Remarks"), 20),
            column("by", mark_term("form", "Decided by"), 14),
            column("at", mark_term("form", "Decided at"), 18, align=Align.CENTER),
        ],
        rows,
        key="dispositions",
        title=word(title),
        subtitle=source.words.below(title),
    )


def _signatures(source: DocumentSource, row: Nonconformance) -> Table:
    column = source.words.column
    title = mark_term("form", "Signatures on the disposition")
    rows = [
        (one.name, label(source.language, one.meaning), source.minute(one.at), one.comment)
        for one in disposition_signatures(source.session, row.id)
    ]
    return Table(
        [
            column("name", mark_term("form", "Person"), 25),
            column("meaning", mark_term("form", "Meaning"), 20),
            column("at", mark_term("form", "Signed at"), 25, align=Align.CENTER),
            column("comment", mark_term("form", "Remarks"), 30),
        ],
        rows or [(source.words.word(mark_term("form", "None")), "", "", "")],
        key="signatures",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _closing(source: DocumentSource, row: Nonconformance) -> list[Fact]:
    fact = source.words.fact
    return [
        fact(mark_term("form", "Closed on"), source.day(row.closed_at)),
        fact(mark_term("form", "State"), label(source.language, row.state)),
    ]


def _receiver(source: DocumentSource) -> Table:
    """Return the boxes that the receiver fills in by hand; they are left empty on purpose."""
    column = source.words.column
    title = mark_term("form", "For the receiver")
    words = (
        mark_term("form", "Corrective action needed (yes / no)"),
        mark_term("form", "Reply due"),
        mark_term("form", "Received by / approved by"),
    )
    return Table(
        [
            column("what", mark_term("form", "To fill in"), 40, bold=True),
            column("value", mark_term("form", "Filled in"), 60),
        ],
        [(source.words.word(one), "") for one in words],
        key="receiver",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )
