"""Pictures of the dialogs of a nonconformance: counting its parts, and deciding what happens with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desktop.settle import settle
from app.nonconformance.queries import nonconformance_rows
from models.vocab_quality import DispositionKind
from ui.main_window import MainWindow
from ui.nonconformance.disposition_dialogs import CountDialog, DispositionDialog


def take_dispositions(window: MainWindow, widget: Callable[[str, QWidget], None]) -> None:
    """Take both dialogs of the newest nonconformance, where there is one; nothing is stored."""
    rows = window.desk.ask(nonconformance_rows)
    if not rows:
        return
    count, decide = CountDialog(window.desk, rows[0], window), DispositionDialog(window.desk, rows[0], window)
    decide.propose(DispositionKind.CONCESSION)
    for screen, dialog in (
        ("nonconformance-count-dialog", count),
        ("nonconformance-disposition-dialog", decide),
    ):
        dialog.open()
        settle(window, window.tasks)
        widget(screen, dialog)
        dialog.reject()
