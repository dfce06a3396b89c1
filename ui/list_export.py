"""Any list to Excel: the one in front by key or by name, any by the mark of its card and by its menu.

Whatever room a list stands in, the window offers it; how a list is written stands in seen_lists.py.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QTableView, QTreeView, QWidget

from ui.i18n import say
from ui.panels import Desk
from ui.seen_lists import View, export_list
from ui.widgets.buttons import make_action
from ui.widgets.list_menu import LIST_ACT
from ui.widgets.tables import RowTable
from ui.widgets.trees import RowTree


class ListExport(QObject):
    """The act of a window that writes the list in front.

    Args:
        desk: What screens are given.
        window: The window; its act stands in the Ctrl+K list and in the menu of every list.
    """

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.act = make_action(
            desk.texts, say("List in front to Excel"), self.export, window, "file-spreadsheet", "Ctrl+Shift+E"
        )
        self.act.setObjectName(LIST_ACT)

    def export(self) -> None:
        """Write the list that asked for it, else the one in front, as it is seen; say so where there is none."""
        asked = self.act.data()
        self.act.setData(None)
        view = asked if isinstance(asked, RowTable | RowTree) else list_in_front(self._window)
        if view is None:
            self._desk.notices.toast(say("There is no list in front."), "warn")
            return
        named = view.accessibleName() or view.objectName() or self._desk.texts.say("List")
        export_list(
            self._desk,
            view.window(),
            named,
            view,
            facts=() if view.seen_facts is None else view.seen_facts(),
            rows=view.every_row,
        )


def list_in_front(window: QWidget) -> View | None:
    """Return the list that has the keyboard, else the largest one that is seen in a window."""
    widget = QApplication.focusWidget()
    while widget is not None:
        if isinstance(widget, RowTable | RowTree):
            return widget
        widget = widget.parentWidget()
    found: list[View] = [
        view
        for kind in (QTableView, QTreeView)
        for view in window.findChildren(kind)
        if isinstance(view, RowTable | RowTree) and view.isVisible()
    ]
    return max(found, key=lambda view: view.width() * view.height(), default=None)
