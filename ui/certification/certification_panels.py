"""Offers the panels of this room to the book; called by the composition root."""

from __future__ import annotations

from ui.certification.part_panel import PartCertificationPanel
from ui.panels import BookOfPanels


def register(book: BookOfPanels) -> None:
    """Offer ``certification.of-part`` (a part's id)."""
    book.register("certification.of-part", PartCertificationPanel)
