"""Offers issuing in a customer's form to the other rooms; called by the composition root."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ui.forms.issue_dialog import IssueDialog
from ui.panels import BookOfPanels, Desk


def issue(desk: Desk, inspection_id: int | None) -> None:
    """Open the dialog that issues an inspection in its customer's form."""
    IssueDialog(desk, inspection_id, QApplication.activeWindow()).open()


def register(book: BookOfPanels) -> None:
    """Offer the act ``forms.issue`` (an inspection's id)."""
    book.register_act("forms.issue", issue)
