"""Where a BOM is written as a table: a workbook or a csv file. The edge that tests replace."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

_CSV: Final = "CSV (*.csv)"


def choose_table(parent: QWidget, title: str, name: str) -> Path | None:
    """Let a person choose file and kind; None when they change their mind."""
    chosen, kind = QFileDialog.getSaveFileName(parent, title, name, f"Excel (*.xlsx);;{_CSV}")
    if not chosen:
        return None
    path = Path(chosen)
    # The kind chosen last counts: not every system changes the ending of the proposed name with it.
    return path.with_suffix(".csv") if kind == _CSV else path
