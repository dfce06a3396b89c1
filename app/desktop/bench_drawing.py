"""Measures the drawing screen on a heavy sheet: the first paint of an A3 PDF of 5,000 lines, and panning over it."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from app.commands.bench_figure import Figure, Measuring, Piece
from app.desktop.application import make_application, make_texts
from app.desktop.bench_blocks import Heartbeat
from app.desktop.bench_window import enter
from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.memory import MachineMemory
from app.desktop.screenshots import demo_copy, own_machine
from app.desktop.settle import settle, wait_until
from app.drawings.documents import add_document, attach_file
from app.drawings.file_facts import read_facts
from app.texts import mark
from models.vocab import DocumentKind
from ui.drawings.documents_screen import DocumentsScreen
from ui.main_window import MainWindow

LINES: Final = 5_000
STEPS: Final = 120
_FIRST: Final = mark("First paint of an A3 sheet of {count} lines, wanted within 200 ms")
_PAN: Final = mark("Longest stop while panning over it, {count} steps, wanted within 50 ms")
# A3 in points.
_WIDTH: Final = 1191
_HEIGHT: Final = 842


def heavy_sheet(lines: int) -> bytes:
    """Return a PDF of one A3 page with so many lines, the same each time."""
    draw = random.Random(5)
    strokes = []
    for _ in range(lines):
        x, y = draw.uniform(20, _WIDTH - 20), draw.uniform(20, _HEIGHT - 20)
        strokes.append(
            f"{x:.2f} {y:.2f} m {x + draw.uniform(-90, 90):.2f} {y + draw.uniform(-90, 90):.2f} l S"
        )
    stream = ("0.5 w\n" + "\n".join(strokes)).encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<<>>>>" % (_WIDTH, _HEIGHT),
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
    )
    content = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(content)


class _FirstPaint(QObject):
    """Notes when a widget has painted while a picture lies on its page."""

    def __init__(self, view: Any) -> None:
        super().__init__(view)
        self._view = view
        self.at = 0.0
        view.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self.at and self._view.has_picture:
            self.at = time.perf_counter()
        return False


def drawing_figures(factory: Path, *, lines: int = LINES, steps: int = STEPS) -> list[Figure]:
    """Return milliseconds from opening a heavy drawing to its first paint, and the longest stop while panning.

    Args:
        factory: A demo factory, of which a copy is used.
        lines: On the sheet.
        steps: Of panning.
    """
    with own_machine() as folder:
        demo = demo_copy(factory, folder)
        memory = MachineMemory()
        application = make_application(memory, "light")
        door = Door(make_texts(application, "ko"), memory)
        desktop = Desktop(door.texts, memory, door)
        try:
            first, stop = _measure(enter(door, desktop, demo), lines, steps)
        finally:
            if desktop.window is not None:
                desktop.window.open_place("home")
                desktop.window.close()
            door.close()
    return [
        Figure("drawing_first_paint", _FIRST, first, "ms", count=lines),
        Figure("drawing_panning_stop", _PAN, stop, "ms", count=steps),
    ]


def _measure(window: MainWindow, lines: int, steps: int) -> tuple[float, float]:
    desk = window.desk
    sheet = heavy_sheet(lines)
    read = read_facts(sheet, "heavy.pdf")
    facts: dict[str, Any] = {"title": "무거운 도면", "kind": DocumentKind.DRAWING, "label": "A"}
    revision = desk.perform(add_document, number="BENCH-A3", **facts).result
    desk.perform(attach_file, revision, sheet, "heavy.pdf", read)
    window.open_place("documents")
    settle(window, window.tasks)
    screen = window.shown_screen
    assert isinstance(screen, DocumentsScreen)
    view = screen.drawing.sheet.view
    seen = _FirstPaint(view)
    began = time.perf_counter()
    screen.open_revision(revision)
    wait_until(lambda: bool(seen.at))
    first = 1000 * (seen.at - began)
    wait_until(lambda: screen.drawing.sheet.source is not None)
    settle(window, window.tasks)
    view.set_zoom(2.0)
    settle(window, window.tasks)
    application = QApplication.instance()
    assert application is not None

    def pan() -> None:
        across, down = view.horizontalScrollBar(), view.verticalScrollBar()
        for step in range(steps):
            across.setValue(across.value() + (17 if step % 40 < 20 else -17))
            down.setValue(down.value() + (11 if step % 30 < 15 else -11))
            application.processEvents()
        settle(window, window.tasks)

    return first, Heartbeat().during(pan)


def _drawing(measuring: Measuring) -> list[Figure]:
    return drawing_figures(
        measuring.demo().factory, lines=measuring.count(LINES, 500), steps=measuring.count(STEPS, 12)
    )


PIECES: Final = (
    Piece("drawing", mark("Measuring the drawing screen on a heavy sheet"), _drawing, window=True),
)
