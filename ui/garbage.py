"""Lets Python's cyclic garbage be collected on the window's thread only.

A collection on any other thread may destroy a Qt object there: it holds a lock of Qt's and waits for Python's, while
the window's thread holds Python's and waits for Qt's. Both stand still for ever (seen, with the stacks of both).
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500
# Python's own habit: the young at 700 new objects, the older after ten rounds of the younger.
_YOUNG: Final = 700
_ROUNDS: Final = 10
# So many at once are a window or a place that opened and stay: they become old here, or each of the next rounds
# would look through them again, longer than a list takes to be painted.
_FLOOD: Final = 20_000


class WindowCollector(QObject):
    """Switches the automatic collection off and looks twice a second whether one is due."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()


def collect_due() -> None:
    """Collect what is due; to be called on the window's thread."""
    young, middle, old = gc.get_count()
    if young <= _YOUNG:
        return
    if old > _ROUNDS:
        gc.collect(2)
    elif middle > _ROUNDS or young > _FLOOD:
        gc.collect(1)
    else:
        gc.collect(0)
