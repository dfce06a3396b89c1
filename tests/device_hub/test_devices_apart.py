"""Devices at one PC do not mix: gauges and scanners on real ports, gauges that type, set-ups that make readers."""

from __future__ import annotations

import queue
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.device_hub import DeviceHub
from app.device_readers import profile_of, stream_reader
from app.errors import PartproofError
from app.inspection.station_notice import StationNotice, notice_text
from app.inspection.station_view import Step
from app.jobs import WriterThread
from app.production.device_setup import DeviceSetup
from app.production.lots import create_lot
from app.production.queries import lot_rows
from app.production.stations import add_device, add_station, change_device
from app.settings import change_setting
from app.texts import LANGUAGES, Language
from devices.acquisition import AcquiringReader, AcquisitionPlan
from devices.acquisition_asking import trouble
from devices.driver import PortSettings
from devices.events import Facts, GaugeTrouble, Now, ScanReceived
from devices.registry import driver
from devices.simulator import SimulatedGauge, SimulatedPort, SimulatedScanner
from devices.transport.clock import system_now
from devices.transport.recording import TrafficRecorder
from devices.transport.replay import ReplayPlayer
from devices.transport.serial_port import SerialReader
from devices.wedge_gauge import wedge_port
from models.inspection import Reading
from models.vocab import DeviceKind, Role
from tests.beginnings import SteppingClock
from tests.crew import Crew
from tests.device_hub.desk import Desk, make_desk
from tests.guards import ANSWER
from tests.production.floor import GAUGE_PORT, Floor


class Shop:
    """Two stations at one PC, each with a gauge and a scanner on ports of their own."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.stations = (
            floor.station_id,
            floor.do(add_station, code="ST-2", name="가공 2", actor=floor.engineer),
        )
        self.lots = ("261124-01", self._second_lot())
        self.gauges = [SimulatedPort() for _ in self.stations]
        self.scanners = [SimulatedPort() for _ in self.stations]
        for place, station in enumerate(self.stations):
            gauge_id = (floor.gauge_id, floor.spare_gauge_id)[place]
            floor.do(
                add_device,
                station,
                kind=DeviceKind.GAUGE,
                port=self.gauges[place].name,
                driver="mitutoyo_ascii",
                gauge_id=gauge_id,
                actor=floor.engineer,
            )
            floor.do(
                add_device,
                station,
                kind=DeviceKind.SCANNER,
                port=self.scanners[place].name,
                actor=floor.engineer,
            )
        self.writer = WriterThread()
        self.hub = DeviceHub(floor.factory, self.stations, self.writer)
        self.heard: queue.SimpleQueue[StationNotice] = queue.SimpleQueue()
        self.found: queue.SimpleQueue[StationNotice] = queue.SimpleQueue()
        self.hub.listen(self._hear)
        self.taken: dict[str, queue.SimpleQueue[bytes]] = {}
        self.readers = [self._reader(port.name) for port in (*self.gauges, *self.scanners)]

    def _second_lot(self) -> str:
        lot = self.floor.do(
            create_lot,
            part_id=self.floor.part_id,
            quantity=Decimal(50),
            order_id=self.floor.order_id,
            heat_number="H-7789",
            actor=self.floor.engineer,
        )
        return next(row.number for row in self.floor.factory.ask(lot_rows) if row.id == lot)

    def _reader(self, port: str) -> SerialReader:
        rows = [row for row in self.hub.devices if row.port == port]
        understands = stream_reader(rows)
        assert understands is not None
        taken = self.taken.setdefault(port, queue.SimpleQueue())
        return SerialReader(
            port, understands, self.hub.deliverer(port), on_bytes=lambda data, _now: taken.put(data)
        )

    def _hear(self, notice: StationNotice) -> None:
        (self.found if notice.code == "port_found" else self.heard).put(notice)

    def step(self, station: int) -> Step:
        return self.hub.job(station).view().step

    def close(self) -> None:
        for reader in self.readers:
            reader.stop()
        for port in (*self.gauges, *self.scanners):
            port.close()
        self.writer.close()


@pytest.fixture
def shop(floor: Floor) -> Iterator[Shop]:
    made = Shop(floor)
    for reader in made.readers:
        reader.start()
    for _ in made.readers:
        made.found.get(timeout=ANSWER)
    yield made
    made.close()


def _wait_for(shop: Shop, count: int) -> list[StationNotice]:
    return [shop.heard.get(timeout=ANSWER) for _ in range(count)]


def test_two_gauges_and_two_scanners_do_not_mix(shop: Shop) -> None:
    """Both stations work at the same time, each on its own lot; every value stands where its own gauge sent it."""
    scanners = [SimulatedScanner(port) for port in shop.scanners]
    for codes in (
        ("PP:B:B-OPERATOR",) * 2,
        ("PP:O:WO-2026-0001",) * 2,
        tuple(f"PP:L:{lot}" for lot in shop.lots),
    ):
        for scanner, code in zip(scanners, codes, strict=True):
            scanner.scan(code)
        _wait_for(shop, 2)
    assert [shop.step(station) for station in shop.stations] == [Step.MEASURE] * 2
    gauges = [SimulatedGauge(port, "mitutoyo_ascii") for port in shop.gauges]
    values = (("40.010", "40.020", "0.011"), ("40.030", "40.040", "0.012"))
    threads = [
        threading.Thread(target=lambda gauge=gauge, sent=sent: [gauge.press(value) for value in sent])
        for gauge, sent in zip(gauges, values, strict=True)
    ]
    for thread in threads:
        thread.start()
    notices = _wait_for(shop, 6)
    for thread in threads:
        thread.join()
    for place, station in enumerate(shop.stations):
        own = [each for each in notices if each.view.lot_number == shop.lots[place]]
        assert [each.values["value"] for each in own] == list(values[place])
        assert {each.code for each in own} == {"reading_ok"}
        assert shop.hub.job(station).view().done == 3


def test_a_scanner_that_belongs_to_nobody_commands_nothing(shop: Shop) -> None:
    scan = ScanReceived(
        uuid.uuid4(), b"PP:B:B-OPERATOR\r", "PP:B:B-OPERATOR", shop.floor.factory.clock(), 1.0, "x"
    )
    notice = shop.hub.receive(scan, port="COM77").result(20)
    assert (notice.code, notice.values["port"]) == ("unknown_device", "COM77")
    assert shop.step(shop.stations[0]) is Step.BADGE


@pytest.fixture
def desk(floor: Floor, clock: SteppingClock) -> Iterator[Desk]:
    for prefix, gauge in (("M1", floor.gauge_id), ("M12", floor.spare_gauge_id)):
        floor.do(
            add_device,
            floor.station_id,
            kind=DeviceKind.GAUGE,
            port=wedge_port(prefix),
            driver="generic",
            gauge_id=gauge,
            setup=DeviceSetup(profile={"template": {"unit": "mm"}}),
            actor=floor.engineer,
        )
    made = make_desk(floor, clock)
    yield made
    made.writer.close()


def _type(desk: Desk, text: str) -> StationNotice:
    event = replace(desk.scanned(text), source="keyboard", raw=text.encode())
    return desk.hub.scan(desk.floor.station_id, event).result(20)


def test_a_typing_gauge_is_told_from_the_keyboard_scanner_by_its_prefix(desk: Desk) -> None:
    assert _type(desk, "M140.020").code == "reading_unused"
    assert _type(desk, "PP:B:B-OPERATOR").code == "welcome"
    assert _type(desk, "PP:O:WO-2026-0001").code == "order_armed"
    assert _type(desk, "PP:L:261124-01").code == "measuring"
    first = _type(desk, "M140.020")
    assert (first.code, first.values["value"], first.view.done) == ("reading_ok", "40.020", 1)
    # The longer prefix wins: 40.030 of the second gauge, not 240.030 of the first.
    second = _type(desk, "M1240.030")
    assert (second.code, second.values["value"], second.view.done) == ("reading_ok", "40.030", 2)
    hangul = _type(desk, "ㅡ10.012")
    assert (hangul.code, hangul.values["value"]) == ("reading_ok", "0.012")
    assert hangul.warnings == ("hangul_reversed",)
    assert first.warnings == second.warnings == ()
    assert _type(desk, "PP:C:OK").code == "judged_ok"


def test_a_setup_makes_the_reader_it_describes(desk: Desk) -> None:
    row = desk.hub.devices[0]
    setup = DeviceSetup(
        line=PortSettings(4800, 7, "E", 2), acquisition={"mode": "stable", "stable_seconds": "0.5"}
    )
    kept = DeviceSetup.from_json(setup.to_json())
    profile = profile_of(replace(row, setup=kept))
    assert profile.settings == PortSettings(4800, 7, "E", 2)
    assert (profile.acquisition.mode, profile.acquisition.stable_seconds) == ("stable", 0.5)
    assert isinstance(stream_reader([replace(row, setup=kept)]), AcquiringReader)
    broken = replace(row, setup=DeviceSetup(acquisition={"mode": "guess"}))
    assert stream_reader([broken]) is None
    assert stream_reader([replace(row, driver="abacus")]) is None


def test_a_label_of_the_shops_own_is_read_at_the_station(
    floor: Floor, crew: Crew, clock: SteppingClock
) -> None:
    """Patterns stand in the plant's settings: an order label of another system arms the order."""
    pattern = {"name": "ERP", "pattern": r"\*(?P<order>WO-\d{4}-\d{4})\*", "kind": "order"}
    wrong = {"patterns": [{**pattern, "pattern": "("}]}
    administrator = crew.actor(Role.ADMINISTRATOR)
    with pytest.raises(PartproofError) as refused:
        floor.factory.perform(change_setting, reason="x", codes=wrong, actor=administrator)
    assert refused.value.code == "setting.code_book"
    for language in LANGUAGES:
        assert "ERP" in Language(language).explain(refused.value)
    desk = make_desk(floor, clock)
    try:
        desk.scan("PP:B:B-OPERATOR")
        assert desk.scan("*WO-2026-0001*").code != "order_armed"
        floor.factory.perform(change_setting, reason="x", codes={"patterns": [pattern]}, actor=administrator)
        assert desk.scan("*WO-2026-0001*").code == "order_armed"
    finally:
        desk.writer.close()


def test_recorded_traffic_goes_the_way_of_live_traffic(desk: Desk, tmp_path: Path) -> None:
    """A recording in place of the port: same driver, same hub, same records; once each."""
    path = tmp_path / "gauge.jsonl"
    start = system_now()
    with TrafficRecorder(path, start) as recorder:
        for number, digits in enumerate(("FFFF004002030", "FFFF004003030", "FFFF000001230")):
            recorder.write(digits.encode(), Now(start.at, start.monotonic + number / 10))
    desk.begin()
    before = len(desk.heard)
    player = ReplayPlayer(path, driver("digimatic_raw"), desk.hub.deliverer(GAUGE_PORT), speed=0)
    player.start()
    assert player.wait(20)
    desk.writer.submit(str).result(20)
    told = desk.heard[before:]
    assert [each.values["value"] for each in told] == ["40.020", "40.030", "0.012"]
    assert {each.code for each in told} == {"reading_ok"}
    assert desk.view.done == 3


def test_a_plug_pulled_in_mid_frame_costs_no_record_and_doubles_none(shop: Shop) -> None:
    scanner = SimulatedScanner(shop.scanners[0])
    for code in ("PP:B:B-OPERATOR", "PP:O:WO-2026-0001", f"PP:L:{shop.lots[0]}"):
        scanner.scan(code)
        _wait_for(shop, 1)
    port = shop.gauges[0]
    gauge = SimulatedGauge(port, "mitutoyo_ascii")
    codes: list[str] = []
    for value in ("40.010", "40.020"):
        taken = b""
        gauge.press(value)
        codes.append(shop.heard.get(timeout=ANSWER).code)
        port.write(b"01A+0040.0")
        # What is still on its way in the system goes with the plug, as on a real cable.
        while not taken.endswith(b"01A+0040.0"):
            taken += shop.taken[port.name].get(timeout=ANSWER)
        port.unplug()
        codes += [each.code for each in _wait_for(shop, 2)]
        port.replug()
        shop.found.get(timeout=ANSWER)
    assert codes == ["reading_ok", "frame_unusable", "port_lost"] * 2
    assert shop.hub.job(shop.stations[0]).view().done == 2


def test_the_key_of_the_station_presses_its_own_gauges_only(desk: Desk, floor: Floor) -> None:
    pressed: list[str] = []
    desk.hub.keep_key(GAUGE_PORT, lambda: pressed.append("gauge"))
    desk.hub.keep_key("elsewhere", lambda: pressed.append("elsewhere"))
    # The gauge has a button of its own: there is no key for it.
    assert not desk.hub.has_key(floor.station_id)
    assert not desk.hub.press(floor.station_id)
    row = next(each for each in desk.hub.devices if each.port == GAUGE_PORT)
    floor.do(change_device, row.id, setup=DeviceSetup(acquisition={"mode": "request"}), actor=floor.engineer)
    desk.hub.reload_devices()
    assert desk.hub.has_key(floor.station_id)
    assert desk.hub.press(floor.station_id)
    desk.hub.keep_key(GAUGE_PORT, None)
    assert not desk.hub.press(floor.station_id)
    assert pressed == ["gauge"]


def test_troubles_of_taking_a_value_are_said_in_the_users_words(desk: Desk) -> None:
    desk.begin()
    told = desk.give(trouble("no_answer", "sylvac", Now(desk.now, 1.0)))
    assert "no answer" in notice_text(Language("en"), told)
    assert "응답 없음" in notice_text(Language("ko"), told)
    own = desk.give(GaugeTrouble(b"x", "E7", None, None, desk.now, 9.0, Facts(), "sylvac"))
    assert "E7" in notice_text(Language("ko"), own)


def test_the_bytes_of_every_frame_behind_a_runout_stand_in_the_record(desk: Desk) -> None:
    desk.begin()
    desk.measure("40.020")
    desk.measure("40.030")
    reader = AcquiringReader(driver("mitutoyo_ascii"), AcquisitionPlan("tir"))
    frames = [b"01A+0000.%03d\r" % number for number in (3, 15, 8)]
    reader.press()
    for number, frame in enumerate(frames):
        assert reader.feed(frame, Now(desk.now, 1.0 + number)) == []
    reader.press()
    (runout,) = reader.tick(Now(desk.now, 5.0))
    stored = desk.give(runout)
    assert (stored.code, stored.values["value"]) == ("reading_ok", "0.012")
    with desk.floor.factory.reading() as session:
        reading = session.get(Reading, stored.reading_id)
        assert reading is not None
        assert reading.raw == b"".join(frames)
        assert (reading.raw_facts["acquired"], reading.raw_facts["frames"]) == ("tir", 3)
        assert (reading.raw_facts["least"], reading.raw_facts["greatest"]) == ("0.003", "0.015")
