"""Reads the code of the window's places beside the window, so that the first look at one does not wait for it."""

from __future__ import annotations

import gc
import threading
from importlib import import_module
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.desktop.places import known_places
from devices.registry import driver_classes

# The window is drawn and answers by then; the reading goes on in the pauses of the other threads.
_AFTER_MS: Final = 1_500


class WarmUp(QObject):
    """Imports every place's module on a thread of its own, a while after the window is there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._begin)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin soon; once is enough for the process."""
        if self._thread is None:
            self._timer.start()

    def stop(self) -> None:
        """Begin no more, and let what has begun come to its end: nothing is read while the program ends."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()

    def _begin(self) -> None:
        self._thread = threading.Thread(target=_read_for_good, name="warm-up", daemon=True)
        self._thread.start()


def read_places() -> None:
    """Import the modules of all places, and what they name at first sight."""
    for row in known_places():
        import_module(row.screen.split(":")[0])
    # The drivers are a file each, and the place of devices names them all.
    driver_classes()


def _read_for_good() -> None:
    read_places()
    # The program itself is no garbage: the window's collector need not look through it ever again (some 0.1 s each).
    gc.freeze()
