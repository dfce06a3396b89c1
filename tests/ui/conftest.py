"""Fixtures of the window's tests: offscreen, Qt warnings fail, nothing may be left running. Asserts only that."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.gallery import KeptMemory, make_window
from tests.ui.pages import WindowPage
from ui.garbage import WindowCollector
from ui.i18n import Texts
from ui.theme.theme import Theme, install_theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _active_timers() -> list[QTimer]:
    """Return the running timers among what the collector looks through, without the collector's own."""
    return [
        found
        for found in gc.get_objects()
        if type(found) is QTimer
        and isValid(found)
        and found.isActive()
        and not isinstance(found.parent(), WindowCollector)
    ]


@pytest.fixture(autouse=True)
def nothing_is_left(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a window, a thread or a running timer behind, or that Qt warns about."""
    warned: list[str] = []

    def heard(kind: QtMsgType, _context: object, message: str | None) -> None:
        # The offscreen platform says so of what only a real screen can do.
        if str(message).startswith("This plugin does not support"):
            return
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            warned.append(str(message))

    # The program's own collector stays with the application.
    if qapp.findChild(WindowCollector) is None:
        WindowCollector(qapp)
    threads = set(threading.enumerate())
    # What was there before is passed over at the end: to look through all of it takes longer than most tests.
    gc.freeze()
    freeze, frozen = gc.freeze, []

    def passed_over() -> None:
        frozen.append(True)
        freeze()

    former = qInstallMessageHandler(heard)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gc, "freeze", passed_over)
        yield
    if frozen:
        # The program did so too, once it had read in its screens: then what it made is among the rest.
        gc.unfreeze()
    qapp.processEvents()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qInstallMessageHandler(former)
    assert not warned
    left = [thread.name for thread in threading.enumerate() if thread not in threads and thread.is_alive()]
    assert not left
    assert not [window for window in qapp.topLevelWidgets() if window.isVisible()]
    assert not _active_timers()


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    """The light theme in the office, and again so afterwards."""
    theme = install_theme(qapp, "light")
    yield theme
    theme.enter_room("office")
    theme.choose("light")


@pytest.fixture
def texts(look: Theme) -> Texts:
    """English, so that a test reads like its source texts."""
    return Texts("en")


@pytest.fixture
def memory() -> KeptMemory:
    """Machine settings that last as long as the test."""
    return KeptMemory()


@pytest.fixture
def page(qtbot: QtBot, texts: Texts, memory: KeptMemory) -> Iterator[WindowPage]:
    """The gallery's window, shown at 1280 × 800 and settled."""
    window = make_window(texts, memory)
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
    page = WindowPage(window, qtbot)
    page.settle()
    yield page
    if isValid(window):
        window.toasts.clear()
        if window.isVisible():
            window.close()
        window.deleteLater()
