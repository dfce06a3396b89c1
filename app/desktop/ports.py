"""The ports of this PC's station: one reader each, what they send to the hub, and how they are.

Scans go to the office window while it is shown and to the station's job otherwise. Opens no port itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.device_hub import DeviceHub
from app.labels import label
from app.production.stations import DeviceRow
from app.texts import Language
from devices.driver import StreamReader
from devices.events import Event, PortFound, PortLost, ScanReceived
from devices.registry import UnknownFamilyError, driver
from devices.scanner import ScanFramer
from devices.transport.serial_port import SerialReader
from models.vocab import DeviceKind
from ui.widgets.window_bars import DeviceFact


class StationPorts(QObject):
    """Reads the ports of a station as long as the window lives.

    Args:
        hub: Where events go; its devices say which ports there are.
        at_station: Whether the station's screen is shown now; asked on the reader's thread.
        demo: Ports that are gone with the demo's simulated devices count as switched off, not as lost.

    Signals:
        changed: A port was found or lost.
        scanned: A ScanReceived that came while the office was shown.
    """

    changed = Signal()
    scanned = Signal(object)

    def __init__(
        self,
        hub: DeviceHub,
        at_station: Callable[[], bool],
        *,
        demo: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hub, self._at_station, self._demo = hub, at_station, demo
        self._readers: dict[str, SerialReader] = {}
        self._states: dict[str, str] = {}

    def facts(self, language: Language) -> tuple[DeviceFact, ...]:
        """Return the devices with the state of their ports, named in a language, for the top bar."""
        return tuple(
            DeviceFact(_name(row, language, demo=self._demo), self._states.get(row.port, "off"))
            for row in self._hub.devices
        )

    def lost(self, language: Language) -> tuple[str, ...]:
        """Return the names of the devices that do not answer now."""
        return tuple(fact.name for fact in self.facts(language) if fact.state == "lost")

    def start(self) -> None:
        """Open a reader for each port; called again after the devices were changed."""
        self.stop()
        self._hub.reload_devices()
        for port in dict.fromkeys(row.port for row in self._hub.devices):
            if self._demo and not Path(port).exists():
                continue
            reader = _reader([row for row in self._hub.devices if row.port == port])
            if reader is None:
                self._states[port] = "lost"
                continue
            self._states[port] = "waiting"
            self._readers[port] = SerialReader(port, reader, partial(self._deliver, port))
        for opened in self._readers.values():
            opened.start()
        self.changed.emit()

    def stop(self) -> None:
        """Close all ports and wait for their readers."""
        for reader in self._readers.values():
            reader.stop()
        self._readers.clear()
        self._states.clear()

    def _deliver(self, port: str, event: Event) -> None:
        if isinstance(event, PortFound | PortLost):
            self._states[port] = "connected" if isinstance(event, PortFound) else "lost"
            self.changed.emit()
        if isinstance(event, ScanReceived) and not self._at_station():
            self.scanned.emit(event)
        else:
            self._hub.receive(event, port=port)


def _reader(rows: Iterable[DeviceRow]) -> StreamReader | None:
    """Return what understands the bytes of a port: a gauge's driver, else the scanner's framer."""
    rows = list(rows)
    gauge = next((row for row in rows if row.kind is DeviceKind.GAUGE), None)
    if gauge is None:
        return ScanFramer(f"scanner {rows[0].port}")
    try:
        return driver(gauge.driver)
    except UnknownFamilyError:
        return None


def _name(row: DeviceRow, language: Language, *, demo: bool) -> str:
    """Return what a person knows the device by: the gauge's number, or what it is, and its port."""
    known = row.gauge_number or label(language, row.kind)
    # The demo's simulated ports have names nobody has ever seen.
    return known if demo else f"{known} {row.port.rsplit('/', 1)[-1]}"
