"""Measures what the window's own thread has to do at a stretch to show a tab of the devices and of the tags.

Its CPU time and not the clock: another program's work beside it is nobody's stop here.
"""

from __future__ import annotations

import os
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
from app.desktop.screenshots import demo_copy, own_machine
from app.desktop.settle import settle
from app.desktop.warm_up import read_places
from app.texts import mark
from ui.devices.devices_screen import DevicesScreen
from ui.main_window import MainWindow
from ui.tags.tags_screen import TagsScreen

_LONGEST: Final = mark("Longest work at a stretch to show one of {count} tabs of devices and tags first")
_TABS: Final = {
    "devices": ("connect", "generic", "scanner", "codes", "simulator", "recordings"),
    "tags": ("printers", "layouts"),
}


class Stretch:
    """The most CPU time of the calling thread between two turns of its event loop, in milliseconds."""

    def __init__(self) -> None:
        self._last = self._longest = 0.0
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._beat)

    def during(self, act: Callable[[], object]) -> float:
        """Return it while an act and all that follows from it is done."""
        self._longest, self._last = 0.0, time.thread_time()
        self._timer.start()
        act()
        self._beat()
        self._timer.stop()
        return self._longest

    def _beat(self) -> None:
        now = time.thread_time()
        self._longest = max(self._longest, 1000 * (now - self._last))
        self._last = now


def tab_stretches(window: MainWindow) -> dict[str, float]:
    """Return, by place and tab, the longest stretch of its first showing, in milliseconds of CPU time."""
    stretch, found = Stretch(), {}
    for place, tabs in _TABS.items():
        found[place] = stretch.during(partial(_shown, window, place))
        for tab in tabs:
            found[f"{place} {tab}"] = stretch.during(partial(_tab_shown, window, tab))
    return found


def _shown(window: MainWindow, place: str) -> None:
    window.open_place(place)
    settle(window, window.tasks)


def _tab_shown(window: MainWindow, tab: str) -> None:
    screen = window.shown_screen
    assert isinstance(screen, DevicesScreen | TagsScreen)
    screen.tabs.show_tab(tab)
    settle(window, window.tasks)


def tab_figures(factory: Path) -> list[Figure]:
    """Return the longest stretch on a copy of a demo factory."""
    with own_machine() as folder:
        demo = demo_copy(factory, folder)
        memory = MachineMemory()
        application = make_application(memory, "light")
        door = Door(make_texts(application, "ko"), memory)
        desktop = Desktop(door.texts, memory, door)
        try:
            window = enter(door, desktop, demo)
            # As a while after the start: the places' code has been read beside the window.
            read_places()
            stretches = tab_stretches(window)
        finally:
            if desktop.window is not None:
                desktop.window.open_place("home")
                desktop.window.close()
            door.close()
    return [Figure("tab_stretch", _LONGEST, max(stretches.values()), "ms", count=len(stretches))]


def _tabs(measuring: Measuring) -> list[Figure]:
    return tab_figures(measuring.demo().factory)


PIECES: Final = (Piece("tabs", mark("Measuring the tabs of devices and tags"), _tabs, window=True),)
