"""The menu and the mark of any list: what its window offers for lists. Knows neither what is listed nor how."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QTreeView, QWidget
from typing_extensions import override

from ui.i18n import Texts, say
from ui.widgets.buttons import IconButton

# objectName of the act by which a window writes the list in front, or the one that is its data.
LIST_ACT: Final = "list.seen"
# Property of a list that has a button of its own for that, or needs none.
WRITTEN_ELSEWHERE: Final = "written elsewhere"


class ListMark(IconButton):
    """The small sign in the head line of a card by which a list goes to Excel; seen while the list is.

    Never seen where no window around it offers that, or where the list has a button of its own.

    Args:
        texts: The window's language.
        view: The list; what it is called is its accessible name.
    """

    def __init__(self, texts: Texts, view: QAbstractItemView) -> None:
        named = f"{view.objectName()}.excel"
        super().__init__(texts, "file-spreadsheet", say("To Excel"), self._write, named)
        self._words, self.view = texts, view
        self.hide()
        view.installEventFilter(self)
        texts.language_changed.connect(self._look)

    def _write(self) -> None:
        act = _act_of(self.view)
        if act is not None:
            act.setData(self.view)
            act.trigger()

    def _look(self, _language: str = "") -> None:
        named = self.view.accessibleName() or say("List")
        for tell in (self.setAccessibleName, self.setToolTip):
            tell(self._words.say("{list} to Excel", list=named))
        offered = not self.view.property(WRITTEN_ELSEWHERE) and _act_of(self.view) is not None
        self.setVisible(offered and self.view.isVisible())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._look()
        return super().eventFilter(watched, event)


def lists_in(what: QWidget) -> list[QAbstractItemView]:
    """Return the lists in a widget or that it is, but not those of cards inside it, which have their own signs."""
    every: list[QAbstractItemView] = [what] if isinstance(what, QAbstractItemView) else []
    every += [view for view in what.findChildren(QTableView) if not _in_card(view, what)]
    every += [view for view in what.findChildren(QTreeView) if not _in_card(view, what)]
    # Tables of Qt's own, e.g. of a calendar, cannot be written.
    return [view for view in every if hasattr(view, "seen_facts")]


def _in_card(view: QWidget, end: QWidget) -> bool:
    above = view.parentWidget()
    while above is not None and above is not end:
        if above.property("role") == "card":
            return True
        above = above.parentWidget()
    return False


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
