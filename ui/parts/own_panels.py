"""Offers the panels of this room to the book; called by the composition root."""

from __future__ import annotations

from ui.panels import BookOfPanels
from ui.parts.details_panel import DetailsPanel
from ui.parts.fields_panel import FieldsPanel


def register(book: BookOfPanels) -> None:
    """Offer ``parts.details`` (a part revision's id) and ``parts.fields`` (a part's id)."""
    book.register("parts.details", DetailsPanel)
    book.register("parts.fields", FieldsPanel)
