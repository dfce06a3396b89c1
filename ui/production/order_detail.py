"""One work order: its facts and snapshots, its lots and inspections, and the acts of its state."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout

from app.production.lots import create_lot, hold_lot, release_lot
from app.production.orders import (
    cancel_order,
    close_order,
    complete_order,
    hold_order,
    release_order,
    resume_order,
)
from app.production.queries import LotRow, OrderRow, SnapshotRow, lot_rows, snapshot_rows
from models.types import decimal_text
from models.vocab import LotState, OrderState
from ui.i18n import Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel, stacked
from ui.production.order_words import quantity_text, revision_text
from ui.tones import LOT_TONES, ORDER_TONES
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.reason import ReasonLine
from ui.widgets.tables import RowTable
from ui.wording import day_text, minute_text, with_zone, worded

Verb = Callable[..., Any]
_ON_FLOOR: Final = (OrderState.RELEASED, OrderState.RUNNING)
# Acts by state: name, words, verb, whether a reason is asked for; the first one is the one that is wanted most.
_ACTS: Final[dict[OrderState, tuple[tuple[str, Words, Verb, bool], ...]]] = {
    OrderState.PLANNED: (
        ("release", term("orders", "Release to the floor"), release_order, False),
        ("cancel", term("orders", "Cancel the order"), cancel_order, True),
    ),
    OrderState.RELEASED: (
        ("hold", term("orders", "Hold"), hold_order, True),
        ("cancel", term("orders", "Cancel the order"), cancel_order, True),
    ),
    OrderState.RUNNING: (
        ("complete", term("orders", "Complete"), complete_order, False),
        ("hold", term("orders", "Hold"), hold_order, True),
    ),
    OrderState.ON_HOLD: (
        ("resume", term("orders", "Resume"), resume_order, True),
        ("cancel", term("orders", "Cancel the order"), cancel_order, True),
    ),
    OrderState.COMPLETED: (("close", term("orders", "Close"), close_order, False),),
    OrderState.CLOSED: (),
    OrderState.CANCELED: (),
}


class OrderDetail(Panel):
    """The right half of the orders' screen."""

    nouns = frozenset({"order", "lot", "inspection"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: OrderRow | None = None
        texts = self.texts
        self.card = Card(texts, " ")
        self.facts = FactList(texts)
        self.acts = QHBoxLayout()
        self.reason = ReasonLine(texts)
        self.card.add(self.facts)
        self.card.add(self.acts)
        self.card.add(self.reason)
        lots = Card(texts, term("orders", "Lots"), flush=True)
        self.new_lot = Button(texts, term("orders", "New lot"), self._new_lot, name="order.lot")
        self.hold_lot = Button(texts, term("orders", "Hold the lot"), self._hold_lot, name="lot.hold")
        self.free_lot = Button(texts, term("orders", "Release the lot"), self._free_lot, name="lot.release")
        for button in (self.hold_lot, self.free_lot, self.new_lot):
            lots.add_head(button)
        self.lots = RowTable(RowsModel(texts, self._lot_columns(), key=lambda row: row.id), "lots")
        texts.bind(self.lots.setAccessibleName, term("orders", "Lots"))
        self.lots.when_empty(say("Make a lot when the floor begins."))
        self.lots.chosen_changed.connect(self._lot_chosen)
        lots.add(self.lots, 1)
        snapshots = Card(texts, term("orders", "What the floor was told to make"), flush=True)
        self.snapshots = RowTable(
            RowsModel(texts, self._snapshot_columns(), key=lambda row: row.id), "snapshots"
        )
        texts.bind(self.snapshots.setAccessibleName, term("orders", "What the floor was told to make"))
        self.snapshots.when_empty(say("Releasing the order freezes here what is made."))
        snapshots.add(self.snapshots, 1)
        self._zone = ZoneInfo("UTC")
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(stacked(self.card, lots, snapshots, fill=True))
        self._lot_chosen(None)

    def _lot_columns(self) -> tuple[Column[LotRow], ...]:
        return (
            Column(term("orders", "Lot"), lambda row: row.number, "strong"),
            Column(
                term("orders", "Quantity"), lambda row: f"{decimal_text(row.quantity)} {row.unit}", "number"
            ),
            Column(
                term("orders", "State"),
                lambda row: worded(row.state),
                "chip",
                tone=lambda row: LOT_TONES[row.state],
            ),
            Column(term("orders", "Heat number"), lambda row: row.heat_number, "muted", weight=1),
            Column(term("orders", "Work day"), lambda row: day_text(row.work_day), "muted"),
        )

    def _snapshot_columns(self) -> tuple[Column[SnapshotRow], ...]:
        return (
            Column("#", lambda row: str(row.sequence), "number"),
            Column(term("orders", "Frozen"), lambda row: minute_text(row.made_at, self._zone)),
            Column(term("orders", "Holds from"), lambda row: row.effect, weight=1),
            Column(
                term("orders", "Content"),
                lambda row: row.content_hash[:12] if row.sound else term("orders", "damaged"),
                "chip",
                tone=lambda row: "neutral" if row.sound else "ng",
            ),
        )

    def put(self, row: OrderRow | None) -> None:
        """Show an order."""
        changed = row is None or self.row is None or row.id != self.row.id
        self.row = row
        if changed:
            self.reason.leave()
        self.setVisible(row is not None)
        if row is None:
            return
        self.card.set_title(say("{number} {part}", number=row.number, part=row.part_number))
        self.card.set_chip(worded(row.state), ORDER_TONES[row.state])
        self.facts.clear()
        self.facts.add(term("orders", "Part"), f"{row.part_number} {row.part_name}")
        self.facts.add(term("orders", "Revision"), revision_text(row))
        self.facts.add(term("orders", "Quantity"), quantity_text(row), strong=True)
        self.facts.add(term("orders", "Due"), day_text(row.due_on) or "—")
        self._put_acts(row)
        self.new_lot.setVisible(row.state in _ON_FLOOR)
        self.renew()

    def _put_acts(self, row: OrderRow) -> None:
        while self.acts.count():
            taken = self.acts.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, (name, shown, verb, reasoned) in enumerate(_ACTS[row.state]):
            run = partial(self._act, shown, verb, reasoned)
            kind = "primary" if at == 0 and not reasoned else "plain"
            self.acts.addWidget(
                Button(
                    self.texts, shown, run, "primary" if kind == "primary" else "plain", name=f"order.{name}"
                )
            )
        self.acts.addStretch(1)

    def _act(self, shown: Words, verb: Verb, reasoned: bool) -> None:
        if self.row is None:
            return
        if reasoned:
            self.reason.ask(shown, lambda reason: self._perform(verb, reason=reason))
        else:
            self._perform(verb)

    def _perform(self, verb: Verb, **facts: Any) -> None:
        if self.row is not None:
            self.do(verb, self.row.id, expected_version=self.row.version, **facts)

    def refresh(self) -> None:
        """Ask for lots and snapshots."""
        if self.row is None:
            return
        self.ask(lot_rows, order_id=self.row.id, then=self.lots.rows_model.set_rows, key="lots")
        self.ask(with_zone(snapshot_rows), self.row.id, then=self._put_snapshots, key="snapshots")

    def _put_snapshots(self, found: tuple[tuple[SnapshotRow, ...], ZoneInfo]) -> None:
        rows, self._zone = found
        self.snapshots.rows_model.set_rows(rows)

    # lots
    def _lot_chosen(self, row: LotRow | None) -> None:
        holdable = row is not None and row.state in (LotState.QUARANTINE, LotState.RELEASED)
        freeable = row is not None and row.state in (LotState.QUARANTINE, LotState.HOLD)
        self.hold_lot.setVisible(holdable)
        self.free_lot.setVisible(freeable)

    def _new_lot(self) -> None:
        if self.row is not None:
            said = say("The lot is made; its tag carries the number.")
            self.do(
                create_lot,
                part_id=self.row.part_id,
                quantity=self.row.quantity,
                order_id=self.row.id,
                said=said,
            )

    def _hold_lot(self) -> None:
        lot = self.lots.chosen()
        if lot is not None:
            run = partial(self.do, hold_lot, lot.id)
            self.reason.ask(term("orders", "Hold the lot"), lambda reason: run(reason=reason))

    def _free_lot(self) -> None:
        lot = self.lots.chosen()
        if lot is not None:
            run = partial(self.do, release_lot, lot.id, expected_version=lot.version)
            self.reason.ask(term("orders", "Release the lot"), lambda reason: run(reason=reason))
