"""The QApplication of a process: theme, fonts, Qt's own words, and the door from any exception to one dialog."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.desktop.memory import MachineMemory
from app.machine import chosen_language
from ui.garbage import WindowCollector
from ui.i18n import Texts
from ui.theme.icons import icon
from ui.theme.theme import CHOICES, install_theme

_LOG: Final = logging.getLogger("partproof.window")
_TURN_S: Final = 0.0005


def make_application(memory: MachineMemory, theme: str | None = None) -> QApplication:
    """Return the process's application in the wanted theme, else in the one last chosen, else as the system.

    Raises:
        PartproofError: A bundled font is missing.
    """
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["partproof"])
    if application.findChild(WindowCollector) is None:
        WindowCollector(application)
    # Painting gives way to other threads at each of Qt's calls and gets Python back only when they let go.
    sys.setswitchinterval(_TURN_S)
    application.setApplicationName("Partproof")
    application.setDesktopFileName("partproof")
    wanted = theme or memory.get("window.theme") or "system"
    install_theme(application, wanted if wanted in CHOICES else "system")
    application.setWindowIcon(QIcon(icon("shield-check", "accent").pixmap(64, 64)))
    return application


def make_texts(application: QApplication, language: str | None = None) -> Texts:
    """Return the window's language; Qt's own dialogs and menus follow it."""
    texts = Texts(chosen_language(language), application)
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)

    def follow() -> None:
        application.removeTranslator(translator)
        if texts.code == "ko" and translator.load("qtbase_ko", folder):
            application.installTranslator(translator)

    texts.follow(translator, follow)
    return texts


class FailureDoor:
    """Sends what nobody caught to one place: on the window's thread to a dialog, elsewhere to the log.

    Attributes:
        show: Where a failure on the window's thread is shown; None while there is no window.
    """

    def __init__(self) -> None:
        self.show: Callable[[BaseException], object] | None = None
        self._former = sys.excepthook, threading.excepthook

    def open(self) -> None:
        """Begin to take what nobody caught."""
        sys.excepthook = self._uncaught
        threading.excepthook = _uncaught_elsewhere

    def close(self) -> None:
        """Leave it to Python again."""
        sys.excepthook, threading.excepthook = self._former

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if self.show is None or isinstance(error, KeyboardInterrupt):
            self._former[0](kind, error, trace)
        else:
            self.show(error)


def _uncaught_elsewhere(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None:
        _LOG.error("uncaught in thread %s", found.thread and found.thread.name, exc_info=found.exc_value)
