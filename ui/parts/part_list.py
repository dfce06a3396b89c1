"""The list of all parts with its filters; opens nothing itself, it says which row a person opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.labels import label
from app.parts.queries import PartRow, part_rows
from app.unit_of_work import number_key
from models.vocab import PartKind, RevisionState
from ui.changes.state_words import count_words, part_state, state_tone
from ui.i18n import Shown, say
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.parts.part_words import choices
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_ALL: Final = ""


class PartList(Panel):
    """Filters over a table of parts.

    Args:
        desk: What screens are given.
        add: Called by the button of the empty list.

    Signals:
        opened: The PartRow a person opened.
    """

    nouns = frozenset({"part", "part_revision", "customer"})
    opened = Signal(object)

    def __init__(self, desk: Desk, add: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._all: tuple[PartRow, ...] = ()
        texts = self.texts
        self.search = LineField()
        self.search.setObjectName("parts.search")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(220)
        texts.bind(self.search.setPlaceholderText, say("Number, name, customer number"))
        texts.bind(self.search.setAccessibleName, say("Filter by number or name"))
        self.search.textChanged.connect(self._filter)
        self.filters: dict[str, ChoiceField] = {}
        self.count = Label(texts, "", "muted")
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        bar.addWidget(self.search, 2)
        for name, shown in (
            ("kind", say("Kind")),
            ("state", say("State")),
            ("vehicle", say("Vehicle or customer")),
        ):
            choice = ChoiceField(texts)
            choice.setObjectName(f"parts.{name}")
            texts.bind(choice.setAccessibleName, shown)
            choice.currentIndexChanged.connect(lambda _at: self._filter())
            self.filters[name] = choice
            bar.addWidget(choice, 1)
        bar.addStretch(1)
        bar.addWidget(self.count)
        self.rows: RowsModel[PartRow] = RowsModel(texts, self._columns(), look=_look, key=lambda row: row.id)
        self.table: RowTable[PartRow] = RowTable(self.rows, "parts", sortable=True)
        texts.bind(self.table.setAccessibleName, say("Parts"))
        self.table.opened.connect(self.opened)
        self.empty = EmptyState(
            texts,
            "components",
            say("No parts yet"),
            say("Add the first part; its sub-parts come with the parts list you import."),
            (say("New part"), add),
        )
        self.none = EmptyState(texts, "filter", say("No part matches"), say("Clear a filter to see more."))
        self.pages = QStackedWidget()
        for page in (self.table, self.empty, self.none):
            self.pages.addWidget(page)
        card = Card(texts, flush=True)
        card.add(bar)
        card.add(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        texts.follow(self, self._rename)

    def _columns(self) -> list[Column[PartRow]]:
        texts = self.texts
        return [
            Column(say("Part number"), lambda row: row.number, "strong"),
            Column(say("Name"), lambda row: row.name, weight=3, second=lambda row: row.name_en),
            Column(say("Kind"), lambda row: label(texts.language, row.kind)),
            Column(say("Source"), lambda row: label(texts.language, row.source), "muted"),
            Column(say("Rev"), lambda row: row.revision or "—"),
            Column(
                say("State"),
                lambda row: (
                    part_state(texts, row.state, migrated=row.migrated) if row.active else say("Out of use")
                ),
                "chip",
                tone=lambda row: state_tone(row.state) if row.active else "ng",
            ),
            Column(say("Customer"), lambda row: row.customers, "muted", weight=1),
            Column(say("Vehicle"), lambda row: row.vehicles, "muted", weight=1),
        ]

    def _rename(self) -> None:
        """Name the filters in the language of now; what was chosen stays."""
        texts = self.texts
        kinds: list[tuple[str, Shown]] = [(_ALL, say("All kinds")), *choices(texts, PartKind)]
        states: list[tuple[str, Shown]] = [(_ALL, say("All states"))]
        states += [(state.value, part_state(texts, state)) for state in RevisionState]
        self._offer("kind", kinds)
        self._offer("state", states)
        self._offer_vehicles()
        self._filter()

    def _offer(self, name: str, offered: list[tuple[str, Shown]]) -> None:
        choice = self.filters[name]
        choice.blockSignals(True)
        choice.set_choices(offered)
        choice.blockSignals(False)

    def _offer_vehicles(self) -> None:
        words = {part for row in self._all for part in f"{row.vehicles}, {row.customers}".split(", ") if part}
        offered: list[tuple[str, Shown]] = [(_ALL, say("All vehicles and customers"))]
        self._offer("vehicle", [*offered, *((word, word) for word in sorted(words))])

    @override
    def refresh(self) -> None:
        self.ask(part_rows, then=self._show)

    def _show(self, rows: tuple[PartRow, ...]) -> None:
        self._all = rows
        self._offer_vehicles()
        self._filter()

    def _filter(self) -> None:
        words = number_key(self.search.text()).split()
        kind, state = self.filters["kind"].value(), self.filters["state"].value()
        vehicle = self.filters["vehicle"].value()
        rows = [
            row
            for row in self._all
            if (not kind or row.kind.value == kind)
            and (not state or (row.state is not None and row.state.value == state))
            and (not vehicle or vehicle in f"{row.vehicles}, {row.customers}".split(", "))
            and all(word in number_key(f"{row.number} {row.name} {row.name_en}") for word in words)
        ]
        self.rows.set_rows(rows)
        self.count.put(count_words(len(rows), len(self._all)))
        self.pages.setCurrentIndex(0 if rows else (2 if self._all else 1))


def _look(row: PartRow) -> Look:
    return Look(struck=not row.active)
