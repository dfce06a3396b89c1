"""Measures how long the window stands still while its places are opened: the longest gap between two beats.

Nothing may block it for more than 50 ms; what takes longer belongs on another thread or into smaller steps.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer

from app.commands.bench_figure import Figure, Measuring, Piece
from app.desktop.application import make_application, make_texts
from app.desktop.bench_window import enter
from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.memory import MachineMemory
from app.desktop.places import known_places
from app.desktop.screenshots import demo_copy, own_machine
from app.desktop.settle import settle
from app.texts import mark
from ui.main_window import MainWindow

_FIRST: Final = mark("Longest stop while each of {count} places is opened for the first time")
_AGAIN: Final = mark("Longest stop while each of {count} places is opened again")


class Heartbeat:
    """Beats as often as the event loop comes round, and keeps the longest gap in milliseconds.

    Attributes:
        longest: By the clock on the wall, in milliseconds; on a busy machine others have a part in it.
        apart: The longest without the time in which other programs had the processor instead of the window: what
            the program itself has to answer for, waiting for its own threads included. Only Linux tells; elsewhere it
            is the longest.
        own: What the window's own thread worked in the gap with the most of it, in milliseconds.
    """

    def __init__(self) -> None:
        self.longest = self.apart = self.own = 0.0
        self._turn = TurnsWaited()
        self._begin()
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._beat)

    def during(self, act: Callable[[], object]) -> float:
        """Return the longest gap while an act and all that follows from it is done."""
        self.longest = self.apart = self.own = 0.0
        self._begin()
        self._timer.start()
        act()
        self._beat()
        self._timer.stop()
        return self.longest

    def _begin(self) -> None:
        self._last, self._worked, self._waited = time.perf_counter(), time.thread_time(), self._turn.read()

    def _beat(self) -> None:
        last, worked, waited = self._last, self._worked, self._waited
        self._begin()
        gap = 1000 * (self._last - last)
        self.longest = max(self.longest, gap)
        self.apart = max(self.apart, gap - (self._waited - waited))
        self.own = max(self.own, 1000 * (self._worked - worked))


class TurnsWaited:
    """How long the thread that made it was ready to work and had no processor, as Linux counts it."""

    def __init__(self) -> None:
        self._told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._counted = self._told.exists()

    def read(self) -> float:
        """Return milliseconds since the thread began; 0 where nobody counts them."""
        if not self._counted:
            return 0.0
        # Nanoseconds at work, nanoseconds in the queue, turns.
        return int(self._told.read_bytes().split()[1]) / 1_000_000


def stops_by_place(window: MainWindow) -> dict[str, tuple[float, float]]:
    """Return, by place, the longest stop at its first opening and at the second, in milliseconds."""
    beat = Heartbeat()
    found: dict[str, tuple[float, float]] = {}
    keys = [row.key for row in known_places() if not row.station]

    def show(key: str) -> None:
        window.open_place(key)
        settle(window, window.tasks)

    first = {key: beat.during(partial(show, key)) for key in keys}
    for key in keys:
        found[key] = (first[key], beat.during(partial(show, key)))
    return found


def stop_figures(factory: Path) -> list[Figure]:
    """Return the longest stops, in milliseconds, on a copy of a demo factory."""
    with own_machine() as folder:
        demo = demo_copy(factory, folder)
        memory = MachineMemory()
        application = make_application(memory, "light")
        door = Door(make_texts(application, "ko"), memory)
        desktop = Desktop(door.texts, memory, door)
        try:
            stops = stops_by_place(enter(door, desktop, demo))
        finally:
            if desktop.window is not None:
                desktop.window.open_place("home")
                desktop.window.close()
            door.close()
    count = len(stops)
    return [
        Figure("stop_first", _FIRST, max(first for first, _again in stops.values()), "ms", count=count),
        Figure("stop_again", _AGAIN, max(again for _first, again in stops.values()), "ms", count=count),
    ]


def _stops(measuring: Measuring) -> list[Figure]:
    return stop_figures(measuring.demo().factory)


PIECES: Final = (Piece("stops", mark("Measuring how long the window stands still"), _stops, window=True),)
