"""A widget that can have the focus but edits nothing and accepts no input method: the resting place of a station.

While it has the focus the system detaches 한/영 and key events carry scan codes. It handles no key itself.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget


class CaptureWidget(QWidget):
    """Base of station screens: takes the focus when shown, never an input method."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Answer that input methods are off; the attribute alone does not say so for every child class."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the focus, so that no field behind keeps it."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the focus."""
        self.clearFocus()
        super().hideEvent(event)
