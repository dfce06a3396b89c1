"""Measures the station: from the bytes a gauge writes into a port to the verdict painted on the screen."""

from __future__ import annotations

import os
import queue
import statistics
import time
from functools import partial
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.commands.bench_figure import Figure, Measuring, Piece
from app.demo.floor import FAMILY, value_inside
from app.desktop.application import make_application, make_texts
from app.desktop.bench_window import enter
from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.memory import MachineMemory
from app.desktop.screenshots import answered, demo_copy, job_codes, own_machine, scan_of
from app.desktop.settle import settle, wait_until
from app.device_hub import DeviceHub
from app.errors import BugError
from app.texts import mark
from devices.events import Event, PortFound
from devices.registry import driver
from devices.simulator import SimulatedGauge, SimulatedPort
from devices.transport.serial_port import SerialReader
from models.vocab import DeviceKind
from ui.main_window import MainWindow
from ui.station.station_screen import StationScreen

PRESSES: Final = 100
_HALF: Final = mark("Gauge's bytes at a port to painted verdict, half of {count}")
_SLOWEST: Final = mark("Gauge's bytes at a port to painted verdict, 99 of 100 of {count}")


def gauge_figures(*, presses: int = PRESSES, factory: Path | None = None) -> list[Figure]:
    """Measure one station with its gauge on a simulated port.

    Args:
        presses: How many values are sent.
        factory: A demo factory, of which a copy is used; None makes one.

    Returns:
        Milliseconds: p50 and p99 from the write to the painted verdict; port, driver, hub, database, window.
    """
    with own_machine() as folder:
        demo = demo_copy(factory, folder)
        memory = MachineMemory()
        application = make_application(memory, "light")
        door = Door(make_texts(application, "ko"), memory)
        desktop = Desktop(door.texts, memory, door)
        try:
            times = _times(enter(door, desktop, demo), desktop, presses)
        finally:
            if desktop.window is not None:
                desktop.window.open_place("home")
                desktop.window.close()
            door.close()
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return [
        Figure("gauge_to_verdict_p50", _HALF, cuts[49], "ms", count=presses),
        Figure("gauge_to_verdict_p99", _SLOWEST, cuts[98], "ms", count=presses),
    ]


def _times(window: MainWindow, desktop: Desktop, presses: int) -> list[float]:
    workplace, link = desktop.door.workplace, desktop.station_link
    assert workplace is not None
    assert workplace.hub is not None
    assert link is not None
    hub = workplace.hub
    window.open_place("station")
    settle(window, window.tasks)
    screen = window.shown_screen
    assert isinstance(screen, StationScreen)
    for code in job_codes(workplace.factory):
        answered(screen, partial(link.scan, scan_of(code)))
        settle(window, window.tasks)
    with SimulatedPort() as port:
        found: queue.SimpleQueue[Event] = queue.SimpleQueue()
        deliver = hub.deliverer(_gauge_port(hub))

        def take(event: Event) -> None:
            (found.put if isinstance(event, PortFound) else deliver)(event)

        with SerialReader(port.name, driver(FAMILY), take):
            found.get(timeout=10)
            return _pressed(window, desktop, screen, SimulatedGauge(port, FAMILY), presses)


def _gauge_port(hub: DeviceHub) -> str:
    return next(row.port for row in hub.devices if row.kind is DeviceKind.GAUGE)


def _pressed(
    window: MainWindow, desktop: Desktop, screen: StationScreen, gauge: SimulatedGauge, presses: int
) -> list[float]:
    """Measure the first place with limits, then the same again and again: no part ends, the work is whole."""
    link, workplace = desktop.station_link, desktop.door.workplace
    assert link is not None
    assert workplace is not None
    assert workplace.hub is not None
    job = workplace.hub.job(workplace.hub.devices[0].station_id)
    painted: list[float] = []
    screen.cover.painted.connect(lambda: painted.append(time.perf_counter()))
    times: list[float] = []
    while len(times) < presses:
        wanted = job.view().next
        if wanted is None:
            raise BugError("nothing is left to be measured")
        if wanted.judged_by_person:
            answered(screen, lambda: link.command("OK"))
            continue
        settle(window, window.tasks)
        painted.clear()
        began = time.perf_counter()
        gauge.press(value_inside(wanted))
        wait_until(lambda: bool(painted))
        times.append(1000 * (painted[0] - began))
        answered(screen, lambda: link.command("REPEAT"))
    return times


def _gauge(measuring: Measuring) -> list[Figure]:
    return gauge_figures(presses=measuring.count(PRESSES, 10), factory=measuring.demo().factory)


PIECES: Final = (Piece("gauge", mark("Measuring a gauge at the station"), _gauge, window=True),)
