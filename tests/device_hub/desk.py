"""A station with its devices as a test drives it: scans and frames in, notices out; holds no assertions."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.device_hub import DeviceHub
from app.inspection.station_notice import StationNotice
from app.inspection.station_view import StationView
from app.jobs import WriterThread
from devices.events import Event, Facts, GaugeReading, ScanReceived
from tests.beginnings import SteppingClock
from tests.guards import ANSWER
from tests.production.floor import GAUGE_PORT, SCANNER_PORT, Floor


@dataclass
class Desk:
    """The station ST-1 of a floor."""

    floor: Floor
    clock: SteppingClock
    writer: WriterThread
    hub: DeviceHub
    heard: list[StationNotice] = field(default_factory=list)
    seconds: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def give(self, event: Event, port: str = GAUGE_PORT) -> StationNotice:
        """Let an event come in at a port."""
        return self.hub.receive(event, port=port).result(timeout=ANSWER)

    def scan(self, text: str, *, monotonic: float | None = None) -> StationNotice:
        """Scan a code at the station's serial scanner."""
        return self.give(self.scanned(text, monotonic=monotonic), SCANNER_PORT)

    def scanned(self, text: str, *, monotonic: float | None = None) -> ScanReceived:
        """What the scanner reports of a code."""
        moment = next(self.seconds) if monotonic is None else monotonic
        raw = text.encode() + b"\r"
        return ScanReceived(uuid.uuid4(), raw, text, self.now, float(moment), SCANNER_PORT)

    def measure(self, value: str) -> StationNotice:
        """Press the gauge's button."""
        return self.give(self.frame(value))

    def frame(self, value: str, *, channel: str | None = None, unit: str | None = None) -> GaugeReading:
        """What the gauge reports."""
        raw = f"01A{value}\r".encode()
        return GaugeReading(
            uuid.uuid4(),
            raw,
            value,
            unit,
            channel,
            self.now,
            float(next(self.seconds)),
            Facts(),
            "digimatic_raw",
        )

    def begin(self) -> StationNotice:
        """Scan badge, order and lot."""
        self.scan("PP:B:B-OPERATOR")
        self.scan("PP:O:WO-2026-0001")
        return self.scan("PP:L:261124-01")

    @property
    def view(self) -> StationView:
        """The station as it is now."""
        return self.hub.job(self.floor.station_id).view()

    @property
    def now(self) -> datetime:
        """The test's time."""
        return self.clock.at.astimezone(UTC)


def make_desk(floor: Floor, clock: SteppingClock) -> Desk:
    """Start a station on a floor, as a program start does."""
    writer = WriterThread()
    hub = DeviceHub(floor.factory, [floor.station_id], writer)
    desk = Desk(floor, clock, writer, hub)
    hub.listen(desk.heard.append)
    return desk
