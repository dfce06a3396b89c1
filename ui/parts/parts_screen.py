"""The place of parts: the list, and the workspace of the part that was opened."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.parts.queries import PartRow
from ui.i18n import say
from ui.panels import Desk, Screen
from ui.parts.part_dialogs import NewPartDialog
from ui.parts.part_list import PartList
from ui.parts.part_workspace import PartWorkspace


class PartsScreen(Screen):
    """All parts; ``open_record`` takes a part's id, None the list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Parts"))
        self.new_act = self.add_action(
            say("New part"),
            self.add_part,
            icon_name="plus",
            shortcut="Ctrl+N",
            kind="primary",
            name="parts.new",
        )
        self.list = PartList(desk, self.add_part)
        self.list.opened.connect(self._open_row)
        self._workspace: PartWorkspace | None = None
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.body.addWidget(self.pages, 1)
        self._tags = self.offer_tags("part", self._part_shown, self.list.table.chosen_changed)

    @property
    def workspace(self) -> PartWorkspace:
        """The workspace; made when the first part is opened, so that the list is there sooner."""
        if self._workspace is None:
            self._workspace = PartWorkspace(self.desk)
            self._workspace.left.connect(lambda: self.open_record(None))
            self.pages.addWidget(self._workspace)
        return self._workspace

    @override
    def open_record(self, record: object) -> None:
        opened = isinstance(record, int)
        self.head.setVisible(not opened)
        self.new_act.setEnabled(not opened)
        if isinstance(record, int):
            self.workspace.show_part(record)
        self.pages.setCurrentWidget(self.workspace if opened else self.list)
        if self._tags is not None:
            self._tags.setVisible(self._part_shown() is not None)

    def _part_shown(self) -> int | None:
        """The part that is open, or the one chosen in the list."""
        shown = self.pages.currentWidget()
        if isinstance(shown, PartWorkspace):
            return shown.part_id
        return getattr(self.list.table.chosen(), "id", None)

    @override
    def may_leave(self) -> bool:
        if self._workspace is not None and self._workspace.unfinished:
            self.desk.notices.toast(say("Save or discard the BOM edits first."), "warn")
            return False
        return True

    def _open_row(self, row: PartRow) -> None:
        self.open_record(row.id)

    def add_part(self) -> None:
        """Ask for a new part and open it."""
        dialog = NewPartDialog(self.desk, self.window())
        dialog.done_with.connect(self._added)
        dialog.open()

    def _added(self, changes: Any) -> None:
        self.open_record(changes.result)
