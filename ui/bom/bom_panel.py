"""The BOM of one part revision as a tree: changes, weight, what is missing, import, and editing while it is a draft.

Branches are asked for as they are opened. Every edit is a verb; what it refuses is explained and the tree shows
what is stored.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.bom.lines import LineFacts, add_line, edit_line, remove_line
from app.bom.queries import BomCompared, bom_changes, line_facts
from app.bom.roll_up import RollUp
from app.bom.shortage import Shortage
from app.bom.structure import NOW, SHORT, AsOf, BomOpening, Branches, bom_branches, bom_opening, sums_as_of
from app.documents.bom_exchange import export_bom
from app.jobs import Progress
from models.rules.quantity import parse_quantity
from models.vocab import RevisionState
from ui.bom.as_of_dialog import AsOfDialog, as_of_words
from ui.bom.bom_editor import BomEditor
from ui.bom.bom_foot import BomFoot
from ui.bom.bom_rows import BomNode, BomRowsModel
from ui.bom.bom_target import choose_table
from ui.bom.file_drop import choose_file, dropped_file
from ui.bom.import_dialog import ENDINGS, ImportDialog
from ui.bom.line_dialog import LineDialog
from ui.i18n import Shown, say
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button, make_action
from ui.widgets.card import Card
from ui.widgets.chips import StateChip
from ui.widgets.empty import EmptyState
from ui.widgets.trees import RowTree
from ui.work_strip import WorkStrip


class BomPanel(Panel):
    """The BOM card.

    Args:
        desk: What screens are given.
        revision_id: Of a part.
    """

    nouns = frozenset({"bom", "part", "part_revision"})

    def __init__(self, desk: Desk, revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.revision_id = revision_id
        self.found = BomOpening()
        self._compared = BomCompared(None, ())
        self._opened = False
        self._sums: RollUp | None = None
        self.at = NOW
        self.choose_file = choose_file
        self.choose_target = choose_table
        self.setAcceptDrops(True)
        texts = self.texts
        self.card = Card(texts, "BOM", flush=True)
        self.chip = StateChip(texts, "", "info", self.card)
        self.card.add_head(self.chip, left=True)
        self.as_of = Button(texts, as_of_words(NOW, desk.today()), self.ask_as_of, name="bom.as_of")
        self.card.add_head(self.as_of)
        self.add_button = Button(texts, say("Add a line"), self.add_line, icon_name="plus", name="bom.add")
        self.lock = StateChip(texts, say("Locked"), "neutral", self.card)
        self.edit_button = Button(texts, say("Edit lines"), self.edit_lines, name="bom.edit_lines")
        for widget in (self.lock, self.add_button, self.edit_button):
            self.card.add_head(widget)
        self.model = BomRowsModel(texts, self._edit_quantity)
        self.model.branches_wanted.connect(self._ask_branches)
        self.tree: RowTree[BomNode] = RowTree(self.model, "bom.tree", self)
        texts.bind(self.tree.setAccessibleName, "BOM")
        self.tree.opened.connect(self._open)
        self.foot = BomFoot(desk, revision_id)
        self.foot.counted.connect(self._take_shortage)
        self._build()
        texts.language_changed.connect(self._retext)

    def _build(self) -> None:
        texts = self.texts
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tree, 1)
        column.addWidget(self.foot)
        self.empty = EmptyState(
            texts,
            "list-tree",
            say("No BOM lines yet"),
            say(
                "Import the customer’s parts list (xlsx, xls, csv), drop the file here, or add lines one by one."
            ),
            (say("Import a parts list"), self.import_file),
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(listed)
        self.pages.addWidget(self.empty)
        self.editor = BomEditor(self.desk, self.revision_id)
        self.editor.closed.connect(self._editor_closed)
        self.editor.reopened.connect(self._open_editor)
        self.pages.addWidget(self.editor)
        self.card.add(self.pages, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.strip = WorkStrip(texts, self.desk.tasks, self.desk.notices.failed)
        self.strip.finished.connect(self._written)
        self.strip.canceled.connect(self._not_written)
        outer.addWidget(self.strip)
        outer.addWidget(self.card)
        self.remove_act = make_action(
            texts, say("Remove the line"), self.remove_line, self.tree, "trash", "Del"
        )
        self.add_act = make_action(texts, say("Add a BOM line"), self.add_line, self.tree, "plus", "Ins")
        for act in (self.remove_act, self.add_act):
            act.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.edit_act = make_action(
            texts, say("Edit the BOM lines"), self.edit_lines, self, "list-tree", "Ctrl+E"
        )
        self.export_act = make_action(
            texts, say("BOM as a table that imports again"), self.export, self, "file-spreadsheet"
        )
        self.export_own_act = make_action(
            texts, say("Own BOM lines as a table"), self.export_own, self, "file-spreadsheet"
        )

    @property
    def draft(self) -> bool:
        """Whether the lines may be edited."""
        return self.found.top is not None and self.found.top.state is RevisionState.DRAFT

    # editing session
    def edit_lines(self) -> None:
        """Edit the own lines as a table."""
        if self.draft and self.pages.currentWidget() is not self.editor:
            self._open_editor()

    def _open_editor(self) -> None:
        self.pages.setCurrentWidget(self.editor)
        self.edit_button.hide()
        self.add_button.hide()
        self.editor.renew()
        self.editor.table.setFocus()

    def _editor_closed(self) -> None:
        self._show(self.found)
        self.refresh()

    @property
    def unfinished(self) -> bool:
        """Whether edits wait to be saved."""
        return self.pages.currentWidget() is self.editor and self.editor.dirty

    def export(self) -> None:
        """Write the BOM, as it is shown, as a table that imports again unchanged."""
        self._export(say("BOM as a table that imports again"), deep=True)

    def export_own(self) -> None:
        """Write the own lines only; what is left where every path is more than a table holds."""
        self._export(say("Own BOM lines as a table"), deep=False)

    def _export(self, title: Shown, *, deep: bool) -> None:
        top = self.found.top
        if top is None:
            return
        path = self.choose_target(self, self.texts.show(title), f"{top.number} {top.revision}.xlsx")
        if path is None:
            return
        ask, revision_id, at = self.desk.ask, self.revision_id, self.at

        def write(progress: Progress) -> str:
            ask(export_bom, revision_id, path, deep=deep, as_of=at, progress=progress)
            return path.name

        self.strip.run(title, write)

    def _written(self, name: str) -> None:
        self.desk.notices.toast(say("{file} is written.", file=name), "ok")

    def _not_written(self) -> None:
        self.desk.notices.toast(say("Stopped; nothing was written."), "info")

    def ask_as_of(self) -> None:
        """Ask for which day, lot or order the BOM is shown."""
        dialog = AsOfDialog(self.desk, self.at, self.window())
        dialog.chosen.connect(self.show_as_of)
        dialog.open()

    def show_as_of(self, at: AsOf) -> None:
        """Show the BOM as it is for a day, a lot or a customer's order."""
        self.at = at
        self.model.branches = {}
        self.texts.bind(self.as_of.setText, as_of_words(at, self.desk.today()))
        self.foot.show_as_of(at)
        self.refresh()

    @override
    def refresh(self) -> None:
        self.ask(sums_as_of, self.revision_id, self.at, then=self._take_sums, key="sums")
        self.ask(bom_changes, self.revision_id, then=self._take_changes, key="changes")
        shown = tuple(self.model.branches)
        self.ask(bom_opening, self.revision_id, shown, self.at, then=self._show, key="rows")
        self.foot.count()

    def _ask_branches(self, revision_ids: list[int]) -> None:
        self.ask(
            bom_branches, revision_ids, self.at, then=self._take_branches, key=f"branches {revision_ids}"
        )

    def _take_branches(self, found: Branches) -> None:
        self.model.put_branches(found)

    def _take_changes(self, compared: BomCompared) -> None:
        self._compared = compared
        if self.found.top is not None:
            self._show(self.found, fresh=False)

    def _take_sums(self, sums: RollUp) -> None:
        self._sums = sums
        self._show_words()

    def _take_shortage(self, found: Shortage | None) -> None:
        self.model.show_shortage(() if found is None else found.rows)

    def _retext(self) -> None:
        if self.found.top is not None:
            self._show(self.found, fresh=False)

    @property
    def _own(self) -> int:
        """How many lines the revision itself has."""
        return len(self.found.branches.get(self.revision_id, ()))

    def _show(self, found: BomOpening, *, fresh: bool = True) -> None:
        self.found = found
        self.model.open_for_edit = self.draft
        branches = found.branches if fresh else {**found.branches, **self.model.branches}
        self.model.show_bom(found.top, branches, self._compared, found.shape.containing)
        if not self._opened and self._own:
            # A short structure opens whole, of a long one the own lines.
            self.tree.open_levels(-1 if found.shape.rows < SHORT else 1)
            self._opened = True
        if self.pages.currentWidget() is self.editor and self.editor.session is not None and self.draft:
            self._show_words()
            return
        self.add_button.setVisible(self.draft)
        self.edit_button.setVisible(self.draft)
        self.lock.setVisible(found.top is not None and not self.draft)
        self.remove_act.setEnabled(self.draft)
        self.add_act.setEnabled(self.draft)
        self.pages.setCurrentIndex(0 if self._own or self._compared.rows else 1)
        if self.empty.button is not None:
            self.empty.button.setVisible(self.draft)
        self._show_words()

    def _show_words(self) -> None:
        shape, top = self.found.shape, self.found.top
        changes = len(self._compared.rows)
        before = self._compared.before
        if before is not None and top is not None and changes:
            self.chip.put(say("Rev {before} → Rev {after}", before=before, after=top.revision))
            note = say(
                "{changes} {changes:change|changes} · {rows} {rows:row|rows} · {levels} {levels:level|levels}",
                changes=changes,
                rows=shape.rows,
                levels=shape.levels,
            )
        else:
            self.chip.put("")
            note = say(
                "{rows} {rows:row|rows} · {levels} {levels:level|levels}",
                rows=shape.rows,
                levels=shape.levels,
            )
        self.card.note.put(note)
        if top is not None:
            self.foot.put(self.found, self._sums)

    def _open(self, row: BomNode) -> None:
        if row.level > 0:
            self.desk.open_place("parts", row.part_id)

    # editing
    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self.draft:
            self.paste()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Put the cells of the clipboard into the table that edits the lines; nothing is saved by that."""
        self.edit_lines()
        self.editor.paste_when_read()

    def add_line(self) -> None:
        """Ask for a new line."""
        if not self.draft:
            return
        used = {entry.row.find_number for entry in self.found.branches.get(self.revision_id, ())}
        following = 10
        while str(following) in used:
            following += 10
        LineDialog(self.desk, self.revision_id, str(following), self.window()).open()

    def remove_line(self) -> None:
        """Take the chosen line out; the toast offers to put it back."""
        chosen = self.tree.chosen()
        if not self.draft or chosen is None or chosen.line_id is None or chosen.level != 1:
            return
        number = chosen.number

        def with_facts(facts: LineFacts) -> None:
            self.do(
                remove_line,
                chosen.line_id,
                said=say("{number} was removed from the BOM.", number=number),
                undo=lambda: self.do(add_line, self.revision_id, facts),
            )

        self.ask(line_facts, chosen.line_id, then=with_facts, key="facts")

    def _edit_quantity(self, row: BomNode, typed: str) -> None:
        reading = parse_quantity(typed.strip())
        if row.line_id is None or reading.value is None:
            self.desk.notices.toast(
                say("{typed} is no quantity; write it like 4 or 0.4120.", typed=typed), "warn"
            )
            return
        value, unit = reading.value, reading.unit

        def with_facts(facts: LineFacts) -> None:
            if (facts.quantity, facts.unit) == (value, unit or facts.unit) and str(facts.quantity) == str(
                value
            ):
                return
            changed = replace(facts, quantity=value, unit=unit or facts.unit)
            self.do(
                edit_line,
                row.line_id,
                changed,
                said=say(
                    "{number}: {before} is now {after}.", number=row.number, before=row.amount, after=typed
                ),
                undo=lambda: self.do(edit_line, row.line_id, facts),
            )

        self.ask(line_facts, row.line_id, then=with_facts, key="facts")

    # import
    def import_file(self) -> None:
        """Ask for a file and show what it would bring in."""
        kinds = self.texts.say("Parts lists")
        path = self.choose_file(
            self, self.texts.say("Import a parts list"), f"{kinds} (*{' *'.join(ENDINGS)})"
        )
        if path is not None:
            self.show_import(path)

    def show_import(self, path: Path) -> None:
        """Show the preview of a file."""
        top = self.found.top
        if self.draft and top is not None:
            ImportDialog(self.desk, top.number, path, self.window()).open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.draft and dropped_file(event.mimeData(), ENDINGS) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData(), ENDINGS)
        if path is not None:
            event.acceptProposedAction()
            self.show_import(path)
