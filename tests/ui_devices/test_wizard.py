"""The wizard with gauges at pseudo-terminals: from bytes to a bound device, and what it says where nothing fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.factory import Factory
from app.production.stations import station_rows
from devices.simulator import SimulatedGauge, SimulatedPort
from models.vocab import DeviceKind
from tests.desktop.pages import DesktopPage
from tests.ui.pages import scan_of
from tests.ui_devices.devices_page import DevicesPage
from ui.devices.connect_panel import ASSIGN, LISTEN, TRY

SignIn = Callable[[str], DesktopPage]


@pytest.fixture
def port() -> Iterator[SimulatedPort]:
    """A pseudo-terminal where a gauge can be."""
    with SimulatedPort() as made:
        yield made


def test_a_gauge_is_recognised_by_listening_and_bound_by_its_label(
    sign_in: SignIn, ground: Factory, port: SimulatedPort
) -> None:
    devices = DevicesPage(sign_in("engineer"))
    wizard = devices.screen.connect_panel
    devices.press("device.connect")
    devices.write("wizard.other", port.name)
    devices.press("wizard.other.take")
    assert wizard.port_card.row is not None
    assert wizard.port_card.row.name == port.name
    devices.press("wizard.next")
    assert wizard.step == LISTEN
    gauge = SimulatedGauge(port, "mitutoyo_ascii")
    devices.press("wizard.listen")
    devices.wait(lambda: port_is_read(gauge))
    devices.wait(lambda: not wizard.trial.listening.running, 20)
    assert wizard.hearing.model.rows[0].family == "mitutoyo_ascii"
    assert "12.345" in devices.said("hearing.said")
    assert any("01A" in text for text in devices.cells("live.bytes", 2))
    devices.press("wizard.next")
    assert wizard.step == TRY
    assert wizard.try_card.family == "mitutoyo_ascii"
    devices.press("wizard.open")
    devices.wait(lambda: "Port open" in devices.cells("live.events", 0))
    gauge.press("7.890")
    devices.wait(lambda: "Reading" in devices.cells("live.events", 0))
    assert "7.890" in devices.said("try.said")
    assert devices.unnamed() == []
    devices.press("wizard.next")
    assert wizard.step == ASSIGN
    devices.page.window.take_scan(scan_of("PP:G:G-015"))
    devices.page.settle()
    assert "G-015" in devices.said("assign.bound")
    devices.press("wizard.next")
    (device,) = ground.ask(station_rows)[0].devices
    assert (device.kind, device.port, device.driver, device.gauge_number) == (
        DeviceKind.GAUGE,
        port.name,
        "mitutoyo_ascii",
        "G-015",
    )
    assert devices.screen.tabs.current == "stations"
    devices.leave()


def port_is_read(gauge: SimulatedGauge) -> bool:
    """Press the data key; True when somebody took the bytes."""
    gauge.press("12.345")
    return True
