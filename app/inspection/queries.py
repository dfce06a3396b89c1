"""What screens and documents ask about inspections: lists, the sheet, and what to measure next. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.inspection.inspections import find_inspection
from app.inspection.slots import Slot, next_place, places_of, slots_of
from app.parts.links import Linked, belonging
from models.characteristic import Characteristic
from models.document import Document, DocumentRevision
from models.gauge import Gauge
from models.inspection import Inspection, Reading
from models.part import Part, PartRevision
from models.person import User
from models.production import Lot, WorkOrder
from models.types import decimal_text
from models.vocab import (
    CharacteristicKind,
    EntryMode,
    InspectionKind,
    InspectionState,
    LotState,
    Special,
    Verdict,
)


@dataclass(frozen=True)
class InspectionRow:
    """One inspection of the list."""

    id: int
    version: int
    number: str
    kind: InspectionKind
    state: InspectionState
    order_number: str
    lot_id: int
    lot_number: str
    lot_state: LotState
    part_number: str
    part_name: str
    drawing_number: str
    drawing_revision: str
    document_revision_id: int
    sample_size: int
    opened_by: str
    opened_at: datetime
    finished_at: datetime | None
    work_day: date


@dataclass(frozen=True)
class SheetCell:
    """One characteristic on one sample.

    Attributes:
        value: As measured, with its trailing zeros; empty for a judgement or nothing.
        attribute: ``OK`` or ``NG`` where a person judged.
        mode: How it came in; None while there is nothing.
        corrected: Another reading stood here before and was replaced.
    """

    sample: int
    required: bool
    reading_id: int | None
    value: str
    attribute: str
    unit: str
    verdict: Verdict | None
    mode: EntryMode | None
    gauge_number: str
    operator: str
    measured_at: datetime | None
    corrected: bool


@dataclass(frozen=True)
class SheetRow:
    """One characteristic with its cells, one per sample."""

    characteristic_id: int
    number: str
    kind: CharacteristicKind
    specification: str
    nominal: Decimal | None
    lower_limit: Decimal | None
    upper_limit: Decimal | None
    unit: str
    decimals: int
    special: Special
    special_symbol: str
    method: str
    cells: tuple[SheetCell, ...]


@dataclass(frozen=True)
class InspectionSheet:
    """A whole inspection as it is shown and printed.

    Attributes:
        missing: Required places without a reading.
        modes: How many of the holding readings came in which way.
    """

    head: InspectionRow
    rows: tuple[SheetRow, ...]
    missing: int
    ng: int
    not_judged: int
    modes: dict[EntryMode, int]


@dataclass(frozen=True)
class NextMeasurement:
    """What is to be measured next.

    Attributes:
        done: Required places that have a verdict.
        total: Required places in all.
    """

    characteristic_id: int
    number: str
    specification: str
    kind: CharacteristicKind
    lower_limit: Decimal | None
    upper_limit: Decimal | None
    nominal: Decimal | None
    unit: str
    decimals: int
    special: Special
    special_symbol: str
    method: str
    sample: int
    done: int
    total: int

    @property
    def judged_by_person(self) -> bool:
        """Whether there are no limits, so that a person says OK or NG."""
        return self.lower_limit is None and self.upper_limit is None


def inspection_rows(
    session: Session,
    *,
    lot_id: int | None = None,
    order_id: int | None = None,
    states: Collection[InspectionState] = (),
    inspection_id: int | None = None,
    linked: Linked | None = None,
) -> tuple[InspectionRow, ...]:
    """Return inspections, newest first, all or those of a lot, an order, some states or linked parts."""
    query = (
        select(Inspection, Lot, Part, Document.number, DocumentRevision, User.name, WorkOrder.number)
        .join(Lot, Lot.id == Inspection.lot_id)
        .join(PartRevision, PartRevision.id == Inspection.part_revision_id)
        .join(Part, Part.id == PartRevision.part_id)
        .join(DocumentRevision, DocumentRevision.id == Inspection.document_revision_id)
        .join(Document, Document.id == DocumentRevision.document_id)
        .join(User, User.id == Inspection.opened_by_id)
        .outerjoin(WorkOrder, WorkOrder.id == Inspection.order_id)
        .where(*belonging(Part.id, linked))
        .order_by(Inspection.id.desc())
    )
    for column, wanted in (
        (Inspection.lot_id, lot_id),
        (Inspection.order_id, order_id),
        (Inspection.id, inspection_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if states:
        query = query.where(Inspection.state.in_(tuple(states)))
    return tuple(
        InspectionRow(
            entry.id,
            entry.version,
            entry.number,
            entry.kind,
            entry.state,
            order or "",
            lot.id,
            lot.number,
            lot.state,
            part.number,
            part.name,
            drawing,
            revision.label or str(revision.counter),
            revision.id,
            entry.sample_size,
            opened_by,
            entry.opened_at,
            entry.finished_at,
            entry.work_day,
        )
        for entry, lot, part, drawing, revision, opened_by, order in session.execute(query)
    )


def inspection_sheet(session: Session, inspection_id: int) -> InspectionSheet:
    """Return an inspection with all characteristics, samples and the readings that hold.

    Raises:
        PartproofError: ``record.not_found``.
    """
    inspection = find_inspection(session, inspection_id)
    slots = slots_of(session, inspection)
    names = _Names(session)
    rows: list[SheetRow] = []
    for start in range(0, len(slots), inspection.sample_size):
        group = slots[start : start + inspection.sample_size]
        rows.append(_sheet_row(group[0].characteristic, tuple(_cell(slot, names) for slot in group)))
    held = [slot.current for slot in slots if slot.current is not None]
    modes: dict[EntryMode, int] = {}
    for slot in slots:
        source = slot.measured or slot.current
        if source is not None:
            modes[source.mode] = modes.get(source.mode, 0) + 1
    return InspectionSheet(
        inspection_rows(session, inspection_id=inspection_id)[0],
        tuple(rows),
        sum(1 for slot in slots if slot.required and slot.current is None),
        sum(1 for row in held if row.verdict is Verdict.NG),
        sum(1 for row in held if row.verdict is Verdict.NOT_JUDGED),
        modes,
    )


def next_to_measure(
    session: Session,
    inspection_id: int,
    *,
    skipped: Collection[tuple[int, int]] = (),
    at: tuple[int, int] | None = None,
) -> NextMeasurement | None:
    """Return what to measure next, by balloon and then by sample; None when every place has its verdict.

    Args:
        session: Open session.
        inspection_id: The inspection.
        skipped: Places (characteristic id, sample) to leave for last.
        at: A place asked for by itself, e.g. to measure it again.
    """
    places = places_of(session, find_inspection(session, inspection_id))
    chosen = next_place(places, skipped=skipped)
    if at is not None:
        chosen = next((place for place in places if place.key == at), None)
    if chosen is None:
        return None
    required = [place for place in places if place.required]
    row = chosen.characteristic
    return NextMeasurement(
        row.id,
        row.number,
        row.specification,
        row.kind,
        row.lower_limit,
        row.upper_limit,
        row.nominal,
        row.unit,
        row.decimals,
        row.special,
        row.special_symbol,
        row.method,
        chosen.sample,
        sum(1 for place in required if place.judged),
        len(required),
    )


def mode_counts(session: Session, inspection_id: int | None = None) -> dict[EntryMode, int]:
    """Return how many readings came in each way, all rows counted; for the shares in reports."""
    query = select(Reading.mode, func.count()).where(Reading.undone.in_((False,))).group_by(Reading.mode)
    if inspection_id is not None:
        query = query.where(Reading.inspection_id == inspection_id)
    return dict(session.execute(query).all())


class _Names:
    """Numbers of gauges and names of operators, asked for once."""

    def __init__(self, session: Session) -> None:
        self.gauges = dict(session.execute(select(Gauge.id, Gauge.number)).all())
        self.people = dict(session.execute(select(User.id, User.name)).all())


def _sheet_row(row: Characteristic, cells: tuple[SheetCell, ...]) -> SheetRow:
    return SheetRow(
        row.id,
        row.number,
        row.kind,
        row.specification,
        row.nominal,
        row.lower_limit,
        row.upper_limit,
        row.unit,
        row.decimals,
        row.special,
        row.special_symbol,
        row.method,
        cells,
    )


def _cell(slot: Slot, names: _Names) -> SheetCell:
    current = slot.current
    if current is None:
        return SheetCell(slot.sample, slot.required, None, "", "", "", None, None, "", "", None, False)
    source = slot.measured or current
    return SheetCell(
        slot.sample,
        slot.required,
        source.id,
        "" if source.value is None else decimal_text(source.value),
        current.attribute,
        source.unit,
        current.verdict,
        source.mode,
        names.gauges.get(source.gauge_id or 0, ""),
        names.people.get(source.operator_id, ""),
        source.measured_at,
        slot.attempts > len(slot.readings),
    )
