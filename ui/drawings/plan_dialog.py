"""What a plan of characteristics would bring into a draft, shown before anything is written.

Each column can be read as something else, which is remembered for plans with these headings. Reading runs on another
thread; cancelling leaves nothing behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.bom.layouts import remember_layout, remembered_mapping
from app.commands.import_tables import store_and_import_plan
from app.drawings.import_preview import PlanLine, PlanPreview
from app.drawings.import_xlsx import preview_plan, read_tables
from app.drawings.queries import CharacteristicRow, DocumentRevisionHead
from app.errors import PartproofError
from app.labels import label
from app.unit_of_work import UnitOfWork, number_key
from ui.bom.import_columns import ColumnChoices
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

FIELDS: Final[tuple[tuple[str, Shown], ...]] = (
    ("", term("column", "not read")),
    ("number", say("No.")),
    ("characteristic", term("column", "Characteristic")),
    ("type", say("Kind")),
    ("specification", say("Specification")),
    ("nominal", term("column", "Nominal")),
    ("upper_tolerance", term("column", "Upper tolerance")),
    ("lower_tolerance", term("column", "Lower tolerance")),
    ("tolerance", term("column", "Tolerance ±")),
    ("upper_limit", say("Upper limit")),
    ("lower_limit", say("Lower limit")),
    ("unit", term("column", "Unit")),
    ("method", say("Gauge")),
    ("special", term("column", "Special characteristic")),
    ("sampling", term("column", "Sample and frequency")),
    ("sample_size", term("column", "Sample size")),
    ("frequency", term("column", "Frequency")),
    ("places", term("column", "Places")),
    ("zone", term("column", "Zone")),
    ("data_type", term("column", "Number or judgement")),
    ("note", term("column", "Note")),
)
ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt")


class PlanDialog(QDialog):
    """The preview of one plan.

    Args:
        desk: What screens are given.
        head: The draft.
        known: Its characteristics; a number that is taken blocks the import.
        path: The file.

    Signals:
        imported: How many characteristics came in.
    """

    imported = Signal(int)

    def __init__(
        self,
        desk: Desk,
        head: DocumentRevisionHead,
        known: tuple[CharacteristicRow, ...],
        path: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plan_dialog")
        self.setModal(True)
        self.resize(1120, 640)
        self.preview: PlanPreview | None = None
        self._desk, self._head, self._path = desk, head, path
        self._taken = {number_key(row.number) for row in known}
        texts = desk.texts
        title = say("Import a plan of characteristics into {number}", number=head.number)
        texts.bind(self.setWindowTitle, title)
        texts.bind(self.setAccessibleName, title)
        columns: list[Column[PlanLine]] = [
            Column(say("Row"), lambda row: str(row.row), "number"),
            Column(say("No."), lambda row: row.number, "chip", tone=self._tone),
            Column(say("Kind"), lambda row: label(texts.language, row.kind)),
            Column(say("Specification"), lambda row: row.specification, weight=2),
            Column(say("Lower limit"), lambda row: _number(row.lower_limit), "number"),
            Column(say("Upper limit"), lambda row: _number(row.upper_limit), "number"),
            Column(say("Gauge"), lambda row: row.method, weight=1),
        ]
        self._mapping: dict[str, str] = {}
        self._layout_asked = False
        self._sheets: tuple[str, ...] = ()
        self.columns = ColumnChoices(texts, offered=FIELDS)
        self.columns.changed.connect(self._map)
        self.sheet = ChoiceField(texts, ())
        self.sheet.setObjectName("plan.sheet")
        texts.bind(self.sheet.setAccessibleName, say("Sheet"))
        self.sheet.chosen.connect(lambda _name: self._read())
        self.sheet.hide()
        self.rows: RowsModel[PlanLine] = RowsModel(texts, columns, key=lambda row: row.row)
        self.table: RowTable[PlanLine] = RowTable(self.rows, "plan_lines")
        texts.bind(self.table.setAccessibleName, say("Characteristics of the plan"))
        self.said = Label(texts, say("Reading {name} …", name=path.name), "muted", wrap=True)
        self.said.setObjectName("plan.said")
        self._build(title)
        self.finished.connect(self.deleteLater)
        self._read()

    def _read(self) -> None:
        """Read the file with the columns and the sheet of now."""
        path, mapping, sheet = self._path, dict(self._mapping), self.sheet.value() or None
        first = not self._sheets
        self.yes.setEnabled(False)

        def work() -> tuple[PlanPreview, tuple[str, ...]]:
            sheets = tuple(table.sheet or "" for table in read_tables(path)) if first else ()
            return preview_plan(path, mapping, sheet=sheet), sheets

        self._desk.tasks.read(work, self._show, failed=self._refused, owner=self)

    def _map(self, letter: str, field: str) -> None:
        """Read a column as something else; the one that was read so before is not read any more."""
        for column in self.preview.columns if self.preview is not None else ():
            if field and column.field == field and column.letter != letter:
                self._mapping[column.letter] = ""
        self._mapping[letter] = field
        self._read()

    def _ask_layout(self, preview: PlanPreview) -> None:
        """Take the columns as they were confirmed last for a plan with these headings."""
        if self._layout_asked:
            return
        self._layout_asked = True
        ask, titles = self._desk.ask, _titles(preview)
        self._desk.tasks.read(lambda: ask(remembered_mapping, titles), self._take_layout, owner=self)

    def _take_layout(self, mapping: dict[str, str] | None) -> None:
        if mapping and not self._mapping:
            self._mapping = dict(mapping)
            self._read()

    def _build(self, title: Shown) -> None:
        texts = self._desk.texts
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(Label(texts, title, "section"))
        card = Card(texts, say("What would come in"), flush=True)
        card.add(self.table, 1)
        read_as = Card(texts, say("Columns are read as"), flush=True)
        read_as.add_head(self.sheet)
        read_as.add(self.columns, 1)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(card, 13)
        line.addWidget(read_as, 7)
        column.addLayout(line, 1)
        column.addWidget(self.said)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Cancel"), self.reject, name="cancel"))
        self.yes = Button(texts, say("Import"), self.write, "primary", name="confirm")
        self.yes.setEnabled(False)
        foot.addWidget(self.yes)
        column.addLayout(foot)

    def _tone(self, row: PlanLine) -> Tone:
        return "ng" if number_key(row.number) in self._taken else "neutral"

    def _show(self, found: tuple[PlanPreview, tuple[str, ...]]) -> None:
        preview, sheets = found
        self.preview = preview
        if sheets and not self._sheets:
            self._sheets = sheets
            self.sheet.set_choices([(name, name) for name in sheets])
            self.sheet.set_value(preview.sheet or "")
            self.sheet.setVisible(len(sheets) > 1)
        self.columns.put(preview.columns)
        self._ask_layout(preview)
        self.rows.set_rows(preview.lines)
        taken = [line.number for line in preview.lines if number_key(line.number) in self._taken]
        language = self._desk.texts.language
        parts = [
            language.say(
                "{n} {n:characteristic|characteristics}, {skipped} {skipped:row|rows} skipped.",
                n=preview.rows,
                skipped=len(preview.skipped),
            )
        ]
        parts += [remark.say(language) for remark in preview.warnings]
        if taken:
            parts.append(
                language.say(
                    "Numbers that exist already: {numbers}. Nothing comes in before they differ.",
                    numbers=", ".join(taken),
                )
            )
        self.said.put("\n".join(parts))
        self.yes.setEnabled(bool(preview.lines) and not taken)

    def _refused(self, error: BaseException) -> None:
        # What stands in the list was read with other columns than those chosen now.
        self.yes.setEnabled(False)
        if isinstance(error, PartproofError):
            self.said.put(self._desk.texts.explain(error))
        else:
            self._desk.notices.failed(error)

    def write(self) -> None:
        """Write what is shown, all of it or nothing."""
        preview, desk = self.preview, self._desk
        if preview is None or not self.yes.isEnabled():
            return
        self.yes.setEnabled(False)
        revision, path, perform = self._head.id, self._path, desk.perform
        mapping = dict(self._mapping)

        def then(_changes: object) -> None:
            self.imported.emit(preview.rows)
            self.accept()

        desk.tasks.write(
            lambda: perform(_import, revision, preview, path, mapping),
            then,
            failed=self._refused,
            owner=self,
        )


def _titles(preview: PlanPreview) -> list[str]:
    """Return the headings by which a layout is known again; a parts list with the same ones is another layout."""
    return ["plan", *(column.title for column in preview.columns)]


def _import(
    unit: UnitOfWork, revision: int, preview: PlanPreview, path: Path, mapping: dict[str, str]
) -> int:
    """Write what was previewed and remember the columns that were corrected, in one act."""
    count = store_and_import_plan(unit, revision, preview, path)
    if mapping:
        remember_layout(unit, _titles(preview), mapping, name=path.name)
    return count


def _number(value: object) -> str:
    return "" if value is None else format(value, "f")
