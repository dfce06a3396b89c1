"""Offers the panels of this room to the book; called by the composition root."""

from __future__ import annotations

from ui.bom.bom_panel import BomPanel
from ui.bom.compare_panel import ComparePanel
from ui.bom.where_used_panel import WhereUsedPanel
from ui.panels import BookOfPanels


def register(book: BookOfPanels) -> None:
    """Offer ``bom.lines`` (a part revision's id), ``bom.compare`` and ``bom.where-used`` (a part's id)."""
    book.register("bom.lines", BomPanel)
    book.register("bom.compare", ComparePanel)
    book.register("bom.where-used", WhereUsedPanel)
