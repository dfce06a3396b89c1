"""The facts of the status bar: name, last backup, length of the audit log, and whether its chain is whole."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.audit_trail import check_trail
from app.errors import PartproofError
from app.factory import Factory
from app.jobs import CanceledError
from app.settings import read_settings
from app.snapshot import snapshot
from app.unit_of_work import read_head
from ui.widgets.window_bars import StatusFacts

# The check works and rests by turns of so many seconds: without a rest the window would wait for Python at each of
# its own steps, at 100,000 parts for half a minute after the sign-in.
_TURN_S: Final = 0.005


class ChainWatch(QObject):
    """Checks the audit chain once in the background, beside everything else and giving way to it.

    Signals:
        checked: The check ended; its state is ``whole``, ``broken``, or still ``unchecked``.
        failed: What it raised that is no refusal.
    """

    checked = Signal(str)
    failed = Signal(object)

    def __init__(self, factory: Factory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._factory = factory
        self._stop = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="partproof-check")
        self._rest_at = 0.0
        self.state = "unchecked"
        self.ended = False

    def start(self) -> None:
        """Begin the check."""
        self._thread.submit(self._run).add_done_callback(self._tell)

    def stop(self) -> None:
        """Give the check up and wait for its thread."""
        self._stop.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _run(self) -> None:
        try:
            with snapshot(self._factory) as session:
                report = check_trail(session, breathe=self._breathe)
        except (CanceledError, PartproofError):
            # Given up; or no room for the copy, or no database: the state stays unknown, and acts say why.
            return
        self.state = "whole" if report.sound else "broken"

    def _tell(self, done: Future[None]) -> None:
        if self._stop.is_set() or done.cancelled():
            return
        self.ended = True
        error = done.exception()
        if error is not None:
            self.failed.emit(error)
        self.checked.emit(self.state)

    def _breathe(self) -> None:
        if time.monotonic() >= self._rest_at:
            self._stop.wait(_TURN_S)
            self._rest_at = time.monotonic() + _TURN_S
        if self._stop.is_set():
            raise CanceledError("chain check")


def status_facts(factory: Factory, chain: str) -> StatusFacts:
    """Return the state of the factory as the status bar shows it."""
    with factory.reading() as session:
        settings = read_settings(session)
        entries = read_head(session).seq
    made = last_backup(factory)
    shown = f"{settings.local(made):%Y-%m-%d %H:%M}" if made is not None else ""
    return StatusFacts(settings.name, shown, bool(shown), entries, chain)


def last_backup(factory: Factory) -> datetime | None:
    """Return when the newest whole backup in the factory's own folder was finished, or None."""
    times = [file.stat().st_mtime for file in factory.place.backups.glob("*.zip")]
    return datetime.fromtimestamp(max(times), UTC) if times else None
