"""Accepting a failed inspection under concessions 특채: what is out of tolerance, and what would let it be used.

Shows what the bench's query offers and runs its one verb; decides nothing.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.inspection.under_concession import ConcededRow, Conceding, accept_under_concession
from models.types import decimal_text
from ui.changes.form_dialog import FormDialog
from ui.i18n import Shown, say, term
from ui.panels import Desk
from ui.widgets.facts import FactList
from ui.widgets.label import Label


class ConcessionUseDialog(FormDialog):
    """Lists each balloon out of tolerance with the concession in force for it.

    Args:
        desk: What screens are given.
        found: What accepting would take.
    """

    def __init__(self, desk: Desk, found: Conceding, parent: QWidget | None = None) -> None:
        title = say("Accept {inspection} under a concession", inspection=found.number)
        super().__init__(desk, title, term("concession", "Accept"), parent)
        self.setObjectName("concession_use_dialog")
        self._found = found
        self.facts = FactList(desk.texts)
        for row in found.rows:
            self.facts.add(_out(row), _offered(row), "neutral" if row.concession is not None else "ng")
        self.above.addWidget(self.facts)
        if found.covered:
            what = say(
                "The whole LOT {lot} ({quantity}) counts against each of them, and stays on hold until its "
                "nonconformance is closed.",
                lot=found.lot_number,
                quantity=decimal_text(found.quantity),
            )
        else:
            what = say("Without a concession in force for every balloon it cannot be accepted.")
        self.above.addWidget(Label(desk.texts, what, "muted" if found.covered else "bad", wrap=True))
        self.yes.setEnabled(found.covered)

    @override
    def save(self, values: dict[str, str]) -> None:
        chosen = {row.concession.id for row in self._found.rows if row.concession is not None}
        self.run(accept_under_concession, self._found.inspection_id, tuple(sorted(chosen)))


def _out(row: ConcededRow) -> Shown:
    return say(
        "Balloon {balloon}  {specification}: {values}",
        balloon=row.number,
        specification=row.specification,
        values=", ".join(row.values[:6]),
    )


def _offered(row: ConcededRow) -> Shown:
    found = row.concession
    if found is None:
        return say("no concession in force")
    return say("{number} {title} ({limits})", number=found.number, title=found.title, limits=found.limits)
