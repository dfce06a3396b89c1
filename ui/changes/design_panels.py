"""Offers the panels of this room to the book; called by the composition root."""

from __future__ import annotations

from models.vocab import Noun
from ui.changes.history_panel import HistoryPanel
from ui.panels import BookOfPanels, Desk


def register(book: BookOfPanels) -> None:
    """Offer ``changes.part-history`` (a part's id) and ``changes.document-history`` (a document's id)."""

    def part(desk: Desk, record: int) -> HistoryPanel:
        return HistoryPanel(desk, Noun.PART, record)

    def document(desk: Desk, record: int) -> HistoryPanel:
        return HistoryPanel(desk, Noun.DOCUMENT, record)

    book.register("changes.part-history", part)
    book.register("changes.document-history", document)
