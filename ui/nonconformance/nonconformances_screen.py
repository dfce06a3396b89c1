"""Nonconformances: the list with where each one stands, and the detail of the one chosen."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.nonconformance.queries import NonconformanceRow, nonconformance_rows
from app.nonconformance.wording import dispositions_line
from models.vocab import NonconformanceState
from models.vocab_quality import DispositionKind
from ui.changes.document_dialog import Offered, offer_documents
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.nonconformance.nonconformance_detail import NonconformanceDetail
from ui.panels import Desk, Screen
from ui.tones import NONCONFORMANCE_TONES
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.tables import RowTable
from ui.wording import day_text, worded

_ANY: Final = ""
_UNDECIDED: Final = "undecided"


def _choices() -> list[tuple[str, Shown]]:
    offered: list[tuple[str, Shown]] = [
        (_ANY, term("nonconformances", "All dispositions")),
        (_UNDECIDED, term("nonconformances", "Not decided yet")),
    ]
    return [*offered, *((kind.value, worded(kind)) for kind in DispositionKind)]


def _is_disposed(row: NonconformanceRow, wanted: str) -> bool:
    """Tell whether a nonconformance passes the filter: some parts disposed of so, or some not decided on."""
    if wanted == _UNDECIDED:
        return row.undecided != 0
    return wanted == _ANY or any(one.kind == wanted for one in row.dispositions)


class NonconformancesScreen(Screen):
    """The nonconformances; ``open_record`` takes one's id."""

    nouns = frozenset({"nonconformance", "lot"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, term("nonconformances", "Nonconformances"))
        texts = self.texts
        self._chosen: int | None = None
        self._rows: tuple[NonconformanceRow, ...] = ()
        card = Card(texts, term("nonconformances", "Nonconformances"), flush=True)
        self.open_only = Button(
            texts, term("nonconformances", "Only open ones"), self._put, name="nonconformances.open"
        )
        self.open_only.setCheckable(True)
        self.table = RowTable(
            RowsModel(texts, self._columns(), key=lambda row: row.id), "nonconformances", sortable=True
        )
        texts.bind(self.table.setAccessibleName, term("nonconformances", "Nonconformances"))
        self.link = LinkFilter(self, self.table, "nonconformances.link")
        self.kind = ChoiceField(texts, _choices())
        self.kind.setObjectName("nonconformances.kind")
        texts.bind(self.kind.setAccessibleName, term("nonconformances", "Filter by disposition"))
        texts.bind(self.kind.setToolTip, term("nonconformances", "Filter by disposition"))
        self.kind.chosen.connect(lambda _kind: self._put())
        self.table.seen_facts = self._filters
        card.add_head(self.open_only)
        filters = self.link.line()
        filters.setSpacing(8)
        filters.insertWidget(1, self.kind)
        card.add(filters)
        self.table.chosen_changed.connect(self._choose)
        self.offer_tags(
            "nonconformance", lambda: getattr(self.table.chosen(), "id", None), self.table.chosen_changed
        )
        offer_documents(self, self._documents)
        card.add(self.table, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(
            EmptyState(
                texts,
                "shield-check",
                term("nonconformances", "No nonconformance"),
                say("A reading out of tolerance opens one by itself and holds its lot."),
            )
        )
        self.detail = NonconformanceDetail(desk)
        self.columns((self.pages, 11), (self.detail, 9))

    def _documents(self) -> tuple[Offered, ...]:
        row = self.table.chosen()
        return () if row is None else (("nonconformance_notice", row.id),)

    def _filters(self) -> list[tuple[str, str]]:
        facts = self.link.facts()
        if self.kind.value() != _ANY:
            facts.append((self.texts.term("nonconformances", "Disposition"), self.kind.currentText()))
        return facts

    def _columns(self) -> tuple[Column[NonconformanceRow], ...]:
        return (
            Column(term("nonconformances", "Number"), lambda row: row.number, "strong"),
            Column(term("nonconformances", "Title"), lambda row: row.title, weight=3),
            Column(term("nonconformances", "Lot"), lambda row: row.lot_number, "muted"),
            Column(
                term("nonconformances", "State"),
                lambda row: worded(row.state),
                "chip",
                tone=lambda row: NONCONFORMANCE_TONES[row.state],
            ),
            Column(
                term("nonconformances", "Disposition"),
                lambda row: dispositions_line(self.texts.language, row),
                weight=2,
                spare=True,
            ),
            Column(
                term("nonconformances", "Work day"), lambda row: day_text(row.work_day), "muted", spare=True
            ),
        )

    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, int):
            self._chosen = record
            self.open_only.setChecked(False)
            self.link.clear_choice()
            self.kind.set_value(_ANY)
            self.renew()

    @override
    def refresh(self) -> None:
        self.ask(nonconformance_rows, linked=self.link.wanted(), then=self._put_rows)

    def _put_rows(self, rows: tuple[NonconformanceRow, ...]) -> None:
        self._rows = rows
        self.pages.setCurrentIndex(0 if rows or self.link.taken else 1)
        waiting = sum(row.state is not NonconformanceState.CLOSED for row in rows)
        self.head.put(
            term("nonconformances", "Nonconformances"), say("{count} open", count=waiting) if rows else ""
        )
        self._put()

    def _put(self) -> None:
        rows = self._rows
        if self.open_only.isChecked():
            rows = tuple(row for row in rows if row.state is not NonconformanceState.CLOSED)
        rows = tuple(row for row in rows if _is_disposed(row, self.kind.value()))
        self.detail.put(self.table.put_rows(rows, self._chosen))

    def _choose(self, row: NonconformanceRow | None) -> None:
        if row is not None:
            self._chosen = row.id
            self.detail.put(row)
