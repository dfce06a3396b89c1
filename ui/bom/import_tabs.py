"""What a file would bring in: its rows, its parts, what is left out, what to look at. Reads no file."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.bom.import_effects import Effect, EffectRow
from app.bom.import_preview import BomImportLine, BomPreview
from app.drawings.import_remarks import Remark, Skipped
from models.types import decimal_text
from ui.i18n import Texts, Words, say, term
from ui.itemmodels.columns import Column, R
from ui.itemmodels.rows_model import RowsModel
from ui.theme.tokens import Tone
from ui.widgets.facts import empty_layout
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.widgets.tabs import TabStrip


def sentence(remark: Remark) -> Words:
    """Return a remark to be translated where it is shown."""
    return Words(remark.sentence, "", tuple(remark.values.items()))


_TONES: Final[dict[Effect, Tone]] = {
    Effect.NEW: "ok",
    Effect.KNOWN: "neutral",
    Effect.DIFFERS: "warn",
    Effect.CONFLICT: "ng",
}


def effect_word(effect: Effect) -> Words:
    """Return what happens to a part, in a word."""
    match effect:
        case Effect.NEW:
            return term("import", "New")
        case Effect.KNOWN:
            return term("import", "Known")
        case Effect.DIFFERS:
            return term("import", "Differs")
        case Effect.CONFLICT:
            return term("import", "Conflict")


class PreviewTabs(QWidget):
    """Four tabs: rows, parts (new, known, differing, in conflict), skipped rows, remarks."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        columns: list[Column[BomImportLine]] = [
            Column(say("Row"), lambda row: str(row.row), "number"),
            Column(say("Level"), lambda row: str(row.level), "number"),
            Column(say("Part number"), lambda row: "  " * (row.level - 1) + row.part_number),
            Column(say("Name"), lambda row: row.name, weight=2),
            Column(
                say("Quantity"),
                lambda row: "" if row.quantity is None else decimal_text(row.quantity),
                "number",
            ),
            Column(say("Unit"), lambda row: row.unit),
            Column(say("Material"), lambda row: row.material, "muted", weight=1),
            Column(say("Note"), lambda row: row.note, "muted", weight=1),
        ]
        self.rows: RowsModel[BomImportLine] = RowsModel(texts, columns, key=lambda row: row.row)
        skips: list[Column[Skipped]] = [
            Column(say("Row"), lambda row: str(row.row), "number"),
            Column(say("Why it is left out"), lambda row: sentence(row.reason), weight=1),
        ]
        self.skipped: RowsModel[Skipped] = RowsModel(texts, skips)
        effects: list[Column[EffectRow]] = [
            Column(say("Row"), lambda row: str(row.row or "—"), "number"),
            Column(
                say("Effect"),
                lambda row: effect_word(row.effect),
                "chip",
                tone=lambda row: _TONES[row.effect],
            ),
            Column(say("Part number"), lambda row: row.number),
            Column(say("Name"), lambda row: row.name, weight=2),
            Column(
                say("Why"),
                lambda row: Words(row.sentence, "", row.values) if row.sentence else "",
                weight=2,
            ),
        ]
        self.effects: RowsModel[EffectRow] = RowsModel(texts, effects)
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(8)
        self.tabs = TabStrip(texts)
        self.tabs.add_tab("rows", say("Rows"), self._table(self.rows, "import.table", say("Rows")))
        self.tabs.add_tab("effects", say("Parts"), self._table(self.effects, "import.effects", say("Parts")))
        self.tabs.add_tab(
            "skipped", say("Left out"), self._table(self.skipped, "import.skipped", say("Left out"))
        )
        self.tabs.add_tab("remarks", say("To look at"), self._remark_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.tabs.pages, 1)

    def _table(self, model: RowsModel[R], name: str, shown: Words) -> QWidget:
        table: RowTable[R] = RowTable(model, name)
        self._texts.bind(table.setAccessibleName, shown)
        return table

    def _remark_page(self) -> QWidget:
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(14, 10, 14, 10)
        outer.addLayout(self._remarks)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(holder)
        return area

    def put_effects(self, rows: tuple[EffectRow, ...]) -> None:
        """Show what the import would do to the parts; conflicts stand first."""
        self.effects.set_rows(rows)
        counts = {effect: sum(row.effect is effect for row in rows) for effect in Effect}
        conflicts = counts[Effect.CONFLICT]
        words = say("Parts: {new} new", new=counts[Effect.NEW])
        if conflicts:
            words = say("Parts: {new} new, {n} {n:conflict|conflicts}", new=counts[Effect.NEW], n=conflicts)
        self.tabs.name_tab("effects", words)

    def put(self, preview: BomPreview) -> None:
        """Show a preview; the tab that needs a look is named with its count."""
        self.rows.set_rows(preview.lines)
        self.skipped.set_rows(preview.skipped)
        empty_layout(self._remarks)
        for remark in preview.warnings:
            self._remarks.addWidget(Label(self._texts, sentence(remark), wrap=True))
        if not preview.warnings:
            self._remarks.addWidget(Label(self._texts, say("Nothing caught the eye."), "muted"))
        self.tabs.name_tab("rows", say("Rows {n}", n=preview.rows))
        self.tabs.name_tab("skipped", say("Left out {n}", n=len(preview.skipped)))
        self.tabs.name_tab("remarks", say("To look at {n}", n=len(preview.warnings)))
