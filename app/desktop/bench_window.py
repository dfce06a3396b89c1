"""Measures the window: how long until it is ready, and from a scan to the painted verdict at the station."""

from __future__ import annotations

import os
import statistics
import time
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.commands.bench_figure import Figure, Measuring, Piece
from app.demo.crew import PASSWORD
from app.desktop.application import make_application, make_texts
from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.memory import MachineMemory
from app.desktop.places import known_places
from app.desktop.screenshots import answered, demo_copy, job_codes, own_machine, scan_of
from app.desktop.settle import settle, wait_until
from app.texts import mark
from devices.barcodes.partproof import part_code
from ui.main_window import MainWindow
from ui.station.station_screen import StationScreen

SCANS: Final = 100
_PART: Final = "HB-2200-00"
_READY: Final = mark("Window ready on the demo factory, sign-in included")
_HALF: Final = mark("Scan to painted verdict, half of {count}")
_SLOWEST: Final = mark("Scan to painted verdict, 99 of 100 of {count}")
_RECORD: Final = mark("Scan to the opened record, slowest of {count} screens")


def window_figures(*, scans: int = SCANS, factory: Path | None = None) -> list[Figure]:
    """Measure the window on a demo factory.

    Args:
        scans: How many scans are timed.
        factory: A demo factory, of which a copy is used; None makes one.

    Returns:
        Milliseconds: the window ready, p50 and p99 from a scan to its painted verdict, and the slowest of the
        places from a scan of a part's code to that part's record.
    """
    with own_machine() as folder:
        demo = demo_copy(factory, folder)
        memory = MachineMemory()
        application = make_application(memory, "light")
        began = time.perf_counter()
        door = Door(make_texts(application, "ko"), memory)
        desktop = Desktop(door.texts, memory, door)
        try:
            window = enter(door, desktop, demo)
            ready = 1000 * (time.perf_counter() - began)
            records = _record_times(window)
            times = _verdict_times(window, desktop, scans)
        finally:
            if desktop.window is not None:
                desktop.window.open_place("home")
                desktop.window.close()
            door.close()
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return [
        Figure("window_ready", _READY, ready, "ms"),
        Figure("scan_to_record", _RECORD, max(records), "ms", count=len(records)),
        Figure("scan_to_verdict_p50", _HALF, cuts[49], "ms", count=scans),
        Figure("scan_to_verdict_p99", _SLOWEST, cuts[98], "ms", count=scans),
    ]


def _window(measuring: Measuring) -> list[Figure]:
    return window_figures(scans=measuring.count(SCANS, 20), factory=measuring.demo().factory)


def enter(door: Door, desktop: Desktop, demo: Path) -> MainWindow:
    """Open a factory and sign in; return its window."""
    door.open(demo)
    settle(door.window, door.tasks)
    door.sign_in("lee", PASSWORD)
    wait_until(lambda: desktop.window is not None)
    window = desktop.window
    assert window is not None
    settle(window, window.tasks)
    return window


def _record_times(window: MainWindow) -> list[float]:
    """Scan the code of a part on every screen of the office and wait until the part is shown whole."""
    times: list[float] = []
    for row in known_places():
        if row.station:
            continue
        window.open_place(row.key)
        settle(window, window.tasks)
        began = time.perf_counter()
        window.take_scan(scan_of(part_code(_PART)))
        wait_until(lambda: window.current_key == "parts")
        settle(window, window.tasks)
        times.append(1000 * (time.perf_counter() - began))
    return times


def _verdict_times(window: MainWindow, desktop: Desktop, scans: int) -> list[float]:
    """Arm the station, then scan its order and lot by turns: each is answered by a verdict over the screen."""
    link = desktop.station_link
    window.open_place("station")
    settle(window, window.tasks)
    screen = window.shown_screen
    assert isinstance(screen, StationScreen)
    assert link is not None
    assert desktop.door.workplace is not None
    codes = job_codes(desktop.door.workplace.factory)
    for code in codes:
        answered(screen, partial(link.scan, scan_of(code)))
        settle(window, window.tasks)
    times: list[float] = []
    painted: list[float] = []
    screen.cover.painted.connect(lambda: painted.append(time.perf_counter()))
    for code in islice(cycle(codes[1:3]), scans):
        painted.clear()
        began = time.perf_counter()
        link.scan(scan_of(code))
        wait_until(lambda: bool(painted))
        times.append(1000 * (painted[0] - began))
    return times


PIECES: Final = (Piece("window", mark("Measuring the window"), _window, window=True),)
