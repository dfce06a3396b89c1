"""Measures what the capture of keyboard scanners costs each key, typed into a field and scanned outside of one.

The capture looks at every event of the application, so each key is timed with it and without it; by the CPU time
of the window's thread, which no other program's work makes longer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from statistics import median
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.commands.bench_figure import Figure, Measuring, Piece
from app.desktop.application import make_application
from app.desktop.memory import MachineMemory
from app.desktop.screenshots import own_machine
from app.texts import mark
from ui.input.capture import WedgeCapture
from ui.input.scan_codes import CodeSet

KEYS: Final = 1000
_ROUNDS: Final = 7
# The key A by its number: 0x1E of scan code set 1, as X numbers it.
_NUMBER: Final = 0x1E + 8
_TYPED: Final = mark("Capture of keyboard scanners: each of {count} keys typed into a field")
_SCANNED: Final = mark("Capture of keyboard scanners: each of {count} keys of scans outside of fields")


def wedge_figures(keys: int = KEYS) -> list[Figure]:
    """Return the CPU microseconds a key costs more with the capture than without it: press, release and look-up.

    Args:
        keys: How many keys are sent in each of several rounds; the middle round counts.
    """
    with own_machine():
        make_application(MachineMemory(), "light")
        window = QWidget()
        column = QVBoxLayout(window)
        field, rest = QLineEdit(), QWidget()
        rest.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column.addWidget(field)
        column.addWidget(rest)
        window.show()
        window.activateWindow()
        QCoreApplication.processEvents()
        # Typing is slower than any limit; a scanner sends a key every 5 ms and ends with CR.
        typed = _cost(window, field, keys, gap_ms=120)
        scanned = _cost(window, rest, keys, gap_ms=5)
        window.close()
        window.deleteLater()
        QCoreApplication.processEvents()
    return [
        Figure("wedge_typed", _TYPED, typed, "µs", count=keys),
        Figure("wedge_scanned", _SCANNED, scanned, "µs", count=keys),
    ]


def _cost(window: QWidget, focus: QWidget, keys: int, *, gap_ms: int) -> float:
    focus.setFocus()
    QCoreApplication.processEvents()
    handle = window.windowHandle()
    clock = [1_000_000]
    capture = WedgeCapture(code_set=CodeSet.XKB, clock_ms=lambda: clock[0])
    extra: list[float] = []
    for _round in range(_ROUNDS):
        without = _timed(lambda: _send(handle, focus, keys, clock, gap_ms))
        capture.start()
        with_it = _timed(lambda: _send(handle, focus, keys, clock, gap_ms))
        capture.stop()
        extra.append((with_it - without) / keys * 1_000_000)
    capture.deleteLater()
    return median(extra)


def _timed(act: Callable[[], object]) -> float:
    began = time.thread_time()
    act()
    return time.thread_time() - began


def _send(handle: QWindow, focus: QWidget, keys: int, clock: list[int], gap_ms: int) -> None:
    for number in range(keys):
        clock[0] += gap_ms
        end = number % 20 == 19
        key, code, text = (Qt.Key.Key_Return, 0x1C + 8, "\r") if end else (Qt.Key.Key_A, _NUMBER, "a")
        override = _event(QEvent.Type.ShortcutOverride, key, code, text, clock[0])
        override.ignore()
        QCoreApplication.sendEvent(focus, override)
        if end and isinstance(focus, QLineEdit):
            # A field holds a word, not a thousand keys.
            focus.clear()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(handle, _event(kind, key, code, text, clock[0]))


def _event(kind: QEvent.Type, key: Qt.Key, code: int, text: str, at_ms: int) -> QKeyEvent:
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, code, 0, 0, text)
    event.setTimestamp(at_ms)
    return event


def _wedge(_measuring: Measuring) -> list[Figure]:
    return wedge_figures()


PIECES: Final = (Piece("wedge", mark("Measuring the capture of keyboard scanners"), _wedge, window=True),)
