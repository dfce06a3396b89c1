"""The station as the person in front of it has it: scans and gauge presses in, what is shown out. Asserts nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.inspection.station_notice import StationNotice
from app.inspection.station_view import StationView
from devices.barcodes.partproof import badge_code, command_code, lot_code, order_code
from tests.guards import ANSWER_MS
from tests.ui_station.stage import Stage
from ui.station.station_screen import StationScreen
from ui.station.verdict_cover import VerdictCover


class StationPage:
    """Drives a stage through its ports and reads its screen."""

    def __init__(self, stage: Stage, qtbot: QtBot) -> None:
        self.stage, self.qtbot = stage, qtbot

    @property
    def screen(self) -> StationScreen:
        return self.stage.screen

    @property
    def cover(self) -> VerdictCover:
        return self.screen.cover

    @property
    def view(self) -> StationView:
        view = self.screen._view
        assert view is not None
        return view

    def settle(self) -> None:
        """Wait until nothing is under way any more."""
        QApplication.processEvents()
        tasks = self.stage.window.tasks
        if tasks.busy:
            with self.qtbot.waitSignal(tasks.idle):
                pass
        QApplication.processEvents()

    def answer_to(self, act: Callable[[], object]) -> StationNotice:
        """Do something at a device and wait until its answer is on the screen."""
        with self.qtbot.waitSignal(self.screen.answered, timeout=ANSWER_MS) as told:
            act()
        self.settle()
        assert told.args is not None
        notice = told.args[0]
        assert isinstance(notice, StationNotice)
        return notice

    def scan(self, text: str) -> StationNotice:
        return self.answer_to(lambda: self.stage.scanner.scan(text))

    def command(self, word: str) -> StationNotice:
        return self.scan(command_code(word))

    def press_gauge(self, value: str) -> StationNotice:
        return self.answer_to(lambda: self.stage.gauge.press(value))

    def sign_in(self) -> StationNotice:
        return self.scan(badge_code(self.stage.crew.operator_badge))

    def arm(self) -> StationNotice:
        """Scan badge, order and lot."""
        self.sign_in()
        self.scan(order_code(self.stage.floor.order_number))
        return self.scan(lot_code(self.stage.floor.lot_number))

    def text(self, name: str) -> str:
        found = self.screen.findChild(QLabel, name)
        assert found is not None, name
        return found.text()

    def button(self, name: str) -> QPushButton:
        found = self.screen.findChild(QPushButton, name)
        assert isinstance(found, QPushButton), name
        return found

    def visible(self, kind: type[QWidget]) -> list[QWidget]:
        return [widget for widget in self.screen.findChildren(kind) if widget.isVisible()]
