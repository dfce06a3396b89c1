"""What happens with the nonconforming parts: how many there are, the dispositions that share them, what is open."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.nonconformance.dispositions import take_back_disposition
from app.nonconformance.queries import DispositionRow, NonconformanceRow
from models.types import decimal_text
from models.vocab import NonconformanceState
from models.vocab_quality import DispositionKind
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.nonconformance.disposition_dialogs import CountDialog, DispositionDialog
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.flow import Flow
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.wording import minute_text, worded


class DispositionCard(Panel):
    """The dispositions of the nonconformance that is shown; its detail asks for the row."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: NonconformanceRow | None = None
        self._zone = ZoneInfo("UTC")
        texts = self.texts
        card = Card(texts, term("nonconformances", "Disposition"), flush=True)
        self.count = Button(
            texts, term("nonconformances", "Count the parts"), self._count, name="nonconformance.count"
        )
        self.decide = Button(
            texts, term("nonconformances", "Add a disposition"), self._decide, name="nonconformance.decide"
        )
        self.take_back = Button(
            texts, term("nonconformances", "Take back"), self._take_back, name="nonconformance.take_back"
        )
        self.acts = Flow(6, 6)
        self.acts.put([self.count, self.decide, self.take_back])
        line = QHBoxLayout()
        line.setContentsMargins(14, 10, 14, 0)
        line.addWidget(self.acts)
        self.open = Label(texts, "", "muted", wrap=True)
        self.open.setObjectName("nonconformance.undecided")
        self.open.setContentsMargins(14, 6, 14, 6)
        self.table = RowTable(RowsModel(texts, self._columns(), key=lambda row: row.id), "dispositions")
        texts.bind(self.table.setAccessibleName, term("nonconformances", "Disposition"))
        self.table.when_empty(say("Nothing is decided yet about the parts."))
        self.table.chosen_changed.connect(lambda _row: self._enable())
        card.add(line)
        card.add(self.open)
        card.add(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def _columns(self) -> tuple[Column[DispositionRow], ...]:
        return (
            Column(term("nonconformances", "Disposition"), lambda row: worded(row.kind), "strong"),
            Column(term("nonconformances", "Quantity"), self._amount, "number"),
            Column(term("nonconformances", "Concession"), lambda row: row.concession),
            Column(term("nonconformances", "Remarks"), lambda row: row.note, "muted", weight=1),
            Column(
                term("nonconformances", "Decided by"),
                lambda row: row.decided_by,
                tip=lambda row: minute_text(row.decided_at, self._zone),
                spare=True,
            ),
        )

    def _amount(self, row: DispositionRow) -> str:
        unit = "" if self.row is None else self.row.unit
        return f"{decimal_text(row.quantity)} {unit}".strip()

    def put(self, row: NonconformanceRow, zone: ZoneInfo) -> None:
        """Show the dispositions of a nonconformance."""
        self.row, self._zone = row, zone
        self.table.rows_model.set_rows(row.dispositions)
        closed = row.state is NonconformanceState.CLOSED
        self.acts.setVisible(not closed)
        self.open.put(_still_open(row))
        self.open.set_role("warn" if row.undecided is None or row.undecided else "muted")
        self._enable()

    def propose_concession(self, concession_id: int) -> None:
        """Offer what was just accepted under a concession as the disposition; nothing is decided by that."""
        if self.row is not None and self.row.undecided:
            self._dialog().propose(DispositionKind.CONCESSION, concession_id)

    def _enable(self) -> None:
        row = self.row
        self.decide.setEnabled(row is not None and bool(row.undecided))
        self.take_back.setEnabled(self.table.chosen() is not None)

    def _count(self) -> None:
        if self.row is not None:
            CountDialog(self.desk, self.row, self.window()).open()

    def _decide(self) -> None:
        if self.row is not None:
            self._dialog()

    def _dialog(self) -> DispositionDialog:
        assert self.row is not None  # asked for only where one is shown
        dialog = DispositionDialog(self.desk, self.row, self.window())
        dialog.open()
        return dialog

    def _take_back(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            said = say("The disposition “{kind}” was taken back.", kind=worded(chosen.kind))
            self.do(take_back_disposition, chosen.id, said=said)


def _still_open(row: NonconformanceRow) -> Shown:
    if row.quantity is None:
        return say("How many parts are not as required was not recorded yet.")
    counted = f"{decimal_text(row.quantity)} {row.unit}".strip()
    if row.quantity == 0:
        return say("No part is nonconforming; the remarks on the disposition say why.")
    if row.undecided:
        left = f"{decimal_text(row.undecided)} {row.unit}".strip()
        return say(
            "{counted} nonconforming, {left} of them without a disposition.", counted=counted, left=left
        )
    return say("{counted} nonconforming, all of them with a disposition.", counted=counted)
