"""From one printed number back to everything that proves it: bytes, gauge, calibration, drawing, lot. Reads only."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.inspection.current import holding
from app.refusals import NOT_FOUND
from models.audit import AuditEntry
from models.characteristic import Characteristic
from models.document import Document, DocumentFile, DocumentRevision
from models.gauge import Calibration, Gauge
from models.inspection import Inspection, Reading
from models.nonconformance import Nonconformance, NonconformanceReading
from models.part import Part, PartRevision
from models.person import User
from models.production import Lot, Station, WorkOrder
from models.types import decimal_text
from models.vocab import CalibrationResult, EntryMode, Noun, Verdict


@dataclass(frozen=True)
class ReadingTrace:
    """One reading with all it rests on.

    Attributes:
        raw: The bytes of the frame; empty means nobody's device sent it, see ``mode``.
        holds: Whether it still counts, or was taken back or replaced.
        replaced_by: The row that took it back or replaced it.
        audit_seq: Place in the audit chain.
    """

    reading_id: int
    event_id: uuid.UUID
    balloon: str
    specification: str
    sample: int
    value: str
    attribute: str
    unit: str
    verdict: Verdict
    mode: EntryMode
    raw: bytes
    raw_facts: Any
    reason: str
    holds: bool
    corrects_id: int | None
    replaced_by: int | None
    measured_at: datetime
    stored_at: datetime
    work_day: date
    operator: str
    station: str
    gauge_number: str
    gauge_serial: str
    calibration_certificate: str
    calibrated_on: date | None
    calibration_due: date | None
    calibration_result: CalibrationResult | None
    inspection_number: str
    order_number: str
    lot_number: str
    heat_number: str
    part_number: str
    part_revision: int
    customer_label: str
    drawing_number: str
    drawing_revision: str
    drawing_content_hash: str
    drawing_files: tuple[str, ...]
    nonconformances: tuple[str, ...]
    audit_seq: int | None
    audit_hash: str


def reading_trace(session: Session, reading_id: int) -> ReadingTrace:
    """Return everything one reading rests on.

    Raises:
        PartproofError: ``record.not_found``.
    """
    reading = session.get(Reading, reading_id)
    if reading is None:
        raise NOT_FOUND(what=f"reading {reading_id}")
    inspection = session.get_one(Inspection, reading.inspection_id)
    characteristic = session.get_one(Characteristic, reading.characteristic_id)
    lot = session.get_one(Lot, inspection.lot_id)
    order = None if inspection.order_id is None else session.get_one(WorkOrder, inspection.order_id)
    revision = session.get_one(PartRevision, inspection.part_revision_id)
    drawing = session.get_one(DocumentRevision, inspection.document_revision_id)
    gauge = None if reading.gauge_id is None else session.get_one(Gauge, reading.gauge_id)
    calibration = (
        None if reading.calibration_id is None else session.get_one(Calibration, reading.calibration_id)
    )
    station = None if reading.station_id is None else session.get_one(Station, reading.station_id)
    holds, replaced_by = _holds(session, reading)
    seq, entry_hash = _audit(session, reading_id)
    return ReadingTrace(
        reading_id=reading.id,
        event_id=reading.event_id,
        balloon=characteristic.number,
        specification=characteristic.specification,
        sample=reading.sample,
        value="" if reading.value is None else decimal_text(reading.value),
        attribute=reading.attribute,
        unit=reading.unit,
        verdict=reading.verdict,
        mode=reading.mode,
        raw=reading.raw,
        raw_facts=reading.raw_facts,
        reason=reading.reason,
        holds=holds,
        corrects_id=reading.corrects_id,
        replaced_by=replaced_by,
        measured_at=reading.measured_at,
        stored_at=reading.stored_at,
        work_day=reading.work_day,
        operator=session.get_one(User, reading.operator_id).name,
        station="" if station is None else station.name,
        gauge_number="" if gauge is None else gauge.number,
        gauge_serial="" if gauge is None else gauge.serial_number,
        calibration_certificate="" if calibration is None else calibration.certificate,
        calibrated_on=None if calibration is None else calibration.done_on,
        calibration_due=None if calibration is None else calibration.due_on,
        calibration_result=None if calibration is None else calibration.result,
        inspection_number=inspection.number,
        order_number="" if order is None else order.number,
        lot_number=lot.number,
        heat_number=lot.heat_number,
        part_number=session.get_one(Part, revision.part_id).number,
        part_revision=revision.counter,
        customer_label=revision.customer_label,
        drawing_number=session.get_one(Document, drawing.document_id).number,
        drawing_revision=drawing.label or str(drawing.counter),
        drawing_content_hash=drawing.content_hash or "",
        drawing_files=tuple(
            session.scalars(
                select(DocumentFile.file_hash)
                .where(DocumentFile.revision_id == drawing.id)
                .order_by(DocumentFile.position)
            )
        ),
        nonconformances=_nonconformances(session, reading_id),
        audit_seq=seq,
        audit_hash=entry_hash,
    )


def reading_place(session: Session, reading_id: int) -> tuple[str, int, int]:
    """Return a reading's balloon number, characteristic id and sample."""
    reading = session.get_one(Reading, reading_id)
    characteristic = session.get_one(Characteristic, reading.characteristic_id)
    return characteristic.number, characteristic.id, reading.sample


def last_holding(session: Session, inspection_id: int) -> int | None:
    """Return the last reading of an inspection that holds, or None."""
    rows = session.scalars(select(Reading).where(Reading.inspection_id == inspection_id)).all()
    held = holding(rows)
    return held[-1].id if held else None


def _holds(session: Session, reading: Reading) -> tuple[bool, int | None]:
    rows = session.scalars(
        select(Reading).where(
            Reading.inspection_id == reading.inspection_id,
            Reading.characteristic_id == reading.characteristic_id,
            Reading.sample == reading.sample,
        )
    ).all()
    holds = reading.id in {row.id for row in holding(rows)}
    later = [row.id for row in rows if row.corrects_id == reading.id]
    return holds, None if holds or not later else max(later)


def _nonconformances(session: Session, reading_id: int) -> tuple[str, ...]:
    query = (
        select(Nonconformance.number)
        .join(NonconformanceReading, NonconformanceReading.nonconformance_id == Nonconformance.id)
        .where(NonconformanceReading.reading_id == reading_id)
        .order_by(Nonconformance.id)
    )
    return tuple(session.scalars(query))


def _audit(session: Session, reading_id: int) -> tuple[int | None, str]:
    query = (
        select(AuditEntry.seq, AuditEntry.hash)
        .where(AuditEntry.noun == Noun.READING.value, AuditEntry.entity_id == reading_id)
        .order_by(AuditEntry.seq)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return (None, "") if row is None else (row.seq, row.hash)
