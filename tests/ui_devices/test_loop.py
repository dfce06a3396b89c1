"""The whole loop without hardware: simulated scanner and gauge at their ports, until readings stand in the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.device_hub import DeviceHub
from app.factory import Factory
from app.machine import change_machine
from app.production.device_setup import DeviceSetup
from app.production.stations import add_device, device_rows, remove_device
from devices.acquisition_plan import AcquisitionPlan
from devices.profile_values import plan_to_plain
from models.inspection import Reading
from models.vocab import DeviceKind
from tests.desktop.pages import DesktopPage
from tests.production.floor import Floor
from tests.ui_devices.devices_page import DevicesPage

SignIn = Callable[[str], DesktopPage]
SCANNER, GAUGE = "simulated://scanner-1", "simulated://sylvac-1"


@pytest.fixture
def floor(machine: Path, factory: Factory, floor: Floor) -> Floor:
    """A shop floor whose station has a simulated scanner and a simulated gauge that is asked."""
    assert machine.parent.is_dir()
    for row in factory.ask(device_rows):
        floor.do(remove_device, row.id, actor=floor.engineer)
    floor.do(add_device, floor.station_id, kind=DeviceKind.SCANNER, port=SCANNER, actor=floor.engineer)
    floor.do(
        add_device,
        floor.station_id,
        kind=DeviceKind.GAUGE,
        port=GAUGE,
        driver="sylvac",
        gauge_id=floor.gauge_id,
        setup=DeviceSetup(acquisition=plan_to_plain(AcquisitionPlan("request")), simulated=True),
        actor=floor.engineer,
    )
    change_machine(station="ST-1")
    return floor


def readings(factory: Factory) -> list[tuple[str, bytes]]:
    """Return what was measured so far: values and raw bytes."""
    return factory.ask(
        lambda session: [
            (str(row.value), row.raw) for row in session.scalars(select(Reading).order_by(Reading.id))
        ]
    )


def test_values_stand_in_the_record_after_scans_requests_and_a_pulled_plug(
    floor: Floor, factory: Factory, sign_in: SignIn
) -> None:
    page = sign_in("operator")
    ports = page.desktop.port_desk
    devices = DevicesPage(page)
    devices.wait(lambda: (ports.state(SCANNER).word, ports.state(GAUGE).word) == ("connected", "connected"))
    workplace = page.desktop.door.workplace
    assert workplace is not None
    hub = workplace.hub
    assert isinstance(hub, DeviceHub)
    job = hub.job(floor.station_id)
    page.go("station")
    for code in ("PP:B:B-OPERATOR", "PP:O:WO-2026-0001", "PP:L:261124-01"):
        ports.bench.send(SCANNER, code)
        devices.wait(lambda code=code: code.split(":")[-1] in armed(job))  # type: ignore[misc]
    view = job.view()
    wanted = view.next
    assert wanted is not None
    assert wanted.upper_limit is not None
    assert wanted.lower_limit is not None
    middle = str((wanted.upper_limit + wanted.lower_limit) / 2)
    ports.bench.send(GAUGE, middle)
    devices.wait(lambda: len(readings(factory)) == 1)
    ports.bench.plug(GAUGE, plugged=False)
    devices.wait(lambda: ports.state(GAUGE).word == "lost")
    ports.bench.plug(GAUGE, plugged=True)
    devices.wait(lambda: ports.state(GAUGE).word == "connected")
    ports.bench.show(GAUGE, middle)
    page.window.activateWindow()
    page.key(Qt.Key.Key_F7)
    devices.wait(lambda: len(readings(factory)) == 2)
    # The same value twice is two readings, each with the bytes that came.
    assert readings(factory) == [(middle, f"+{middle.rjust(7, '0')}\r".encode())] * 2
    page.go("home")


def armed(job: object) -> str:
    """Return what the station knows of person, order and lot."""
    view = job.view()  # type: ignore[attr-defined]
    return f"{'B-OPERATOR' if view.operator else ''} {view.order_number} {view.lot_number}"


def test_a_gauge_that_types_is_set_up_and_its_value_counts(
    floor: Floor, factory: Factory, sign_in: SignIn
) -> None:
    page = sign_in("engineer")
    devices = DevicesPage(page)
    devices.press("device.connect")
    devices.write("wizard.other", "DC1")
    devices.press("wizard.other.typing")
    assert "Gauge that types" in devices.cells("wizard.ports", 0)
    devices.press("wizard.next")
    wizard = devices.screen.connect_panel
    assert wizard.step == 2
    assert not wizard.try_card.open.isEnabled()
    devices.press("wizard.next")
    wizard.assign.take_label(b"PP:G:G-015", from_keyboard=False)
    devices.press("wizard.next")
    row = next(row for row in factory.ask(device_rows) if row.port == "wedge:DC1")
    assert (row.driver, row.gauge_number) == ("generic", "G-015")
    devices.leave()
    page.go("station")
    workplace = page.desktop.door.workplace
    assert workplace is not None
    assert workplace.hub is not None
    job = workplace.hub.job(floor.station_id)
    for code in ("PP:B:B-OPERATOR", "PP:O:WO-2026-0001", "PP:L:261124-01"):
        page.keyed_scan(code)
        devices.wait(lambda code=code: code.split(":")[-1] in armed(job))  # type: ignore[misc]
    page.keyed_scan("DC140.020")
    devices.wait(lambda: len(readings(factory)) == 1)
    assert readings(factory) == [("40.020", b"DC140.020")]
    page.go("home")
    # By device, not by what the window shows: the value is the station's, and no code of the office.
    page.keyed_scan("DC140.030")
    devices.wait(lambda: len(readings(factory)) == 2)
    assert readings(factory)[1] == ("40.030", b"DC140.030")
    assert page.toasts == []
    page.keyed_scan("40.040")
    assert page.toasts == ["Nothing here has the code 40.040."]
    assert len(readings(factory)) == 2
