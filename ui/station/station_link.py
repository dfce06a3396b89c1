"""Joins one station's job to its screen: notices of the writer thread as signals, acts back through the hub.

Made before the readers start, so that no port that was found is missed. Decides nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from app.device_hub import DeviceHub
from app.factory import ChangeSet
from app.inspection.station_notice import StationNotice
from app.inspection.station_view import StationView
from app.nonconformance.at_station import ReportedDefect, report_defect
from app.production.stations import DeviceRow
from devices.events import ScanReceived
from ui.bridge import Bridge


class StationLink(QObject):
    """One station of the device hub, as the window sees it.

    Args:
        hub: The process's hub.
        station_id: The station of this window.
        bridge: Is told of what the station wrote; may be given later.

    Attributes:
        ports: State of each port that was heard of: ``connected`` or ``lost``.

    Signals:
        noticed: A ``StationNotice``, on the GUI thread.
        broke: What the job raised that is no refusal, on the GUI thread.
    """

    noticed = Signal(object)
    broke = Signal(object)
    _came = Signal(object)
    _failed = Signal(object)

    def __init__(
        self, hub: DeviceHub, station_id: int, bridge: Bridge | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._hub, self._station_id = hub, station_id
        self.bridge = bridge
        self.ports: dict[str, str] = {}
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self.broke, Qt.ConnectionType.QueuedConnection)
        hub.listen(self._heard)

    @property
    def devices(self) -> tuple[DeviceRow, ...]:
        """What stands at this station's ports."""
        return tuple(row for row in self._hub.devices if row.station_id == self._station_id)

    def view(self) -> StationView:
        """Return the station as it is now; to be called on the writer thread."""
        return self._hub.job(self._station_id).view()

    def scan(self, scan: ScanReceived) -> None:
        """Take a scan that came by the keyboard."""
        self._watch(self._hub.scan(self._station_id, scan))

    def is_value(self, scan: ScanReceived) -> bool:
        """Whether what came by the keyboard is the value of a gauge here, which belongs to its job."""
        return self._hub.is_typed_value(self._station_id, scan)

    def command(self, word: str) -> None:
        """Take a command from a button."""
        self._watch(self._hub.command(self._station_id, word, event_id=uuid.uuid4()))

    @property
    def has_key(self) -> bool:
        """Whether a gauge here waits for a key: it is asked for a value, or collects values between two presses."""
        return self._hub.has_key(self._station_id)

    def press(self) -> None:
        """Press that key; the value comes as any other does."""
        self._hub.press(self._station_id)

    def typed_value(self, text: str) -> None:
        """Take a value typed on the screen."""
        self._watch(self._hub.typed_value(self._station_id, text, event_id=uuid.uuid4()))

    def report_defect(self, inspection_id: int, title: str) -> ChangeSet[ReportedDefect]:
        """Open a nonconformance as the person at the station; to be called on the writer thread."""
        state = self._hub.job(self._station_id).state
        return state.perform(report_defect, inspection_id, title=title)

    def ask(self, query: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        """Run a query; any thread but the window's own."""
        return self._hub.job(self._station_id).state.factory.ask(query, *args, **facts)

    def read_file(self, file_hash: str) -> bytes:
        """Return a stored file; any thread but the window's own."""
        return self._hub.job(self._station_id).state.factory.read_file(file_hash)

    def now(self) -> datetime:
        """Return the factory's time."""
        return self._hub.job(self._station_id).state.factory.clock()

    def _watch(self, future: Future[StationNotice]) -> None:
        future.add_done_callback(self._look_at)

    def _look_at(self, future: Future[StationNotice]) -> None:
        error = None if future.cancelled() else future.exception()
        if error is not None and isValid(self):
            self._failed.emit(error)

    def _heard(self, notice: StationNotice) -> None:
        # Runs on the writer thread: only queued signals may leave it.
        if not isValid(self):
            return
        self._came.emit(notice)
        if self.bridge is not None:
            for changes in notice.changes:
                self.bridge.publish(changes)

    @Slot(object)
    def _deliver(self, notice: StationNotice) -> None:
        port = str(notice.values.get("port", ""))
        if port:
            self.ports[port] = "lost" if notice.code == "port_lost" else "connected"
        self.noticed.emit(notice)
