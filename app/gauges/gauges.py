"""Verbs about the gauge register 계측기대장: add, edit, repair, retire. Calibrations stand beside."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.gauges.refusals import (
    RETIRED_FOR_GOOD,
    WRONG_INTERVAL,
    WRONG_RANGE,
    WRONG_RESOLUTION,
)
from app.refusals import CONFLICT, NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.gauge import Gauge
from models.types import clean_text, decimal_text
from models.vocab import GaugeState, Noun, Role

LONGEST_INTERVAL = 120


def find_gauge(session: Session, gauge_id: int) -> Gauge:
    """Return a gauge by id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    gauge = session.get(Gauge, gauge_id)
    if gauge is None:
        raise NOT_FOUND(what=f"gauge {gauge_id}")
    return gauge


def find_gauge_by_number(session: Session, number: str) -> Gauge:
    """Return a gauge by the number on its label, in any spelling.

    Raises:
        PartproofError: ``record.not_found``.
    """
    gauge = session.scalars(select(Gauge).where(Gauge.number_key == number_key(number))).one_or_none()
    if gauge is None:
        raise NOT_FOUND(what=number)
    return gauge


def add_gauge(
    unit: UnitOfWork,
    *,
    number: str,
    name: str,
    kind: str,
    measures_in: str,
    resolution: Decimal,
    range_low: Decimal,
    range_high: Decimal,
    interval_months: int = 12,
    maker: str = "",
    serial_number: str = "",
) -> int:
    """Enter a gauge into the register and return its id; it is refused at work until its first calibration.

    Args:
        unit: The unit of work.
        number: Control number 관리번호 on its label.
        name: What people call it.
        kind: Sort of gauge (micrometer, caliper …); gauges of one kind can stand in for each other.
        measures_in: Unit of its values where its frames carry none.
        resolution: Smallest step it shows, in that unit.
        range_low: Smallest value it can measure.
        range_high: Largest value it can measure.
        interval_months: Calibration interval.
        maker: Who made it.
        serial_number: The maker's number of it.

    Raises:
        PartproofError: for a wrong range, resolution or interval, or a number that exists.
    """
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    number = filled("number", number, limit=60)
    _check(number, resolution, range_low, range_high, interval_months)
    gauge = Gauge(
        number=number,
        number_key=number_key(number),
        name=filled("name", name),
        kind=filled("kind", kind, limit=60),
        maker=clean_text(maker),
        serial_number=clean_text(serial_number),
        unit=clean_text(measures_in).strip(),
        resolution=resolution,
        range_low=range_low,
        range_high=range_high,
        interval_months=interval_months,
        state=GaugeState.ACTIVE,
    )
    unit.session.add(gauge)
    unit.session.flush()
    _index(unit, gauge)
    unit.record("gauge_added", Noun.GAUGE, gauge.id, number=number)
    return gauge.id


def edit_gauge(
    unit: UnitOfWork,
    gauge_id: int,
    *,
    expected_version: int,
    name: str | None = None,
    kind: str | None = None,
    maker: str | None = None,
    serial_number: str | None = None,
    measures_in: str | None = None,
    resolution: Decimal | None = None,
    range_low: Decimal | None = None,
    range_high: Decimal | None = None,
    interval_months: int | None = None,
) -> None:
    """Change what a gauge is; a field left out stays. Due dates already given by calibrations stay too.

    Raises:
        PartproofError: as ``add_gauge``, or ``record.conflict``.
    """
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    gauge = _current(unit, gauge_id, expected_version)
    if name is not None:
        gauge.name = filled("name", name)
    if kind is not None:
        gauge.kind = filled("kind", kind, limit=60)
    for field, text in (("maker", maker), ("serial_number", serial_number), ("unit", measures_in)):
        if text is not None:
            setattr(gauge, field, clean_text(text).strip())
    for field, value in (
        ("resolution", resolution),
        ("range_low", range_low),
        ("range_high", range_high),
        ("interval_months", interval_months),
    ):
        if value is not None:
            setattr(gauge, field, value)
    _check(gauge.number, gauge.resolution, gauge.range_low, gauge.range_high, gauge.interval_months)
    _index(unit, gauge)
    unit.record("gauge_edited", Noun.GAUGE, gauge_id)


def send_to_repair(unit: UnitOfWork, gauge_id: int, *, expected_version: int, reason: str) -> None:
    """Take a gauge out of use for repair; a passed calibration brings it back."""
    _take_out(unit, gauge_id, expected_version, GaugeState.REPAIR, reason)


def retire_gauge(unit: UnitOfWork, gauge_id: int, *, expected_version: int, reason: str) -> None:
    """Take a gauge out of use for good; its record and readings stay."""
    _take_out(unit, gauge_id, expected_version, GaugeState.RETIRED, reason)


def _take_out(unit: UnitOfWork, gauge_id: int, expected_version: int, state: GaugeState, reason: str) -> None:
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    gauge = _current(unit, gauge_id, expected_version)
    if gauge.state is GaugeState.RETIRED:
        raise RETIRED_FOR_GOOD(number=gauge.number)
    gauge.state = state
    action = "gauge_retired" if state is GaugeState.RETIRED else "gauge_sent_to_repair"
    unit.record(action, Noun.GAUGE, gauge_id, reason=filled("reason", reason))


def _current(unit: UnitOfWork, gauge_id: int, expected_version: int) -> Gauge:
    gauge = find_gauge(unit.session, gauge_id)
    if gauge.version != expected_version:
        raise CONFLICT()
    return gauge


def _check(number: str, resolution: Decimal, low: Decimal, high: Decimal, months: int) -> None:
    if low >= high:
        raise WRONG_RANGE(number=number, low=decimal_text(low), high=decimal_text(high))
    if resolution <= 0:
        raise WRONG_RESOLUTION(number=number, resolution=decimal_text(resolution))
    if not 1 <= months <= LONGEST_INTERVAL:
        raise WRONG_INTERVAL(months=months)


def _index(unit: UnitOfWork, gauge: Gauge) -> None:
    unit.index(Noun.GAUGE, gauge.id, gauge.number, gauge.name, gauge.kind, gauge.maker, gauge.serial_number)
