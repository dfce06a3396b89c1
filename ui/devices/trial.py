"""One port borrowed for the wizard: listened at, then opened with a driver; given back to the station afterwards.

Closing waits for threads, so it is done on a thread of its own.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject

from app.device_simulation import is_simulated
from app.device_watch import PortWatch, Traffic
from devices.driver import PortSettings, StreamReader
from devices.transport.ports import PortIdentity
from ui.devices.hearing_card import Listening
from ui.devices.port_card import PortRow
from ui.devices.port_service import PortService


class Trial(QObject):
    """The port the wizard works at.

    Attributes:
        listening: Tries line settings and proposes a driver.
    """

    def __init__(self, ports: PortService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ports = ports
        self._heard = Traffic()
        self.listening = Listening(self._heard, self)
        self.listening.done.connect(lambda _hearing: self._give_back())
        self._watch: PortWatch | None = None
        self._lent = ""
        self._lock = threading.Lock()

    def heard(self) -> bytes:
        """Return the last bytes that were heard, for the description of frames."""
        return self._heard.last_bytes() or (self._watch.traffic.last_bytes() if self._watch else b"")

    def listen(self, row: PortRow) -> Traffic:
        """Begin to listen; return where the bytes are seen."""
        watch = self._take_watch()

        def before() -> None:
            if watch is not None:
                watch.stop()
            self._lend(row)

        self.listening.start(self._opened_as(row), ask=True, before=before)
        return self._heard

    def open(self, row: PortRow, reader: StreamReader, settings: PortSettings) -> Traffic:
        """Open the port with a driver; return where bytes and events are seen."""
        former = self._take_watch()
        self.listening.stop()
        watch = self._watch = PortWatch(self._opened_as(row), reader, settings)

        def work() -> None:
            self.listening.close()
            if former is not None:
                former.stop()
            self._lend(row)
            # Left in the meantime: then nobody stops it any more.
            with self._lock:
                if self._watch is watch:
                    watch.start()

        threading.Thread(target=work, name="port opened", daemon=True).start()
        return watch.traffic

    def send(self, request: bytes) -> bool:
        """Send a request; False where the port is not open. Not for the GUI thread."""
        watch = self._watch
        return watch is not None and watch.send(request)

    def close(self) -> None:
        """Close the port and give it back to the station."""
        watch = self._take_watch()
        self.listening.stop()
        if watch is None and not self.listening.running and not self._lent:
            return

        def work() -> None:
            self.listening.close()
            if watch is not None:
                watch.stop()
            self._give_back()

        threading.Thread(target=work, name="port closed", daemon=True).start()

    def _take_watch(self) -> PortWatch | None:
        with self._lock:
            watch, self._watch = self._watch, None
        return watch

    def _opened_as(self, row: PortRow) -> PortIdentity:
        if is_simulated(row.name):
            return PortIdentity(self._ports.bench.real_port(row.name))
        return row.identity

    def _lend(self, row: PortRow) -> None:
        port = row.device.port if row.device is not None else row.name
        if self._lent != port:
            self._give_back()
            self._lent = port
            self._ports.lend(port)

    def _give_back(self) -> None:
        port, self._lent = self._lent, ""
        if port:
            self._ports.give_back(port)
