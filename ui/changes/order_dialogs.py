"""What a person fills in for a change order: its head, at first and once more, and a task with owner and day."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.changes.ledger import OrderView, entry_facts, order_view
from app.changes.orders import add_task, edit_change_order, make_change_order
from app.people.queries import UserRow, user_rows
from models.rules.mask import mask_of
from models.types import decimal_text
from models.vocab import Noun
from ui.changes.form_dialog import Stand
from ui.changes.ledger_dialog import LedgerDialog
from ui.i18n import Shown, say, term
from ui.panels import Desk
from ui.widgets.check import CheckField
from ui.wording import day_text

_NOBODY = "-"


class ChangeOrderDialog(LedgerDialog):
    """Begins a change order, for a customer's change or an accepted request where one is given."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        cause: tuple[Noun, int, str, str] | None = None,
    ) -> None:
        super().__init__(desk, term("ledger", "New change order"), say("Make it"), parent, columns=2)
        self.setObjectName("order_dialog")
        self._causes = {} if cause is None else {cause[0]: cause[1]}
        self.form.add_line("title", term("ledger", "What changes"), required=True, wide=True)
        self.form.add_text("reason", term("ledger", "Reason"), required=True, lines=2)
        self.add_day("due", term("ledger", "To be done by"))
        self.add_effect()
        self.form.add_decimal("cost", term("ledger", "Cost"))
        self.form.add_line("currency", term("ledger", "Currency"))
        self.form.set_values({"currency": "KRW"})
        self.needed = CheckField(
            desk.texts, term("ledger", "The customer must approve it"), name="order.customer"
        )
        self.layout().insertWidget(3, self.needed)  # type: ignore[union-attr]
        if cause is not None:
            self.form.set_values({"title": cause[3], "reason": cause[2]})
            self.needed.setChecked(cause[0] is Noun.CUSTOMER_CHANGE)
            noun, entity_id = cause[:2]
            desk.tasks.read(lambda: desk.ask(entry_facts, noun, entity_id), self._take_over, owner=self)

    def _take_over(self, facts: dict[str, Any]) -> None:
        """Fill in from which day the customer wants it, where nobody typed one meanwhile."""
        day = facts.get("effective_on")
        if day and not self.form.values()["effective"]:
            self.form.set_values({"effective": str(day)})

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            due, effective, cost = self.day("due"), self.day("effective"), self.decimal("cost")
        except ValueError:
            return
        self.run(
            make_change_order,
            title=values["title"],
            reason=values["reason"],
            customer_change_id=self._causes.get(Noun.CUSTOMER_CHANGE),
            request_id=self._causes.get(Noun.CHANGE_REQUEST),
            customer_needed=self.needed.isChecked(),
            due_on=due,
            effective_on=effective,
            effective_lot=values["lot"],
            lot_mask=values["mask"] or mask_of(values["lot"]),
            cost=cost,
            currency=values["currency"] if cost is not None else "",
        )


class EditOrderDialog(LedgerDialog):
    """The head of a change order that nobody signs yet."""

    def __init__(self, desk: Desk, view: OrderView, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Change {number}", number=view.number), say("Save"), parent, columns=2)
        self.setObjectName("edit_order_dialog")
        self._view = view
        form = self.form
        form.add_line("title", term("ledger", "What changes"), required=True, wide=True)
        form.add_text("reason", term("ledger", "Reason"), required=True, lines=2)
        self.add_day("due", term("ledger", "To be done by"))
        self.add_effect()
        form.add_decimal("cost", term("ledger", "Cost"))
        form.add_line("currency", term("ledger", "Currency"))
        self.needed = CheckField(
            desk.texts, term("ledger", "The customer must approve it"), name="order.customer"
        )
        self.above.addWidget(self.needed)
        self.ticks = {"needed": self.needed}
        self.start_from(_stand(view), lambda session: _stand(order_view(session, view.id) or view))

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            due, effective, cost = self.day("due"), self.day("effective"), self.decimal("cost")
        except ValueError:
            return
        self.run(
            edit_change_order,
            self._view.id,
            expected_version=self.version,
            title=values["title"],
            reason=values["reason"],
            due_on=due,
            effective_on=effective,
            effective_lot=values["lot"],
            lot_mask=values["mask"] or mask_of(values["lot"]),
            cost=cost,
            currency=values["currency"] if cost is not None else "",
            customer_needed=self.needed.isChecked(),
        )


def _stand(view: OrderView) -> Stand:
    return view.version, {
        "title": view.title,
        "reason": view.reason,
        "due": day_text(view.due_on),
        "effective": day_text(view.effective_on),
        "lot": view.effective_lot,
        "mask": view.lot_mask,
        "cost": "" if view.amount is None else decimal_text(view.amount),
        "currency": view.currency or "KRW",
        "needed": "yes" if view.customer_needed else "",
    }


class TaskDialog(LedgerDialog):
    """A task of a change order: what, whose, until when."""

    def __init__(self, desk: Desk, order_id: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, term("change order", "New task"), say("Add"), parent)
        self.setObjectName("task_dialog")
        self._order = order_id
        self.form.add_line("title", term("change order", "Task"), required=True).setText(title)
        self.owner = self.form.add_choice("owner", term("change order", "Whose"), ())
        self.add_day("due", term("change order", "Due on"))
        desk.tasks.read(lambda: desk.ask(user_rows), self._put_people, owner=self)

    def _put_people(self, people: tuple[UserRow, ...]) -> None:
        offered: list[tuple[str, Shown]] = [(_NOBODY, "—")]
        self.owner.set_choices([*offered, *((str(row.id), row.name) for row in people if row.active)])

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            due = self.day("due")
        except ValueError:
            return
        owner = None if values["owner"] in ("", _NOBODY) else int(values["owner"])
        self.run(add_task, self._order, title=values["title"], owner_id=owner, due_on=due)
