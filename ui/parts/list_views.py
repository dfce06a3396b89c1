"""The views menu of a list: which columns are shown, and filters and columns kept under a name. Knows no noun."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.parts.saved_views import ViewRow, remove_view, save_view, saved_views
from ui.changes.form_dialog import FormDialog
from ui.i18n import say
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.tables import RowTable


class ListViews(Button):
    """A button with the menu of views.

    Args:
        desk: What screens are given.
        list_name: Under which the views are kept.
        table: Whose columns are shown or hidden.
        state: Returns what the filters say now.
        take: Sets the filters.
    """

    def __init__(
        self,
        desk: Desk,
        list_name: str,
        table: RowTable[Any],
        state: Callable[[], dict[str, Any]],
        take: Callable[[dict[str, Any]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk.texts, say("View"), self.open, icon_name="filter", name=f"{list_name}.views")
        self.desk, self._list, self._table = desk, list_name, table
        self._take_state, self._state = take, state
        self.menu_shown: QMenu | None = None

    def open(self) -> None:
        """Ask for the kept views and show the menu."""
        user = self.desk.actor().user_id
        self.desk.tasks.read(lambda: self.desk.ask(saved_views, user, self._list), self._show, owner=self)

    def _show(self, views: tuple[ViewRow, ...]) -> None:
        menu = QMenu(self)
        menu.setObjectName("views.menu")
        for view in views:
            self._add(menu, view.name, partial(self.take, view))
        if views:
            menu.addSeparator()
        self._add(menu, self.desk.texts.say("Keep this view …"), self._ask_name)
        if views:
            forget = menu.addMenu(self.desk.texts.say("Forget a view"))
            for view in views:
                self._add(forget, view.name, partial(self._forget, view.name))
        columns = menu.addMenu(self.desk.texts.say("Columns"))
        model = self._table.model()
        for at in range(model.columnCount()):
            title = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
            act = self._add(columns, title, partial(self._turn, at))
            act.setCheckable(True)
            act.setChecked(at not in self._table.put_away)
            act.setEnabled(at > 0)
        self.menu_shown = menu
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _add(self, menu: QMenu, text: str, run: Callable[[], object]) -> QAction:
        act = QAction(text, menu)
        act.triggered.connect(lambda _checked=False: run())
        menu.addAction(act)
        return act

    def _turn(self, at: int) -> None:
        self._table.put_columns_away(self._table.put_away ^ {at})

    def content(self) -> dict[str, Any]:
        """Return the view as it is now."""
        return {"filters": self._state(), "hidden": sorted(self._table.put_away)}

    def take(self, view: ViewRow) -> None:
        """Show the list as a kept view says."""
        self._table.put_columns_away(view.content.get("hidden", ()))
        self._take_state(dict(view.content.get("filters", {})))

    def _ask_name(self) -> None:
        _NameDialog(self.desk, self._list, self.content(), self.window()).open()

    def _forget(self, name: str) -> None:
        self.desk.tasks.write(lambda: self.desk.perform(remove_view, self._list, name), owner=self)


class _NameDialog(FormDialog):
    """Under which name a view is kept."""

    def __init__(
        self, desk: Desk, list_name: str, content: dict[str, Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, say("Keep this view"), say("Keep"), parent)
        self.setObjectName("view_dialog")
        self._list, self._content = list_name, content
        self.form.add_line("name", say("Name"), required=True)

    def save(self, values: dict[str, str]) -> None:
        """Keep the view."""
        self.run(save_view, self._list, values["name"], self._content)
