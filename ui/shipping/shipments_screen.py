"""Shipments: what left for whom, with the certificate of each; shipping lots that are scanned or chosen.

Asks one query; the form beside it runs one verb.
"""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.production.shipment_queries import ShipmentRow, shipment_rows
from devices.events import ScanReceived
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen, stacked
from ui.shipping.ship_form import ShipForm
from ui.shipping.shipment_detail import ShipmentDetail
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.tables import RowTable
from ui.wording import day_text


class ShipmentsScreen(Screen):
    """The shipments; ``open_record`` takes one's id."""

    nouns = frozenset({"shipment", "issued_document"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Shipments"))
        texts = self.texts
        self._chosen: int | None = None
        self.add_action(
            term("shipments", "Ship lots"),
            self._open_form,
            kind="primary",
            name="shipment.new",
            shortcut="Ctrl+N",
        )
        card = Card(texts, say("Shipments"), flush=True)
        self.table = RowTable(
            RowsModel(texts, _columns(), key=lambda row: row.id), "shipments", sortable=True
        )
        texts.bind(self.table.setAccessibleName, say("Shipments"))
        self.table.chosen_changed.connect(self._choose)
        self.link = LinkFilter(self, self.table, "shipments.link")
        card.add_head(self.link)
        card.add(self.table, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(
            EmptyState(
                texts,
                "package",
                term("shipments", "Nothing was shipped yet"),
                say("Released lots leave from here once the customer approved the part, with a certificate."),
                (term("shipments", "Ship lots"), self._open_form),
            )
        )
        self.detail = ShipmentDetail(desk)
        self.form = ShipForm(desk, self._close_form)
        self.side = QStackedWidget()
        self.side.addWidget(self.detail)
        self.side.addWidget(stacked(self.form))
        self.columns((self.pages, 12), (self.side, 9))

    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, int):
            self._chosen = record
            self.side.setCurrentIndex(0)
            self.link.clear_choice()
            self.renew()

    @override
    def scan(self, scan: ScanReceived) -> bool:
        if self.side.currentIndex() != 1:
            return False
        self.form.take(scan.text)
        return True

    @override
    def refresh(self) -> None:
        self.ask(shipment_rows, linked=self.link.wanted(), then=self._put)

    def _put(self, rows: tuple[ShipmentRow, ...]) -> None:
        self.pages.setCurrentIndex(0 if rows or self.link.taken else 1)
        chosen = self.table.put_rows(rows, self._chosen)
        # What there is not yet stands in the middle of the place.
        self.side.setVisible(bool(rows) or self.side.currentIndex() == 1)
        self._choose(chosen)

    def _choose(self, row: ShipmentRow | None) -> None:
        if row is not None:
            self._chosen = row.id
        self.detail.put(row)

    def _open_form(self) -> None:
        self.form.begin()
        self.side.setCurrentIndex(1)
        self.side.show()

    def _close_form(self, made: int | None) -> None:
        self.side.setCurrentIndex(0)
        self.side.setVisible(bool(self.table.rows_model.rows))
        if made is not None:
            self._chosen = made
            self.renew()


def _columns() -> tuple[Column[ShipmentRow], ...]:
    return (
        Column(term("shipments", "Number"), lambda row: row.number, "strong"),
        Column(term("shipments", "Shipped on"), lambda row: day_text(row.shipped_on), "muted"),
        Column(term("shipments", "Customer"), lambda row: row.customer, weight=1),
        Column(
            term("shipments", "Part"), lambda row: row.parts, weight=1, second=lambda row: row.lot_numbers
        ),
        Column(
            term("shipments", "Kind"),
            lambda row: term("shipments", "Samples") if row.samples else term("shipments", "Mass product"),
            "chip",
            tone=lambda row: "info" if row.samples else "neutral",
        ),
    )
