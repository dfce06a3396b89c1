"""A program that measures through real ports until it is killed; prints each reading once it is acknowledged.

usage: measuring_child.py FACTORY_FOLDER BADGE ORDER_NUMBER PART_ID STATION_ID
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from app.demo.floor import FAMILY, Floor, Listener, readers, simulated_ports, value_inside
from app.device_hub import DeviceHub
from app.factory import Factory
from app.inspection.station_notice import StationNotice
from app.inspection.station_view import Step
from app.jobs import WriterThread
from app.people.sign_in import identify_by_badge
from app.production.lots import create_lot
from app.production.orders import find_order_by_number
from app.production.stations import add_device, remove_device
from app.unit_of_work import SYSTEM
from app.wiring import build_hooks
from devices.barcodes.partproof import badge_code, command_code, lot_code, order_code
from devices.simulator import SimulatedGauge, SimulatedScanner
from models.production import Lot
from models.vocab import DeviceKind, InspectionKind


def main(folder: Path, badge: str, order: str, part_id: int, station: int) -> None:
    """Measure lot after lot until killed."""
    factory = Factory.open(folder, build_hooks())
    with simulated_ports() as (scanner_port, gauge_port):
        writer = WriterThread()
        _use_ports(factory, station, scanner_port.name, gauge_port.name)
        hub = DeviceHub(factory, [station], writer, kind=InspectionKind.SELF, sample_size=3)
        heard = Listener()
        hub.listen(heard)
        floor = Floor(station, scanner_port.name, gauge_port.name, order, "")
        scanner, gauge = SimulatedScanner(scanner_port), SimulatedGauge(gauge_port, FAMILY)
        with readers(hub, floor):
            scanner.scan(badge_code(badge))
            notice = heard.answer()
            print("ready", flush=True)
            while True:
                if notice.view.step in (Step.ORDER, Step.LOT):
                    scanner.scan(order_code(order))
                    heard.answer()
                    scanner.scan(lot_code(_new_lot(factory, badge, order, part_id)))
                    notice = heard.answer()
                notice = _measure(notice, heard, scanner, gauge)


def _use_ports(factory: Factory, station: int, scanner: str, gauge: str) -> None:
    from app.production.stations import device_rows

    rows = factory.ask(device_rows, station)
    gauge_id = next(row.gauge_id for row in rows if row.kind is DeviceKind.GAUGE)
    for row in rows:
        factory.perform(remove_device, row.id, actor=SYSTEM)
    factory.perform(add_device, station, kind=DeviceKind.SCANNER, port=scanner, actor=SYSTEM)
    factory.perform(
        add_device, station, kind=DeviceKind.GAUGE, port=gauge, driver=FAMILY, gauge_id=gauge_id, actor=SYSTEM
    )


def _new_lot(factory: Factory, badge: str, order: str, part_id: int) -> str:
    actor = factory.perform(identify_by_badge, badge, actor=SYSTEM).result
    with factory.reading() as session:
        order_id = find_order_by_number(session, order).id
    lot = factory.perform(
        create_lot, part_id=part_id, quantity=Decimal(3), order_id=order_id, actor=actor
    ).result
    with factory.reading() as session:
        return session.get_one(Lot, lot).number


def _measure(
    notice: StationNotice, heard: Listener, scanner: SimulatedScanner, gauge: SimulatedGauge
) -> StationNotice:
    wanted = notice.view.next
    if wanted is None:
        scanner.scan(command_code("FINISH"))
        return heard.answer()
    if wanted.judged_by_person:
        import time

        time.sleep(0.25)
        scanner.scan(command_code("OK"))
        answered = heard.answer()
        shown = "OK"
    else:
        shown = value_inside(wanted)
        gauge.press(shown)
        answered = heard.answer()
    if answered.reading_id is not None:
        print(f"stored {answered.reading_id} {shown}", flush=True)
    return answered


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
