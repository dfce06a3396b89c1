"""Which balloons were added, changed or are gone since the revision before, and which the sheet lacks. Reads only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.drawings.pages import PageSource, page_text
from app.drawings.queries import CharacteristicRow
from app.drawings.revision_changes import BalloonChange, CharacteristicChange, changes_since, not_on_sheet
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.theme.tokens import Tone
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_WORDS = {
    BalloonChange.ADDED: term("balloon", "Added"),
    BalloonChange.CHANGED: term("balloon", "Changed"),
    BalloonChange.GONE: term("balloon", "Gone"),
}
_TONES: dict[BalloonChange, Tone] = {BalloonChange.GONE: "ng", BalloonChange.ADDED: "info"}


class ChangesPanel(Panel):
    """The list of changed balloons.

    Signals:
        counted: How many there are.
        chosen: Id of the characteristic of a row that still exists.
    """

    nouns = frozenset({"characteristic", "document_revision"})
    counted = Signal(int)
    chosen = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        texts = desk.texts
        self._revision = 0
        columns: list[Column[CharacteristicChange]] = [
            Column(say("No."), lambda row: row.number, "number"),
            Column(term("difference", "What"), lambda row: _WORDS[row.change], "chip", tone=_tone),
            Column(say("Before"), lambda row: _said(row.before), weight=1),
            Column(say("Now"), lambda row: _said(row.after), weight=1),
        ]
        self.rows: RowsModel[CharacteristicChange] = RowsModel(texts, columns, key=lambda row: row.number)
        self.table: RowTable[CharacteristicChange] = RowTable(self.rows, "balloon_changes")
        texts.bind(self.table.setAccessibleName, say("Changes since the revision before"))
        self.table.when_empty(say("No characteristic differs from the revision before."))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        self.missing = Label(texts, "", "bad", wrap=True)
        self.missing.setObjectName("balloons.missing")
        self.missing.setContentsMargins(12, 6, 12, 6)
        self.missing.hide()
        card = Card(texts, say("Changes since the revision before"), flush=True)
        card.add(self.missing)
        card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_revision(self, revision_id: int) -> None:
        """Show the changes of a revision."""
        self._revision = revision_id
        self.missing.hide()
        self.ask_rows()

    def ask_rows(self) -> None:
        """Read the changes again; also while hidden, since the tab shows their number."""
        if self._revision:
            self.ask(changes_since, self._revision, then=self._put)

    @override
    def refresh(self) -> None:
        self.ask_rows()

    def _put(self, rows: tuple[CharacteristicChange, ...]) -> None:
        self.rows.set_rows(rows)
        self.counted.emit(len(rows))

    def check_sheet(self, source: PageSource, rows: tuple[CharacteristicRow, ...], pages: int) -> None:
        """Look whether the sheet still says what the carried balloons ask for."""

        def work() -> tuple[str, ...]:
            found: list[str] = []
            for page in range(min(pages, 20)):
                found += not_on_sheet(rows, page + 1, page_text(source, page))
            return tuple(found)

        def then(numbers: tuple[str, ...]) -> None:
            if numbers:
                self.missing.put(
                    say(
                        "▲ Not found beside their balloons on this sheet: {numbers}",
                        numbers=", ".join(numbers),
                    )
                )
            self.missing.setVisible(bool(numbers))

        self.desk.tasks.read(work, then, failed=lambda _error: None, owner=self)

    def _tell(self) -> None:
        row = self.table.chosen()
        if row is not None and row.after is not None:
            self.chosen.emit(row.after.id)


def _tone(row: CharacteristicChange) -> Tone:
    return _TONES.get(row.change, "warn")


def _said(row: CharacteristicRow | None) -> str:
    return (
        "—"
        if row is None
        else row.specification or (format(row.nominal, "f") if row.nominal is not None else "")
    )
