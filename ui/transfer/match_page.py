"""Step 2 of a transfer: columns and patterns with what they match, and the word of the user on single files."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.transfer.preview import FileChoice, MatchRow, MatchState, TransferPreview
from models.vocab_transfer import TransferKind
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.seen_lists import export_button
from ui.transfer.column_choices import RegisterColumns
from ui.transfer.kind_words import KindWords
from ui.transfer.transfer_words import STATES, sentence
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.check import CheckField
from ui.widgets.fields import LineField, TextField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_CALLING = (MatchState.CONTRADICTION, MatchState.CHECK)


class MatchPage(QWidget):
    """Matches with score and reason.

    Args:
        desk: What a screen has at hand.

    Signals:
        mapped: Letter of a column and the field it is read as.
        patterns_said: The patterns, one per line.
        options_said: Whether drafts are added, and whether unlisted files are taken.
        kind_said: Word of the kind column and the part kind it means.
        file_said: Path of a file and the FileChoice about it, or None to take the word back.
    """

    mapped = Signal(str, str)
    patterns_said = Signal(object)
    options_said = Signal(bool, bool)
    file_said = Signal(str, object)
    kind_said = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        self._matches: tuple[MatchRow, ...] = ()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self._columns_card(), 3)
        self.patterns_card = self._patterns_card()
        left.addWidget(self.patterns_card, 2)
        line.addLayout(left, 3)
        self.files_card = self._files_card()
        line.addWidget(self.files_card, 8)

    def _columns_card(self) -> Card:
        card = Card(self._texts, say("Columns of the register"), flush=True)
        self.columns = RegisterColumns(self._texts)
        self.columns.changed.connect(self.mapped)
        card.add(self.columns, 1)
        self.kinds = KindWords(self._texts)
        self.kinds.said.connect(self.kind_said)
        card.add(self.kinds)
        return card

    def _patterns_card(self) -> Card:
        texts = self._texts
        card = Card(texts, say("How file names are built"))
        self.patterns = TextField(lines=3)
        self.patterns.setObjectName("transfer.patterns")
        texts.bind(self.patterns.setAccessibleName, say("How file names are built"))
        card.add(self.patterns)
        card.add(
            Label(
                texts,
                say(
                    "One pattern per line, tried from above. Words: number, revision, name, date, *."
                    " What stands in square brackets may be missing."
                ),
                "hint",
                wrap=True,
            )
        )
        self.try_patterns = Button(texts, say("Match again"), self._say_patterns, name="transfer.match")
        card.add(self.try_patterns)
        self.drafts = CheckField(texts, say("Add parts without a drawing as drafts"), "transfer.drafts")
        self.unlisted = CheckField(
            texts, say("Also take files the register does not name"), "transfer.unlisted"
        )
        for box in (self.drafts, self.unlisted):
            box.clicked.connect(
                lambda _on=False: self.options_said.emit(self.drafts.isChecked(), self.unlisted.isChecked())
            )
            card.add(box)
        return card

    def _files_card(self) -> Card:
        texts = self._texts
        card = Card(texts, say("Files and what they are"), flush=True)
        columns: list[Column[MatchRow]] = [
            Column(
                say("File"),
                lambda row: row.path.rpartition("/")[2],
                "strong",
                weight=4,
                second=lambda row: row.path.rpartition("/")[0],
                tip=lambda row: row.path,
            ),
            Column(term("match", "Number"), lambda row: row.number),
            Column(term("match", "Rev"), lambda row: row.revision),
            Column(term("match", "Score"), lambda row: f"{row.score}" if row.score else "", "number"),
            Column(
                say("State"),
                lambda row: STATES[row.state][0],
                "chip",
                tone=lambda row: STATES[row.state][1],
            ),
            Column(
                say("Why"),
                lambda row: sentence(row.reason),
                "muted",
                weight=1,
                tip=lambda row: sentence(row.reason),
            ),
        ]
        self.table: RowTable[MatchRow] = RowTable(
            RowsModel(texts, columns, key=lambda row: row.path), "transfer.files", sortable=True
        )
        texts.bind(self.table.setAccessibleName, say("Files and what they are"))
        self.table.chosen_changed.connect(self._show)
        self.calling = Button(texts, say("Only what needs a look"), self._put, name="transfer.calling")
        self.calling.setCheckable(True)
        card.add_head(self.calling)
        card.add_head(
            export_button(
                self._desk, self, say("Files and what they are"), self.table, name="transfer.files.export"
            )
        )
        card.add(self.table, 1)
        card.add(self._word_line())
        return card

    def _word_line(self) -> QWidget:
        texts = self._texts
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        # The whole sentence: in the table it may be cut.
        self.why = Label(texts, "", wrap=True)
        self.why.setObjectName("transfer.file.why")
        column.addWidget(self.why)
        line = QHBoxLayout()
        column.addLayout(line)
        line.setSpacing(8)
        self.number, self.revision = LineField(), LineField()
        for field, name, shown in (
            (self.number, "number", term("match", "Number")),
            (self.revision, "revision", term("match", "Revision")),
        ):
            field.setObjectName(f"transfer.file.{name}")
            texts.bind(field.setAccessibleName, shown)
            texts.bind(field.setPlaceholderText, shown)
            field.returnPressed.connect(self._take)
        self.revision.setMaximumWidth(110)
        line.addWidget(Label(texts, say("This file is"), "muted"))
        line.addWidget(self.number, 1)
        line.addWidget(self.revision)
        self.take = Button(texts, say("Take it so"), self._take, name="transfer.file.take")
        self.leave = Button(texts, say("Leave it out"), self._leave, name="transfer.file.leave")
        self.back = Button(texts, say("As the pattern says"), self._forget, name="transfer.file.forget")
        for button in (self.take, self.leave, self.back):
            line.addWidget(button)
        self._word = holder
        holder.setEnabled(False)
        return holder

    def put(self, preview: TransferPreview) -> None:
        """Show a preview's columns, patterns and matches."""
        parts = preview.kind is TransferKind.PARTS
        self.columns.put(preview.kind, preview.columns)
        self.kinds.put(preview.unknown_kinds, preview.reading.kinds)
        self.patterns_card.setVisible(parts)
        self.files_card.setVisible(parts and preview.folder is not None)
        self.patterns.set_value("\n".join(preview.reading.patterns))
        self.drafts.setChecked(preview.reading.drafts)
        self.unlisted.setChecked(preview.reading.unlisted)
        self._matches = preview.matches
        taken = sum(match.state in (MatchState.TAKEN, MatchState.CHECK) for match in preview.matches)
        self.files_card.set_title(
            say("Files and what they are"), say("{n} of {all} taken", n=taken, all=len(preview.matches))
        )
        doubts = preview.contradictions()
        self.files_card.set_chip(
            say("{n} {n:contradiction|contradictions}", n=doubts) if doubts else "", "warn"
        )
        # In a turn of its own: columns and a long list together would hold the window up.
        QTimer.singleShot(0, self, self._put)

    def _put(self) -> None:
        rows = self._matches
        if self.calling.isChecked():
            rows = tuple(row for row in rows if row.state in _CALLING)
        self.table.rows_model.set_rows(rows)
        self._show(self.table.chosen())

    def _show(self, row: MatchRow | None) -> None:
        self._word.setEnabled(row is not None)
        self.why.put(sentence(row.reason) if row is not None else say("Choose a file to say what it is."))
        self.number.set_value(row.number if row is not None else "")
        self.revision.set_value(row.revision if row is not None else "")

    def _say_patterns(self) -> None:
        lines = tuple(text.strip() for text in self.patterns.value().splitlines() if text.strip())
        self.patterns_said.emit(lines)

    def _take(self) -> None:
        row = self.table.chosen()
        if row is not None and self.number.value():
            choice = FileChoice(number=self.number.value(), revision=self.revision.value())
            self.file_said.emit(row.path, choice)

    def _leave(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self.file_said.emit(row.path, FileChoice(leave=True))

    def _forget(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self.file_said.emit(row.path, None)
