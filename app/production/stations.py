"""Verbs and queries about stations 현장 단말 and the devices at their ports."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.gauges.gauges import find_gauge
from app.production.device_setup import NO_SETUP, DeviceSetup
from app.production.refusals import GAUGE_NEEDED, PORT_TAKEN, UNKNOWN_DRIVER
from app.refusals import CONFLICT, DUPLICATE, NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from devices.registry import families
from models.gauge import Gauge
from models.production import Station, StationDevice
from models.types import clean_text
from models.vocab import DeviceKind, Noun, Role


@dataclass(frozen=True)
class DeviceRow:
    """What stands at a port; an empty channel takes every channel of the port."""

    id: int
    station_id: int
    kind: DeviceKind
    port: str
    channel: str
    driver: str
    gauge_id: int | None
    gauge_number: str
    setup: DeviceSetup = NO_SETUP


@dataclass(frozen=True)
class StationRow:
    """One station with its devices."""

    id: int
    version: int
    code: str
    name: str
    devices: tuple[DeviceRow, ...]


def station_rows(session: Session) -> tuple[StationRow, ...]:
    """Return all stations by code."""
    devices: dict[int, list[DeviceRow]] = {}
    for row in device_rows(session):
        devices.setdefault(row.station_id, []).append(row)
    return tuple(
        StationRow(row.id, row.version, row.code, row.name, tuple(devices.get(row.id, ())))
        for row in session.scalars(select(Station).order_by(Station.code_key))
    )


def device_rows(session: Session, station_id: int | None = None) -> tuple[DeviceRow, ...]:
    """Return the devices of one station, or of all."""
    query = (
        select(StationDevice, Gauge.number)
        .outerjoin(Gauge, Gauge.id == StationDevice.gauge_id)
        .order_by(StationDevice.id)
    )
    if station_id is not None:
        query = query.where(StationDevice.station_id == station_id)
    return tuple(
        DeviceRow(
            row.id,
            row.station_id,
            row.kind,
            row.port,
            row.channel,
            row.driver,
            row.gauge_id,
            number or "",
            DeviceSetup.from_json(row.setup),
        )
        for row, number in session.execute(query)
    )


def find_station(session: Session, station_id: int) -> Station:
    """Return a station by id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    station = session.get(Station, station_id)
    if station is None:
        raise NOT_FOUND(what=f"station {station_id}")
    return station


def add_station(unit: UnitOfWork, *, code: str, name: str) -> int:
    """Add a station and return its id.

    Raises:
        PartproofError: without the right, for an empty field or a code that exists.
    """
    require(unit, Role.ADMINISTRATOR, Role.ENGINEER)
    code = filled("code", code, limit=40)
    known = select(Station.id).where(Station.code_key == number_key(code))
    if unit.session.scalars(known).first() is not None:
        raise DUPLICATE()
    station = Station(code=code, code_key=number_key(code), name=filled("name", name))
    unit.session.add(station)
    unit.session.flush()
    unit.record("station_added", Noun.STATION, station.id, code=code)
    return station.id


def rename_station(unit: UnitOfWork, station_id: int, *, expected_version: int, name: str) -> None:
    """Change a station's name; its code stays."""
    require(unit, Role.ADMINISTRATOR, Role.ENGINEER)
    station = find_station(unit.session, station_id)
    if station.version != expected_version:
        raise CONFLICT()
    station.name = filled("name", name)
    unit.record("station_renamed", Noun.STATION, station_id)


def add_device(
    unit: UnitOfWork,
    station_id: int,
    *,
    kind: DeviceKind,
    port: str,
    channel: str = "",
    driver: str = "",
    gauge_id: int | None = None,
    setup: DeviceSetup = NO_SETUP,
) -> int:
    """Say what stands at a port of a station and return the device's id.

    Args:
        unit: The unit of work.
        station_id: The station.
        kind: Gauge or scanner.
        port: What the port is, as the transport names it; not only its changing name.
        channel: Channel of a multiplexer; empty takes every channel of the port.
        driver: Instrument family; for gauges only.
        gauge_id: The gauge of the register; for gauges only, and mandatory there.
        setup: How it is recognised and talked to beyond that.

    Raises:
        PartproofError: unknown family, no gauge, or a port and channel that are taken.
    """
    require(unit, Role.ADMINISTRATOR, Role.ENGINEER)
    find_station(unit.session, station_id)
    port, channel = filled("port", port), clean_text(channel).strip()
    _check_kind(unit.session, kind, port, driver, gauge_id)
    for row in device_rows(unit.session, station_id):
        if (row.port, row.channel) == (port, channel):
            raise PORT_TAKEN(port=port, channel=channel or "—")
    measures = kind is DeviceKind.GAUGE
    device = StationDevice(
        station_id=station_id,
        kind=kind,
        port=port,
        channel=channel,
        driver=driver if measures else "",
        gauge_id=gauge_id if measures else None,
        setup=setup.to_json(),
    )
    unit.session.add(device)
    unit.session.flush()
    unit.record("device_added", Noun.DEVICE, device.id, station=station_id, port=port, channel=channel)
    return device.id


def change_device(
    unit: UnitOfWork,
    device_id: int,
    *,
    driver: str | None = None,
    gauge_id: int | None = None,
    setup: DeviceSetup | None = None,
) -> None:
    """Talk to a device in another way, or bind it to another gauge; station, port and channel stay.

    Args:
        unit: The unit of work.
        device_id: The device.
        driver: Another instrument family; None keeps it.
        gauge_id: Another gauge of the register; None keeps it.
        setup: Another setup; None keeps it.

    Raises:
        PartproofError: without the right, no such device, an unknown family or gauge.
    """
    require(unit, Role.ADMINISTRATOR, Role.ENGINEER)
    device = _find_device(unit.session, device_id)
    driver = device.driver if driver is None else driver
    gauge_id = device.gauge_id if gauge_id is None else gauge_id
    _check_kind(unit.session, device.kind, device.port, driver, gauge_id)
    if device.kind is DeviceKind.GAUGE:
        device.driver, device.gauge_id = driver, gauge_id
    if setup is not None:
        device.setup = setup.to_json()
    unit.record("device_changed", Noun.DEVICE, device_id, driver=device.driver, gauge=device.gauge_id)


def _check_kind(session: Session, kind: DeviceKind, port: str, driver: str, gauge_id: int | None) -> None:
    if kind is DeviceKind.GAUGE:
        if driver not in families():
            raise UNKNOWN_DRIVER(driver=driver)
        if gauge_id is None:
            raise GAUGE_NEEDED(port=port)
        find_gauge(session, gauge_id)


def _find_device(session: Session, device_id: int) -> StationDevice:
    device = session.get(StationDevice, device_id)
    if device is None:
        raise NOT_FOUND(what=f"device {device_id}")
    return device


def remove_device(unit: UnitOfWork, device_id: int) -> None:
    """Take a device away from its station; the audit keeps what it was."""
    require(unit, Role.ADMINISTRATOR, Role.ENGINEER)
    device = _find_device(unit.session, device_id)
    unit.session.delete(device)
    unit.record("device_removed", Noun.DEVICE, device_id, station=device.station_id, port=device.port)
