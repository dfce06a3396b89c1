"""What else a change of a part touches: assessments that turn stale and orders that keep their issue. Reads only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.certification.queries import AssessmentRow, assessment_rows
from app.production.queries import OrderRow, order_rows
from models.vocab import AssessmentState, OrderState
from ui.i18n import say
from ui.panels import Desk, Panel
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.label import Label

_OPEN = (OrderState.PLANNED, OrderState.RELEASED, OrderState.RUNNING, OrderState.ON_HOLD)
_MOST = 5


class AffectedPanel(Panel):
    """A card with the open assessments and orders of a part."""

    nouns = frozenset({"assessment", "order", "part_revision", "document_revision"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._number = ""
        self._assessments: Sequence[AssessmentRow] = ()
        self._orders: Sequence[OrderRow] = ()
        self.card = Card(self.texts, say("Affected records"))
        self.facts = FactList(self.texts)
        self.none = Label(self.texts, say("Nothing in use names this part yet."), "muted", wrap=True)
        self.card.add(self.facts)
        self.card.add(self.none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def show_part(self, number: str) -> None:
        """Show what uses another part."""
        self._number = number
        self.renew()

    @override
    def refresh(self) -> None:
        self.ask(assessment_rows, then=self._take_assessments, key="assessments")
        self.ask(order_rows, states=_OPEN, then=self._take_orders, key="orders")

    def _take_assessments(self, rows: Sequence[AssessmentRow]) -> None:
        self._assessments = [
            row for row in rows if row.part_number == self._number and row.state is not AssessmentState.CLOSED
        ]
        self._show()

    def _take_orders(self, rows: Sequence[OrderRow]) -> None:
        self._orders = [row for row in rows if row.part_number == self._number]
        self._show()

    def _show(self) -> None:
        self.facts.clear()
        for row in self._assessments[:_MOST]:
            name = f"{row.number} {row.revision}".strip()
            if row.stale:
                self.facts.add(name, say("{n} stale", n=row.stale), "warn")
            else:
                self.facts.add(name, say("{done} of {total}", done=row.done, total=row.total), "neutral")
        for order in self._orders[:_MOST]:
            self.facts.add(order.number, say("keeps its issue"), "neutral")
        rest = max(0, len(self._assessments) - _MOST) + max(0, len(self._orders) - _MOST)
        if rest:
            self.facts.add(say("{n} further {n:record|records}", n=rest))
        found = bool(self._assessments or self._orders)
        self.none.setVisible(not found)
        self.facts.setVisible(found)
