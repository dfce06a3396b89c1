"""The shop floor of the demo: gauges, an order, a lot, and a job driven by real bytes through serial ports.

A simulated scanner and gauge stand behind pseudo-terminals; everything else is the ordinary way of a reading.
"""

from __future__ import annotations

import queue
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from app.demo.crew import DemoCrew
from app.demo.design import Designed
from app.device_hub import DeviceHub
from app.errors import BugError
from app.factory import Factory
from app.gauges.calibrations import record_calibration
from app.gauges.gauges import add_gauge
from app.inspection.queries import NextMeasurement
from app.inspection.station_job import SAME_SCAN
from app.inspection.station_notice import NoticeKind, StationNotice
from app.inspection.station_view import Step
from app.jobs import Progress, WriterThread
from app.process.operations import add_operation
from app.production.lots import create_lot
from app.production.orders import create_order, release_order
from app.production.stations import add_device, add_station
from app.texts import mark
from devices.barcodes.partproof import badge_code, command_code, lot_code, order_code
from devices.events import PortFound
from devices.registry import driver
from devices.scanner import ScanFramer
from devices.simulator import SimulatedGauge, SimulatedPort, SimulatedScanner
from devices.transport.serial_port import SerialReader
from models.production import Lot, WorkOrder
from models.vocab import CalibrationResult, DeviceKind, InspectionKind

SAMPLES: Final = 5
FAMILY: Final = "mitutoyo_ascii"
# The one bad value of the story: height 40 +0.05/0, sample 4.
BAD_BALLOON: Final = "2"
BAD_SAMPLE: Final = 4
BAD_VALUE: Final = "40.057"
_ANSWER_SECONDS: Final = 20.0


@dataclass(frozen=True)
class Floor:
    """Where the job runs."""

    station: int
    scanner_port: str
    gauge_port: str
    order_number: str
    lot_number: str


@dataclass(frozen=True)
class Measured:
    """What the devices brought in."""

    inspection_id: int
    readings: int
    bad: int


def make_floor(
    factory: Factory, crew: DemoCrew, designed: Designed, scanner_port: str, gauge_port: str
) -> Floor:
    """Add gauges, station, devices, a released order and a lot."""
    gauge = _gauges(factory, crew)
    administrator, engineer = crew.administrator, crew.engineer
    station = factory.perform(add_station, code="ST-20", name="20 CNC 선삭", actor=administrator).result
    factory.perform(add_device, station, kind=DeviceKind.SCANNER, port=scanner_port, actor=administrator)
    factory.perform(
        add_device,
        station,
        kind=DeviceKind.GAUGE,
        port=gauge_port,
        driver=FAMILY,
        gauge_id=gauge,
        actor=administrator,
    )
    for number, name in ((10, "다이캐스팅"), (20, "CNC 선삭"), (30, "세척·검사")):
        factory.perform(add_operation, designed.made_part, number=number, name=name, actor=engineer)
    order = factory.perform(
        create_order,
        designed.made_revision,
        quantity=Decimal(500),
        due_on=_today(factory) + timedelta(days=6),
        actor=engineer,
    ).result
    with factory.reading() as session:
        version = session.get_one(WorkOrder, order).version
    factory.perform(release_order, order, expected_version=version, actor=engineer)
    lot = factory.perform(
        create_lot,
        part_id=designed.made_part,
        quantity=Decimal(500),
        order_id=order,
        heat_number="H26-3381",
        actor=engineer,
    ).result
    with factory.reading() as session:
        return Floor(
            station,
            scanner_port,
            gauge_port,
            session.get_one(WorkOrder, order).number,
            session.get_one(Lot, lot).number,
        )


def _gauges(factory: Factory, crew: DemoCrew) -> int:
    """Add the register; G-014 is used, G-009 is overdue, G-021 due soon."""
    today = _today(factory)
    listed = (
        ("G-014", "디지털 하이트 게이지 0–300", "하이트 게이지", "0.001", "300", 120),
        ("G-009", "디지털 하이트 게이지 0–200", "하이트 게이지", "0.001", "200", 420),
        ("G-021", "외측 마이크로미터 0–25", "마이크로미터", "0.001", "25", 345),
    )
    ids = []
    for number, name, kind, resolution, high, age in listed:
        gauge = factory.perform(
            add_gauge,
            number=number,
            name=name,
            kind=kind,
            measures_in="mm",
            resolution=Decimal(resolution),
            range_low=Decimal(0),
            range_high=Decimal(high),
            maker="Mitutoyo",
            serial_number=f"{number[-3:]}-2291",
            actor=crew.quality,
        ).result
        factory.perform(
            record_calibration,
            gauge,
            done_on=today - timedelta(days=age),
            result=CalibrationResult.PASS,
            certificate=f"KOLAS-26-{number[-3:]}",
            laboratory="한국정밀교정",
            actor=crew.quality,
        )
        ids.append(gauge)
    return int(ids[0])


def _today(factory: Factory) -> date:
    from app.settings import read_settings

    return factory.ask(read_settings).work_day(factory.clock())


class Listener:
    """Waits for the answer to each event."""

    def __init__(self) -> None:
        self._notices: queue.Queue[StationNotice] = queue.Queue()

    def __call__(self, notice: StationNotice) -> None:
        """Take a notice."""
        self._notices.put(notice)

    def answer(self) -> StationNotice:
        """Return the next notice.

        Raises:
            BugError: when none came in time: an event was lost.
        """
        try:
            return self._notices.get(timeout=_ANSWER_SECONDS)
        except queue.Empty:
            raise BugError("an event of a device had no answer") from None


@contextmanager
def simulated_ports() -> Iterator[tuple[SimulatedPort, SimulatedPort]]:
    """Open the ports of a scanner and a gauge."""
    with SimulatedPort() as scanner, SimulatedPort() as gauge:
        yield scanner, gauge


@contextmanager
def readers(hub: DeviceHub, floor: Floor) -> Iterator[None]:
    """Read both ports as real ones are read, and wait until both are open."""
    opened: queue.Queue[str] = queue.Queue()

    def deliver_to(port: str) -> Callable[[object], None]:
        deliver = hub.deliverer(port)

        def take(event: object) -> None:
            if isinstance(event, PortFound):
                opened.put(port)
            else:
                deliver(event)  # type: ignore[arg-type]  # the reader delivers events only

        return take

    with ExitStack() as stack:
        scanner = ScanFramer(floor.scanner_port)
        stack.enter_context(SerialReader(floor.scanner_port, scanner, deliver_to(floor.scanner_port)))
        stack.enter_context(SerialReader(floor.gauge_port, driver(FAMILY), deliver_to(floor.gauge_port)))
        for _ in range(2):
            opened.get(timeout=_ANSWER_SECONDS)
        yield


def run_job(
    factory: Factory,
    crew: DemoCrew,
    floor: Floor,
    ports: tuple[SimulatedPort, SimulatedPort],
    progress: Progress,
) -> Measured:
    """Scan badge, order and lot, measure every balloon on five parts, acknowledge the bad one, finish."""
    writer = WriterThread()
    heard = Listener()
    hub = DeviceHub(factory, [floor.station], writer, kind=InspectionKind.FIRST_PIECE, sample_size=SAMPLES)
    hub.listen(heard)
    scanner, gauge = SimulatedScanner(ports[0]), SimulatedGauge(ports[1], FAMILY)
    try:
        with readers(hub, floor):
            for code in (
                badge_code(crew.operator_badge),
                order_code(floor.order_number),
                lot_code(floor.lot_number),
            ):
                scanner.scan(code)
                notice = heard.answer()
            return _measure(hub, floor, notice, heard, scanner, gauge, progress)
    finally:
        writer.close()


def _measure(
    hub: DeviceHub,
    floor: Floor,
    notice: StationNotice,
    heard: Listener,
    scanner: SimulatedScanner,
    gauge: SimulatedGauge,
    progress: Progress,
) -> Measured:
    chance = random.Random(2210)
    readings = bad = 0
    inspection = notice.view.inspection
    if inspection is None:
        raise BugError(f"the job did not start: {notice.code} {dict(notice.values)}")
    while (wanted := notice.view.next) is not None:
        if wanted.judged_by_person:
            # Nobody looks at a thread and scans in less; the same code sooner would count once.
            time.sleep(SAME_SCAN * 1.25)
            scanner.scan(command_code("OK"))
        else:
            gauge.press(_value(wanted, chance))
        notice = heard.answer()
        if notice.reading_id is None:
            raise BugError(f"not stored: {notice.code} {dict(notice.values)} {notice.refusal}")
        readings += 1
        if notice.kind is NoticeKind.NG:
            bad += 1
            scanner.scan(command_code("NEXT"))
            notice = heard.answer()
        progress.step(mark("Measuring"), readings, wanted.total)
    scanner.scan(command_code("FINISH"))
    notice = heard.answer()
    if notice.view.step is Step.MEASURE:
        raise BugError(f"the inspection did not end: {notice.code}")
    return Measured(inspection.id, readings, bad)


def _value(wanted: NextMeasurement, chance: random.Random) -> str:
    """Return what the gauge shows: inside the limits around a steady process, but for the one bad value."""
    if wanted.number == BAD_BALLOON and wanted.sample == BAD_SAMPLE:
        return BAD_VALUE
    return value_inside(wanted, 40 + chance.randrange(21))


def value_inside(wanted: NextMeasurement, percent: int = 50) -> str:
    """Return a value inside the limits, at ``percent`` of the way from the lower to the upper one."""
    low = wanted.lower_limit if wanted.lower_limit is not None else Decimal(0)
    high = wanted.upper_limit if wanted.upper_limit is not None else low
    steps = max(int((high - low) / Decimal("0.001")), 1)
    place = steps * percent // 100
    return format(low + place * Decimal("0.001"), ".3f")
