"""The loop without hardware: a simulated gauge added, connected and sending; recorded, and played again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.desktop.settle import wait_until
from app.device_hub import DeviceHub
from app.factory import Factory
from app.gauges.queries import gauge_rows
from app.inspection.station_notice import StationNotice
from app.machine import change_machine
from app.production.device_setup import DeviceSetup
from app.production.stations import add_device, station_rows
from app.settings import read_settings
from devices.acquisition_plan import AcquisitionPlan
from devices.profiles import GaugeProfile, write_profile
from devices.registry import driver as fresh_driver
from devices.transport.clock import system_now
from devices.transport.recording import RecordingHead, TrafficRecorder, entries, read_head
from models.vocab import DeviceKind, Role
from tests.crew import Crew
from tests.desktop.pages import DesktopPage
from tests.ui_devices.devices_page import DevicesPage
from ui.devices.connect_panel import ASSIGN
from ui.devices.replay_differences import compare
from ui.settings.today import plant_day

SignIn = Callable[[str], DesktopPage]


def at_station(factory: Factory, crew: Crew) -> None:
    """Let this PC stand at the station."""
    station = factory.ask(station_rows)[0]
    change_machine(station=station.code)
    assert crew.actors


def hub_of(page: DesktopPage) -> DeviceHub:
    """Return the hub of this PC's station."""
    workplace = page.desktop.door.workplace
    assert workplace is not None
    assert workplace.hub is not None
    return workplace.hub


def test_a_simulated_gauge_goes_from_the_simulator_to_the_station(
    machine: Path, ground: Factory, crew: Crew, sign_in: SignIn
) -> None:
    assert machine.parent.is_dir()
    at_station(ground, crew)
    page = sign_in("engineer")
    notices: list[StationNotice] = []
    hub_of(page).listen(notices.append)
    devices = DevicesPage(page)
    devices.tab("simulator")
    devices.screen.simulator.family.set_value("sylvac")
    devices.press("simulator.add")
    devices.press("simulator.connect")
    wizard = devices.screen.connect_panel
    assert wizard.port_card.row is not None
    assert wizard.port_card.row.name == "simulated://sylvac-1"
    for _step in range(2):
        devices.press("wizard.next")
    wizard.try_card.put("sylvac", None)
    devices.press("wizard.open")
    devices.wait(lambda: "Port open" in devices.cells("live.events", 0))
    devices.press("wizard.ask")
    devices.wait(lambda: "Reading" in devices.cells("live.events", 0))
    devices.press("wizard.next")
    assert wizard.step == ASSIGN
    wizard.assign.take_label(b"PP:G:G-014", from_keyboard=False)
    devices.press("wizard.next")
    (device,) = ground.ask(station_rows)[0].devices
    assert (device.port, device.setup.simulated) == ("simulated://sylvac-1", True)
    ports = page.desktop.port_desk
    devices.wait(lambda: ports.state(device.port).word == "connected")
    devices.tab("simulator")
    devices.screen.simulator.value.setText("7.10")
    devices.press("simulator.send")
    devices.wait(lambda: "reading_unused" in [notice.code for notice in notices])
    # Nobody is signed in at the station: the value is told and kept, not counted.
    assert (notices[-1].values["value"], notices[-1].values["port"]) == ("7.10", device.port)
    assert "+0007.10<CR>" in devices.said("simulator.sent")
    assert devices.unnamed() == []
    devices.press("simulator.plug")
    devices.wait(lambda: ports.state(device.port).word == "lost")
    devices.wait(lambda: page.window.banner.isVisible())
    assert "sylvac-1" in page.window.banner.label.text()
    devices.press("simulator.plug")
    devices.wait(lambda: ports.state(device.port).word == "connected")
    devices.wait(lambda: not page.window.banner.isVisible())
    devices.leave()


def test_several_channels_at_once_are_tried_without_hardware(
    machine: Path, ground: Factory, sign_in: SignIn
) -> None:
    assert machine.parent.is_dir()
    change_machine(station="ST-01")
    page = sign_in("engineer")
    devices = DevicesPage(page)
    devices.tab("simulator")
    panel = devices.screen.simulator
    panel.family.set_value("mux2_4_mw")
    devices.press("simulator.add")
    assert "Several channels" in panel.form.rows["value"].below.text()
    panel.value.setText("12.345 3.20")
    devices.press("simulator.connect")
    wizard = devices.screen.connect_panel
    for _step in range(2):
        devices.press("wizard.next")
    wizard.try_card.put("mux2_4_mw", None)
    devices.press("wizard.open")
    devices.wait(lambda: "Port open" in devices.cells("live.events", 0))
    devices.press("wizard.ask")
    devices.wait(lambda: devices.cells("live.events", 0).count("Reading") == 2)
    devices.press("wizard.next")
    assert [each.channel for each in wizard.assign.channels()] == ["1", "2"]
    for number in ("G-014", "G-015"):
        wizard.assign.take_label(f"PP:G:{number}".encode(), from_keyboard=False)
    devices.press("wizard.next")
    rows = ground.ask(station_rows)[0].devices
    assert [(row.channel, row.gauge_number) for row in rows] == [("1", "G-014"), ("2", "G-015")]
    devices.leave()


def test_a_wrong_value_is_said_and_nothing_is_sent(sign_in: SignIn, ground: Factory) -> None:
    assert ground.ask(station_rows)
    devices = DevicesPage(sign_in("engineer"))
    devices.tab("simulator")
    devices.press("simulator.add")
    devices.screen.simulator.value.setText("twelve")
    devices.press("simulator.send")
    assert "must be a number" in devices.said("simulator.said")
    devices.press("simulator.remove")
    assert devices.screen.ports.bench.rows() == ()
    devices.leave()


def test_traffic_is_recorded_beside_the_station_and_played_again(
    machine: Path, ground: Factory, crew: Crew, sign_in: SignIn, tmp_path: Path
) -> None:
    assert machine.parent.is_dir()
    at_station(ground, crew)
    engineer = crew.actor(Role.ENGINEER)
    station = ground.ask(station_rows)[0]
    ground.perform(
        add_device, station.id, kind=DeviceKind.SCANNER, port="simulated://scanner-1", actor=engineer
    )
    page = sign_in("engineer")
    ports = page.desktop.port_desk
    devices = DevicesPage(page)
    devices.wait(lambda: ports.state("simulated://scanner-1").word == "connected")
    devices.tab("recordings")
    panel = devices.screen.recordings
    file = tmp_path / "녹화.traffic.jsonl"
    panel.ask_save = lambda _parent, _title, _name: str(file)
    panel.ask_open = lambda _parent, _title: str(file)
    devices.press("record.start")
    ports.bench.send("simulated://scanner-1", "PP:C:NEXT")
    devices.wait(lambda: "Scan" in devices.cells("live.events", 0))
    devices.press("record.start")
    assert str(file) in devices.said("record.said")
    broken = tmp_path / "broken.traffic.jsonl"
    panel.ask_save = lambda _parent, _title, _name: str(broken)
    devices.press("record.start")
    recorder = panel._traffic._recorder if panel._traffic is not None else None
    assert recorder is not None
    recorder.failed = OSError(28, "No space left on device")
    devices.press("record.start")
    assert "broke off, and ends there: No space left on device" in devices.said("record.said")
    assert read_head(file).driver == "scanner"
    assert b"".join(entry.data for entry in entries(file)) == b"PP:C:NEXT\r"
    devices.press("play.open")
    wait_until(lambda: "1 event" in panel.said.text())
    assert devices.cells("live.events", 1) == ["PP:C:NEXT<CR>"]
    assert panel.family.value() == "scanner"
    file.write_text("no recording", encoding="ascii")
    devices.press("play.open")
    assert "no recording of device traffic" in devices.said("play.said")
    devices.leave()


def played_at_its_own_pace(devices: DevicesPage) -> None:
    """Play the opened recording and wait for its end."""
    panel = devices.screen.recordings
    panel.live.clear()
    devices.press("play.pace")
    devices.wait(lambda: "to its end" in panel.said.text())
    assert devices.cells("live.events", 1) == ["1.250 mm"]
    assert b"".join(row.data for row in panel.live.byte_model.rows) == b"+12.50\r\n"


def live_read_otherwise(file: Path) -> None:
    """Let the recording say that a driver of then read another value."""
    text = file.read_text(encoding="ascii")
    assert text.count('"1.250"') == 1
    file.write_text(text.replace('"1.250"', '"1.20"'), encoding="ascii")


@pytest.mark.parametrize(
    ("profile", "events", "hindrance", "places"),
    [
        ("", [], "no_events", []),
        ("", ["1.5", "2.5"], "", []),
        ("", ["1.5", "2.5", "9.9"], "", [2]),
        ("", ["1.50", "2.5"], "", [0]),
        ("request", ["1.5"], "taken", []),
        ("no profile at all", ["1.5"], "", [1]),
    ],
)
def test_a_recording_is_compared_only_where_bytes_alone_tell_what_was_read(
    tmp_path: Path, profile: str, events: list[str], hindrance: str, places: list[int]
) -> None:
    if profile == "request":
        plan = AcquisitionPlan("request")
        profile = write_profile(GaugeProfile("x", "sylvac", acquisition=plan)).decode("utf-8")
    file, start = tmp_path / "r.traffic.jsonl", system_now()
    recorder = TrafficRecorder(file, start, RecordingHead(start.at, driver="sylvac", profile=profile))
    recorder.write(b"+00001.5\r+00002.5\r", start)
    for value in events:
        (event,) = fresh_driver("sylvac").feed(f"+{value}\r".encode(), start)
        recorder.note(event, start)
    recorder.close()
    comparison = compare(file, fresh_driver("sylvac"), profile)
    assert (comparison.hindrance, [each.place for each in comparison.found]) == (hindrance, places)


def test_a_recording_of_a_described_gauge_carries_its_description(
    machine: Path, ground: Factory, crew: Crew, sign_in: SignIn, tmp_path: Path
) -> None:
    assert machine.parent.is_dir()
    at_station(ground, crew)
    engineer = crew.actor(Role.ENGINEER)
    station, port = ground.ask(station_rows)[0], "simulated://generic-1"
    gauge = ground.ask(gauge_rows, day=plant_day(ground.ask(read_settings)))[0]
    setup = DeviceSetup(profile={"template": {"scale": "0.1", "unit": "mm"}}, simulated=True)
    ground.perform(
        add_device,
        station.id,
        kind=DeviceKind.GAUGE,
        port=port,
        driver="generic",
        gauge_id=gauge.id,
        setup=setup,
        actor=engineer,
    )
    page = sign_in("engineer")
    ports = page.desktop.port_desk
    devices = DevicesPage(page)
    devices.wait(lambda: ports.state(port).word == "connected")
    devices.tab("recordings")
    panel = devices.screen.recordings
    file = tmp_path / "own.traffic.jsonl"
    panel.ask_save = lambda _parent, _title, _name: str(file)
    panel.ask_open = lambda _parent, _title: str(file)
    devices.press("record.start")
    ports.bench.send(port, "12.50")
    devices.wait(lambda: "Reading" in devices.cells("live.events", 0))
    devices.press("record.start")
    # Another PC knows nothing of the station; the file says how its bytes are read.
    devices.press("play.open")
    wait_until(lambda: "1 event" in panel.said.text())
    assert devices.cells("live.events", 1) == ["1.250 mm"]
    assert "as it was read live" in devices.said("play.compared")
    assert not panel.differences.table.isVisible()
    played_at_its_own_pace(devices)
    live_read_otherwise(file)
    devices.press("play.open")
    wait_until(lambda: "1 event is read otherwise" in devices.said("play.compared"))
    assert devices.cells("play.differences", 1) == ["Reading: 1.20 mm"]
    assert devices.cells("play.differences", 2) == ["Reading: 1.250 mm"]
    assert devices.unnamed() == []
    panel.family.set_value("cas_10")
    panel._play()
    page.settle()
    assert devices.cells("live.events", 1) != ["1.250 mm"]
    devices.leave()


def test_a_gauge_that_streams_gives_a_steady_value_and_a_scanner_sends_control_characters(
    machine: Path, ground: Factory, crew: Crew, sign_in: SignIn
) -> None:
    assert machine.parent.is_dir()
    at_station(ground, crew)
    engineer = crew.actor(Role.ENGINEER)
    station, gauge_port, scanner_port = (
        ground.ask(station_rows)[0], "simulated://inspec_711-1", "simulated://scanner-1",
    )  # fmt: skip
    gauge = ground.ask(gauge_rows, day=plant_day(ground.ask(read_settings)))[0]
    setup = DeviceSetup(acquisition={"mode": "stable", "stable_seconds": "0.5"}, simulated=True)
    for port, kind, driver, number in (
        (gauge_port, DeviceKind.GAUGE, "inspec_711", gauge.id),
        (scanner_port, DeviceKind.SCANNER, "", None),
    ):
        ground.perform(
            add_device,
            station.id,
            kind=kind,
            port=port,
            driver=driver,
            gauge_id=number,
            setup=setup if number else DeviceSetup(simulated=True),
            actor=engineer,
        )
    page = sign_in("engineer")
    ports = page.desktop.port_desk
    notices: list[StationNotice] = []
    hub_of(page).listen(notices.append)
    devices = DevicesPage(page)
    devices.wait(lambda: {ports.state(each).word for each in (gauge_port, scanner_port)} == {"connected"})
    devices.tab("simulator")
    panel = devices.screen.simulator
    panel.table.choose(gauge_port)
    devices.write("field.value", "7.250")
    devices.press("simulator.stream")
    # One value out of many frames, and no second one while it stays.
    devices.wait(lambda: [n.values.get("value") for n in notices if "value" in n.values] == ["7.250"])
    devices.write("field.value", "9.000")
    devices.wait(
        lambda: [n.values.get("value") for n in notices if "value" in n.values] == ["7.250", "9.000"]
    )
    assert panel.stream.isChecked()
    devices.press("simulator.stream")
    assert not panel.bench.rows()[0].streaming
    panel.table.choose(scanner_port)
    assert panel.stream.isHidden()
    devices.write("field.value", "[)><RS>06<GS>P1<GS>Q5<RS><EOT>")
    traffic = ports.traffic(scanner_port)
    assert traffic is not None
    devices.press("simulator.send")
    devices.wait(lambda: traffic.last_bytes() == b"[)>\x1e06\x1dP1\x1dQ5\x1e\x04\r")
    panel.table.choose(gauge_port)
    assert panel.value.value() == "9.000"
    devices.leave()
