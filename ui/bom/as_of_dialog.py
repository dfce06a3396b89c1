"""For which day, lot or customer's order a BOM is shown. Asks nothing and changes nothing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from app.bom.structure import AsOf
from ui.changes.form_dialog import FormDialog
from ui.i18n import Words, say
from ui.panels import Desk


def as_of_words(at: AsOf, today: date) -> Words:
    """Return for when a BOM is shown, in words."""
    day = (at.day or today).isoformat()
    if at.lot and at.order:
        return say("As of {day} · lot {lot} · order {order}", day=day, lot=at.lot, order=at.order)
    if at.lot:
        return say("As of {day} · lot {lot}", day=day, lot=at.lot)
    if at.order:
        return say("As of {day} · order {order}", day=day, order=at.order)
    return say("As of {day}", day=day)


class AsOfDialog(FormDialog):
    """A day, a lot and an order.

    Signals:
        chosen: The AsOf.
    """

    chosen = Signal(object)

    def __init__(self, desk: Desk, at: AsOf, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Show the BOM as it is for …"), say("Show"), parent)
        self.setObjectName("as_of_dialog")
        self.form.add_line("day", say("Day"), say("year-month-day; empty: today"))
        self.form.add_line("lot", say("Lot"), say("empty: any"))
        self.form.add_line("order", say("Customer’s order"), say("empty: any"))
        day = "" if at.day is None else at.day.isoformat()
        self.form.set_values({"day": day, "lot": at.lot, "order": at.order})

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            day = date.fromisoformat(values["day"].strip()) if values["day"].strip() else None
        except ValueError:
            self.form.rows["day"].show_wrong(say("Write the day like 2026-11-23."))
            return
        QDialog.accept(self)
        self.chosen.emit(AsOf(day, values["lot"].strip(), values["order"].strip()))
