"""Stations and operations: what may stand at a port, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import PartproofError
from app.process.operations import add_operation, edit_operation, operation_rows
from app.production.device_setup import NO_SETUP, DeviceSetup
from app.production.stations import (
    add_device,
    add_station,
    change_device,
    device_rows,
    remove_device,
    rename_station,
    station_rows,
)
from devices.driver import PortSettings
from devices.transport.ports import PortIdentity
from models.vocab import DeviceKind
from tests.production.floor import GAUGE_PORT, SCANNER_PORT, Floor


def test_a_station_shows_its_devices(floor: Floor) -> None:
    (row,) = floor.factory.ask(station_rows)
    assert (row.code, [device.port for device in row.devices]) == ("ST-1", [GAUGE_PORT, SCANNER_PORT])
    assert (row.devices[0].gauge_number, row.devices[1].gauge_id) == ("G-014", None)
    floor.do(rename_station, row.id, expected_version=row.version, name="가공 2", actor=floor.engineer)
    with pytest.raises(PartproofError) as stale:
        floor.do(rename_station, row.id, expected_version=row.version, name="가공 3", actor=floor.engineer)
    assert stale.value.code == "record.conflict"
    with pytest.raises(PartproofError) as taken:
        floor.do(add_station, code=" st-1 ", name="다른 이름", actor=floor.engineer)
    assert taken.value.code == "record.duplicate"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"driver": "abacus"}, "production.unknown_driver"),
        ({"gauge_id": None}, "production.gauge_needed"),
        ({"gauge_id": 999}, "record.not_found"),
        ({"port": GAUGE_PORT}, "production.port_taken"),
        ({"port": " "}, "field.empty"),
    ],
)
def test_a_device_that_cannot_be_is_refused(floor: Floor, change: dict[str, Any], code: str) -> None:
    facts = {"kind": DeviceKind.GAUGE, "port": "COM7", "driver": "mitutoyo_ascii", "gauge_id": floor.gauge_id}
    with pytest.raises(PartproofError) as refused:
        floor.do(add_device, floor.station_id, **{**facts, **change}, actor=floor.engineer)
    assert refused.value.code == code


def test_a_device_can_be_taken_away_and_its_port_used_again(floor: Floor) -> None:
    first = floor.factory.ask(device_rows, floor.station_id)[0]
    floor.do(remove_device, first.id, actor=floor.engineer)
    again = floor.do(
        add_device,
        floor.station_id,
        kind=DeviceKind.GAUGE,
        port=GAUGE_PORT,
        driver="mitutoyo_ascii",
        gauge_id=floor.spare_gauge_id,
        actor=floor.engineer,
    )
    assert again > first.id
    rows = floor.factory.ask(device_rows, floor.station_id)
    assert {row.gauge_number for row in rows} == {"", "G-015"}


def test_operations_are_numbered_once_per_part(floor: Floor) -> None:
    ten = floor.do(add_operation, floor.part_id, number=10, name="소재 절단", actor=floor.engineer)
    floor.do(add_operation, floor.part_id, number=20, name="CNC 선삭", actor=floor.engineer)
    with pytest.raises(PartproofError) as taken:
        floor.do(add_operation, floor.part_id, number=20, name="밀링", actor=floor.engineer)
    assert (taken.value.code, taken.value.values["name"]) == ("process.number_taken", "CNC 선삭")
    with pytest.raises(PartproofError) as zero:
        floor.do(add_operation, floor.part_id, number=0, name="밀링", actor=floor.engineer)
    assert zero.value.code == "process.wrong_number"
    floor.do(edit_operation, ten, expected_version=1, number=15, actor=floor.engineer)
    assert [(row.number, row.name) for row in floor.factory.ask(operation_rows, floor.part_id)] == [
        (15, "소재 절단"),
        (20, "CNC 선삭"),
    ]
    with pytest.raises(PartproofError) as stale:
        floor.do(edit_operation, ten, expected_version=1, name="절단", actor=floor.engineer)
    assert stale.value.code == "record.conflict"


def test_a_device_keeps_how_it_is_talked_to(floor: Floor) -> None:
    setup = DeviceSetup(
        PortIdentity("COM7", 0x0403, 0x6001, "A50285BI", None, "USB Serial Port"),
        PortSettings(4800, 7, "E", 1.5, dtr=False),
        {"framing": "line"},
        {"mode": "request"},
        simulated=True,
    )
    made = floor.do(
        add_device,
        floor.station_id,
        kind=DeviceKind.GAUGE,
        port="COM7",
        driver="generic",
        gauge_id=floor.gauge_id,
        setup=setup,
        actor=floor.engineer,
    )
    row = next(row for row in floor.factory.ask(device_rows) if row.id == made)
    assert row.setup == setup
    floor.do(change_device, made, driver="sylvac", gauge_id=floor.spare_gauge_id, actor=floor.engineer)
    row = next(row for row in floor.factory.ask(device_rows) if row.id == made)
    assert (row.driver, row.gauge_number, row.setup) == ("sylvac", "G-015", setup)
    floor.do(change_device, made, setup=NO_SETUP, actor=floor.engineer)
    row = next(row for row in floor.factory.ask(device_rows) if row.id == made)
    assert (row.driver, row.setup) == ("sylvac", NO_SETUP)
    with pytest.raises(PartproofError) as refused:
        floor.do(change_device, made, driver="abacus", actor=floor.engineer)
    assert refused.value.code == "production.unknown_driver"


@pytest.mark.parametrize("content", [None, [], {"line": 3, "identity": {"vid": 1}, "profile": "x"}])
def test_a_setup_that_cannot_be_read_counts_as_none(content: object) -> None:
    assert DeviceSetup.from_json(content) == NO_SETUP
