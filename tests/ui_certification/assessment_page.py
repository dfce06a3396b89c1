"""The certification screen as the quality engineer has it. Asserts nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QLabel

from app.certification.queries import RequirementRow, requirement_rows
from app.factory import Factory
from app.jobs import Progress
from app.unit_of_work import Actor
from tests.ui.pages import WindowPage
from tests.ui_station.stage import make_connections
from ui.certification.assessment_files import AssessmentFiles
from ui.certification.assessments_screen import AssessmentsScreen
from ui.certification.requirement_card import RequirementCard
from ui.i18n import Texts, say
from ui.main_window import MainWindow
from ui.navigation import Place


@dataclass
class ChosenFiles:
    """Answers the file dialogs, and writes packs step by step as far as it is let."""

    folder: Path
    attached: Path | None = None
    may_end: threading.Event = field(default_factory=threading.Event)
    stepped: threading.Event = field(default_factory=threading.Event)
    recipients: list[str] = field(default_factory=list)

    def pack(self, _assessment: int, out: Path, recipient: str, progress: Progress) -> None:
        self.recipients.append(recipient)
        step = 0
        while not self.may_end.wait(0.01):
            step += 1
            progress.step("Next theme", min(step, 9), 10)
            self.stepped.set()
        out.write_bytes(b"pack")

    def document(self, assessment: int, kind: str, folder: Path) -> list[Path]:
        file = folder / f"{assessment}.{kind}"
        file.write_bytes(b"document")
        return [file]


def make_window(factory: Factory, actor: Actor, texts: Texts, folder: Path) -> tuple[MainWindow, ChosenFiles]:
    """Make a window with the certification screen alone."""
    files = ChosenFiles(folder)
    place = Place(
        "assessments",
        None,
        say("Certification checklists"),
        "certificate",
        lambda desk: AssessmentsScreen(
            desk,
            AssessmentFiles(files.pack, files.document),
            to_open=lambda _parent, _title, _name: files.attached,
            to_save=lambda _parent, _title, name: folder / name,
            to_folder=lambda _parent, _title, _name: folder,
        ),
    )
    return MainWindow(texts, [place], make_connections(factory, actor)), files


class AssessmentPage:
    """The screen with its requirement table and its detail."""

    def __init__(self, window: WindowPage, factory: Factory, files: ChosenFiles, assessment: int) -> None:
        self.window, self.factory, self.files, self.assessment = window, factory, files, assessment

    @property
    def screen(self) -> AssessmentsScreen:
        shown = self.window.window.shown_screen
        assert isinstance(shown, AssessmentsScreen)
        return shown

    @property
    def detail(self) -> RequirementCard:
        return self.screen.detail

    def settle(self) -> None:
        for _turn in range(3):
            self.window.settle()

    def press(self, name: str) -> None:
        self.window.press(name)
        self.settle()

    def choose(self, code: str) -> None:
        """Choose a requirement by its code."""
        row = next(row for row in self.screen.table.rows_model.rows if row.code == code)
        self.screen.table.choose(row.id)
        self.settle()

    def stored(self, code: str) -> RequirementRow:
        """Return a requirement as the factory has it."""
        rows = self.factory.ask(requirement_rows, self.assessment)
        return next(row for row in rows if row.code == code)

    @property
    def codes(self) -> list[str]:
        return [row.code for row in self.screen.table.rows_model.rows]

    @property
    def said(self) -> list[str]:
        """Every text of the detail card."""
        return [label.text() for label in self.detail.findChildren(QLabel) if label.isVisible()]

    @property
    def toasts(self) -> list[str]:
        return self.window.toasts
