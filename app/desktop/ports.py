"""The ports of this PC's station: one reader each, what they send to the hub, and how they are.

Scans go to the office window while it is shown and to the station's job otherwise. Opens no port itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.device_hub import DeviceHub
from app.device_readers import stream_reader, wedge_gauges
from app.device_simulation import SimulatorBench, is_simulated
from app.device_watch import Traffic
from app.labels import label
from app.production.stations import DeviceRow
from app.texts import Language
from devices.acquisition_plan import BUTTON, STABLE
from devices.events import Event, PortFound, PortLost, ScanReceived
from devices.transport.ports import PortIdentity
from devices.transport.serial_port import SerialReader
from devices.wedge_gauge import is_wedge_port
from ui.devices.port_service import PortState
from ui.widgets.window_bars import DeviceFact

Rows = tuple[DeviceRow, ...]


class StationPorts(QObject):
    """Reads the ports of a station as long as the window lives.

    Args:
        hub: Where events go; its devices say which ports there are.
        at_station: Whether the station's screen is shown now; asked on the reader's thread.
        bench: The simulated devices of this process.
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
        bench: SimulatorBench | None = None,
        demo: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hub, self._at_station, self._demo = hub, at_station, demo
        self._bench = bench or SimulatorBench()
        self._readers: dict[str, SerialReader] = {}
        self._rows: dict[str, Rows] = {}
        self._states: dict[str, PortState] = {}
        self._traffic: dict[str, Traffic] = {}
        self._lent: set[str] = set()
        self._flawed_typing: frozenset[str] = frozenset()
        # Guards the dictionaries: ports are lent and renewed on other threads.
        self._lock = threading.Lock()
        self._renewing: list[threading.Thread] = []
        self._stopped = False

    def facts(self, language: Language) -> tuple[DeviceFact, ...]:
        """Return the devices with the state of their ports, named in a language, for the top bar."""
        return tuple(
            DeviceFact(_name(row, self.state(row.port), language, demo=self._demo), self.state(row.port).word)
            for row in self._hub.devices
        )

    def lost(self, language: Language) -> tuple[str, ...]:
        """Return the names of the devices that do not answer now; they are tried again by themselves."""
        return tuple(fact.name for fact in self.facts(language) if fact.state == "lost")

    def flawed(self, language: Language) -> tuple[str, ...]:
        """Return the names of the devices whose set-up cannot work; nobody reads them until it is mended."""
        return tuple(fact.name for fact in self.facts(language) if fact.state == "flawed")

    def state(self, port: str) -> PortState:
        """Return how a port is."""
        if is_wedge_port(port):
            return PortState("flawed") if port in self._flawed_typing else PortState("keyboard")
        return self._states.get(port, PortState("off"))

    def traffic(self, port: str) -> Traffic | None:
        """Return what comes over a port of the station; None for others."""
        return self._traffic.get(port)

    def send(self, port: str, data: bytes) -> bool:
        """Send a request to a device; False where its port is not open."""
        reader = self._readers.get(port)
        return reader is not None and reader.send(data)

    def press(self, port: str) -> bool:
        """Press the key of a gauge that is asked or collects values; False where its port is not open."""
        reader = self._readers.get(port)
        return reader is not None and reader.press()

    @property
    def asked(self) -> tuple[str, ...]:
        """The ports whose gauges wait for the key: asked, or looked at over a window."""
        waiting = (
            row.port
            for row in self._hub.devices
            if row.setup.acquisition.get("mode", BUTTON) not in (BUTTON, STABLE)
        )
        return tuple(dict.fromkeys(waiting))

    def start(self) -> None:
        """Open a reader for each port."""
        self._look_at_typing()
        for port in self._wanted():
            self._begin(port)
        self.changed.emit()

    def renew(self) -> None:
        """Read the devices again after they were changed; ports that stay as they were are read on, unbroken."""
        thread = threading.Thread(target=self._renew, name="ports renewed", daemon=True)
        self._renewing = [each for each in self._renewing if each.is_alive()] + [thread]
        thread.start()

    def lend(self, port: str) -> None:
        """Let go of a port, so that it can be set up; blocks until it is closed."""
        with self._lock:
            self._lent.add(port)
            reader = self._readers.pop(port, None)
            self._hub.keep_key(port, None)
            if reader is not None:
                self._states[port] = PortState("lent")
        if reader is not None:
            reader.stop()
            self.changed.emit()

    def give_back(self, port: str) -> None:
        """Read a lent port again."""
        with self._lock:
            lent = port in self._lent
            self._lent.discard(port)
        if lent and not self._stopped and port in self._wanted():
            self._begin(port)
            self.changed.emit()

    def stop(self) -> None:
        """Close all ports and wait for their readers."""
        self._stopped = True
        for thread in self._renewing:
            thread.join(5.0)
        with self._lock:
            readers = list(self._readers.values())
            self._readers.clear()
            self._states.clear()
        for reader in readers:
            reader.stop()
        for traffic in self._traffic.values():
            traffic.end_recording()

    def _wanted(self) -> dict[str, Rows]:
        ports: dict[str, list[DeviceRow]] = {}
        for row in self._hub.devices:
            # A gauge that types comes by the keyboard: there is no port to open.
            if is_wedge_port(row.port):
                continue
            ports.setdefault(row.port, []).append(row)
        return {port: tuple(rows) for port, rows in ports.items()}

    def _renew(self) -> None:
        self._hub.reload_devices()
        self._look_at_typing()
        wanted = self._wanted()
        with self._lock:
            gone = [port for port, rows in self._rows.items() if wanted.get(port) != rows]
            readers = [self._readers.pop(port) for port in gone if port in self._readers]
            for port in gone:
                self._hub.keep_key(port, None)
                self._rows.pop(port)
                self._states.pop(port, None)
        for reader in readers:
            reader.stop()
        for port in wanted:
            if not self._stopped and port not in self._rows:
                self._begin(port)
        if not self._stopped:
            self.changed.emit()

    def _look_at_typing(self) -> None:
        rows = [row for row in self._hub.devices if is_wedge_port(row.port)]
        understood = {row.port for _gauge, row in wedge_gauges(rows)}
        self._flawed_typing = frozenset(row.port for row in rows) - understood

    def _begin(self, port: str) -> None:
        rows = self._wanted()[port]
        with self._lock:
            self._rows[port] = rows
            if port in self._lent or port in self._readers:
                return
            reader = self._reader_of(port, rows)
            if reader is not None:
                self._states[port] = PortState("waiting")
                self._readers[port] = reader
                self._hub.keep_key(port, reader.press)
                reader.start()

    def _reader_of(self, port: str, rows: Rows) -> SerialReader | None:
        name, setup = port, rows[0].setup
        if is_simulated(port):
            name = self._bench.real_port(port)
        elif self._demo and not Path(port).exists():
            return None
        understands = stream_reader(rows)
        if understands is None:
            # Trying again would read the same flaw: only a new set-up helps, and the screens say so.
            self._states[port] = PortState("flawed")
            return None
        traffic = self._traffic.setdefault(port, Traffic())
        followed: str | PortIdentity = setup.identity if setup.identity is not None else name
        return SerialReader(
            followed,
            understands,
            partial(self._deliver, port),
            setup.line,
            on_bytes=traffic.note_bytes,
            on_sent=lambda data, _now: traffic.note_sent(data),
        )

    def _deliver(self, port: str, event: Event) -> None:
        if isinstance(event, PortFound | PortLost):
            if is_simulated(port):
                # The pseudo-terminal behind it has a name that nobody has ever seen.
                event = replace(event, port=port)
            # A lent port is closed by us: nobody has lost it.
            if port not in self._lent:
                self._states[port] = (
                    PortState("connected", name=event.port)
                    if isinstance(event, PortFound)
                    else PortState("lost", event.reason, event.port)
                )
            self.changed.emit()
        self._traffic[port].note_event(event)
        if isinstance(event, ScanReceived) and not self._at_station():
            self.scanned.emit(event)
        else:
            self._hub.receive(event, port=port)


def _name(row: DeviceRow, state: PortState, language: Language, *, demo: bool) -> str:
    """Return what a person knows the device by: the gauge's number, or what it is, and the name its port has now."""
    known = row.gauge_number or label(language, row.kind)
    # The demo's simulated ports have names nobody has ever seen.
    return known if demo else f"{known} {(state.name or row.port).rsplit('/', 1)[-1]}"
