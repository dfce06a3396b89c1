"""The menu and the mark of any list: what its window offers for lists. Knows neither what is listed nor how."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStackedWidget, QTableView, QTreeView, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts, say
from ui.widgets.buttons import IconButton

# objectName of the act by which a window writes the list in front, or the one that is its data.
LIST_ACT: Final = "list.seen"
# Property of a list that has a button of its own for that, or needs none.
WRITTEN_ELSEWHERE: Final = "written elsewhere"


class ListMark(IconButton):
    """The small sign in the head line of a card by which its list goes to Excel.

    Not seen where no window around it offers that.

    Args:
        texts: The window's language.
        title: What the list is called.
        view: The list.
    """

    def __init__(self, texts: Texts, title: Shown, view: QAbstractItemView) -> None:
        words = say("{list} to Excel", list=title)
        super().__init__(texts, "file-spreadsheet", words, self._write, f"{view.objectName()}.excel")
        self._words, self._view = texts, view

    def put(self, title: Shown) -> None:
        """Say another name of the list."""
        words = say("{list} to Excel", list=title)
        self._words.bind(self.setAccessibleName, words)
        self._words.bind(self.setToolTip, words)

    def _write(self) -> None:
        act = _act_of(self._view)
        if act is not None:
            act.setData(self._view)
            act.trigger()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setVisible(_act_of(self._view) is not None)


def list_of(what: object) -> QAbstractItemView | None:
    """Return the list that a card is given and that has no button of its own for going to Excel."""
    pages = [what.widget(at) for at in range(what.count())] if isinstance(what, QStackedWidget) else [what]
    for page in pages:
        if isinstance(page, QTableView | QTreeView) and not page.property(WRITTEN_ELSEWHERE):
            return page
    return None


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
