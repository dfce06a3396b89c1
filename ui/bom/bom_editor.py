"""Editing the own lines of a draft's BOM: keyboard, drag, many rows at once, paste from Excel, undo before saving.

Saved in one act. Where another station changed the draft meanwhile, it is said who and what; nothing typed is lost.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from app.bom.drafts import DraftBom, PartChoice, parts_by_number, parts_of_draft, read_draft, save_draft
from app.errors import PartproofError
from ui.bom.edit_model import EditModel
from ui.bom.edit_session import COLUMNS, EditSession
from ui.i18n import Words, say
from ui.panels import Desk, Panel
from ui.theme.theme import current_theme
from ui.widgets.buttons import Button, make_action
from ui.widgets.cell_delegate import CellDelegate
from ui.widgets.label import Label
from ui.widgets.row_views import prepare

_WIDTHS: Final = (134, 70, 150, 84, 52, 84, 90, 110, 56, 76, 110, 84)


class EditTable(QTableView):
    """The cells; keys that a table does not know are told as signals.

    Signals:
        pasted: Ctrl+V.
        copied: Ctrl+C.
    """

    pasted = Signal()
    copied = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if not editing and event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif not editing and event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)


class BomEditor(Panel):
    """The editor of one draft revision.

    Args:
        desk: What screens are given.
        revision_id: The draft.

    Signals:
        closed: The person is done, or gave the edits up.
    """

    nouns = frozenset({"bom", "part_revision"})
    closed = Signal()

    def __init__(self, desk: Desk, revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.revision_id = revision_id
        self.session: EditSession | None = None
        self._saving = False
        self._to_paste = False
        texts = self.texts
        self.model = EditModel(texts, self._edited, lambda: set(self._chosen()), self)
        self.table = EditTable()
        self.table.setObjectName("bom.edit")
        prepare(self.table)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.table.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.table.setDragDropOverwriteMode(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(round(current_theme().size("row_px")))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for at, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, width)
        texts.bind(self.table.setAccessibleName, say("BOM lines being edited"))
        self.table.pasted.connect(self.paste)
        self.table.copied.connect(self.copy)
        self.trouble = Label(texts, "", "bad", wrap=True)
        self.trouble.setObjectName("bom.edit.trouble")
        self.note = Label(texts, "", "muted", wrap=True)
        self.note.setObjectName("bom.edit.note")
        self._build()

    def _build(self) -> None:
        texts = self.texts
        self.save_button = Button(texts, say("Save"), self.save, "primary", name="bom.edit.save")
        self.undo_button = Button(texts, say("Undo"), self.undo, name="bom.edit.undo")
        self.redo_button = Button(texts, say("Redo"), self.redo, name="bom.edit.redo")
        self.merge_button = Button(texts, say("Take in the other edits"), self.merge, name="bom.edit.merge")
        self.merge_button.hide()
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        for button in (
            Button(texts, say("Insert a line"), self.insert, icon_name="plus", name="bom.edit.insert"),
            Button(texts, say("Remove"), self.remove, icon_name="trash", name="bom.edit.remove"),
            self.undo_button,
            self.redo_button,
        ):
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self.merge_button)
        bar.addWidget(Button(texts, say("Discard"), self.discard, name="bom.edit.discard"))
        bar.addWidget(self.save_button)
        for shown, run, key in (
            (say("Insert a BOM line"), self.insert, "Ins"),
            (say("Remove BOM lines"), self.remove, "Del"),
            (say("Undo the last BOM edit"), self.undo, "Ctrl+Z"),
            (say("Redo the BOM edit"), self.redo, "Ctrl+Y"),
            (say("Move BOM lines up"), lambda: self.shift(-1), "Alt+Up"),
            (say("Move BOM lines down"), lambda: self.shift(1), "Alt+Down"),
            (say("Save the BOM edits"), self.save, "Ctrl+S"),
        ):
            act = make_action(texts, shown, run, self.table, "", key)
            act.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 8, 14, 10)
        foot.addWidget(self.trouble)
        foot.addWidget(self.note)
        column.addLayout(foot)

    @property
    def dirty(self) -> bool:
        """Whether there are edits that are not saved."""
        return self.session is not None and self.session.dirty

    @override
    def refresh(self) -> None:
        if self.session is None or not self.session.dirty:
            self.ask(_read, self.revision_id, then=self._begin, key="draft")
        elif not self._saving:
            self.ask(_read, self.revision_id, then=self._compare, key="draft")

    def _begin(self, found: tuple[DraftBom, dict[int, PartChoice]]) -> None:
        self.session = EditSession(*found)
        self.merge_button.hide()
        self._edited()
        if self._to_paste:
            self._to_paste = False
            self.paste()
        elif self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _compare(self, found: tuple[DraftBom, dict[int, PartChoice]]) -> None:
        """Somebody changed the draft while it is edited here: say so, lose nothing."""
        if self.session is not None and found[0] != self.session.base:
            self.merge_button.show()
            self.note.put(say("The draft was changed at another station; your edits are kept here."))

    def _chosen(self) -> list[int]:
        return self.model.keys(index.row() for index in self.table.selectionModel().selectedIndexes())

    def _edited(self) -> None:
        """Show the session as it is now; the choice stays."""
        session = self.session
        at = self.table.currentIndex()
        keys = set(self._chosen())
        self.model.show(session)
        if session is None:
            return
        if at.isValid() and at.row() < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(at.row(), at.column()))
        if len(keys) > 1:
            self._choose(keys)
        faults = session.faults()
        self.undo_button.setEnabled(session.can_undo)
        self.redo_button.setEnabled(session.can_redo)
        self.save_button.setEnabled(session.dirty and not faults)
        unknown = session.unknown()
        if unknown:
            self.ask(parts_by_number, sorted(unknown), then=self._learned, key="parts")
        self._tell(faults)

    def _choose(self, keys: set[int]) -> None:
        selection = self.table.selectionModel()
        for row, line in enumerate(self.model.lines):
            if line.key in keys:
                index = self.model.index(row, 0)
                selection.select(index, selection.SelectionFlag.Select | selection.SelectionFlag.Rows)

    def _learned(self, parts: dict[str, PartChoice]) -> None:
        if self.session is not None and parts:
            self.session.learn(parts)
            self._edited()

    def _tell(self, faults: Any) -> None:
        if not self.merge_button.isVisible():
            self.note.put(
                say(
                    "{n} {n:line|lines} · type, drag, or paste cells from Excel (Ctrl+V); saved in one act",
                    n=len(self.model.lines),
                )
            )
        if not faults:
            self.trouble.put("")
            return
        first = faults[0]
        row = next(at for at, line in enumerate(self.model.lines) if line.key == first.key)
        self.trouble.put(
            say(
                "{count} {count:cell|cells} cannot be read. Row {row}, {column}: {reason}",
                count=len(faults),
                row=row + 1,
                column=self.model.title(first.column),
                reason=first.reason,
            )
        )

    # acts
    def insert(self) -> None:
        """Insert a line after the chosen one and type into it."""
        if self.session is None:
            return
        at = (
            self.table.currentIndex().row() + 1
            if self.table.currentIndex().isValid()
            else len(self.model.lines)
        )
        self.session.insert(at)
        self._edited()
        index = self.model.index(at, 0)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def remove(self) -> None:
        """Take the chosen lines out."""
        if self.session is not None:
            self.session.remove(self._chosen())
            self._edited()

    def shift(self, by: int) -> None:
        """Move the chosen lines up or down by one."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        if self.session is None or not rows:
            return
        at = rows[0] - 1 if by < 0 else rows[-1] + 2
        if 0 <= at <= len(self.model.lines):
            self.session.move(self.model.keys(rows), at)
            self._edited()
            target = rows[0] + by
            self.table.setCurrentIndex(self.model.index(target, max(0, self.table.currentIndex().column())))

    def undo(self) -> None:
        """Take the last edit back."""
        if self.session is not None:
            self.session.undo()
            self._edited()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.session is not None:
            self.session.redo()
            self._edited()

    def paste(self) -> None:
        """Take the clipboard's cells in."""
        if self.session is None:
            return
        at = self.table.currentIndex()
        row = at.row() if at.isValid() else len(self.model.lines)
        column = COLUMNS[at.column()] if at.isValid() else "part"
        count = self.session.paste(QGuiApplication.clipboard().text(), row, column)
        self._edited()
        if count:
            self.desk.notices.toast(say("{n} {n:row was|rows were} pasted.", n=count), "ok", self.undo)

    def paste_when_read(self) -> None:
        """Take the clipboard's cells in, after the lines there are."""
        if self.session is None:
            self._to_paste = True
            return
        self.table.setCurrentIndex(QModelIndex())
        self.paste()

    def copy(self) -> None:
        """Put the chosen lines on the clipboard as cells."""
        if self.session is not None:
            QGuiApplication.clipboard().setText(self.session.copied(self._chosen()))

    def merge(self) -> None:
        """Take in what another station saved meanwhile, under the edits made here."""
        self.ask(_read, self.revision_id, then=self._merged, key="draft")

    def _merged(self, found: tuple[DraftBom, dict[int, PartChoice]]) -> None:
        if self.session is None:
            return
        both = self.session.rebase(*found)
        self.merge_button.hide()
        self._edited()
        told: Words = say("The other edits were taken in; yours are on top.")
        if both:
            told = say(
                "Both changed the lines {lines}: yours stand here. Look at them, then save.",
                lines=", ".join(both),
            )
        self.note.put(told)

    def save(self) -> None:
        """Write all edits in one act."""
        session = self.session
        if session is None or not session.dirty or session.faults() or self._saving:
            return
        self._saving = True
        self.save_button.setEnabled(False)
        perform, base, wanted = self.desk.perform, session.base, session.draft()
        self.desk.tasks.write(
            lambda: perform(save_draft, base, wanted), self._saved, failed=self._refused, owner=self
        )

    def _saved(self, changes: Any) -> None:
        self._saving = False
        self.session = None
        saved = changes.result
        self.desk.notices.toast(
            say(
                "Saved: {added} new, {changed} changed, {removed} removed.",
                added=saved.added,
                changed=saved.changed,
                removed=saved.removed,
            ),
            "ok",
        )
        self.closed.emit()

    def _refused(self, error: BaseException) -> None:
        self._saving = False
        self._edited()
        if not isinstance(error, PartproofError):
            self.desk.notices.failed(error)
            return
        self.trouble.put(self.texts.explain(error))
        self.merge_button.setVisible(error.code == "bom.edited_meanwhile")

    def discard(self) -> None:
        """Give the edits up; what was stored stays as it is. The toast brings them back."""
        session = self.session
        kept = session if session is not None and session.dirty else None
        self.session = None
        self.model.show(None)
        self.closed.emit()
        if kept is not None:
            self.desk.notices.toast(
                say("The BOM edits were discarded."), "neutral", lambda: self.take_up(kept)
            )

    reopened = Signal()

    def take_up(self, session: EditSession) -> None:
        """Go on with edits that were discarded."""
        self.session = session
        self.reopened.emit()
        self._edited()


def _read(session: Any, revision_id: int) -> tuple[DraftBom, dict[int, PartChoice]]:
    return read_draft(session, revision_id), parts_of_draft(session, revision_id)
