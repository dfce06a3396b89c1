"""Hangul in the making: text the input method has not handed over yet. Commits it before anything is saved.

Qt hands it over when the focus moves on most systems, but not everywhere and not for a click on a button
that takes no focus; the last syllable must never be lost.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget


@runtime_checkable
class Composing(Protocol):
    """A field that knows its unfinished text."""

    @property
    def preedit(self) -> str:
        """The text the input method still holds."""
        ...


def commit_preedit() -> None:
    """Hand the unfinished syllable to the field that has the focus.

    Does nothing where nothing is being composed.
    """
    QGuiApplication.inputMethod().commit()
    field: QWidget | None = QApplication.focusWidget()
    if field is not None and isinstance(field, Composing) and field.preedit:
        event = QInputMethodEvent("", [])
        event.setCommitString(field.preedit)
        QApplication.sendEvent(field, event)
