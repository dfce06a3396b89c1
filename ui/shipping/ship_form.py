"""Ships lots: scanned or chosen one after the other, each with its quantity; one verb, whose refusal is told here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from app.errors import PartproofError
from app.production.shipment_queries import ShippableLot, ShippingChoices, shippable_lot, shipping_choices
from app.production.shipping import Taken, ship_lots
from models.types import decimal_text
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.check import CheckField
from ui.widgets.fields import ChoiceField, DecimalField, LineField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable


@dataclass(frozen=True)
class Wanted:
    """A lot that is to leave, and how much of it."""

    lot: ShippableLot
    quantity: Decimal


class ShipForm(Panel):
    """Gathers lots and ships them.

    Args:
        desk: What a panel has at hand.
        left: Called with the new shipment's id, or None when nothing was shipped.
    """

    def __init__(self, desk: Desk, left: Callable[[int | None], object]) -> None:
        super().__init__(desk)
        self._left = left
        self._wanted: dict[int, Wanted] = {}
        self._customers_of: dict[int, tuple[int, ...]] = {}
        texts = self.texts
        card = Card(texts, term("shipments", "Ship lots"))
        self.form = Form(texts, 2)
        self.customer: ChoiceField = self.form.add_choice("customer", term("shipments", "Customer"), ())
        self.form.add_line("note", term("shipments", "Order or delivery note"))
        self.lot: LineField = self.form.add(
            "lot",
            term("shipments", "Lot"),
            LineField(),
            say("Scan its tag, or type its number and press Enter."),
        )
        self.quantity: DecimalField = self.form.add_decimal(
            "quantity", term("shipments", "Quantity"), say("Empty takes all that is left.")
        )
        self.choice: ChoiceField = self.form.add_choice("choice", term("shipments", "Released lots"), ())
        self.choice.chosen.connect(self._picked)
        self.form.submitted.connect(self._typed)
        card.add(self.form)
        self.samples = CheckField(texts, say("Samples of a submission, not mass product"), "shipment.samples")
        card.add(self.samples)
        self.table = RowTable(RowsModel(texts, _columns(), key=lambda row: row.lot.id), "shipment.wanted")
        texts.bind(self.table.setAccessibleName, term("shipments", "Lots to be shipped"))
        self.table.when_empty(
            say("Scan the tags of the lots that leave, or choose them above."), at_once=True
        )
        self.table.setMinimumHeight(140)
        card.add(self.table, 1)
        self.refusal = Label(texts, "", "bad", wrap=True)
        self.refusal.setObjectName("shipment.refusal")
        self.refusal.hide()
        card.add(self.refusal)
        card.add(self._acts())
        holder = QHBoxLayout(self)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(card)

    def _acts(self) -> QHBoxLayout:
        texts = self.texts
        self.take_off = Button(
            texts, term("shipments", "Take the lot off"), self._take_off, name="shipment.off"
        )
        self.save = Button(texts, term("shipments", "Ship"), self._save, "primary", name="shipment.save")
        line = QHBoxLayout()
        line.addWidget(self.take_off)
        line.addStretch(1)
        line.addWidget(Button(texts, say("Cancel"), lambda: self._left(None), name="shipment.cancel"))
        line.addWidget(self.save)
        return line

    def begin(self) -> None:
        """Begin an empty shipment."""
        self._wanted.clear()
        self.form.set_values({"note": "", "lot": "", "quantity": ""})
        self.samples.setChecked(False)
        self._say_wrong(None)
        self._put_rows()
        self.ask(shipping_choices, then=self._put_choices)
        self.lot.setFocus()

    def _put_choices(self, choices: ShippingChoices) -> None:
        self._customers_of = choices.customers_of
        self.customer.set_choices([(str(key), name) for key, name in choices.customers])
        lots = [(str(one.id), f"{one.number}  {one.part_number}  {_left(one)}") for one in choices.lots]
        self.choice.set_choices([("", term("shipments", "Choose a lot")), *lots])
        self.choice.set_value("")

    # lots
    def take(self, code: str) -> None:
        """Take the lot of a scanned or typed code; what may not leave is refused at once."""
        if code.strip():
            self.ask_lot(code)

    def ask_lot(self, code: str) -> None:
        """Look a lot up and add it."""
        ask = self.desk.ask
        self.desk.tasks.read(lambda: ask(shippable_lot, code), self._add, failed=self._say_wrong, owner=self)

    def _typed(self) -> None:
        self.take(self.lot.value())

    def _picked(self, key: str) -> None:
        if key:
            self.ask_lot(self.choice.currentText().split("  ")[0])
            self.choice.set_value("")

    def _add(self, lot: ShippableLot) -> None:
        quantity = self._quantity(lot)
        if quantity is None:
            return
        if not self._wanted:
            self._offer_customer(lot.part_id)
        self._wanted[lot.id] = Wanted(lot, quantity)
        self.form.set_values({"lot": "", "quantity": ""})
        self._say_wrong(None)
        self._put_rows()
        self.table.choose(lot.id)
        self.lot.setFocus()

    def _quantity(self, lot: ShippableLot) -> Decimal | None:
        """Return the typed quantity, else all that is left; None where it is no quantity, which the field says."""
        text = self.quantity.value()
        try:
            quantity = Decimal(text) if text else lot.left
        except InvalidOperation:
            quantity = Decimal(0)
        wrong = quantity <= 0
        self.form.rows["quantity"].show_wrong(say("Please write a number such as 0.4120.") if wrong else "")
        return None if wrong else quantity

    def _offer_customer(self, part_id: int) -> None:
        for known in self._customers_of.get(part_id, ())[:1]:
            self.customer.set_value(str(known))

    def _take_off(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            del self._wanted[chosen.lot.id]
            self._put_rows()

    def _put_rows(self) -> None:
        self.table.rows_model.set_rows(tuple(self._wanted.values()))
        self.save.setEnabled(bool(self._wanted))
        self.take_off.setEnabled(bool(self._wanted))

    # the act
    def _save(self) -> None:
        customer = self.customer.value()
        if not customer or not self._wanted:
            return
        perform, samples, note = self.desk.perform, self.samples.isChecked(), self.form.values()["note"]
        taken = [Taken(one.lot.id, one.quantity, one.lot.version) for one in self._wanted.values()]
        self.save.setEnabled(False)
        self.desk.tasks.write(
            lambda: perform(ship_lots, taken, customer_id=int(customer), samples=samples, note=note),
            self._shipped,
            failed=self._say_wrong,
            owner=self,
        )

    def _shipped(self, changes: Any) -> None:
        self.desk.notices.toast(say("The shipment is on record; its certificate can be given out."), "ok")
        self._left(int(changes.result))

    def _say_wrong(self, error: BaseException | None) -> None:
        self.refusal.setVisible(error is not None)
        self.save.setEnabled(bool(self._wanted))
        if isinstance(error, PartproofError):
            self.refusal.put(self.texts.explain(error))
        elif error is not None:
            self.refusal.hide()
            self.desk.notices.failed(error)


def _left(lot: ShippableLot) -> str:
    return f"{decimal_text(lot.left)} {lot.unit}"


def _columns() -> tuple[Column[Wanted], ...]:
    return (
        Column(term("shipments", "Lot"), lambda row: row.lot.number, "strong"),
        Column(
            term("shipments", "Part"),
            lambda row: row.lot.part_number,
            weight=1,
            second=lambda row: row.lot.part_name,
        ),
        Column(
            term("shipments", "Quantity"),
            lambda row: f"{decimal_text(row.quantity)} {row.lot.unit}",
            "number",
        ),
        Column(term("shipments", "Left"), lambda row: _left(row.lot), "number"),
    )
