"""What a reading must satisfy before it counts: place, time, gauge, unit, plausibility. Reads only; refuses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.gauges.usable import usable_gauge
from app.inspection.current import holding
from app.inspection.inspections import require_open, require_released
from app.inspection.measurement import Judged, Measurement
from app.inspection.refusals import (
    ALREADY_MEASURED,
    AMBIGUOUS_COMMA,
    FUTURE_READING,
    LATE_ENTRY,
    NEEDS_GAUGE,
    NO_SUCH_SAMPLE,
    NOT_A_NUMBER,
    NOT_PLAUSIBLE,
    NOT_THAT_READING,
    OTHER_DRAWING,
    OUTSIDE_GAUGE_RANGE,
    UNSTABLE,
    VALUE_OR_JUDGEMENT,
    WRONG_UNIT,
)
from app.production.lots import find_lot, require_measurable
from app.production.orders import find_order
from app.production.refusals import ORDER_NOT_RUNNING
from app.rights import filled
from app.settings import PLANT
from models.characteristic import Characteristic
from models.document import DocumentRevision
from models.gauge import Gauge
from models.inspection import Inspection, Reading
from models.nonconformance import Nonconformance
from models.plant import PlantSetting
from models.production import Lot, WorkOrder
from models.rules.verdict import (
    Limits,
    NotANumberError,
    judge,
    plausible,
    read_value,
    resolves,
    same_unit,
)
from models.types import decimal_text, time_text
from models.vocab import EntryMode, LotState, NonconformanceState, OrderState, Verdict

# The clocks of one PC and its database may differ a little; more is a wrong clock.
CLOCK_SLACK: Final = timedelta(minutes=2)
# What a person types later than this after measuring is a late entry.
KEYED_WITHIN: Final = timedelta(minutes=10)


def limits_of(characteristic: Characteristic) -> Limits:
    """Return a characteristic's limits."""
    return Limits(characteristic.lower_limit, characteristic.upper_limit)


def load_place(session: Session, inspection_id: int, characteristic_id: int, gauge_id: int | None) -> None:
    """Load by one statement what the checks look at one by one; each then finds it in the session."""
    asked = {"inspection_id": inspection_id, "characteristic_id": characteristic_id, "gauge_id": gauge_id}
    session.execute(_PLACE, asked).one_or_none()


_PLACE: Final = (
    select(Inspection, WorkOrder, DocumentRevision, Lot, Characteristic, Gauge, PlantSetting)
    .outerjoin(WorkOrder, WorkOrder.id == Inspection.order_id)
    .outerjoin(DocumentRevision, DocumentRevision.id == Inspection.document_revision_id)
    .outerjoin(Lot, Lot.id == Inspection.lot_id)
    .outerjoin(Characteristic, Characteristic.id == bindparam("characteristic_id"))
    .outerjoin(Gauge, Gauge.id == bindparam("gauge_id"))
    .outerjoin(PlantSetting, PlantSetting.name == PLANT)
    .where(Inspection.id == bindparam("inspection_id"))
)
# Only what tells which reading holds, over the table: an inspection's places are asked about for every reading.
_READING: Final = Reading.__table__.c
_AT_PLACE: Final = select(_READING.id, _READING.corrects_id, _READING.undone, _READING.verdict).where(
    _READING.inspection_id == bindparam("inspection_id"),
    _READING.characteristic_id == bindparam("characteristic_id"),
    _READING.sample == bindparam("sample"),
)


def check_place(
    session: Session,
    inspection: Inspection,
    characteristic_id: int,
    sample: int,
    measurement: Measurement,
) -> Characteristic:
    """Return the characteristic a measurement is for, when one may be stored there now.

    Raises:
        PartproofError: finished inspection, stopped order, outdated drawing, held lot, or a place that is taken.
    """
    require_open(inspection)
    if inspection.order_id is not None:
        order = find_order(session, inspection.order_id)
        if order.state is not OrderState.RUNNING:
            raise ORDER_NOT_RUNNING(order=order.number, state=order.state.value)
    require_released(session, inspection.document_revision_id)
    _check_lot(session, inspection)
    characteristic = session.get(Characteristic, characteristic_id)
    if characteristic is None or characteristic.document_revision_id != inspection.document_revision_id:
        raise OTHER_DRAWING(inspection=inspection.number)
    if not 1 <= sample <= inspection.sample_size:
        raise NO_SUCH_SAMPLE(
            inspection=inspection.number, sample=str(sample), size=str(inspection.sample_size)
        )
    _check_free(session, inspection, characteristic, sample, measurement)
    return characteristic


def _check_lot(session: Session, inspection: Inspection) -> None:
    """Refuse a held lot, unless this inspection's own finding holds it, or it does again what failed.

    How far a finding reaches must be measurable.
    """
    lot = find_lot(session, inspection.lot_id)
    if lot.state is LotState.HOLD:
        own = select(Nonconformance.id).where(
            Nonconformance.inspection_id == inspection.id, Nonconformance.state != NonconformanceState.CLOSED
        )
        if session.scalars(own.limit(1)).first() is None:
            require_measurable(session, lot)


def _check_free(
    session: Session,
    inspection: Inspection,
    characteristic: Characteristic,
    sample: int,
    measurement: Measurement,
) -> None:
    place = {"inspection_id": inspection.id, "characteristic_id": characteristic.id, "sample": sample}
    held = holding(session.execute(_AT_PLACE, place))
    last = held[-1] if held else None
    if measurement.replaces_id is not None:
        if last is None or last.id != measurement.replaces_id:
            raise NOT_THAT_READING(balloon=characteristic.number, sample=str(sample))
        return
    # A value nobody can judge by limits waits for the judgement of a person.
    judges = bool(measurement.attribute) and last is not None and last.verdict is Verdict.NOT_JUDGED
    if last is not None and not judges:
        raise ALREADY_MEASURED(balloon=characteristic.number, sample=str(sample))


def check_time(measurement: Measurement, now: datetime) -> datetime:
    """Return when it was measured.

    Raises:
        PartproofError: in the future, or typed long after without being a late entry with its reason.
    """
    at = measurement.measured_at or now
    if at > now + CLOCK_SLACK:
        raise FUTURE_READING(at=time_text(at))
    if measurement.mode is EntryMode.LATE:
        filled("reason", measurement.reason, limit=1000)
    elif measurement.mode is EntryMode.KEYED and now - at > KEYED_WITHIN:
        raise LATE_ENTRY(at=time_text(at))
    if measurement.replaces_id is not None:
        filled("reason", measurement.reason, limit=1000)
    return at


def needs_gauge(measurement: Measurement, characteristic: Characteristic) -> None:
    """Refuse a value, or a judgement of something that has limits, without a gauge.

    Raises:
        PartproofError: ``inspection.needs_gauge``.
    """
    wanted = measurement.value is not None or limits_of(characteristic).judged
    if wanted and measurement.gauge_id is None:
        raise NEEDS_GAUGE(balloon=characteristic.number)


def gauge_for(
    session: Session, gauge_id: int, characteristic: Characteristic, day: date
) -> tuple[Gauge, int, tuple[str, ...]]:
    """Return the gauge, the calibration in force on a day, and whether it falls due soon.

    Raises:
        PartproofError: when it must not be used that day, naming another.
    """
    found = usable_gauge(session, gauge_id, day=day, needed=limits_of(characteristic))
    due = found.fitness.warning
    return found.gauge, found.calibration_id, () if due is None else (f"due_{due}",)


def check_judgement(attribute: str, characteristic: Characteristic) -> Verdict:
    """Return the verdict of a person's OK or NG.

    Raises:
        PartproofError: for any other word.
    """
    word = attribute.strip().upper()
    if word not in ("OK", "NG"):
        raise VALUE_OR_JUDGEMENT(balloon=characteristic.number)
    return Verdict.OK if word == "OK" else Verdict.NG


def check_value(
    measurement: Measurement, characteristic: Characteristic, gauge: Gauge | None, calibration_id: int | None
) -> Judged:
    """Return a value with its verdict.

    Raises:
        PartproofError: no number, wrong unit, not stable, outside the gauge's range, or not plausible.
    """
    if gauge is None:
        raise NEEDS_GAUGE(balloon=characteristic.number)
    value = _number(measurement.value or "")
    shown = decimal_text(value)
    unit = measurement.unit or gauge.unit
    if measurement.facts.get("stable") is False:
        raise UNSTABLE(gauge=gauge.number, measured=shown, unit=unit)
    wanted = characteristic.unit or gauge.unit
    if not same_unit(unit, wanted):
        raise WRONG_UNIT(
            gauge=gauge.number, measured=shown, unit=unit, balloon=characteristic.number, wanted=wanted
        )
    if same_unit(unit, gauge.unit) and not gauge.range_low <= value <= gauge.range_high:
        raise OUTSIDE_GAUGE_RANGE(
            gauge=gauge.number,
            measured=shown,
            unit=unit,
            low=decimal_text(gauge.range_low),
            high=decimal_text(gauge.range_high),
        )
    limits = limits_of(characteristic)
    if not measurement.confirmed and not plausible(value, limits):
        raise NOT_PLAUSIBLE(
            measured=shown,
            unit=unit,
            balloon=characteristic.number,
            specification=characteristic.specification,
        )
    verdict = judge(value, limits)
    warnings = [] if resolves(value, gauge.resolution, characteristic.decimals) else ["resolution"]
    if verdict is Verdict.NOT_JUDGED:
        warnings.append("not_judged")
    return Judged(value, "", unit, verdict, gauge, calibration_id, tuple(warnings))


def _number(text: str) -> Decimal:
    try:
        return read_value(text)
    except NotANumberError as error:
        kind = AMBIGUOUS_COMMA if error.ambiguous else NOT_A_NUMBER
        raise kind(text=error.text[:80]) from error
