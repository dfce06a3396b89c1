"""Verbs about the channels of one port: several gauges behind a multiplexer are bound, and talked to, in one act.

One port has one line and one driver; what is changed for one of its gauges is changed for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.production.device_setup import NO_SETUP, DeviceSetup
from app.production.stations import add_device, change_device
from app.refusals import NOT_FOUND
from app.unit_of_work import UnitOfWork
from models.production import StationDevice
from models.vocab import DeviceKind


@dataclass(frozen=True)
class ChannelGauge:
    """One channel of a port with the gauge behind it.

    Attributes:
        channel: As the events of the port name it; empty takes every channel.
        gauge_id: The gauge of the register; None for a scanner, or while none is chosen.
    """

    channel: str
    gauge_id: int | None


def connect_channels(
    unit: UnitOfWork,
    station_id: int,
    channels: Sequence[ChannelGauge],
    *,
    kind: DeviceKind,
    port: str,
    driver: str = "",
    setup: DeviceSetup = NO_SETUP,
) -> tuple[int, ...]:
    """Say what stands at a port, one device for each of its channels, all or none; return the devices' ids.

    Args:
        unit: The unit of work.
        station_id: The station.
        channels: The channels; a device without channels is one of them, with an empty channel.
        kind: Gauges or a scanner.
        port: What the port is, as the transport names it.
        driver: Instrument family; for gauges only.
        setup: How the port is recognised and talked to.

    Raises:
        PartproofError: what `add_device` refuses for any of them.
    """
    return tuple(
        add_device(
            unit,
            station_id,
            kind=kind,
            port=port,
            channel=each.channel,
            driver=driver,
            gauge_id=each.gauge_id,
            setup=setup,
        )
        for each in channels
    )


def change_channels(
    unit: UnitOfWork,
    device_id: int,
    further: Sequence[ChannelGauge] = (),
    *,
    driver: str | None = None,
    gauge_id: int | None = None,
    setup: DeviceSetup = NO_SETUP,
) -> tuple[int, ...]:
    """Talk to a device in another way, to the other gauges of its port likewise, and add channels beside it.

    Args:
        unit: The unit of work.
        device_id: The device.
        further: Channels of its port that are new.
        driver: Another instrument family; None keeps it.
        gauge_id: Another gauge for this device; None keeps it.
        setup: How the port is recognised and talked to.

    Returns:
        Ids of the new channels' devices.

    Raises:
        PartproofError: what `change_device` and `add_device` refuse.
    """
    change_device(unit, device_id, driver=driver, gauge_id=gauge_id, setup=setup)
    device = unit.session.get(StationDevice, device_id)
    if device is None:
        raise NOT_FOUND(what=f"device {device_id}")
    same_port = select(StationDevice.id).where(
        StationDevice.station_id == device.station_id,
        StationDevice.port == device.port,
        StationDevice.kind == device.kind,
        StationDevice.id != device_id,
    )
    for other in unit.session.scalars(same_port.order_by(StationDevice.id)).all():
        change_device(unit, other, driver=driver, setup=setup)
    return connect_channels(
        unit,
        device.station_id,
        further,
        kind=device.kind,
        port=device.port,
        driver=device.driver,
        setup=setup,
    )
