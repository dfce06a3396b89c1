"""One shipment: what it is, its lots, and its inspection certificate as a file. Shows; changes no record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.production.shipment_queries import ShipmentRow, ShippedLot
from models.types import decimal_text
from ui.changes.issued_file import choose_folder, issue_file
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel, stacked
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.tables import RowTable
from ui.wording import day_text

ChooseFolder = Callable[[QWidget, str], Path | None]
KIND = "shipment_certificate"


class ShipmentDetail(Panel):
    """The right half of the shipments' screen.

    Args:
        desk: What a panel has at hand.
        to_folder: Asks where a file goes.
    """

    def __init__(self, desk: Desk, to_folder: ChooseFolder = choose_folder) -> None:
        super().__init__(desk)
        self.row: ShipmentRow | None = None
        self.to_folder = to_folder
        texts = self.texts
        self.card = Card(texts, " ")
        self.facts = FactList(texts)
        self.card.add(self.facts)
        line = QHBoxLayout()
        pdf, excel = term("shipments", "Certificate as PDF"), term("shipments", "As Excel")
        line.addWidget(Button(texts, pdf, partial(self._issue, "pdf"), "primary", name="shipment.pdf"))
        line.addWidget(Button(texts, excel, partial(self._issue, "xlsx"), name="shipment.xlsx"))
        line.addStretch(1)
        self.card.add(line)
        lots = Card(texts, term("shipments", "Lots of the shipment"), flush=True)
        self.lots = RowTable(RowsModel(texts, _columns(), key=lambda row: row.lot_id), "shipment.lots")
        texts.bind(self.lots.setAccessibleName, term("shipments", "Lots of the shipment"))
        self.lots.opened.connect(lambda row: self.desk.open_place("lots", row.lot_id))
        lots.add(self.lots, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(stacked(self.card, lots, fill=True))

    def put(self, row: ShipmentRow | None) -> None:
        """Show a shipment; None shows nothing."""
        self.row = row
        self.setVisible(row is not None)
        if row is None:
            return
        self.card.set_title(say("Shipment {number}", number=row.number))
        kind = term("shipments", "Samples") if row.samples else term("shipments", "Mass product")
        self.card.set_chip(kind, "info" if row.samples else "neutral")
        self.facts.clear()
        self.facts.add(term("shipments", "Customer"), row.customer, strong=True)
        self.facts.add(term("shipments", "Shipped on"), day_text(row.shipped_on))
        self.facts.add(term("shipments", "Shipped by"), row.shipped_by or "—")
        self.facts.add(term("shipments", "Order or delivery note"), row.note or "—")
        self.facts.add(term("shipments", "Certificate"), row.certificate)
        self.facts.add(term("shipments", "Given out"), say("{count}×", count=row.issues))
        self.lots.rows_model.set_rows(row.lots)

    def _issue(self, form: str) -> None:
        row = self.row
        if row is None:
            return
        folder = self.to_folder(self, self.texts.term("shipments", "Where the certificate goes"))
        if folder is not None:
            issue_file(self.desk, self, KIND, row.id, form, folder, recipient=row.customer)


def _columns() -> tuple[Column[ShippedLot], ...]:
    return (
        Column(term("shipments", "Lot"), lambda row: row.lot, "strong"),
        Column(
            term("shipments", "Part"), lambda row: row.part_number, weight=1, second=lambda row: row.part_name
        ),
        Column(
            term("shipments", "Quantity"), lambda row: f"{decimal_text(row.quantity)} {row.unit}", "number"
        ),
        Column(
            term("shipments", "Left of the lot"),
            lambda row: decimal_text(row.lot_quantity - row.total),
            "number",
        ),
    )
