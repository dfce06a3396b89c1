"""Several channels of one port: bound in one act, talked to alike."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import PartproofError
from app.production.device_channels import ChannelGauge, change_channels, connect_channels
from app.production.device_setup import DeviceSetup
from app.production.stations import device_rows, station_rows
from devices.driver import PortSettings
from models.vocab import DeviceKind
from tests.production.floor import Floor


def test_channels_of_a_port_come_all_or_none_and_are_talked_to_alike(floor: Floor) -> None:
    (station,) = floor.factory.ask(station_rows)
    two = (ChannelGauge("1", floor.gauge_id), ChannelGauge("2", floor.gauge_id))
    facts: dict[str, Any] = {"kind": DeviceKind.GAUGE, "port": "COM9", "driver": "mitutoyo_ascii"}
    twice = (*two, ChannelGauge("2", floor.gauge_id))
    with pytest.raises(PartproofError) as refused:
        floor.do(connect_channels, station.id, twice, **facts, actor=floor.engineer)
    assert refused.value.code == "production.port_taken"
    assert len(floor.factory.ask(device_rows)) == len(station.devices)
    made = floor.do(connect_channels, station.id, two, **facts, actor=floor.engineer)
    faster = DeviceSetup(line=PortSettings(19_200))
    (third,) = floor.do(
        change_channels,
        made[1],
        (ChannelGauge("3", floor.gauge_id),),
        driver="mux2_4_mw",
        setup=faster,
        actor=floor.engineer,
    )
    at_port = {row.id: row for row in floor.factory.ask(device_rows) if row.port == "COM9"}
    assert {key: row.channel for key, row in at_port.items()} == {made[0]: "1", made[1]: "2", third: "3"}
    assert {(row.driver, row.setup.line) for row in at_port.values()} == {("mux2_4_mw", PortSettings(19_200))}
