"""The files of a document revision: what they are, taking one off a draft, opening one outside. Shows and asks."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.drawings.documents import detach_file
from app.drawings.file_facts import HINTS, SUSPECT, FileFactRow, fact_rows
from app.drawings.queries import DocumentRevisionHead, FileRow
from app.files import safe_name
from app.labels import label
from app.people.signatures import record_opened
from models.vocab import RevisionState
from ui.changes.form_dialog import FormDialog
from ui.i18n import Shown, say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

# Rows of a STEP's tree shown at once.
_TREE_SHOWN = 24


def open_outside(path: Path) -> bool:
    """Open a file with the system's program for it; the edge that tests replace."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class FilesPanel(QWidget):
    """Files of one revision.

    Signals:
        attach_wanted: The person wants to attach a file.
    """

    attach_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._head: DocumentRevisionHead | None = None
        self._facts: dict[str, FileFactRow] = {}
        self.open_outside: Callable[[Path], bool] = open_outside
        texts = desk.texts
        columns: list[Column[FileRow]] = [
            Column(say("File"), lambda row: row.name, weight=2),
            Column(say("Kind"), self._kind_words, weight=2, tip=self._facts_text),
            Column(
                say("Pages"), lambda row: "—" if row.page_count is None else str(row.page_count), "number"
            ),
            Column(
                say("SHA-256"), lambda row: row.file_hash[:16] + "…", "muted", tip=lambda row: row.file_hash
            ),
        ]
        self.rows: RowsModel[FileRow] = RowsModel(texts, columns, key=lambda row: row.file_hash)
        self.table: RowTable[FileRow] = RowTable(self.rows, "files")
        texts.bind(self.table.setAccessibleName, say("Files"))
        self.table.when_empty(say("Attach the PDF or drop it here; with it come preview and hash."))
        self.table.opened.connect(lambda row: self._open())
        self.card = Card(texts, say("Files"), flush=True)
        self._outside = Button(texts, say("Open outside"), self._open, name="file.open")
        self._take_off = Button(texts, say("Take off"), self._detach, name="file.detach")
        self._attach = Button(
            texts, say("Attach"), self.attach_wanted.emit, icon_name="paperclip", name="file.attach"
        )
        for button in (self._outside, self._take_off, self._attach):
            self.card.add_head(button)
        self.card.add(self.table, 1)
        self.about = Label(texts, "", "muted", wrap=True)
        self.about.setObjectName("file.about")
        self.about.setContentsMargins(12, 6, 12, 6)
        self.about.hide()
        self.card.add(self.about)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_facts())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def put(self, head: DocumentRevisionHead) -> None:
        """Show the files of a revision."""
        self._head = head
        draft = head.state is RevisionState.DRAFT
        self.rows.set_rows(head.files)
        self._ask_facts(head)
        if head.files and self.table.chosen() is None:
            self.table.selectRow(0)
        self._take_off.setVisible(draft)
        self._attach.setVisible(draft)
        self._outside.setEnabled(bool(head.files))
        self._take_off.setEnabled(bool(head.files))

    def _ask_facts(self, head: DocumentRevisionHead) -> None:
        hashes = tuple(file.file_hash for file in head.files)

        def then(facts: dict[str, FileFactRow]) -> None:
            self._facts = facts
            if self._head is head:
                self.rows.set_rows(head.files)
                self._show_facts()

        desk = self._desk
        desk.tasks.read(lambda: desk.ask(fact_rows, hashes), then, owner=self)

    def _kind_words(self, row: FileRow) -> Shown:
        facts = self._facts.get(row.file_hash)
        if facts is None:
            return "—"
        detail = facts.facts.get("release") or facts.detail
        word = label(self._desk.texts.language, facts.kind)
        return f"{word} · {detail}" if detail else word

    def _facts_text(self, row: FileRow) -> str:
        """Return what a file says of itself, a line each: system, products and tree of a STEP."""
        facts = self._facts.get(row.file_hash)
        if facts is None:
            return ""
        lines = [self._desk.texts.language.say(SUSPECT)] if facts.facts.get("suspect") else []
        hint = HINTS.get(facts.kind)
        lines += [self._desk.texts.language.say(hint)] if hint else []
        head = " · ".join(
            str(facts.facts[key]) for key in ("schema", "system", "written") if facts.facts.get(key)
        )
        lines += [head] if head else []
        tree = facts.facts.get("tree", [])
        lines += [f"{'    ' * depth}{name} ×{count}" for depth, name, count in tree[:_TREE_SHOWN]]
        if len(tree) > _TREE_SHOWN:
            lines.append("…")
        return "\n".join(lines)

    def _show_facts(self) -> None:
        row = self.table.chosen()
        text = "" if row is None else self._facts_text(row)
        self.about.put(text)
        self.about.setVisible(bool(text))

    def open_file(self, path: Path) -> bool:
        """Open something with the system's program for it."""
        return self.open_outside(path)

    def _open(self) -> None:
        row, desk = self.table.chosen(), self._desk
        if row is None or desk.factory is None:
            return
        factory = desk.factory

        def work() -> Path:
            folder = Path(tempfile.mkdtemp(prefix="partproof-"))
            path = folder / safe_name(row.name)
            path.write_bytes(factory.read_file(row.file_hash))
            # A copy to look at: a change of it would change nothing here.
            path.chmod(0o444)
            return path

        def then(path: Path) -> None:
            if self.open_outside(path):
                desk.tasks.write(lambda: desk.perform(record_opened, row.file_hash, outside=True), owner=self)
            else:
                desk.notices.toast(say("No program opens {name} here.", name=row.name), "warn")

        desk.tasks.read(work, then, owner=self)

    def _detach(self) -> None:
        row = self.table.chosen()
        if row is not None and self._head is not None:
            DetachDialog(self._desk, self._head.id, row, self.window()).open()


class DetachDialog(FormDialog):
    """Asks why a file is taken off a draft."""

    def __init__(self, desk: Desk, revision_id: int, row: FileRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Take off {name}", name=row.name), say("Take off"), parent)
        self.setObjectName("detach_dialog")
        self._revision_id, self._hash = revision_id, row.file_hash
        self.form.add_text("reason", say("Reason"), required=True, lines=2)
        self.form.rows["reason"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(detach_file, self._revision_id, self._hash, reason=values["reason"])
