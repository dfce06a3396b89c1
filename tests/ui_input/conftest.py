"""Screens without a display, and a started capture with its records; for this room only."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui_input.keyboard import Keyboard, Recorder
from ui.input.capture import WedgeCapture
from ui.input.scan_codes import CodeSet

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def keyboard() -> Keyboard:
    """A keyboard whose clock the capture shares."""
    return Keyboard()


@pytest.fixture
def capture(qapp: QApplication, keyboard: Keyboard) -> Iterator[WedgeCapture]:
    """A capture that watches the application."""
    made = WedgeCapture(code_set=CodeSet.XKB, clock_ms=lambda: keyboard.now_ms)
    made.start()
    yield made
    made.stop()
    made.deleteLater()


@pytest.fixture
def recorder(capture: WedgeCapture) -> Recorder:
    """What the capture emitted."""
    return Recorder(capture)


def shown(qtbot: QtBot, widget: QWidget, focus: QWidget) -> None:
    """Show a window and give one of its widgets the focus."""
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitExposed(widget)
    focus.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is focus)
