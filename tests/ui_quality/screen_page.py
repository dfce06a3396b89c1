"""Any one of the quality screens in a window, as one person sees it. Asserts nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.factory import Factory
from app.unit_of_work import Actor
from tests.ui.pages import WindowPage
from tests.ui_station.stage import make_connections
from ui.i18n import Texts, say
from ui.main_window import MainWindow
from ui.navigation import Place
from ui.panels import Desk, Screen
from ui.widgets.reason import ReasonLine


class ScreenPage(WindowPage):
    """One screen with its verbs run as one person."""

    def wait(self) -> None:
        """Wait until questions that led to questions are answered too."""
        for _turn in range(3):
            self.settle()

    def push(self, name: str) -> None:
        """Press a button and wait for what comes of it."""
        self.press(name)
        self.wait()

    @property
    def screen(self) -> Any:
        return self.window.shown_screen

    def reason(self, text: str) -> None:
        """Give the reason that is asked for."""
        asked: list[QWidget] = [w for w in self.window.findChildren(ReasonLine) if w.isVisible()]
        line = asked[0]
        assert isinstance(line, ReasonLine)
        line.field.set_value(text)
        line.enter()
        self.wait()


@contextmanager
def shown_screen(
    make: Callable[[Desk], Screen], factory: Factory, actor: Actor, texts: Texts, qtbot: QtBot
) -> Iterator[ScreenPage]:
    """Show a screen at 1440 × 900 in a window of its own."""
    window = MainWindow(
        texts, [Place("one", None, say("Show"), "gauge", make)], make_connections(factory, actor)
    )
    window.resize(1440, 900)
    with qtbot.waitActive(window):
        window.show()
    page = ScreenPage(window, qtbot)
    page.wait()
    yield page
    window.toasts.clear()
    window.close()
    window.deleteLater()
