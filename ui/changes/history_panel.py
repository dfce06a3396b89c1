"""What was done to one part or document, the newest first, from the audit chain. Shows; changes nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.changes.queries import HistoryRow, history_rows
from app.texts import mark
from models.vocab import Noun
from ui.i18n import say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.widgets.card import Card
from ui.widgets.tables import RowTable
from ui.wording import worded

ACTS: Final = {
    "part_added": mark("Part added"),
    "part_edited": mark("Part changed"),
    "customer_linked": mark("Customer linked"),
    "revision_started": mark("Revision started"),
    "revision_labelled": mark("Revision labelled"),
    "revision_edited": mark("Revision changed"),
    "revision_released": mark("Released"),
    "revision_superseded": mark("Superseded"),
    "maturity_set": mark("Maturity set"),
    "document_used": mark("Document linked"),
    "bom_line_added": mark("BOM line added"),
    "bom_line_edited": mark("BOM line changed"),
    "bom_line_removed": mark("BOM line removed"),
    "substitute_added": mark("Substitute added"),
    "bom_copied": mark("BOM carried over"),
    "bom_imported": mark("BOM imported"),
    "baseline_made": mark("Baseline made"),
    "review_opened": mark("Sent to review"),
    "review_signed": mark("Review signed"),
    "review_rejected": mark("Review rejected"),
    "review_withdrawn": mark("Review withdrawn"),
    "approval_withdrawn": mark("Approval withdrawn"),
    "document_added": mark("Document added"),
    "file_attached": mark("File attached"),
    "file_detached": mark("File removed"),
    "characteristics_copied": mark("Characteristics carried over"),
    "plan_imported": mark("Plan imported"),
}


class HistoryPanel(Panel):
    """A table of recorded acts.

    Args:
        desk: What screens are given.
        noun: PART or DOCUMENT.
        entity_id: Its id.
    """

    nouns = frozenset(
        {"part", "part_revision", "bom", "document", "document_revision", "characteristic", "review"}
    )

    def __init__(self, desk: Desk, noun: Noun, entity_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._noun, self._entity_id = noun, entity_id
        columns: list[Column[HistoryRow]] = [
            Column(say("Audit no."), lambda row: str(row.seq), "number"),
            Column(say("Time"), lambda row: f"{row.at:%Y-%m-%d %H:%M}"),
            Column(say("Who"), lambda row: row.actor),
            Column(say("Act"), self._act),
            Column(say("What"), lambda row: row.detail, weight=1),
            Column(say("Reason"), lambda row: row.reason, "muted", weight=2),
        ]
        self.rows: RowsModel[HistoryRow] = RowsModel(self.texts, columns, key=lambda row: row.seq)
        self.table: RowTable[HistoryRow] = RowTable(self.rows, "history", parent=self)
        self.texts.bind(self.table.setAccessibleName, say("History"))
        card = Card(self.texts, say("History"), say("from the audit log"), flush=True)
        card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _act(self, row: HistoryRow) -> str:
        if row.meaning is not None:
            return self.texts.say("Signed: {meaning}", meaning=worded(row.meaning))
        known = ACTS.get(row.action)
        return row.action if known is None else self.texts.say(known)

    @override
    def refresh(self) -> None:
        self.ask(history_rows, self._noun, self._entity_id, then=self.rows.set_rows)
