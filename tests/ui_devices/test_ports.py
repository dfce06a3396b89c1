"""Ports by what they are: words for people, devices known again under another name, and the name a station keeps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.factory import Factory
from app.gauges.queries import gauge_rows
from app.production.device_setup import DeviceSetup
from app.production.stations import add_device, station_rows
from app.settings import read_settings
from app.unit_of_work import SYSTEM
from devices.acquisition_plan import AcquisitionPlan
from devices.driver import PortSettings
from devices.listening import FINDINGS, Finding
from devices.transport.ports import PortIdentity
from models.vocab import DeviceKind
from tests.desktop.pages import DesktopPage
from tests.ui_devices.devices_page import DevicesPage
from ui.devices.port_words import finding_words, line_words, port_words, usb_words
from ui.i18n import Texts
from ui.settings.today import plant_day

SignIn = Callable[[str], DesktopPage]
OLD = PortIdentity("COM5", 0x0403, 0x6001, "A50285BI", "1-2", "USB Serial Port (COM5)")
NEW = PortIdentity("COM5", 0x1A86, 0x7523, None, "1-4", "USB-SERIAL CH340 (COM5)")


@pytest.mark.parametrize(
    ("port", "words", "numbers"),
    [
        (PortIdentity("COM3", 0x0FE7, 0x4001, "123"), "Mitutoyo USB-ITN", "0FE7:4001 123"),
        (NEW, "CH340", "1A86:7523 @1-4"),
        (PortIdentity("COM9", 0x1234, 0x1, None, None, "Gauge cable"), "Gauge cable", "1234:0001"),
        (PortIdentity("/dev/ttyS0", description="n/a"), "Port of this PC", ""),
    ],
)
def test_a_port_is_named_by_what_it_is(port: PortIdentity, words: str, numbers: str) -> None:
    assert words in Texts("en").show(port_words(port))
    assert usb_words(port) == numbers


@pytest.mark.parametrize("code", sorted(FINDINGS))
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_finding_says_what_to_do(code: str, language: str) -> None:
    finding = Finding(code, None, "E" if code == "wrong_parity" else "")
    said = Texts(language).show(finding_words(finding))
    assert said != code
    assert len(said) > 20
    assert "{" not in said


def test_line_settings_are_written_as_in_manuals() -> None:
    assert line_words(PortSettings(4800, 7, "E", 2)) == "4800 7E2"
    assert line_words(PortSettings(9600, 8, "N", 1.5)) == "9600 8N1.5"


def test_a_device_is_known_again_under_another_name_and_its_old_name_can_be_anothers(
    sign_in: SignIn, ground: Factory
) -> None:
    station = ground.ask(station_rows)[0]
    day = plant_day(ground.ask(read_settings))
    first, second = ground.ask(gauge_rows, day=day)
    ground.perform(
        add_device,
        station.id,
        kind=DeviceKind.GAUGE,
        port="COM5",
        driver="sylvac",
        gauge_id=first.id,
        setup=DeviceSetup(OLD),
        actor=SYSTEM,
    )
    devices = DevicesPage(sign_in("engineer"))
    devices.screen.connect_device()
    devices.page.settle()
    wizard = devices.screen.connect_panel
    card = wizard.port_card
    card.set_devices(ground.ask(station_rows)[0].devices)
    card._put([NEW, PortIdentity("COM7", 0x0403, 0x6001, "A50285BI", "1-3")])
    by_name = {row.name: row for row in card.model.rows}
    assert by_name["COM5"].device is None
    assert by_name["COM7"].device is not None
    card.table.choose("COM5")
    wizard.try_card.put("sylvac", None)
    wizard.show_step(3)
    wizard.assign.form.set_values({"gauge": str(second.id)})
    devices.press("wizard.next")
    ports = {device.port: device.setup.identity for device in ground.ask(station_rows)[0].devices}
    assert ports == {"COM5": OLD, "COM5 1A86:7523 @1-4": NEW}
    devices.leave()


@pytest.mark.parametrize(
    ("plugged", "chosen"),
    [
        ([], "COM5"),
        ([NEW], "COM5 0403:6001 A50285BI"),
        ([NEW, PortIdentity("COM7", 0x0403, 0x6001, "A50285BI", "1-3")], "COM7"),
    ],
)
def test_a_device_that_is_set_up_again_stays_known_wherever_it_is(
    sign_in: SignIn, ground: Factory, plugged: list[PortIdentity], chosen: str
) -> None:
    station = ground.ask(station_rows)[0]
    gauge = ground.ask(gauge_rows, day=plant_day(ground.ask(read_settings)))[0]
    ground.perform(
        add_device,
        station.id,
        kind=DeviceKind.GAUGE,
        port="COM5",
        driver="sylvac",
        gauge_id=gauge.id,
        setup=DeviceSetup(OLD),
        actor=SYSTEM,
    )
    devices = DevicesPage(sign_in("engineer"))
    devices.screen.connect_device()
    devices.page.settle()
    wizard = devices.screen.connect_panel
    wizard.port_card._put(plugged)
    wizard.edit(ground.ask(station_rows)[0].devices[0])
    wizard.port_card._put(plugged)
    row = wizard.port_card.row
    assert row is not None
    assert (row.name, row.identity.is_same_device(OLD)) == (chosen, True)
    wizard.show_step(3)
    wizard.assign.acquisition.put(AcquisitionPlan("request"))
    devices.press("wizard.next")
    (device,) = ground.ask(station_rows)[0].devices
    assert (device.port, device.setup.acquisition["mode"]) == ("COM5", "request")
    assert device.setup.identity is not None
    assert device.setup.identity.is_same_device(OLD)
    devices.leave()
