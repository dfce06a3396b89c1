"""The table of a drawing's characteristics with the chosen one below it. Shows; its owner runs the verbs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.drawings.page_dimensions import Candidate
from app.drawings.queries import CharacteristicRow
from app.labels import label
from models.vocab import Special
from ui.drawings.characteristic_words import (
    heading,
    limits_text,
    nominal_text,
    sampling_text,
    signed,
    special_sign,
)
from ui.i18n import Texts, Words, say
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.rows_model import RowsModel
from ui.widgets.buttons import Button, make_action
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.label import Label
from ui.widgets.tables import RowTable


class CharacteristicsPanel(QWidget):
    """Characteristics of one drawing revision.

    Signals:
        chosen: Id of the chosen characteristic, 0 for none.
        edit_wanted: Its id.
        remove_wanted: Its id.
        confirm_wanted: Its id.
        add_wanted: A new one without a balloon.
    """

    chosen = Signal(int)
    edit_wanted = Signal(int)
    remove_wanted = Signal(int)
    confirm_wanted = Signal(int)
    add_wanted = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._draft = False
        self._candidates: dict[int, Candidate] = {}
        self.rows: RowsModel[CharacteristicRow] = RowsModel(
            texts, self._columns(), look=_look, key=lambda row: row.id
        )
        self.table: RowTable[CharacteristicRow] = RowTable(self.rows, "characteristics")
        texts.bind(self.table.setAccessibleName, say("Characteristics"))
        self.table.chosen_changed.connect(self._choose)
        self.table.opened.connect(lambda row: self.edit_wanted.emit(row.id))
        self.card = Card(texts, say("Characteristics"), flush=True)
        self.add = Button(
            texts, say("Add"), self.add_wanted.emit, icon_name="plus", name="characteristic.add"
        )
        self.card.add_head(self.add)
        self.empty = EmptyState(
            texts,
            "ruler-measure",
            say("No characteristics yet"),
            say("Double-click the drawing to place a balloon, or let the dimensions be found."),
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        self.card.add(self.pages, 1)
        self.detail = Card(texts, say("Characteristic"))
        self._lines = [Label(texts, "", "muted", wrap=True) for _ in range(3)]
        for line in self._lines:
            self.detail.add(line)
        self._make_acts()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.card, 1)
        column.addWidget(self.detail)
        self.detail.hide()
        texts.language_changed.connect(lambda: self._choose(self.table.chosen()))

    def _columns(self) -> list[Column[CharacteristicRow]]:
        texts = self._texts
        return [
            Column(say("No."), lambda row: row.number, "number"),
            Column(say("Kind"), lambda row: label(texts.language, row.kind), spare=True),
            Column(say("Nominal"), nominal_text, "number"),
            Column(say("Upper"), lambda row: signed(row.upper_tolerance), "number"),
            Column(say("Lower"), lambda row: signed(row.lower_tolerance), "number"),
            Column("◇", special_sign, tip=self._special),
            Column(say("Gauge"), lambda row: row.method, weight=1),
            Column(say("Sample · freq."), sampling_text, "muted", spare=True),
        ]

    def _special(self, row: CharacteristicRow) -> str:
        return label(self._texts.language, row.special) if special_sign(row) else ""

    def _make_acts(self) -> None:
        texts = self._texts
        self._confirm = Button(
            texts, say("Confirm (F8)"), self._confirm_chosen, "primary", name="characteristic.confirm"
        )
        self._edit = Button(
            texts, say("Change"), self._edit_chosen, icon_name="pencil", name="characteristic.edit"
        )
        self._remove = Button(
            texts, say("Remove"), self._remove_chosen, icon_name="trash", name="characteristic.remove"
        )
        self.buttons = QWidget()
        line = QHBoxLayout(self.buttons)
        line.setContentsMargins(0, 2, 0, 0)
        line.setSpacing(8)
        for button in (self._confirm, self._edit, self._remove):
            line.addWidget(button)
        line.addStretch(1)
        self.detail.add(self.buttons)
        self.acts: list[QAction] = [
            make_action(
                texts, say("Remove the characteristic"), self._remove_chosen, self.table, "trash", "Del"
            ),
        ]
        for act in self.acts:
            act.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    # what is shown
    def put(self, rows: Sequence[CharacteristicRow], *, draft: bool) -> None:
        """Show other characteristics; the choice stays where it is still there."""
        self._draft = draft
        self.rows.set_rows(rows)
        self.pages.setCurrentIndex(0 if rows else 1)
        waiting = sum(not row.confirmed for row in rows)
        special = sum(row.special is not Special.NONE for row in rows)
        self.card.note.put(say("◇ special {n}", n=special) if special else "")
        self.card.set_chip(say("{n} to confirm", n=waiting) if waiting else "", "warn")
        self.add.setVisible(draft)
        self.buttons.setVisible(draft)
        for act in self.acts:
            act.setEnabled(draft)
        self._choose(self.table.chosen() if rows else None)

    def remember(self, candidates: dict[int, Candidate]) -> None:
        """Keep how proposals were read, so that their doubts can be shown beside them."""
        self._candidates |= candidates

    def choose(self, characteristic_id: int) -> None:
        """Choose a characteristic, 0 none."""
        if characteristic_id == 0:
            self.table.clearSelection()
            self.table.setCurrentIndex(self.rows.index(-1, -1))
        elif self.chosen_id != characteristic_id:
            self.table.choose(characteristic_id)

    @property
    def chosen_id(self) -> int:
        """Id of the chosen characteristic, 0 for none."""
        row = self.table.chosen()
        return row.id if row is not None else 0

    def next_unconfirmed(self, after: int) -> int:
        """Return the id of the next characteristic to be confirmed, 0 where none is left."""
        ids = [row.id for row in self.rows.rows]
        start = ids.index(after) + 1 if after in ids else 0
        ordered = [*self.rows.rows[start:], *self.rows.rows[:start]]
        return next((row.id for row in ordered if not row.confirmed and row.id != after), 0)

    def _choose(self, row: CharacteristicRow | None) -> None:
        self.detail.setVisible(row is not None)
        if row is None:
            self.chosen.emit(0)
            return
        self.detail.set_title(say("Characteristic {number}", number=row.number), heading(row))
        if not row.confirmed:
            self.detail.set_chip(say("To confirm"), "warn")
        elif row.special is not Special.NONE:
            words = f"{special_sign(row)} {label(self._texts.language, row.special)}"
            self.detail.set_chip(words, "info")
        else:
            self.detail.set_chip("")
        for line, shown in zip(self._lines, self._detail(row), strict=True):
            line.put(shown)
            line.setVisible(bool(shown))
        self._confirm.setVisible(not row.confirmed)
        self.chosen.emit(row.id)

    def _detail(self, row: CharacteristicRow) -> tuple[Words | str, Words | str, str]:
        limits = limits_text(row)
        first = (
            say("Accepted: {limits}", limits=limits) if limits else say("No limits: judged good or not good.")
        )
        second: Words | str = ""
        if row.places > 1:
            second = say(
                "On the drawing: {text} · {n} {n:place|places}", text=row.specification, n=row.places
            )
        elif row.specification:
            second = say("On the drawing: {text}", text=row.specification)
        candidate = self._candidates.get(row.id)
        if candidate is None or row.confirmed:
            return first, second, ""
        doubts = " ".join(self._texts.say(doubt) for doubt in candidate.doubts)
        read = self._texts.say("Read from the file’s text, confidence {n} %.", n=candidate.confidence)
        return first, second, f"{read} {doubts}".strip()

    # acts
    def _confirm_chosen(self) -> None:
        if self.chosen_id and self._draft:
            self.confirm_wanted.emit(self.chosen_id)

    def _edit_chosen(self) -> None:
        if self.chosen_id and self._draft:
            self.edit_wanted.emit(self.chosen_id)

    def _remove_chosen(self) -> None:
        if self.chosen_id and self._draft:
            self.remove_wanted.emit(self.chosen_id)


def _look(row: CharacteristicRow) -> Look:
    return Look(None if row.confirmed else "warn")
