"""Verbs of a station's job that are no noun's own: arming an order, a lot and a gauge. Each refuses on record."""

from __future__ import annotations

from dataclasses import dataclass

from app.gauges.gauges import find_gauge_by_number
from app.gauges.usable import usable_gauge
from app.inspection.inspections import (
    find_inspection,
    open_inspection,
    open_inspection_of,
    require_lot_of_order,
)
from app.inspection.station_view import ArmedOrder, armed_order
from app.production.lots import find_lot_by_number
from app.production.orders import find_order_by_number
from app.production.refusals import ORDER_NOT_RUNNING
from app.settings import read_settings
from app.unit_of_work import UnitOfWork
from models.vocab import InspectionKind, Noun, OrderState


@dataclass(frozen=True)
class ArmedGauge:
    """The gauge that typed values are measured with, and when it must be calibrated."""

    gauge_id: int
    number: str
    warning: int | None


def arm_order(unit: UnitOfWork, number: str) -> ArmedOrder:
    """Return the order with this number when it may be worked on.

    Raises:
        PartproofError: unknown, or not released to the floor.
    """
    order = find_order_by_number(unit.session, number)
    if order.state not in (OrderState.RELEASED, OrderState.RUNNING):
        raise ORDER_NOT_RUNNING(order=order.number, state=order.state.value)
    return armed_order(unit.session, order.id)


def arm_lot(
    unit: UnitOfWork,
    order_id: int,
    number: str,
    *,
    kind: InspectionKind,
    sample_size: int | None,
    station_id: int,
) -> int:
    """Open the inspection of a lot at a station, or go on with the one that is unfinished; return its id.

    Raises:
        PartproofError: unknown lot, another order's lot, or whatever ``open_inspection`` refuses.
    """
    lot = find_lot_by_number(unit.session, number)
    require_lot_of_order(unit.session, lot, order_id)
    known = open_inspection_of(unit.session, lot_id=lot.id, kind=kind)
    if known is None:
        return open_inspection(unit, kind=kind, lot_id=lot.id, sample_size=sample_size, station_id=station_id)
    inspection = find_inspection(unit.session, known)
    if inspection.station_id != station_id:
        inspection.station_id = station_id
        unit.record("inspection_moved", Noun.INSPECTION, known, station=station_id)
    return known


def arm_gauge(unit: UnitOfWork, number: str) -> ArmedGauge:
    """Return the gauge with this number when it may be used today.

    Raises:
        PartproofError: unknown, or not usable, naming another.
    """
    gauge = find_gauge_by_number(unit.session, number)
    day = read_settings(unit.session).local(unit.now).date()
    found = usable_gauge(unit.session, gauge.id, day=day)
    return ArmedGauge(gauge.id, gauge.number, found.fitness.warning)
