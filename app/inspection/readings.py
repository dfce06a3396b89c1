"""Verbs about readings: store, undo, correct. A reading is a fact: rows are only ever added.

The same event is one fact however often it is told; what a value must satisfy stands in checks.py.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import bindparam, select

from app.errors import BugError, PartproofError
from app.events import ReadingStored
from app.inspection.checks import (
    check_judgement,
    check_place,
    check_time,
    check_value,
    gauge_for,
    load_place,
    needs_gauge,
)
from app.inspection.current import holding
from app.inspection.inspections import acting_user, find_inspection, require_open
from app.inspection.measurement import Judged, Measurement, StoredReading
from app.inspection.refusals import ALREADY_REPLACED, NOTHING_TO_UNDO, VALUE_OR_JUDGEMENT
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork
from models.characteristic import Characteristic
from models.gauge import Gauge
from models.inspection import Inspection, Reading
from models.types import decimal_text
from models.vocab import EntryMode, InspectionState, Noun, Role, Verdict

# Made once and over the table: asked for every reading before anything else.
_READING: Final = Reading.__table__.c
_KNOWN: Final = select(_READING.id, _READING.verdict).where(_READING.event_id == bindparam("event_id"))


def store_reading(
    unit: UnitOfWork, inspection_id: int, characteristic_id: int, sample: int, measurement: Measurement
) -> StoredReading:
    """Judge and store one value or judgement.

    Args:
        unit: The unit of work.
        inspection_id: An unfinished inspection.
        characteristic_id: A characteristic of its drawing.
        sample: Number of the sample, from 1.
        measurement: What came in.

    Raises:
        PartproofError: when it must not count; the refusal on record keeps the event, its value and raw bytes.
    """
    known = unit.session.execute(_KNOWN, {"event_id": measurement.event_id}).one_or_none()
    if known is not None:
        return StoredReading(known.id, known.verdict, again=True)
    _check_mode(measurement)
    try:
        return _store(unit, inspection_id, characteristic_id, sample, measurement)
    except PartproofError as refusal:
        raise _with_event(refusal, measurement, inspection_id, characteristic_id, sample) from refusal


def undo_last_reading(
    unit: UnitOfWork, inspection_id: int, *, event_id: uuid.UUID, station_id: int | None = None
) -> int:
    """Take back the last reading of an inspection that still holds, and return its id; can go back to the first.

    Args:
        unit: The unit of work.
        inspection_id: An unfinished inspection.
        event_id: The scan or press that asked for it; the same one again takes nothing more back.
        station_id: Where it was asked for.

    Raises:
        PartproofError: when no reading is left, or the inspection is finished.
    """
    user_id = acting_user(unit)
    again = unit.session.scalars(select(Reading).where(Reading.event_id == event_id)).one_or_none()
    if again is not None and again.corrects_id is not None:
        return again.corrects_id
    inspection = find_inspection(unit.session, inspection_id)
    require_open(inspection)
    rows = unit.session.scalars(select(Reading).where(Reading.inspection_id == inspection_id)).all()
    held = holding(rows)
    if not held:
        raise NOTHING_TO_UNDO(inspection=inspection.number)
    last = held[-1]
    reversal = Reading(
        event_id=event_id,
        inspection_id=inspection_id,
        characteristic_id=last.characteristic_id,
        sample=last.sample,
        value=None,
        attribute="",
        unit="",
        raw=b"",
        raw_facts={},
        mode=EntryMode.KEYED,
        verdict=Verdict.NOT_JUDGED,
        gauge_id=None,
        calibration_id=None,
        operator_id=user_id,
        station_id=station_id,
        measured_at=unit.now,
        stored_at=unit.now,
        work_day=read_settings(unit.session).work_day(unit.now),
        corrects_id=last.id,
        undone=True,
        reason="undo",
    )
    unit.session.add(reversal)
    unit.session.flush()
    _reopen(inspection)
    unit.touched.add((Noun.INSPECTION, inspection_id))
    unit.record("reading_taken_back", Noun.READING, last.id, by=reversal.id, inspection=inspection_id)
    return last.id


def correct_reading(
    unit: UnitOfWork,
    reading_id: int,
    *,
    event_id: uuid.UUID,
    reason: str,
    value: str | None = None,
    attribute: str = "",
    confirmed: bool = False,
) -> StoredReading:
    """Replace a reading by a corrected one that names it and the reason; both stay on record.

    The gauge, its calibration and the time of the measurement are those of the corrected reading.

    Raises:
        PartproofError: without the role of quality, without a reason, or when it was replaced already.
    """
    require(unit, Role.QUALITY)
    old = unit.session.get(Reading, reading_id)
    if old is None:
        raise NOT_FOUND(what=f"reading {reading_id}")
    inspection = find_inspection(unit.session, old.inspection_id)
    require_open(inspection)
    rows = unit.session.scalars(select(Reading).where(Reading.inspection_id == inspection.id)).all()
    if reading_id not in {row.id for row in holding(rows)}:
        raise ALREADY_REPLACED()
    characteristic = unit.session.get_one(Characteristic, old.characteristic_id)
    measurement = Measurement(
        event_id,
        EntryMode.CORRECTED,
        value,
        attribute,
        old.unit,
        gauge_id=old.gauge_id,
        measured_at=old.measured_at,
        station_id=old.station_id,
        reason=filled("reason", reason, limit=1000),
        replaces_id=reading_id,
        confirmed=confirmed,
    )
    gauge = None if old.gauge_id is None else unit.session.get_one(Gauge, old.gauge_id)
    if (value is None) == (not attribute):
        raise VALUE_OR_JUDGEMENT(balloon=characteristic.number)
    if value is None:
        judged = Judged(None, attribute.upper(), "", check_judgement(attribute, characteristic), None, None)
    else:
        judged = check_value(measurement, characteristic, gauge, old.calibration_id)
    return _append(unit, inspection, characteristic, old.sample, measurement, judged)


def _store(
    unit: UnitOfWork, inspection_id: int, characteristic_id: int, sample: int, measurement: Measurement
) -> StoredReading:
    acting_user(unit)
    load_place(unit.session, inspection_id, characteristic_id, measurement.gauge_id)
    inspection = find_inspection(unit.session, inspection_id)
    characteristic = check_place(unit.session, inspection, characteristic_id, sample, measurement)
    measured_at = check_time(measurement, unit.now)
    if (measurement.value is None) == (not measurement.attribute):
        raise VALUE_OR_JUDGEMENT(balloon=characteristic.number)
    judged = _judge(unit, measurement, characteristic, measured_at)
    return _append(unit, inspection, characteristic, sample, measurement, judged)


def _judge(
    unit: UnitOfWork, measurement: Measurement, characteristic: Characteristic, measured_at: datetime
) -> Judged:
    needs_gauge(measurement, characteristic)
    gauge = calibration_id = None
    warnings: tuple[str, ...] = ()
    if measurement.gauge_id is not None:
        day = read_settings(unit.session).local(measured_at).date()
        gauge, calibration_id, warnings = gauge_for(unit.session, measurement.gauge_id, characteristic, day)
    if measurement.value is None:
        verdict = check_judgement(measurement.attribute, characteristic)
        return Judged(None, measurement.attribute.upper(), "", verdict, gauge, calibration_id, warnings)
    judged = check_value(measurement, characteristic, gauge, calibration_id)
    return replace(judged, warnings=(*judged.warnings, *warnings))


def _append(
    unit: UnitOfWork,
    inspection: Inspection,
    characteristic: Characteristic,
    sample: int,
    measurement: Measurement,
    judged: Judged,
) -> StoredReading:
    measured_at = measurement.measured_at or unit.now
    reading = Reading(
        event_id=measurement.event_id,
        inspection_id=inspection.id,
        characteristic_id=characteristic.id,
        sample=sample,
        value=judged.value,
        attribute=judged.attribute,
        unit=judged.unit,
        raw=measurement.raw,
        raw_facts=dict(measurement.facts),
        mode=measurement.mode,
        verdict=judged.verdict,
        gauge_id=None if judged.gauge is None else judged.gauge.id,
        calibration_id=judged.calibration_id,
        operator_id=unit.actor.user_id,
        station_id=measurement.station_id,
        measured_at=measured_at,
        stored_at=unit.now,
        work_day=read_settings(unit.session).work_day(measured_at),
        corrects_id=measurement.replaces_id,
        undone=False,
        reason=measurement.reason,
    )
    unit.session.add(reading)
    unit.session.flush()
    _reopen(inspection)
    unit.touched.add((Noun.INSPECTION, inspection.id))
    action = "reading_corrected" if measurement.mode is EntryMode.CORRECTED else "reading_stored"
    unit.record(
        action,
        Noun.READING,
        reading.id,
        balloon=characteristic.number,
        confirmed=measurement.confirmed,
        warnings=judged.warnings,
    )
    unit.announce(ReadingStored(reading.id, inspection.id, judged.verdict))
    return StoredReading(reading.id, judged.verdict, warnings=judged.warnings)


def _reopen(inspection: Inspection) -> None:
    if inspection.state is InspectionState.INCOMPLETE:
        inspection.state = InspectionState.OPEN


def _check_mode(measurement: Measurement) -> None:
    """Keep the modes apart: only a device has raw bytes, and a correction is a verb of its own."""
    if measurement.mode not in (EntryMode.DEVICE, EntryMode.KEYED, EntryMode.LATE):
        raise BugError(f"{measurement.mode} is not a mode of a new reading")
    if (measurement.mode is EntryMode.DEVICE) != bool(measurement.raw):
        raise BugError("raw bytes belong to readings from a device, and to no others")


def _with_event(
    refusal: PartproofError, measurement: Measurement, inspection_id: int, characteristic_id: int, sample: int
) -> PartproofError:
    """Return the refusal with the event in its facts, so that its entry in the audit chain loses nothing."""
    event = {
        "event_id": measurement.event_id,
        "event_value": measurement.value if measurement.value is not None else measurement.attribute,
        "event_raw": measurement.raw.hex(),
        "event_mode": measurement.mode.value,
        "inspection_id": inspection_id,
        "characteristic_id": characteristic_id,
        "sample_number": sample,
    }
    kept = refusal.kind(**{**event, **refusal.values})
    kept.afterwards = refusal.afterwards
    return kept


def value_text(value: Decimal | None) -> str:
    """Return a reading's value as it is shown and printed, with its trailing zeros; empty for none."""
    return "" if value is None else decimal_text(value)
