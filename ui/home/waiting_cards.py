"""The cards of the home screen: short lists of what waits, each row leading to its place. Asks nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.i18n import Shown, Texts, say
from ui.itemmodels.columns import Column, R
from ui.itemmodels.rows_model import RowsModel
from ui.theme.icons import icon
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.list_menu import WRITTEN_ELSEWHERE
from ui.widgets.tables import RowTable

# More rows than this are counted and left to their place.
MOST = 7


class WaitingCard(Card, Generic[R]):
    """A card with a short table, or one calm line where nothing waits.

    Args:
        texts: The window's language.
        title: What waits.
        nothing: What stands there when nothing does.
        columns: Of its rows.
        open_row: Called with a row that was chosen by a click or Enter.
        open_all: Called when all rows are wanted.
        name: objectName of the table.
        most: Rows shown.
    """

    def __init__(
        self,
        texts: Texts,
        title: Shown,
        nothing: Shown,
        columns: Sequence[Column[R]],
        open_row: Callable[[R], object],
        open_all: Callable[[], object],
        name: str,
        *,
        most: int = MOST,
    ) -> None:
        super().__init__(texts, title, flush=True)
        self._words, self._most = texts, most
        self.model: RowsModel[R] = RowsModel(texts, columns, key=lambda row: getattr(row, "id", row))
        self.table: RowTable[R] = RowTable(self.model, name)
        # The most urgent only; the whole list, with its way to Excel, is in its own place.
        self.table.setProperty(WRITTEN_ELSEWHERE, True)
        for turn_off in (self.table.setVerticalScrollBarPolicy, self.table.setHorizontalScrollBarPolicy):
            turn_off(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setCursor(Qt.CursorShape.PointingHandCursor)
        texts.bind(self.table.setAccessibleName, title)
        self.table.opened.connect(open_row)
        self.table.clicked.connect(lambda index: open_row(self.model.row(index)))
        self.calm = QWidget()
        line = QHBoxLayout(self.calm)
        line.setContentsMargins(14, 10, 14, 12)
        line.setSpacing(8)
        self._sign = Label(texts)
        line.addWidget(self._sign)
        line.addWidget(Label(texts, nothing, "muted", wrap=True), 1)
        self.more = Button(texts, "", open_all, "quiet", name=f"{name}.all")
        self.add(self.table)
        self.add(self.calm)
        self.add(self.more)
        # The last row's line must not run into the round corners.
        self.body.setContentsMargins(0, 0, 0, 4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        current_theme().changed.connect(self._tint)
        self._tint()
        self.put(())

    def put(self, rows: Sequence[R], tone: Tone = "neutral") -> None:
        """Show rows, the most urgent first, and their number in the head line."""
        self.model.set_rows(rows[: self._most])
        self.table.setVisible(bool(rows))
        self.calm.setVisible(not rows)
        self.more.setVisible(len(rows) > self._most)
        self.more.put(say("All {n}", n=len(rows)))
        self.set_chip(str(len(rows)) if rows else "", tone)
        self._fit()

    def _fit(self) -> None:
        self.table.setFixedHeight(self.table.full_height())

    def _tint(self) -> None:
        self._sign.setPixmap(icon("check", "muted").pixmap(16, 16))
        self._fit()
