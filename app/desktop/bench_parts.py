"""Measures the list of parts with 20,000 and 100,000 of them: first rows, and the longest stop while scrolling."""

from __future__ import annotations

import gc
import os
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.commands.bench_figure import Figure, Measuring, Piece
from app.desktop.application import make_application, make_texts
from app.desktop.bench_blocks import Heartbeat
from app.desktop.bench_window import enter
from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.memory import MachineMemory
from app.desktop.screenshots import demo_copy, own_machine
from app.desktop.settle import settle, wait_until
from app.texts import mark
from models.types import time_text
from ui.main_window import MainWindow
from ui.parts.parts_screen import PartsScreen

SIZES: Final = (20_000, 100_000)
STEPS: Final = 60
_FIRST: Final = mark("First rows of a list of {count} parts, wanted within 300 ms")
_FILTER: Final = mark("First rows after a word is typed, among {count} parts")
_SCROLL: Final = mark("Longest stop while scrolling through {count} parts, wanted within 50 ms")

_OWN: Final = mark("Most that the window itself worked in one stop, scrolling through {count} parts")


def part_list_figures(factory: Path, size: int, *, steps: int = STEPS) -> list[Figure]:
    """Return milliseconds to the first rows, after a filter word, and the longest stop while scrolling.

    Args:
        factory: A demo factory, of which a copy is used.
        size: How many parts there are besides.
        steps: Of scrolling.
    """
    with own_machine() as folder:
        demo = demo_copy(factory, folder)
        _fill(demo / "partproof.db", size)
        memory = MachineMemory()
        application = make_application(memory, "light")
        door = Door(make_texts(application, "ko"), memory)
        desktop = Desktop(door.texts, memory, door)
        try:
            first, filtered, stop, own = _measure(enter(door, desktop, demo), steps)
        finally:
            if desktop.window is not None:
                desktop.window.open_place("home")
                desktop.window.close()
            door.close()
    return [
        Figure(f"part_list_{size}_first", _FIRST, first, "ms", count=size),
        Figure(f"part_list_{size}_filter", _FILTER, filtered, "ms", count=size),
        Figure(f"part_list_{size}_scroll", _SCROLL, stop, "ms", count=size),
        Figure(f"part_list_{size}_scroll_own", _OWN, own, "ms", count=size),
    ]


def _fill(database: Path, size: int) -> None:
    """Put parts with a draft each and their search words, as an import would have left them."""
    raw = sqlite3.connect(database, isolation_level=None)
    (first,) = raw.execute("SELECT MAX(id) + 1000000 FROM part").fetchone()
    now = time_text(datetime.now(UTC))
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(
        "INSERT INTO part (id, number, number_key, name, name_en, kind, source, unit, material, active, version)"
        " VALUES (?, ?, ?, ?, '', 'component', 'made', 'EA', '', 1, 1)",
        ((first + n, f"N-{n:06}", f"n-{n:06}", f"부품 {n}") for n in range(size)),
    )
    raw.executemany(
        "INSERT INTO part_revision (id, part_id, counter, customer_label, reason, material, migrated, state,"
        " maturity, created_at, version) VALUES (?, ?, 0, '', '', '', 0, 'draft', 'prototype', ?, 1)",
        ((first + n, first + n, now) for n in range(size)),
    )
    raw.executemany(
        "INSERT INTO search_entry (id, noun, entity_id, number_key, title, words)"
        " VALUES (?, 'part', ?, ?, ?, ?)",
        ((first + n, first + n, f"n-{n:06}", f"부품 {n}", f"n-{n:06} 부품 {n}") for n in range(size)),
    )
    raw.execute("COMMIT")
    raw.close()


def _measure(window: MainWindow, steps: int) -> tuple[float, float, float, float]:
    settle(window, window.tasks)
    # What making a demo and 100,000 parts left behind in this process is no part of what a window does.
    gc.collect()
    began = time.perf_counter()
    window.open_place("parts")
    screen = window.shown_screen
    assert isinstance(screen, PartsScreen)
    parts = screen.list
    wait_until(lambda: len(parts.rows.rows) > 0)
    parts.table.viewport().repaint()
    first = 1000 * (time.perf_counter() - began)
    settle(window, window.tasks)
    before = len(parts.rows.keys)
    began = time.perf_counter()
    parts.search.setText("n-0012")
    wait_until(lambda: 0 < len(parts.rows.keys) < before)
    parts.table.viewport().repaint()
    filtered = 1000 * (time.perf_counter() - began)
    parts.search.setText("")
    wait_until(lambda: len(parts.rows.keys) == before)
    settle(window, window.tasks)
    application = QApplication.instance()
    assert application is not None
    bar = parts.table.verticalScrollBar()

    def scroll() -> None:
        for step in range(steps):
            bar.setValue(bar.maximum() * step // steps)
            application.processEvents()
        settle(window, window.tasks)

    beat = Heartbeat()
    stop = beat.during(scroll)
    return first, filtered, stop, beat.own


def _parts(measuring: Measuring) -> list[Figure]:
    sizes = (500,) if measuring.quick else SIZES
    steps = measuring.count(STEPS, 10)
    found: list[Figure] = []
    for size in sizes:
        found += part_list_figures(measuring.demo().factory, size, steps=steps)
    return found


PIECES: Final = (Piece("parts", mark("Measuring the list of parts"), _parts, window=True),)
