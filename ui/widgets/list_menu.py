"""The menu of any list: what its window offers for lists. Knows neither what is listed nor what is offered."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

# objectName of the act by which a window writes the list in front.
LIST_ACT: Final = "list.seen"


def offer_menu(view: QAbstractItemView, event: QContextMenuEvent) -> QMenu | None:
    """Show the menu of a list and return it; None where no window around it offers anything."""
    act = _act_of(view)
    if act is None:
        event.ignore()
        return None
    # The act writes the list that has the keyboard.
    view.setFocus(Qt.FocusReason.PopupFocusReason)
    menu = QMenu(view)
    menu.setObjectName("list.menu")
    menu.addAction(act)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(event.globalPos())
    return menu


def _act_of(view: QWidget) -> QAction | None:
    window: QWidget | None = view.window()
    while window is not None:
        act = window.findChild(QAction, LIST_ACT, Qt.FindChildOption.FindDirectChildrenOnly)
        if isinstance(act, QAction):
            return act
        above = window.parentWidget()
        window = above.window() if above is not None else None
    return None
