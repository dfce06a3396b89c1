"""The entry of the command line: the window runs Qt's loop until it is closed, and lets go of everything."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.window import run_window
from app.factory import Factory
from app.machine import read_machine
from tests.crew import Crew
from ui.sign_in.door_window import DoorWindow
from ui.sign_in.sign_in_page import SignInPage
from ui.theme.theme import Theme, current_theme


def test_the_window_opens_a_factory_and_ends_with_its_last_window(
    qapp: QApplication, look: Theme, machine: Path, factory: Factory, crew: Crew
) -> None:
    assert crew.actors
    seen: list[str] = []

    def watch() -> None:
        for window in qapp.topLevelWidgets():
            pages = window.findChildren(SignInPage) if isinstance(window, DoorWindow) else []
            if pages and pages[0].isVisible():
                seen.append(pages[0].button.text())
                window.close()

    timer = QTimer()
    timer.timeout.connect(watch)
    timer.start(20)
    code = run_window(factory.place.folder, "ko", theme="dark")
    timer.stop()
    assert code == 0
    assert seen == ["로그인"]
    assert current_theme().choice == "dark"
    assert read_machine().factories == (str(factory.place.folder),)
    for window in qapp.topLevelWidgets():
        window.deleteLater()
