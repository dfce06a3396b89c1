"""What was done to one part or document, its changes too, newest first, from the audit chain. Changes nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.audit_words import ACT_CONTEXT, act_word
from app.changes.history import HistoryRow, history_rows
from app.changes.ledger_basics import MAPPED
from models.vocab import Noun
from ui.i18n import say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.widgets.card import Card
from ui.widgets.tables import RowTable
from ui.wording import worded


class HistoryPanel(Panel):
    """A table of recorded acts.

    Args:
        desk: What screens are given.
        noun: PART or DOCUMENT.
        entity_id: Its id.
    """

    nouns = frozenset(
        {"part", "part_revision", "bom", "document", "document_revision", "characteristic", "review"}
        | {noun.value for noun in MAPPED}
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
        return self.texts.term(ACT_CONTEXT, act_word(row.action))

    @override
    def refresh(self) -> None:
        self.ask(history_rows, self._noun, self._entity_id, then=self.rows.set_rows)
