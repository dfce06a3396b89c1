"""What a plan of characteristics would bring into a draft, shown before anything is written.

Reading runs on another thread; cancelling leaves nothing behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.commands.import_tables import store_and_import_plan
from app.drawings.import_preview import PlanLine, PlanPreview
from app.drawings.import_xlsx import preview_plan
from app.drawings.queries import CharacteristicRow, DocumentRevisionHead
from app.errors import PartproofError
from app.labels import label
from app.unit_of_work import number_key
from ui.i18n import Shown, say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

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
        self.resize(940, 600)
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
        self.rows: RowsModel[PlanLine] = RowsModel(texts, columns, key=lambda row: row.row)
        self.table: RowTable[PlanLine] = RowTable(self.rows, "plan_lines")
        texts.bind(self.table.setAccessibleName, say("Characteristics of the plan"))
        self.said = Label(texts, say("Reading {name} …", name=path.name), "muted", wrap=True)
        self.said.setObjectName("plan.said")
        self._build(title)
        self.finished.connect(self.deleteLater)
        desk.tasks.read(lambda: preview_plan(path), self._show, failed=self._refused, owner=self)

    def _build(self, title: Shown) -> None:
        texts = self._desk.texts
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(Label(texts, title, "section"))
        card = Card(texts, say("What would come in"), flush=True)
        card.add(self.table, 1)
        column.addWidget(card, 1)
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

    def _show(self, preview: PlanPreview) -> None:
        self.preview = preview
        self.rows.set_rows(preview.lines)
        taken = [line.number for line in preview.lines if number_key(line.number) in self._taken]
        language = self._desk.texts.language
        parts = [
            language.say(
                "{n} characteristics, {skipped} rows skipped.", n=preview.rows, skipped=len(preview.skipped)
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
        self.yes.setEnabled(self.preview is not None)
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

        def then(_changes: object) -> None:
            self.imported.emit(preview.rows)
            self.accept()

        desk.tasks.write(
            lambda: perform(store_and_import_plan, revision, preview, path),
            then,
            failed=self._refused,
            owner=self,
        )


def _number(value: object) -> str:
    return "" if value is None else format(value, "f")
