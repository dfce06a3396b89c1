"""Choosing a file by dialog or by dropping it; the edge that tests replace. Reads no file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QWidget


def choose_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Let a person choose one file; None when they change their mind.

    Args:
        parent: The widget that asks.
        title: Of the dialog, translated.
        kinds: Qt's filter, e.g. ``"PDF (*.pdf)"``.
    """
    name, _filter = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


def dropped_file(mime: QMimeData, endings: Sequence[str]) -> Path | None:
    """Return the first local file with one of these endings, or None."""
    for url in mime.urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.casefold() in endings:
            return path
    return None
