"""The list of all parts with its filters and kept views; opens nothing itself, it says which row a person opened.

100,000 parts are asked for page by page: the first rows come with the ids of all, the others as somebody scrolls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.labels import label
from app.parts.part_list import (
    PartChoices,
    PartFilter,
    PartOpening,
    part_choices,
    part_ids,
    part_opening,
    part_page,
)
from app.parts.queries import PartRow
from models.vocab import PartKind, RevisionState
from ui.changes.state_words import count_words, part_state, state_tone
from ui.i18n import Shown, say
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.paged_model import PAGE, PagedRowsModel
from ui.link_filter import begin_by_key, link_choices
from ui.panels import Desk, Panel
from ui.parts.list_views import ListViews
from ui.parts.part_words import choices
from ui.parts.thumbnails import Thumbnails
from ui.seen_lists import export_button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_ALL: Final = ""
_ORDERS: Final = ("number", "name", "kind", "source", "", "state", "", "", "")


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
        self._order: tuple[str, bool] = ("number", False)
        self._choices = PartChoices((), (), ())
        texts = self.texts
        self.search = LineField()
        self.search.setObjectName("parts.search")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(200)
        texts.bind(self.search.setPlaceholderText, say("Number, name, customer number"))
        texts.bind(self.search.setAccessibleName, say("Filter by number or name"))
        self.search.textChanged.connect(lambda _text: self._ask_rows())
        self.filters: dict[str, ChoiceField] = {}
        self.count = Label(texts, "", "muted")
        self.pictures = Thumbnails(desk, 72, self)
        self.rows: PagedRowsModel[PartRow] = PagedRowsModel(
            texts, self._columns(), key=lambda row: row.id, look=_look, parent=self
        )
        self.rows.page_wanted.connect(self._ask_page)
        self.rows.order_wanted.connect(self._sort)
        self.table: RowTable[PartRow] = RowTable(self.rows, "parts", sortable=True)
        texts.bind(self.table.setAccessibleName, say("Parts"))
        self.table.opened.connect(self.opened)
        self.pictures.came.connect(self.table.viewport().update)
        self.views = ListViews(desk, "parts", self.table, self._state, self._take_state)
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
        card.add(self._bar())
        card.add(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        texts.follow(self, self._rename)

    def _bar(self) -> QHBoxLayout:
        texts = self.texts
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        bar.addWidget(self.search, 2)
        for name, shown in (
            ("kind", say("Kind")),
            ("state", say("State")),
            ("vehicle", say("Vehicle, customer or EO")),
        ):
            choice = ChoiceField(texts)
            choice.setObjectName(f"parts.{name}")
            texts.bind(choice.setAccessibleName, shown)
            choice.currentIndexChanged.connect(lambda _at: self._ask_rows())
            self.filters[name] = choice
            bar.addWidget(choice, 1)
        begin_by_key(self, self.filters["vehicle"])
        bar.addStretch(1)
        bar.addWidget(self.count)
        bar.addWidget(self.views)
        self.export = export_button(
            self.desk, self, say("Parts"), self.table, name="parts.export", facts=self._facts, rows=self._all
        )
        bar.addWidget(self.export)
        return bar

    def _columns(self) -> list[Column[PartRow]]:
        texts = self.texts
        return [
            Column(
                say("Part number"),
                lambda row: row.number,
                "strong",
                picture=lambda row: self.pictures.get(row.picture),
            ),
            Column(say("Name"), lambda row: row.name, weight=3, second=lambda row: row.name_en),
            Column(say("Kind"), lambda row: label(texts.language, row.kind)),
            Column(say("Source"), lambda row: label(texts.language, row.source), "muted"),
            Column(say("Rev"), lambda row: row.revision or "—"),
            Column(
                say("State"),
                lambda row: part_state(texts, row.state) if row.active else say("Out of use"),
                "chip",
                tone=lambda row: state_tone(row.state) if row.active else "ng",
            ),
            Column(say("Customer"), lambda row: row.customers, "muted", weight=1),
            Column(say("Vehicle"), lambda row: row.vehicles, "muted", weight=1),
            Column(say("EO"), lambda row: row.engineering_orders, "muted", weight=1),
        ]

    # filters
    def _rename(self) -> None:
        """Name the filters in the language of now; what was chosen stays."""
        texts = self.texts
        kinds: list[tuple[str, Shown]] = [(_ALL, say("All kinds")), *choices(texts, PartKind)]
        states: list[tuple[str, Shown]] = [(_ALL, say("All states"))]
        states += [(state.value, part_state(texts, state)) for state in RevisionState]
        self._offer("kind", kinds)
        self._offer("state", states)
        self._offer_links(self._choices)

    def _offer(self, name: str, offered: list[tuple[str, Shown]]) -> None:
        choice = self.filters[name]
        choice.blockSignals(True)
        choice.set_choices(offered)
        choice.blockSignals(False)

    def _offer_links(self, found: PartChoices) -> None:
        self._choices = found
        self._offer("vehicle", link_choices(found))

    def wanted(self) -> PartFilter:
        """Return what the filters ask for."""
        kind, state = self.filters["kind"].value(), self.filters["state"].value()
        field, _, word = self.filters["vehicle"].value().partition(":")
        order, descending = self._order
        return PartFilter(
            words=self.search.text(),
            kind=PartKind(kind) if kind else None,
            state=RevisionState(state) if state else None,
            order=order,
            descending=descending,
            customer=word if field == "customer" else "",
            vehicle=word if field == "vehicle" else "",
            engineering_order=word if field == "engineering_order" else "",
        )

    def _state(self) -> dict[str, Any]:
        chosen = {name: choice.value() for name, choice in self.filters.items()}
        return {"words": self.search.text(), **chosen, "order": list(self._order)}

    def _take_state(self, content: dict[str, Any]) -> None:
        order = content.get("order", ["number", False])
        self._order = (str(order[0]), bool(order[1]))
        for name, choice in self.filters.items():
            choice.blockSignals(True)
            choice.set_value(str(content.get(name, "")))
            choice.blockSignals(False)
        self.search.setText(str(content.get("words", "")))
        self._ask_rows()

    def _facts(self) -> list[tuple[str, str]]:
        told = [self.search.text(), *(choice.currentText() for choice in self.filters.values())]
        return [(self.texts.say("Filter"), " · ".join(word for word in told if word))]

    def _all(self) -> Iterator[PartRow]:
        """Yield every row that matches; runs away from the window's thread."""
        keys = [key for key in self.rows.keys if isinstance(key, int)]
        for start in range(0, len(keys), 5 * PAGE):
            ids = keys[start : start + 5 * PAGE]
            found = self.desk.ask(part_page, ids)
            yield from (found[part_id] for part_id in ids if part_id in found)

    # rows
    @override
    def refresh(self) -> None:
        self.ask(part_choices, then=self._offer_links, key="choices")
        self._ask_rows()

    def _ask_rows(self) -> None:
        wanted = self.wanted()
        self.ask(part_opening, wanted, then=lambda found: self._show(found, wanted), key="rows")

    def _show(self, found: PartOpening, wanted: PartFilter) -> None:
        self.rows.set_keys(found.ids, found.first)
        if found.matching > len(found.ids):
            self.ask(part_ids, wanted, then=self.rows.go_on, key="rows")
        self.count.put(count_words(found.matching, found.total))
        self.pages.setCurrentIndex(0 if found.ids else (2 if found.total else 1))

    def _ask_page(self, keys: list[int]) -> None:
        def show(rows: dict[int, PartRow]) -> None:
            self.rows.put_rows(rows, keys)

        self.ask(part_page, keys, then=show, key=f"page {keys[0]}")

    def _sort(self, column: int, descending: bool) -> None:
        name = _ORDERS[column] if 0 <= column < len(_ORDERS) else "number"
        self._order = (name or "number", descending and bool(name))
        if not self.stale:
            self._ask_rows()


def _look(row: PartRow) -> Look:
    return Look(struck=not row.active)
