"""Lets Python's cyclic garbage be collected on the window's thread only, and its long rounds only while that rests.

A collection on any other thread may destroy a Qt object there: it holds a lock of Qt's and waits for Python's, while
the window's thread holds Python's and waits for Qt's. Both stand still for ever (seen, with the stacks of both).
"""

from __future__ import annotations

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500
# Python's own habit: the young at 700 new objects, the older after ten rounds of the younger.
_YOUNG: Final = 700
_ROUNDS: Final = 10
# So many at once are a window or a place that opened and stay: they become old here, or each of the next rounds
# would look through them again, longer than a list takes to be painted.
_FLOOD: Final = 20_000
# The share of a processor that a window takes while nobody scrolls, types or waits for a screen.
_REST: Final = 0.06
# A window that does not rest (a chart that runs) has its longer rounds so many looks after the last of their kind
# all the same: the middle one after 10 s, which by then takes about as long as a painting, the old one after 5 min.
_MIDDLE_WAITS: Final = 20
_OLD_WAITS: Final = 600


class WindowCollector(QObject):
    """Switches the automatic collection off and looks twice a second whether one is due.

    A round through the older objects takes as long as some paintings of a list, so it waits until the window's
    thread had next to nothing to do between two looks.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._looked, self._worked = time.monotonic(), time.thread_time()
        self._since_middle = self._since_old = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what is due and fits what the window does now; to be called on the window's thread."""
        now, worked = time.monotonic(), time.thread_time()
        resting = worked - self._worked <= _REST * (now - self._looked)
        self._since_middle += 1
        self._since_old += 1
        wanted = due()
        generation = wanted if resting else self._urgent(wanted)
        if generation >= 0:
            gc.collect(generation)
        if generation >= 1:
            self._since_middle = 0
        if generation == 2:
            self._since_old = 0
        # What collecting took is no work of the window's.
        self._looked, self._worked = time.monotonic(), time.thread_time()

    def _urgent(self, wanted: int) -> int:
        """Return the oldest generation that cannot wait until the window rests."""
        if wanted == 2 and self._since_old >= _OLD_WAITS:
            return 2
        return min(wanted, 1 if self._since_middle >= _MIDDLE_WAITS else 0)


def due() -> int:
    """Return the oldest generation whose round is due, or -1."""
    young, middle, old = gc.get_count()
    if young <= _YOUNG:
        return -1
    if old > _ROUNDS:
        return 2
    return 1 if middle > _ROUNDS or young > _FLOOD else 0
