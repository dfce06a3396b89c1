"""Words and lists that have less room on the screen than they take, or lack their sign. Holds no assertions."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QTableView, QTreeView, QWidget

from ui.widgets.chips import StateChip
from ui.widgets.label import Label
from ui.widgets.list_menu import WRITTEN_ELSEWHERE, ListMark
from ui.widgets.tables import RowTable
from ui.widgets.trees import RowTree


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


def poor_lists(screen: QWidget) -> list[str]:
    """Return the lists of a screen that scroll sideways, or that have no visible way to Excel."""
    marked = [mark.view for mark in screen.findChildren(ListMark) if mark.isVisible()]
    found = []
    for kind in (QTableView, QTreeView):
        for view in screen.findChildren(kind):
            if not isinstance(view, RowTable | RowTree) or not view.isVisible():
                continue
            if view.horizontalScrollBar().maximum():
                found.append(f"{view.objectName()} scrolls sideways")
            if view not in marked and not view.property(WRITTEN_ELSEWHERE):
                found.append(f"{view.objectName()} has no sign to Excel")
    return found
