"""The plant's layouts: every layout with its picture, its file to be changed here, and what is wrong with a change.

Judging and keeping are verbs of app/documents/tag_plant_layouts.py.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.documents.tag_content import TITLES
from app.documents.tag_example import example_page
from app.documents.tag_plant_layouts import (
    LayoutRow,
    all_layouts,
    keep_tag_layout,
    layout_text,
    withdraw_tag_layout,
)
from app.errors import PartproofError
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.tags.printing import picture_of
from ui.tags.tag_picture import TagPicture
from ui.tags.what_form import layout_title
from ui.tasks import Errand
from ui.theme.theme import current_theme
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import LineField, TextField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_SETTLE_MS = 400


def choose_layout(parent: QWidget, title: str) -> Path | None:
    """Let a person choose a layout file. The edge that tests replace."""
    found, _ = QFileDialog.getOpenFileName(parent, title, "", "TOML (*.toml)")
    return Path(found) if found else None


class LayoutsCard(Panel):
    """Layouts on the left, the file of the chosen one in the middle, its picture on the right.

    Args:
        desk: What screens are given.
    """

    nouns = frozenset({"plant"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._row: LayoutRow | None = None
        self._tried: Errand | None = None
        texts = self.texts
        self.table: RowTable[LayoutRow] = RowTable(
            RowsModel(texts, self._columns(), key=lambda row: (row.kind, row.name)), "layouts"
        )
        texts.bind(self.table.setAccessibleName, term("tag", "Layouts"))
        self.table.chosen_changed.connect(self._choose)
        listed = Card(texts, term("tag", "Layouts"), flush=True)
        listed.add(self.table, 1)
        self.picture = TagPicture(texts)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(listed, 7)
        line.addWidget(self._file_card(), 9)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._try)

    def _columns(self) -> tuple[Column[LayoutRow], ...]:
        return (
            Column(term("tag", "Kind of tag"), lambda row: term("tag", TITLES[row.kind]), weight=1),
            Column(term("tag", "Layout"), layout_title, "strong", weight=1, tip=lambda row: row.name),
            Column(
                term("tag", "Size"),
                lambda row: say("{width} × {height} mm", width=f"{row.width:g}", height=f"{row.height:g}"),
                "number",
                spare=True,
            ),
            Column(
                term("tag", "Comes from"),
                _source,
                "chip",
                tone=lambda row: "info" if row.counter else "neutral",
            ),
        )

    def _file_card(self) -> Card:
        texts = self.texts
        card = Card(texts, term("tag", "Layout file"))
        self.card = card
        self.name = LineField()
        self.name.setObjectName("layout.name")
        texts.bind(self.name.setAccessibleName, term("tag", "Name of the layout"))
        texts.bind(self.name.setToolTip, say("Another name makes a further layout beside this one."))
        self.file = TextField(lines=12)
        self.file.setObjectName("layout.file")
        self.file.setMinimumHeight(170)
        self.file.setMaximumHeight(16_777_215)
        self.file.setFont(current_theme().font())
        texts.bind(self.file.setAccessibleName, term("tag", "Layout file"))
        self.file.textChanged.connect(lambda: self._settle.start())
        self.wrong = Label(texts, "", "bad", wrap=True)
        self.wrong.setObjectName("layout.wrong")
        self.keep = Button(texts, term("tag", "Put in force"), self._keep, "primary", name="layout.keep")
        self.undo = Button(texts, term("tag", "Withdraw"), self._withdraw, name="layout.withdraw")
        load = Button(texts, term("tag", "Read a file"), self._load, name="layout.load")
        head = QHBoxLayout()
        head.addWidget(Label(texts, term("tag", "Name of the layout"), "muted"))
        head.addWidget(self.name, 1)
        head.addWidget(load)
        foot = QHBoxLayout()
        foot.addWidget(self.undo)
        foot.addStretch(1)
        foot.addWidget(self.keep)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.picture, 5)
        column.addWidget(self.file, 4)
        column.addWidget(self.wrong)
        column.addLayout(foot)
        card.add(column, 1)
        return card

    @override
    def refresh(self) -> None:
        self.ask(all_layouts, then=self._put)

    def _put(self, rows: tuple[LayoutRow, ...]) -> None:
        self.table.rows_model.set_rows(rows)
        if rows and self.table.chosen() is None:
            self.table.choose((rows[0].kind, rows[0].name))

    def _choose(self, row: LayoutRow | None) -> None:
        if row is None or row == self._row:
            return
        self._row = row
        self.card.set_title(term("tag", TITLES[row.kind]), layout_title(row))
        self.undo.setEnabled(row.counter > 0)
        self.name.set_value(row.name)
        self.ask(layout_text, row.kind, row.name, then=self._put_text, key="text")

    def _put_text(self, text: str) -> None:
        self.file.setPlainText(text)
        self._try()

    def _try(self) -> None:
        """Judge what stands there and show how it would look."""
        self._settle.stop()
        if self._tried is not None:
            self._tried.cancel()
        name, text, code = self.name.value() or "layout", self.file.toPlainText(), self.texts.code

        def work() -> QImage:
            return picture_of(example_page(name, text, code), 203)

        self._tried = self.desk.tasks.read(work, self._good, failed=self._bad, owner=self)

    def _good(self, image: QImage) -> None:
        self.picture.put([image], "")
        self.wrong.put("")
        self.keep.setEnabled(True)

    def _bad(self, error: BaseException) -> None:
        self.keep.setEnabled(False)
        if isinstance(error, PartproofError):
            self.wrong.put(self.texts.explain(error))
        else:
            self.desk.notices.failed(error)

    def _keep(self) -> None:
        name = self.name.value()
        self._row = None
        self.do(
            keep_tag_layout,
            name,
            self.file.toPlainText(),
            said=say("The layout {name} is in force.", name=name),
        )

    def _withdraw(self) -> None:
        row = self._row
        if row is not None:
            self._row = None
            self.do(
                withdraw_tag_layout,
                row.name,
                said=say("The layout {name} is withdrawn.", name=layout_title(row)),
            )

    def _load(self) -> None:
        path = choose_layout(self, self.texts.term("tag", "Read a file"))
        if path is not None:
            self._read(path)

    def _read(self, path: Path) -> None:
        def content() -> str:
            return path.read_bytes().decode("utf-8", errors="replace")

        self.desk.tasks.read(content, self._put_text, owner=self)


def _source(row: LayoutRow) -> Shown:
    return (
        term("tag", "plant, version {number}", number=row.counter) if row.counter else term("tag", "program")
    )
