"""What a parts list would bring in, with its columns to be corrected; writes only when it is confirmed.

Reading runs on a read thread and never touches the factory; cancelling leaves nothing behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.bom.import_bom import BomImported
from app.bom.import_effects import import_effects
from app.bom.import_preview import BomPreview
from app.bom.import_remarks import BELOW_ITSELF
from app.bom.import_xlsx import preview_bom
from app.bom.layouts import remember_layout, remembered_mapping
from app.commands.import_tables import store_and_import_bom
from app.drawings.import_xlsx import read_tables
from app.errors import PartproofError
from app.unit_of_work import UnitOfWork
from ui.bom.import_columns import ColumnChoices
from ui.bom.import_tabs import PreviewTabs
from ui.i18n import Shown, say
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label

ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt")


class ImportDialog(QDialog):
    """The preview of one file.

    Args:
        desk: What screens are given.
        number: Part that the list is for.
        path: The file.

    Attributes:
        preview: What was read, or None while reading or when the file is refused.
    """

    def __init__(self, desk: Desk, number: str, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.texts = desk, desk.texts
        self._number, self._path = number, path
        self._mapping: dict[str, str] = {}
        self._sheets: tuple[str, ...] = ()
        self._layout_asked = False
        self.preview: BomPreview | None = None
        self.setObjectName("import_dialog")
        self.setModal(True)
        self.resize(1080, 680)
        title = say("Import a parts list into {number}", number=number)
        self.texts.bind(self.setWindowTitle, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(Label(self.texts, title, "section"))
        head.addWidget(Label(self.texts, path.name, "muted", elide=True), 1)
        column.addLayout(head)
        column.addLayout(self._make_facts())
        middle = QHBoxLayout()
        middle.setSpacing(12)
        self.columns = ColumnChoices(self.texts)
        self.columns.changed.connect(self._map)
        self.tabs = PreviewTabs(self.texts)
        columns = Card(self.texts, say("Columns"), flush=True)
        columns.add(self.columns, 1)
        rows = Card(self.texts, flush=True)
        rows.add(self.tabs, 1)
        middle.addWidget(columns, 4)
        middle.addWidget(rows, 7)
        column.addLayout(middle, 1)
        column.addLayout(self._make_foot())
        self.finished.connect(self.deleteLater)
        self.read()

    def _make_facts(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(28)
        self.facts: dict[str, Label] = {}
        words: tuple[tuple[str, Shown], ...] = (
            ("header", say("Header row")),
            ("encoding", say("Encoding")),
            ("rows", say("Rows")),
            ("levels", say("Levels")),
            ("total", say("Total quantity")),
        )
        self.sheet = ChoiceField(self.texts)
        self.sheet.setObjectName("import.sheet")
        self.texts.bind(self.sheet.setAccessibleName, say("Sheet"))
        self.sheet.chosen.connect(lambda _name: self.read())
        pair = QVBoxLayout()
        pair.setSpacing(0)
        self._sheet_word = Label(self.texts, say("Sheet"), "muted")
        pair.addWidget(self._sheet_word)
        pair.addWidget(self.sheet)
        for name, shown in words:
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(Label(self.texts, shown, "muted"))
            self.facts[name] = Label(self.texts, "…", "strong")
            self.facts[name].setObjectName(f"import.{name}")
            cell.addWidget(self.facts[name])
            cell.addStretch(1)
            line.addLayout(cell)
        line.addLayout(pair)
        line.addStretch(1)
        return line

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.refusal = Label(self.texts, "", "bad", wrap=True)
        self.refusal.setObjectName("refusal")
        self.nothing = Label(self.texts, say("Nothing is written before you confirm."), "muted")
        self.no = Button(self.texts, say("Cancel"), self.reject, name="cancel")
        self.yes = Button(self.texts, say("Import"), self.accept, "primary", name="confirm")
        self.yes.setEnabled(False)
        foot.addWidget(self.refusal, 1)
        foot.addWidget(self.nothing)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        return foot

    # reading
    def read(self) -> None:
        """Read the file with the mapping and sheet of now."""
        path, mapping, sheet = self._path, dict(self._mapping), self.sheet.value() or None
        first = not self._sheets
        self.yes.setEnabled(False)

        def work() -> tuple[BomPreview, tuple[str, ...]]:
            sheets = tuple(table.sheet or "" for table in read_tables(path)) if first else ()
            return preview_bom(path, mapping=mapping, sheet=sheet), sheets

        self.desk.tasks.read(work, self._show, failed=self._refused, owner=self)

    def _map(self, letter: str, field: str) -> None:
        for column in self.preview.columns if self.preview is not None else ():
            if field and column.field == field and column.letter != letter:
                self._mapping[column.letter] = ""
        self._mapping[letter] = field
        self.read()

    def _show(self, found: tuple[BomPreview, tuple[str, ...]]) -> None:
        preview, sheets = found
        self.preview = preview
        if sheets and not self._sheets:
            self._sheets = sheets
            self.sheet.set_choices([(name, name) for name in sheets])
            self.sheet.set_value(preview.sheet or "")
        several = len(self._sheets) > 1
        self.sheet.setVisible(several)
        self._sheet_word.setVisible(several)
        self.facts["header"].put(str(preview.header_row or "—"))
        self.facts["encoding"].put(preview.encoding or "—")
        self.facts["rows"].put(str(preview.rows))
        self.facts["levels"].put(str(preview.levels))
        self.facts["total"].put(preview.quantity_total)
        self.columns.put(preview.columns)
        self.tabs.put(preview)
        self._ask_effects(preview)
        self._ask_layout(preview)
        self.refusal.put("")
        self.nothing.show()
        circle = any(remark.code == BELOW_ITSELF.code for remark in preview.warnings)
        self.yes.setEnabled(preview.rows > 0 and not circle)
        self.yes.put(say("Import {n} {n:row|rows}", n=preview.rows))

    def _ask_effects(self, preview: BomPreview) -> None:
        ask, number = self.desk.ask, self._number
        self.desk.tasks.read(lambda: ask(import_effects, number, preview), self.tabs.put_effects, owner=self)

    def _ask_layout(self, preview: BomPreview) -> None:
        """Take the columns as they were confirmed last for a list with these headings."""
        if self._layout_asked:
            return
        self._layout_asked = True
        ask, titles = self.desk.ask, [column.title for column in preview.columns]
        self.desk.tasks.read(lambda: ask(remembered_mapping, titles), self._take_layout, owner=self)

    def _take_layout(self, mapping: dict[str, str] | None) -> None:
        if mapping and not self._mapping:
            self._mapping = dict(mapping)
            self.read()

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, PartproofError):
            self.desk.notices.failed(error)
            return
        self.refusal.put(self.texts.explain(error))
        self.nothing.hide()
        self.yes.setEnabled(self.preview is not None and not self._mapping and self.preview.rows > 0)

    # writing
    @override
    def accept(self) -> None:
        if not self.yes.isEnabled() or self.preview is None:
            return
        self.yes.setEnabled(False)
        perform, number, preview, path = self.desk.perform, self._number, self.preview, self._path
        mapping = dict(self._mapping)
        self.desk.tasks.write(
            lambda: perform(_import, number, preview, path, mapping),
            self._written,
            failed=self._refused,
            owner=self,
        )

    def _written(self, changes: object) -> None:
        done = getattr(changes, "result", None)
        lines, new = getattr(done, "lines", 0), len(getattr(done, "new_parts", ()))
        super().accept()
        self.desk.notices.toast(
            say("{lines} BOM {lines:line|lines} imported, {new} new {new:part|parts}.", lines=lines, new=new),
            "ok",
        )


def _import(
    unit: UnitOfWork, number: str, preview: BomPreview, path: Path, mapping: dict[str, str]
) -> BomImported:
    """Write what was previewed and remember the columns that were corrected, in one act."""
    imported = store_and_import_bom(unit, number, preview, path)
    if mapping:
        remember_layout(unit, [column.title for column in preview.columns], mapping, name=path.name)
    return imported
