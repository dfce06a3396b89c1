"""The logos printed on documents: the plant's and each customer's; choose a picture or none. Each act is one verb."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.documents.logos import LogoRow, keep_logo, logo_rows, remove_logo
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

Choose = Callable[[QWidget, str], Path | None]
_SHOWN = (320, 110)


def choose_picture(parent: QWidget, title: str) -> Path | None:
    """Ask for a picture."""
    name, _kind = QFileDialog.getOpenFileName(parent, title, "", "PNG, JPEG (*.png *.jpg *.jpeg *.bmp *.gif)")
    return Path(name) if name else None


class LogoDialog(QDialog):
    """Whose logo is which.

    Args:
        desk: What a screen has at hand, with an open factory.
        to_picture: Asks for a picture.
    """

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, to_picture: Choose = choose_picture
    ) -> None:
        super().__init__(parent)
        self._desk, self._to_picture = desk, to_picture
        texts = desk.texts
        self.setModal(True)
        self.setObjectName("logos.dialog")
        self.setMinimumSize(520, 420)
        texts.bind(self.setWindowTitle, say("Logos on documents"))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        words = say("The plant's logo stands on every document, the customer's on those for the customer.")
        column.addWidget(Label(texts, words, wrap=True))
        columns: tuple[Column[LogoRow], ...] = (
            Column(
                term("logo", "Whose"),
                lambda row: row.name,
                weight=1,
                second=lambda row: term("logo", "this plant") if row.customer_id is None else "",
            ),
            Column(
                term("logo", "Logo"),
                lambda row: term("logo", "kept") if row.file_hash else term("logo", "none"),
                "muted",
            ),
        )
        self.table = RowTable(RowsModel(texts, columns, key=lambda row: row.customer_id), "logos")
        texts.bind(self.table.setAccessibleName, say("Logos on documents"))
        self.table.chosen_changed.connect(self._choose)
        column.addWidget(self.table, 1)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setFixedHeight(_SHOWN[1] + 12)
        texts.bind(self.picture.setAccessibleName, term("logo", "Logo"))
        column.addWidget(self.picture)
        foot = QHBoxLayout()
        self.none = Button(texts, say("Print none"), self._remove, name="logo.none")
        self.choose = Button(texts, say("Choose a picture"), self._keep, name="logo.choose")
        foot.addWidget(self.choose)
        foot.addWidget(self.none)
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Done"), self.accept, "primary", name="logo.done"))
        column.addLayout(foot)
        self.finished.connect(self.deleteLater)
        self._ask()

    def _ask(self, _changes: object = None) -> None:
        desk = self._desk
        desk.tasks.read(lambda: desk.ask(logo_rows), self._put, owner=self)

    def _put(self, rows: tuple[LogoRow, ...]) -> None:
        self.table.rows_model.set_rows(rows)
        if self.table.chosen() is None:
            self.table.choose(None)
        self._choose(self.table.chosen())

    def _choose(self, row: LogoRow | None) -> None:
        self.choose.setEnabled(row is not None)
        self.none.setEnabled(row is not None and bool(row.file_hash))
        self.picture.clear()
        factory = self._desk.factory
        if row is not None and row.file_hash and factory is not None:
            self._desk.tasks.read(
                partial(factory.read_file, row.file_hash), partial(self._show, row.file_hash), owner=self
            )

    def _show(self, file_hash: str, content: bytes) -> None:
        row = self.table.chosen()
        if row is not None and row.file_hash == file_hash:
            whole = QPixmap()
            whole.loadFromData(content)
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(whole.scaled(*_SHOWN, Qt.AspectRatioMode.KeepAspectRatio, smooth))

    def _keep(self) -> None:
        row = self.table.chosen()
        path = (
            None
            if row is None
            else self._to_picture(self, self._desk.texts.say("Logo of {name}", name=row.name))
        )
        if row is None or path is None:
            return
        desk, customer = self._desk, row.customer_id

        def keep(content: bytes) -> None:
            desk.tasks.write(
                lambda: desk.perform(keep_logo, content, path.name, customer_id=customer),
                self._ask,
                owner=self,
            )

        desk.tasks.read(path.read_bytes, keep, owner=self)

    def _remove(self) -> None:
        row, desk = self.table.chosen(), self._desk
        if row is not None:
            customer = row.customer_id
            desk.tasks.write(lambda: desk.perform(remove_logo, customer_id=customer), self._ask, owner=self)
