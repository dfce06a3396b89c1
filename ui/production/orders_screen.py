"""Work orders: the list, a form for a new one, and the detail of the one chosen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget
from typing_extensions import override

from app.production.choices import orderable_revisions
from app.production.orders import create_order
from app.production.queries import OrderRow, order_rows
from models.vocab import OrderState
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen, stacked
from ui.production.order_detail import OrderDetail
from ui.production.order_words import quantity_text, revision_text
from ui.tones import ORDER_TONES
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.forms import Form
from ui.widgets.tables import RowTable
from ui.wording import day_text, worded

_LEAD_DAYS = 14
_DONE = (OrderState.CLOSED, OrderState.CANCELED)


class OrdersScreen(Screen):
    """The orders; ``open_record`` takes an order's id."""

    nouns = frozenset({"order"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, term("orders", "Work orders"))
        texts = self.texts
        self._chosen: int | None = None
        self._rows: tuple[OrderRow, ...] = ()
        self.add_action(term("orders", "New order"), self._open_form, icon_name="plus", name="order.new")
        card = Card(texts, term("orders", "Work orders"), flush=True)
        self.open_only = Button(texts, term("orders", "Only open ones"), self._put, name="orders.open")
        self.open_only.setCheckable(True)
        self.table = RowTable(
            RowsModel(texts, self._columns(), key=lambda row: row.id), "orders", sortable=True
        )
        self.link = LinkFilter(self, self.table, "orders.link")
        card.add_head(self.link)
        card.add_head(self.open_only)
        texts.bind(self.table.setAccessibleName, term("orders", "Work orders"))
        self.table.chosen_changed.connect(self._choose)
        self.offer_tags("order", lambda: getattr(self.table.chosen(), "id", None), self.table.chosen_changed)
        card.add(self.table, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(
            EmptyState(
                texts,
                "clipboard-list",
                term("orders", "No work order yet"),
                say("An order freezes drawing and BOM when it is released; the station works by that."),
                (term("orders", "New order"), self._open_form),
            )
        )
        self.detail = OrderDetail(desk)
        self.side = QStackedWidget()
        self.side.addWidget(self.detail)
        self.side.addWidget(stacked(self._form_card()))
        self.columns((self.pages, 10), (self.side, 9))

    def _columns(self) -> tuple[Column[OrderRow], ...]:
        return (
            Column(term("orders", "Number"), lambda row: row.number, "strong"),
            Column(
                term("orders", "Part"),
                lambda row: f"{row.part_number} {revision_text(row)}",
                weight=3,
                second=lambda row: row.part_name,
            ),
            Column(term("orders", "Quantity"), quantity_text, "number"),
            Column(term("orders", "Due"), lambda row: day_text(row.due_on)),
            Column(
                term("orders", "State"),
                lambda row: worded(row.state),
                "chip",
                tone=lambda row: ORDER_TONES[row.state],
            ),
        )

    def _form_card(self) -> Card:
        texts = self.texts
        card = Card(texts, term("orders", "New order"))
        self.form = Form(texts)
        self.revision: ChoiceField = self.form.add_choice("revision", term("orders", "Part revision"), ())
        self.form.add_decimal("quantity", term("orders", "Quantity"), required=True)
        self.form.add_date("due", term("orders", "Due"))
        self.form.add_line("number", term("orders", "Number"), say("Empty takes the next of the year."))
        card.add(self.form)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(Button(texts, say("Cancel"), self._close_form, name="order.form.cancel"))
        line.addWidget(Button(texts, term("orders", "Plan it"), self._add, "primary", name="order.save"))
        card.add(line)
        return card

    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, int):
            self._chosen = record
            self.open_only.setChecked(False)
            self.link.clear_choice()
            self.renew()

    @override
    def refresh(self) -> None:
        self.ask(order_rows, linked=self.link.wanted(), then=self._put_rows)

    def _put_rows(self, rows: tuple[OrderRow, ...]) -> None:
        self._rows = rows
        self.pages.setCurrentIndex(0 if rows or self.link.taken else 1)
        self._put()

    def _put(self) -> None:
        rows = self._rows
        if self.open_only.isChecked():
            rows = tuple(row for row in rows if row.state not in _DONE)
        self.detail.put(self.table.put_rows(rows, self._chosen))

    def _choose(self, row: OrderRow | None) -> None:
        if row is not None:
            self._chosen = row.id
            self.side.setCurrentIndex(0)
            self.detail.put(row)

    def _open_form(self) -> None:
        due = QDate.currentDate().addDays(_LEAD_DAYS)
        self.form.set_values({"due": due.toString("yyyy-MM-dd"), "quantity": "", "number": ""})
        self.ask(orderable_revisions, then=self._offer, key="revisions")
        self.side.setCurrentIndex(1)

    def _offer(self, found: tuple[tuple[int, str], ...]) -> None:
        self.revision.set_choices([(str(key), text) for key, text in found])
        if not found:
            self.form.rows["revision"].show_wrong(say("No part that is made here is released yet."))

    def _close_form(self) -> None:
        self.side.setCurrentIndex(0)

    def _add(self) -> None:
        values = self.form.values()
        if not self.form.complete() or not values["revision"]:
            return
        try:
            quantity = Decimal(values["quantity"])
        except InvalidOperation:
            self.form.rows["quantity"].show_wrong(say("This is no number."))
            return

        def added(changes: object) -> None:
            self._chosen = int(getattr(changes, "result", 0))
            self._close_form()
            self.renew()

        self.do(
            create_order,
            int(values["revision"]),
            quantity=quantity,
            due_on=date.fromisoformat(values["due"]),
            number=values["number"] or None,
            then=added,
            said=say("The order is planned; release it when the floor may begin."),
        )
