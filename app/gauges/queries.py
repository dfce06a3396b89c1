"""What screens and documents ask about gauges: register, due dates, calibrations, suspect readings. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.gauges.calibrations import calibration_facts, facts_by_gauge
from app.settings import read_settings
from models.characteristic import Characteristic
from models.gauge import Calibration, Gauge
from models.inspection import Inspection, Reading
from models.production import Lot
from models.rules.calibration import CalibrationFact, GaugeCondition, fitness, last_good
from models.vocab import CalibrationResult, EntryMode, LotState, Verdict


@dataclass(frozen=True)
class GaugeRow:
    """One gauge of the register on a day; ``warning`` is 30, 7 or 1 when it falls due within so many days."""

    id: int
    version: int
    number: str
    name: str
    kind: str
    maker: str
    serial_number: str
    unit: str
    resolution: Decimal
    range_low: Decimal
    range_high: Decimal
    interval_months: int
    condition: GaugeCondition
    calibration_id: int | None
    due_on: date | None
    days_left: int | None
    warning: int | None


@dataclass(frozen=True)
class CalibrationRow:
    """One calibration of a gauge."""

    id: int
    done_on: date
    due_on: date
    result: CalibrationResult
    certificate: str
    laboratory: str
    file_hash: str | None
    recorded_at: datetime
    migrated: bool = False


@dataclass(frozen=True)
class SuspectReading:
    """A reading taken with a gauge since its last good calibration."""

    reading_id: int
    measured_at: datetime
    inspection_id: int
    inspection_number: str
    characteristic: str
    sample: int
    value: Decimal | None
    unit: str
    verdict: Verdict
    mode: EntryMode
    lot_id: int
    lot_number: str
    lot_state: LotState


def gauge_rows(session: Session, *, day: date) -> tuple[GaugeRow, ...]:
    """Return the register by number, each gauge with its condition on ``day`` (plant zone)."""
    facts = facts_by_gauge(session)
    gauges = session.scalars(select(Gauge).order_by(Gauge.number_key))
    return tuple(_row(gauge, facts.get(gauge.id, ()), day) for gauge in gauges)


def due_warnings(session: Session, *, day: date) -> tuple[GaugeRow, ...]:
    """Return the gauges that need somebody: due within 30 days, overdue or never calibrated; most urgent first."""
    wanted = {GaugeCondition.DUE_SOON, GaugeCondition.OVERDUE, GaugeCondition.NOT_CALIBRATED}
    rows = [row for row in gauge_rows(session, day=day) if row.condition in wanted]
    never = -(10**6)
    return tuple(sorted(rows, key=lambda row: never if row.days_left is None else row.days_left))


def calibration_rows(session: Session, gauge_id: int) -> tuple[CalibrationRow, ...]:
    """Return a gauge's calibrations, newest first."""
    query = (
        select(Calibration)
        .where(Calibration.gauge_id == gauge_id)
        .order_by(Calibration.done_on.desc(), Calibration.id.desc())
    )
    return tuple(
        CalibrationRow(
            entry.id,
            entry.done_on,
            entry.due_on,
            entry.result,
            entry.certificate,
            entry.laboratory,
            entry.file_hash,
            entry.recorded_at,
            entry.transfer_line_id is not None,
        )
        for entry in session.scalars(query)
    )


def suspect_readings(session: Session, gauge_id: int) -> tuple[SuspectReading, ...]:
    """Return what is in doubt after a failed calibration: everything measured since the last good one before it.

    Empty when the gauge never failed. Of several failures the last counts; a gauge with no good calibration
    before it leaves all its readings in doubt.
    """
    facts = calibration_facts(session, gauge_id)
    failures = [entry for entry in facts if entry.result is CalibrationResult.FAIL]
    if not failures:
        return ()
    failed = max(failures, key=lambda entry: (entry.done_on, entry.id))
    good = last_good(facts, failed)
    return readings_since(session, gauge_id, good.done_on if good is not None else None)


def readings_since(session: Session, gauge_id: int, day: date | None) -> tuple[SuspectReading, ...]:
    """Return all readings taken with a gauge from the beginning of a day (plant zone) on; None means ever."""
    query = (
        select(Reading, Inspection.number, Characteristic.number, Lot)
        .join(Inspection, Inspection.id == Reading.inspection_id)
        .join(Characteristic, Characteristic.id == Reading.characteristic_id)
        .join(Lot, Lot.id == Inspection.lot_id)
        .where(Reading.gauge_id == gauge_id, Reading.undone.in_((False,)))
        .order_by(Reading.id)
    )
    if day is not None:
        begin = datetime.combine(day, time.min, tzinfo=read_settings(session).zone)
        query = query.where(Reading.measured_at >= begin)
    return tuple(
        SuspectReading(
            reading.id,
            reading.measured_at,
            reading.inspection_id,
            inspection,
            characteristic,
            reading.sample,
            reading.value,
            reading.unit,
            reading.verdict,
            reading.mode,
            lot.id,
            lot.number,
            lot.state,
        )
        for reading, inspection, characteristic, lot in session.execute(query)
    )


def _row(gauge: Gauge, facts: tuple[CalibrationFact, ...], day: date) -> GaugeRow:
    found = fitness(gauge.state, facts, day)
    return GaugeRow(
        gauge.id,
        gauge.version,
        gauge.number,
        gauge.name,
        gauge.kind,
        gauge.maker,
        gauge.serial_number,
        gauge.unit,
        gauge.resolution,
        gauge.range_low,
        gauge.range_high,
        gauge.interval_months,
        found.condition,
        found.calibration_id,
        found.due_on,
        found.days_left,
        found.warning,
    )
