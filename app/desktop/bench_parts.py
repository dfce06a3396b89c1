"""Measures the list of parts with 20,000 and 100,000 of them: first rows, and the longest stop while scrolling."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from app.commands.bench_figure import Figure, Measuring, Piece
from app.desktop.application import make_application, make_texts
from app.desktop.bench_blocks import Heartbeat
from app.desktop.bench_window import enter
from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.memory import MachineMemory
from app.desktop.screenshots import demo_copy, own_machine
from app.desktop.settle import settle, wait_until
from app.factory import Factory
from app.texts import mark
from app.unit_of_work import SYSTEM, UnitOfWork
from app.wiring import build_hooks
from models.part import Part, PartRevision
from models.plant import SearchEntry
from models.vocab import Maturity, Noun, PartKind, RevisionState, Source
from ui.main_window import MainWindow
from ui.parts.parts_screen import PartsScreen

SIZES: Final = (20_000, 100_000)
# As many rows of one entry of the trail as a transfer writes.
_SLICE: Final = 200
STEPS: Final = 60
_FIRST: Final = mark("First rows of a list of {count} parts, wanted within 300 ms")
_FILTER: Final = mark("First rows after a word is typed, among {count} parts")
_SCROLL: Final = mark("Longest stop while scrolling through {count} parts, wanted within 50 ms")
_APART: Final = mark(
    "Longest stop without the turns of other programs, scrolling through {count} parts, wanted within 50 ms"
)
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
        _fill(demo, size)
        memory = MachineMemory()
        application = make_application(memory, "light")
        door = Door(make_texts(application, "ko"), memory)
        desktop = Desktop(door.texts, memory, door)
        try:
            first, filtered, beat = _measure(enter(door, desktop, demo), steps)
        finally:
            if desktop.window is not None:
                desktop.window.open_place("home")
                desktop.window.close()
            door.close()
    return [
        Figure(f"part_list_{size}_first", _FIRST, first, "ms", count=size),
        Figure(f"part_list_{size}_filter", _FILTER, filtered, "ms", count=size),
        Figure(f"part_list_{size}_scroll", _SCROLL, beat.longest, "ms", count=size),
        Figure(f"part_list_{size}_scroll_apart", _APART, beat.apart, "ms", count=size),
        Figure(f"part_list_{size}_scroll_own", _OWN, beat.own, "ms", count=size),
    ]


def _fill(folder: Path, size: int) -> None:
    """Put parts with a draft each and their search words, as a transfer of the old shop leaves them.

    The trail knows each of them: the check of it that runs beside the window finds nothing to complain of.
    """
    factory = Factory.open(folder, build_hooks())
    try:
        factory.perform(_put_parts, size, actor=SYSTEM)
    finally:
        factory.close()


def _put_parts(unit: UnitOfWork, size: int) -> None:
    for start in range(0, size, _SLICE):
        numbers = range(start, min(start + _SLICE, size))
        ids = unit.insert_many(Part, [_part(n) for n in numbers])
        unit.insert_many(PartRevision, [_draft(unit, part_id) for part_id in ids])
        unit.session.execute(
            insert(SearchEntry),
            [_words(part_id, n) for part_id, n in zip(ids, numbers, strict=True)],
        )
        unit.record("transferred", Noun.PART, None, parts=len(ids))


def _part(n: int) -> dict[str, Any]:
    return {
        "number": f"N-{n:06}",
        "number_key": f"n-{n:06}",
        "name": f"부품 {n}",
        "name_en": "",
        "kind": PartKind.COMPONENT,
        "source": Source.MADE,
        "unit": "EA",
        "material": "",
        "active": True,
        "version": 1,
    }


def _draft(unit: UnitOfWork, part_id: int) -> dict[str, Any]:
    return {
        "part_id": part_id,
        "counter": 0,
        "customer_label": "",
        "reason": "",
        "material": "",
        "migrated": False,
        "state": RevisionState.DRAFT,
        "maturity": Maturity.PROTOTYPE,
        "created_at": unit.now,
        "version": 1,
    }


def _words(part_id: int, n: int) -> dict[str, Any]:
    return {
        "noun": Noun.PART.value,
        "entity_id": part_id,
        "number_key": f"n-{n:06}",
        "title": f"부품 {n}",
        "words": f"n-{n:06} 부품 {n}",
    }


def _measure(window: MainWindow, steps: int) -> tuple[float, float, Heartbeat]:
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
    beat.during(scroll)
    return first, filtered, beat


def _parts(measuring: Measuring) -> list[Figure]:
    sizes = (500,) if measuring.quick else SIZES
    steps = measuring.count(STEPS, 10)
    found: list[Figure] = []
    for size in sizes:
        found += part_list_figures(measuring.demo().factory, size, steps=steps)
    return found


PIECES: Final = (Piece("parts", mark("Measuring the list of parts"), _parts, window=True),)
