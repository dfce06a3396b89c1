"""Lots: the list with what is on hold, and the detail of the one chosen. A scanned tag opens its lot
here, or goes into the one whose used lots are being entered.
"""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.production.queries import LotRow, lot_rows
from devices.events import ScanReceived
from models.types import decimal_text
from models.vocab import LotState
from ui.changes.document_dialog import offer_documents
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen
from ui.production.lot_detail import LotDetail
from ui.tones import LOT_TONES
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.tables import RowTable
from ui.wording import day_text, worded


class LotsScreen(Screen):
    """The lots; ``open_record`` takes a lot's id."""

    nouns = frozenset({"lot"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, term("lots", "Lots"))
        texts = self.texts
        self._chosen: int | None = None
        self._rows: tuple[LotRow, ...] = ()
        card = Card(texts, term("lots", "Lots"), flush=True)
        self.held_only = Button(texts, term("lots", "Only those on hold"), self._put, name="lots.held")
        self.held_only.setCheckable(True)
        self.table = RowTable(RowsModel(texts, _columns(), key=lambda row: row.id), "lots", sortable=True)
        self.link = LinkFilter(self, self.table, "lots.link")
        card.add_head(self.link)
        card.add_head(self.held_only)
        texts.bind(self.table.setAccessibleName, term("lots", "Lots"))
        self.table.chosen_changed.connect(self._choose)
        self.offer_tags("lot", lambda: getattr(self.table.chosen(), "id", None), self.table.chosen_changed)
        offer_documents(self, lambda: () if self._chosen is None else (("lot_trace", self._chosen),))
        card.add(self.table, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(
            EmptyState(
                texts,
                "tag",
                term("lots", "No lot yet"),
                say("A lot is made at its work order, or when material is received."),
            )
        )
        self.detail = LotDetail(desk)
        self.columns((self.pages, 12), (self.detail, 9))

    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, int):
            self._chosen = record
            self.held_only.setChecked(False)
            self.link.clear_choice()
            self.renew()

    @override
    def scan(self, scan: ScanReceived) -> bool:
        return self.detail.used.take_scan(scan)

    @override
    def refresh(self) -> None:
        self.ask(lot_rows, linked=self.link.wanted(), then=self._put_rows)

    def _put_rows(self, rows: tuple[LotRow, ...]) -> None:
        self._rows = rows
        self.pages.setCurrentIndex(0 if rows or self.link.taken else 1)
        held = sum(row.state is LotState.HOLD for row in rows)
        self.head.put(term("lots", "Lots"), say("{count} on hold", count=held) if held else "")
        self._put()

    def _put(self) -> None:
        rows = self._rows
        if self.held_only.isChecked():
            rows = tuple(row for row in rows if row.state is LotState.HOLD)
        self.detail.put(self.table.put_rows(rows, self._chosen))

    def _choose(self, row: LotRow | None) -> None:
        if row is not None:
            self._chosen = row.id
            self.detail.put(row)


def _columns() -> tuple[Column[LotRow], ...]:
    return (
        Column(term("lots", "Lot"), lambda row: row.number, "strong"),
        Column(term("lots", "Part"), lambda row: row.part_number, weight=2, second=lambda row: row.part_name),
        Column(term("lots", "Quantity"), lambda row: f"{decimal_text(row.quantity)} {row.unit}", "number"),
        Column(
            term("lots", "State"),
            lambda row: worded(row.state),
            "chip",
            tone=lambda row: LOT_TONES[row.state],
        ),
        Column(term("lots", "Work order"), lambda row: row.order_number, "muted"),
        Column(term("lots", "Work day"), lambda row: day_text(row.work_day), "muted"),
    )
