"""A window with all places of certification, and the screens as pages. Asserts nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from app.factory import Factory
from app.unit_of_work import Actor
from tests.ui.pages import WindowPage
from tests.ui_station.stage import make_connections
from ui.certification.assessment_files import AssessmentFiles
from ui.certification.assessments_screen import AssessmentsScreen
from ui.certification.checklists_screen import ChecklistsScreen
from ui.certification.readiness_screen import ReadinessScreen
from ui.certification.submissions_screen import SubmissionsScreen
from ui.i18n import Texts, say
from ui.main_window import MainWindow
from ui.navigation import Place
from ui.panels import Desk, Screen

S = TypeVar("S", bound=QWidget)


def make_places(folder: Path) -> list[Place]:
    """Return the places; file dialogs answer with ``in.xlsx`` and ``out.xlsx`` of the folder."""

    def to_open(_parent: QWidget, _title: str, _name: str) -> Path:
        return folder / "in.xlsx"

    def to_save(_parent: QWidget, _title: str, _name: str) -> Path:
        return folder / "out.xlsx"

    makers: dict[str, Callable[[Desk], Screen]] = {
        "readiness": ReadinessScreen,
        "assessments": lambda desk: AssessmentsScreen(
            desk, AssessmentFiles(), to_open=to_open, to_save=to_save, to_folder=to_save
        ),
        "submissions": SubmissionsScreen,
        "checklists": lambda desk: ChecklistsScreen(desk, to_open=to_open, to_save=to_save),
    }
    return [Place(key, None, say("Submissions"), "certificate", maker) for key, maker in makers.items()]


class CertificationWindow:
    """The window and what a person does in it."""

    def __init__(self, window: WindowPage, factory: Factory, folder: Path) -> None:
        self.window, self.factory, self.folder = window, factory, folder

    def open(self, key: str, kind: type[S], record: object = None) -> S:
        """Go to a place and return its screen."""
        self.window.window.open_place(key, record)
        self.settle()
        return self.shown(kind)

    def shown(self, kind: type[S]) -> S:
        """Return the screen that is shown."""
        screen = self.window.window.shown_screen
        assert isinstance(screen, kind), screen
        return screen

    def press(self, name: str) -> None:
        """Press a button by its name and wait."""
        self.window.press(name)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is asked for any more."""
        for _turn in range(4):
            self.window.settle()


def make_window(factory: Factory, actor: Actor, texts: Texts, folder: Path) -> MainWindow:
    """Make the window."""
    return MainWindow(texts, make_places(folder), make_connections(factory, actor))
