"""Words that have less room on the screen than they take. Holds no assertions."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from ui.widgets.chips import StateChip
from ui.widgets.label import Label


def cut(screen: QWidget) -> list[str]:
    """Return the words of a screen that have less room than they take.

    What may be shortened says so (an ellipsis and the whole text as its tip); tables measure their own columns.
    """
    found = []
    for widget in screen.findChildren(QWidget):
        if not widget.isVisible() or (isinstance(widget, Label) and widget.shortens):
            continue
        if isinstance(widget, QLabel):
            text, lines = widget.text(), widget.wordWrap()
        elif isinstance(widget, StateChip | QAbstractButton):
            text, lines = widget.accessibleName(), False
        else:
            continue
        if not text.strip():
            continue
        narrow = not lines and widget.width() + 1 < widget.sizeHint().width()
        low = lines and widget.height() + 1 < widget.heightForWidth(widget.width())
        if narrow or low or _sticks_out(widget):
            found.append(f"{widget.objectName()} {text!r} {widget.width()}x{widget.height()}")
    return found


def _sticks_out(widget: QWidget) -> bool:
    """Whether a widget reaches over the right edge of what it scrolls in, which only scrolls up and down."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    if not isinstance(parent, QScrollArea):
        return False
    viewport = parent.viewport()
    area = QRect(widget.mapTo(viewport, QPoint(0, 0)), widget.size())
    return area.right() > viewport.width() + 1
