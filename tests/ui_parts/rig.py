"""The window on a real factory with the design places, and its page object; asserts nothing.

``python -m tests.ui_parts.rig FOLDER`` writes the design screens as PNG.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QWidget,
)

from app.drawings.pages import close_reader
from app.factory import Factory
from app.unit_of_work import Actor
from tests.ui.gallery import KeptMemory, picture
from tests.ui.pages import WindowPage
from ui.bom import design_panels as bom_panels
from ui.bom.bom_panel import BomPanel
from ui.changes import design_panels as change_panels
from ui.changes.form_dialog import FormDialog
from ui.changes.ledger_screen import LedgerScreen
from ui.changes.reviews_screen import ReviewsScreen
from ui.drawings import part_panels
from ui.drawings.copies_panel import DistributionScreen
from ui.drawings.documents_screen import DocumentsScreen
from ui.i18n import Texts, say
from ui.main_window import Connections, MainWindow
from ui.navigation import Place
from ui.panels import BookOfPanels
from ui.parts import own_panels as part_own_panels
from ui.parts.parts_screen import PartsScreen
from ui.widgets.tables import RowTable
from ui.widgets.window_bars import StatusFacts

D = TypeVar("D", bound=QDialog)


class Seat:
    """Who sits at the window; tests let another person sit down."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor


def make_window(factory: Factory, seat: Seat, texts: Texts) -> MainWindow:
    """Return a window with the places of parts, documents, changes, copies and approvals."""
    book = BookOfPanels()
    offers = (bom_panels, change_panels, part_panels, part_own_panels)
    for register in (offer.register for offer in offers):
        register(book)

    def perform(verb: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        return factory.perform(verb, *args, actor=seat.actor, **facts)

    joined = Connections(
        ask=factory.ask,
        perform=perform,
        search=lambda _text: (),
        resolve=lambda _text: None,
        status=lambda: StatusFacts("daehan-parts.partproof", "2026-11-22 12:30", True, 48213, "whole"),
        memory=KeptMemory(),
        panels=book,
        actor=lambda: seat.actor,
        factory=factory,
    )
    group = say("Show")
    places = [
        Place("parts", group, say("Parts"), "components", PartsScreen),
        Place("documents", group, say("Drawings and documents"), "file-text", DocumentsScreen),
        Place("changes", group, say("Changes"), "arrows-exchange", LedgerScreen),
        Place("distribution", group, say("Copies"), "copy", DistributionScreen),
        Place("approvals", group, say("Approvals"), "writing-sign", ReviewsScreen),
    ]
    return MainWindow(texts, places, joined)


class DesignPage(WindowPage):
    """The window as the design side uses it."""

    @property
    def parts(self) -> PartsScreen:
        screen = self.window.shown_screen
        assert isinstance(screen, PartsScreen)
        return screen

    @property
    def documents(self) -> DocumentsScreen:
        screen = self.window.shown_screen
        assert isinstance(screen, DocumentsScreen)
        return screen

    def open(self, place: str, record: object = None) -> None:
        """Go to a place and wait for it."""
        self.window.open_place(place, record)
        self.settle()

    def tab(self, key: str) -> None:
        """Press a tab and wait for its rows."""
        self.press(f"tab.{key}")
        self.settle()

    def cells(self, table: str, column: int) -> list[str]:
        """Return what a column of a table shows, top to bottom."""
        model = self.find(RowTable, table).model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount(QModelIndex()))]

    def focus(self, widget: QWidget) -> None:
        """Put the focus somewhere; a closed dialog leaves no window active here."""
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()
        widget.setFocus()

    def choose(self, table: str, row: int) -> None:
        """Choose a row as a click does."""
        found = self.find(RowTable, table)
        self.focus(found)
        found.selectRow(row)
        self.settle()

    def open_row(self, table: str, row: int) -> None:
        """Open a row by Enter."""
        self.choose(table, row)
        QTest.keyClick(self.find(RowTable, table), Qt.Key.Key_Return)
        self.settle()

    def dialog(self, kind: type[D]) -> D:
        """Return the dialog that is open."""
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        assert found, f"no open {kind.__name__}"
        return found[-1]

    def fill(self, **values: str) -> None:
        """Fill the fields of the open form."""
        self.dialog(FormDialog).form.set_values(values)

    def answer(self, name: str = "confirm") -> None:
        """Press a button of the open dialog and wait."""
        dialog = self.dialog(QDialog)
        button: QWidget = dialog.findChild(QWidget, name)  # type: ignore[assignment]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def unnamed(self, screen: QWidget) -> list[str]:
        """Return the visible controls that a screen reader could not name."""
        kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
        return [
            f"{type(widget).__name__} {widget.objectName()}"
            for widget in screen.findChildren(QWidget)
            if isinstance(widget, kinds)
            and widget.isVisible()
            and not isinstance(widget, QHeaderView)
            # Qt's own parts: lists inside boxes, the cross inside a line.
            and not widget.objectName().startswith("qt_")
            and not isinstance(widget.parent(), QComboBox | QLineEdit)
            and not widget.accessibleName()
        ]

    def settle(self) -> None:
        """Wait until nothing is under way, follow-up questions included."""
        for _turn in range(6):
            super().settle()
            if not self.window.tasks.busy:
                QApplication.processEvents()
                if not self.window.tasks.busy:
                    return


def _wait(window: MainWindow) -> None:
    for _turn in range(60):
        QApplication.processEvents()
        while window.tasks.busy:
            QApplication.processEvents()
        QTest.qWait(15)


def _shots(window: MainWindow, size: QSize, name: str, folder: Path, drawing: int, top: int) -> None:
    window.resize(size)
    window.show()
    screen: Any
    window.open_place("parts")
    _wait(window)
    picture(window, size, folder / f"parts-{name}.png")
    window.open_place("parts", top)
    _wait(window)
    screen = window.shown_screen
    for tab in ("overview", "bom", "characteristics", "history"):
        screen.workspace.tabs.show_tab(tab)
        _wait(window)
        picture(window, size, folder / f"part-{tab}-{name}.png")
    window.open_place("documents")
    _wait(window)
    picture(window, size, folder / f"documents-{name}.png")
    window.open_place("documents", drawing)
    _wait(window)
    screen = window.shown_screen
    screen.drawing.table.table.selectRow(1)
    _wait(window)
    picture(window, size, folder / f"drawing-{name}.png")
    screen.drawing.tabs.show_tab("review")
    _wait(window)
    picture(window, size, folder / f"drawing-review-{name}.png")


def _dialogs(window: MainWindow, size: QSize, name: str, folder: Path, part: int, files: Path) -> None:
    screen: Any
    window.open_place("parts", part)
    _wait(window)
    screen = window.shown_screen
    screen.workspace.tabs.show_tab("bom")
    _wait(window)
    picture(window, size, folder / f"part-empty-bom-{name}.png")
    panel = window.findChildren(BomPanel)[-1]
    panel.show_import(next(files.glob("*.xlsx")))
    _picture_dialog(window, folder / f"dialog-import-{name}.png")
    panel.add_line()
    _picture_dialog(window, folder / f"dialog-line-{name}.png")
    screen.add_part()
    _picture_dialog(window, folder / f"dialog-part-{name}.png")
    screen.workspace.review._send()
    _wait(window)
    screen.workspace.review._sign()
    _picture_dialog(window, folder / f"dialog-sign-{name}.png")
    window.open_place("documents")
    _wait(window)
    screen = window.shown_screen
    screen.drawing.edit(screen.drawing.rows[1].id)
    _picture_dialog(window, folder / f"dialog-characteristic-{name}.png")


def _picture_dialog(window: MainWindow, file: Path) -> None:
    _wait(window)
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    for dialog in shown:
        dialog.grab().save(str(file))
        dialog.reject()
    _wait(window)


def write_pictures(folder: Path, wanted: Sequence[str] = ()) -> None:
    """Write the design screens of the demo's factory in several sizes, languages and themes."""
    from app.demo.crew import make_crew
    from app.demo.design import make_design
    from app.parts.queries import part_id_of
    from app.settings import PlantSettings
    from app.wiring import build_hooks
    from tests.ui_parts.demo_draft import make_drafts
    from ui.theme.theme import current_theme, install_theme

    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    install_theme(application, "light")
    with tempfile.TemporaryDirectory() as place:
        factory = Factory.create(Path(place) / "demo", PlantSettings("대한정밀"), build_hooks())
        crew = make_crew(factory)
        designed = make_design(factory, crew, Path(place), "대한정밀")
        drafts = make_drafts(factory, crew, designed)
        small, large = QSize(1280, 800), QSize(1920, 1080)
        for theme, code, size, released in (
            ("light", "ko", small, True),
            ("light", "ko", large, False),
            ("dark", "en", small, False),
            ("dark", "ko", large, True),
        ):
            name = f"{theme}-{code}-{size.width()}"
            if wanted and name not in wanted:
                continue
            current_theme().choose(theme)
            window = make_window(factory, Seat(crew.engineer), Texts(code))
            window.set_user(crew.engineer.name)
            part = designed.made_part if released else drafts.part
            _shots(window, size, name, folder, drafts.document, part if not released else drafts.part)
            seal = factory.ask(part_id_of, "HB-2240-02")
            if seal is not None and not released:
                _dialogs(window, size, name, folder, seal, Path(place))
            window.close()
            window.deleteLater()
            application.processEvents()
        factory.close()
        close_reader()


if __name__ == "__main__":
    write_pictures(Path(sys.argv[1]), sys.argv[2:])
