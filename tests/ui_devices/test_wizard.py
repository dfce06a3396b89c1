"""The wizard with gauges at pseudo-terminals: from bytes to a bound device, and what it says where nothing fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.desktop.settle import NeverSettledError
from app.factory import Factory
from app.gauges.queries import gauge_rows
from app.machine import change_machine
from app.production.device_setup import DeviceSetup
from app.production.stations import add_device, station_rows
from app.unit_of_work import SYSTEM
from devices.acquisition_plan import AcquisitionPlan
from devices.driver import PortSettings
from devices.simulated_line import as_read
from devices.simulator import SimulatedGauge, SimulatedPort
from devices.transport.line import close_line, open_line
from devices.wedge_gauge import wedge_port
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
    # Pressed before the port is open, a value is lost; a person then presses once more.
    for _press in range(20):
        gauge.press("12.345")
        with suppress(NeverSettledError):
            devices.wait(lambda: not wizard.trial.listening.running, 1)
            break
    assert not wizard.trial.listening.running
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


def test_wrong_parity_is_told_and_read_as_it_is(
    sign_in: SignIn, ground: Factory, port: SimulatedPort
) -> None:
    devices = DevicesPage(sign_in("engineer"))
    wizard = devices.screen.connect_panel
    assert ground.ask(station_rows)
    devices.screen.connect_device(port.name)
    devices.page.settle()
    devices.press("wizard.next")
    devices.press("wizard.listen")
    devices.wait(lambda: wizard.hearing.button.text() == "Stop listening")
    sent = PortSettings(4800, 7, "E", 2)
    for _time in range(4):
        port.write(as_read(b"+0012.34\r", sent, PortSettings(4800, 8, "N", 1)))
    devices.wait(lambda: not wizard.trial.listening.running, 30)
    assert "wrong_parity" in wizard.hearing.findings
    devices.wait(lambda: any("wrong parity" in text for text in labels(devices)))
    assert wizard.hearing.model.rows[0].settings.parity == "E"
    devices.leave()


def test_a_silent_port_is_told_and_listening_can_be_stopped(
    sign_in: SignIn, ground: Factory, port: SimulatedPort
) -> None:
    assert ground.ask(station_rows)
    devices = DevicesPage(sign_in("engineer"))
    wizard = devices.screen.connect_panel
    devices.screen.connect_device(port.name)
    devices.page.settle()
    devices.press("wizard.next")
    devices.press("wizard.listen")
    devices.press("wizard.listen")
    devices.wait(lambda: not wizard.trial.listening.running)
    assert wizard.hearing.findings == ["silent"]
    devices.wait(lambda: any("switched on" in text for text in labels(devices)))
    port.unplug()
    devices.press("wizard.listen")
    devices.wait(lambda: not wizard.trial.listening.running)
    assert wizard.hearing.findings == ["missing"]
    devices.leave()


def test_a_port_that_another_program_holds_is_told(
    sign_in: SignIn, ground: Factory, port: SimulatedPort
) -> None:
    assert ground.ask(station_rows)
    devices = DevicesPage(sign_in("engineer"))
    wizard = devices.screen.connect_panel
    held = open_line(port.name, PortSettings(), 0.1)
    devices.screen.connect_device(port.name)
    devices.page.settle()
    devices.press("wizard.next")
    devices.press("wizard.listen")
    devices.wait(lambda: not wizard.trial.listening.running)
    assert wizard.hearing.findings == ["held"]
    devices.wait(lambda: any("Another program" in text for text in labels(devices)))
    close_line(held)
    devices.leave()


def test_the_wizard_goes_by_keys_alone(sign_in: SignIn, ground: Factory, port: SimulatedPort) -> None:
    page = sign_in("engineer")
    devices = DevicesPage(page)
    wizard = devices.screen.connect_panel
    devices.screen.connect_device(port.name)
    page.settle()
    reached: list[str] = []
    wizard.port_card.table.setFocus()
    page.key(Qt.Key.Key_Return)
    page.settle()
    assert wizard.step == LISTEN
    for step in (LISTEN, TRY, ASSIGN):
        assert wizard.step == step
        for _key in range(40):
            focus = page.window.focusWidget()
            reached.append(focus.objectName() if focus is not None else "")
            if reached[-1] == "wizard.next":
                break
            page.key(Qt.Key.Key_Tab)
            page.settle()
        assert reached[-1] == "wizard.next"
        if step != ASSIGN:
            page.key(Qt.Key.Key_Space)
            # Held a moment: it might have been the first sign of a scan.
            devices.wait(lambda step=step: wizard.step > step)  # type: ignore[misc]
    assert {"wizard.listen", "wizard.open", "wizard.ask", "field.driver", "field.gauge"} <= set(reached)
    assert ground.ask(station_rows)[0].devices == ()
    devices.leave()


def test_a_device_of_the_station_is_set_up_again_and_read_on(
    machine: Path, sign_in: SignIn, ground: Factory, port: SimulatedPort
) -> None:
    assert machine.parent.is_dir()
    station = ground.ask(station_rows)[0]
    gauge = ground.ask(gauge_rows, day=date(2026, 11, 24))[0]
    ground.perform(
        add_device,
        station.id,
        kind=DeviceKind.GAUGE,
        port=port.name,
        driver="mitutoyo_ascii",
        gauge_id=gauge.id,
        actor=SYSTEM,
    )
    change_machine(station="ST-01")
    page = sign_in("engineer")
    ports = page.desktop.port_desk
    devices = DevicesPage(page)
    devices.wait(lambda: "connected" in devices.cells("devices", 5))
    SimulatedGauge(port, "mitutoyo_ascii").press("1.230")
    devices.wait(lambda: "Reading" in devices.cells("live.events", 0))
    devices.press("device.setup")
    wizard = devices.screen.connect_panel
    assert (wizard.step, wizard.try_card.family) == (TRY, "mitutoyo_ascii")
    wizard.try_card.put("starrett_cdi", None)
    devices.press("wizard.open")
    devices.wait(lambda: "Port open" in devices.cells("live.events", 0))
    assert ports.state(port.name).word == "lent"
    SimulatedGauge(port, "starrett_cdi").press("2.5")
    devices.wait(lambda: "Reading" in devices.cells("live.events", 0))
    devices.press("wizard.next")
    devices.press("wizard.next")
    (device,) = ground.ask(station_rows)[0].devices
    assert (device.driver, device.gauge_number) == ("starrett_cdi", gauge.number)
    devices.wait(lambda: ports.state(port.name).word == "connected")
    SimulatedGauge(port, "starrett_cdi").press("3.5")
    devices.wait(lambda: any("3.5" in text for text in devices.cells("live.events", 1)))
    devices.leave()


@pytest.mark.parametrize("typed", [False, True])
def test_a_device_whose_set_up_cannot_work_is_told_as_it_is(
    machine: Path, sign_in: SignIn, ground: Factory, port: SimulatedPort, typed: bool
) -> None:
    assert machine.parent.is_dir()
    gauge = ground.ask(gauge_rows, day=date(2026, 11, 24))[0]
    name = wedge_port("A") if typed else port.name
    ground.perform(
        add_device,
        ground.ask(station_rows)[0].id,
        kind=DeviceKind.GAUGE,
        port=name,
        driver="mitutoyo_ascii",
        gauge_id=gauge.id,
        setup=DeviceSetup(acquisition={"mode": "by telepathy"}),
        actor=SYSTEM,
    )
    change_machine(station="ST-01")
    page = sign_in("engineer")
    ports = page.desktop.port_desk
    devices = DevicesPage(page)
    devices.wait(lambda: ports.state(name).word == "flawed")
    assert devices.cells("devices", 5) == ["set-up broken"]
    for said in (devices.said("device.trouble"), page.window.banner.label.text()):
        assert "set-up cannot work" in said
        assert "et it up again" in said or "Set up" in said
        assert "by itself" not in said
    devices.press("device.setup")
    wizard = devices.screen.connect_panel
    assert wizard.try_card.family == "mitutoyo_ascii"
    devices.leave()


def test_several_channels_are_bound_in_one_pass(
    sign_in: SignIn, ground: Factory, port: SimulatedPort
) -> None:
    devices = DevicesPage(sign_in("engineer"))
    wizard = devices.screen.connect_panel
    devices.screen.connect_device(port.name)
    devices.page.settle()
    wizard.try_card.put("mitutoyo_ascii", None)
    wizard.show_step(TRY)
    devices.press("wizard.open")
    devices.wait(lambda: "Port open" in devices.cells("live.events", 0))
    port.write(b"02A+0002.220\r01A+0001.110\r03A+0003.330\r")
    devices.wait(lambda: devices.cells("live.events", 0).count("Reading") == 3)
    devices.press("wizard.next")
    channels = [each.channel for each in wizard.assign.channels()]
    assert channels == ["1", "2", "3"]
    devices.page.window.take_scan(scan_of("PP:G:G-014"))
    devices.page.window.take_scan(scan_of("PP:G:G-015"))
    devices.page.settle()
    assert "channel 2 is gauge G-015" in devices.said("assign.bound")
    devices.page.window.take_scan(scan_of("PP:G:G-015"))
    devices.page.settle()
    assert "chosen already" in devices.said("assign.bound")
    devices.press("wizard.next")
    assert "Choose a gauge" in devices.said("channel.wrong")
    assert ground.ask(station_rows)[0].devices == ()
    assert devices.unnamed() == []
    # Three channels and a way with many fields: nothing is pressed flat, the page scrolls.
    wizard.assign.acquisition.put(AcquisitionPlan("request", foot_switch="cts"))
    devices.page.settle()
    rows_shown = [row for row in wizard.assign.acquisition.form.rows.values() if row.isVisible()]
    assert len(rows_shown) >= 6
    assert all(row.height() >= row.minimumSizeHint().height() for row in rows_shown)
    wizard.assign.acquisition.put(AcquisitionPlan())
    devices.press("channel.3.away")
    devices.press("wizard.next")
    rows = ground.ask(station_rows)[0].devices
    assert [(row.port, row.channel, row.gauge_number) for row in rows] == [
        (port.name, "1", "G-014"),
        (port.name, "2", "G-015"),
    ]
    devices.leave()


def labels(devices: DevicesPage) -> list[str]:
    """Return what the labels of the wizard say."""
    return [label.text() for label in devices.screen.connect_panel.findChildren(QLabel) if label.isVisible()]
