"""The BOM of one part revision as an indented table: changes, weight, import, and editing while it is a draft.

Every edit is a verb; what it refuses is explained and the table shows what is stored.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.bom.lines import LineFacts, add_line, edit_line, remove_line
from app.bom.queries import BomCompared, BomRow, bom_changes, bom_tree, line_facts
from app.bom.roll_up import RollUp, roll_up
from app.documents.bom_exchange import write_exchange
from app.texts import mark
from models.rules.quantity import parse_quantity
from models.types import decimal_text
from models.vocab import RevisionState
from ui.bom.bom_editor import BomEditor
from ui.bom.bom_rows import BomNode, BomRowsModel, nodes_of
from ui.bom.file_drop import choose_file, dropped_file
from ui.bom.import_dialog import ENDINGS, ImportDialog
from ui.bom.line_dialog import LineDialog
from ui.i18n import say
from ui.panels import Desk, Panel
from ui.seen_lists import choose_target
from ui.widgets.buttons import Button, make_action
from ui.widgets.card import Card
from ui.widgets.chips import StateChip
from ui.widgets.empty import EmptyState
from ui.widgets.label import Label
from ui.widgets.trees import RowTree


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
        self._rows: tuple[BomRow, ...] = ()
        self._compared = BomCompared(None, ())
        self._opened = False
        self._sums: RollUp | None = None
        self.choose_file = choose_file
        self.choose_target = choose_target
        self.setAcceptDrops(True)
        texts = self.texts
        self.card = Card(texts, "BOM", flush=True)
        self.chip = StateChip(texts, "", "info", self.card)
        self.card.add_head(self.chip, left=True)
        self.as_of = Label(texts, say("As of {day}", day=desk.today().isoformat()), "muted")
        self.card.add_head(self.as_of)
        self.add_button = Button(texts, say("Add a line"), self.add_line, icon_name="plus", name="bom.add")
        self.lock = StateChip(texts, say("Locked"), "neutral", self.card)
        self.edit_button = Button(texts, say("Edit lines"), self.edit_lines, name="bom.edit_lines")
        for widget in (self.lock, self.add_button, self.edit_button):
            self.card.add_head(widget)
        self.model = BomRowsModel(texts, self._edit_quantity)
        self.tree: RowTree[BomNode] = RowTree(self.model, "bom.tree", self)
        texts.bind(self.tree.setAccessibleName, "BOM")
        self.tree.opened.connect(self._open)
        self.foot = Label(texts, "", "muted", wrap=True)
        self.foot.setContentsMargins(14, 8, 14, 10)
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

    @property
    def draft(self) -> bool:
        """Whether the lines may be edited."""
        return bool(self._rows) and self._rows[0].state is RevisionState.DRAFT

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
        self._show(self._rows)
        self.refresh()

    @property
    def unfinished(self) -> bool:
        """Whether edits wait to be saved."""
        return self.pages.currentWidget() is self.editor and self.editor.dirty

    def export(self) -> None:
        """Write the BOM as a table that imports again unchanged."""
        if not self._rows:
            return
        name = f"{self._rows[0].number} {self._rows[0].revision}.xlsx"
        path = self.choose_target(self, self.texts.say("BOM as a table that imports again"), name)
        if path is None:
            return
        rows = self._rows

        def done(_hash: str) -> None:
            self.desk.notices.toast(say("{file} is written.", file=path.name), "ok")

        self.desk.tasks.read(lambda: write_exchange(rows, path), done, owner=self)

    @override
    def refresh(self) -> None:
        self.ask(roll_up, self.revision_id, then=self._take_sums, key="sums")
        self.ask(bom_changes, self.revision_id, then=self._take_changes, key="changes")
        self.ask(bom_tree, self.revision_id, then=self._show, key="rows")

    def _take_changes(self, compared: BomCompared) -> None:
        self._compared = compared
        if self._rows:
            self._show(self._rows)

    def _take_sums(self, sums: RollUp) -> None:
        self._sums = sums
        if self._rows:
            self._show_words(self._rows)

    def _retext(self) -> None:
        if self._rows:
            self._show(self._rows)

    def _show(self, rows: tuple[BomRow, ...]) -> None:
        self._rows = rows
        self.model.open_for_edit = self.draft
        self.model.set_roots(nodes_of(rows, self._compared))
        if not self._opened and len(rows) > 1:
            # A long structure opens two levels, a short one all.
            self.tree.open_levels(-1 if len(rows) < 200 else 2)
            self._opened = True
        if self.pages.currentWidget() is self.editor and self.editor.session is not None and self.draft:
            self._show_words(rows)
            return
        self.add_button.setVisible(self.draft)
        self.edit_button.setVisible(self.draft)
        self.lock.setVisible(bool(rows) and not self.draft)
        self.remove_act.setEnabled(self.draft)
        self.add_act.setEnabled(self.draft)
        self.pages.setCurrentIndex(0 if len(rows) > 1 or self._compared.rows else 1)
        if self.empty.button is not None:
            self.empty.button.setVisible(self.draft)
        self._show_words(rows)

    def _show_words(self, rows: tuple[BomRow, ...]) -> None:
        levels = max((row.level for row in rows), default=0)
        count = max(0, len(rows) - 1)
        changes = len(self._compared.rows)
        before = self._compared.before
        if before is not None and rows and changes:
            self.chip.put(say("Rev {before} → Rev {after}", before=before, after=rows[0].revision))
            note = say(
                "{changes} changes · {rows} rows · {levels} levels",
                changes=changes,
                rows=count,
                levels=levels,
            )
        else:
            self.chip.put("")
            note = say("{rows} rows · {levels} levels", rows=count, levels=levels)
        self.card.note.put(note)
        self.foot.put(self._foot(rows))

    def _foot(self, rows: tuple[BomRow, ...]) -> str:
        sums = self._sums
        parts: list[str] = []
        if sums is not None:
            kilograms = decimal_text(sums.kilograms)
            parts.append(self.texts.say("Weight {kilograms} kg per piece", kilograms=kilograms))
            if sums.without_weight:
                parts.append(self._without("without {parts}: no weight given", sums.without_weight))
            for currency, amount in sums.costs:
                parts.append(
                    self.texts.say(
                        "Cost {amount} {currency} per piece, with scrap",
                        amount=_money(amount),
                        currency=currency,
                    )
                )
            if sums.costs and sums.without_cost:
                parts.append(self._without("without {parts}: no price given", sums.without_cost))
            if any(row.optional for row in rows):
                parts.append(self.texts.say("optional lines are not counted"))
            if sums.unconverted:
                parts.append(
                    self._without("not counted: {parts}, whose unit does not convert", sums.unconverted)
                )
        open_parts = {
            row.number for row in rows if row.level == 1 and row.state is not RevisionState.RELEASED
        }
        if open_parts:
            parts.append(self.texts.say("{n} parts below are not released yet", n=len(open_parts)))
        obsolete = sorted({row.number for row in rows if row.level > 0 and row.revision_id is None})
        if obsolete:
            parts.append(self._without("contains obsolete: {parts}", tuple(obsolete)))
        return " · ".join(parts)

    def _without(self, sentence: str, numbers: tuple[str, ...]) -> str:
        shown = ", ".join(numbers[:4]) + (" …" if len(numbers) > 4 else "")
        return self.texts.say(sentence, parts=shown)

    def _open(self, row: BomNode) -> None:
        if row.level > 0:
            self.desk.open_place("parts", row.part_id)

    # editing
    def add_line(self) -> None:
        """Ask for a new line."""
        if not self.draft:
            return
        used = {row.find_number for row in self._rows if row.level == 1}
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
        if self.draft:
            ImportDialog(self.desk, self._rows[0].number, path, self.window()).open()

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


# Told by name, because the sentence is chosen by what the sums lack.
_SENTENCES = (
    mark("without {parts}: no weight given"),
    mark("without {parts}: no price given"),
    mark("not counted: {parts}, whose unit does not convert"),
    mark("contains obsolete: {parts}"),
)


def _money(amount: Decimal) -> str:
    """Return an amount of money for a line of text: exact up to two places more than it needs, no exponent."""
    text = decimal_text(amount)
    whole, _, rest = text.partition(".")
    return whole if not rest.strip("0") else f"{whole}.{rest[:4].rstrip('0')}"
