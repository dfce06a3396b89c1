"""The inspection sheet as a matrix: characteristics down, samples across; a bad value has shape and word.

Shows what the query found; judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from app.inspection.queries import InspectionSheet, SheetCell, SheetRow
from models.types import decimal_text
from models.vocab import EntryMode, Special, Verdict
from ui.i18n import Shown, Texts, say, term
from ui.itemmodels.columns import KIND_ROLE, TONE_ROLE, Column, Face
from ui.itemmodels.rows_model import Index, RowsModel
from ui.widgets.tables import RowTable
from ui.wording import worded

# Columns before the first sample.
FACTS: Final = 2


def cell_of(row: SheetRow, sample: int) -> SheetCell | None:
    """Return the place of a characteristic on a sample, or None where the plan has none."""
    return next((cell for cell in row.cells if cell.sample == sample), None)


def limits_text(row: SheetRow) -> str:
    """Return the limits as they are written, a dash where one side is open."""
    if row.lower_limit is None and row.upper_limit is None:
        return ""
    low, high = (_limit(limit) for limit in (row.lower_limit, row.upper_limit))
    return f"{low} – {high} {row.unit}".strip()


def _limit(limit: Decimal | None) -> str:
    return "" if limit is None else decimal_text(limit)


def cell_text(cell: SheetCell | None) -> Shown:
    """Return what stands in a cell: the value as recorded, NG where it is bad, how it came in, a dash if it lacks."""
    if cell is None:
        return ""
    if cell.reading_id is None:
        return "—" if cell.required else ""
    shown: Shown = cell.value or worded(cell.verdict or Verdict.NOT_JUDGED)
    if cell.verdict is Verdict.NG and cell.value:
        shown = say("{value} {verdict}", value=cell.value, verdict=worded(Verdict.NG))
    mode = mode_words(cell)
    return say("{value} · {mode}", value=shown, mode=mode) if mode else shown


def mode_words(cell: SheetCell) -> Shown:
    """Return how a value came in, unless a device sent it at the first attempt."""
    if cell.mode not in (None, EntryMode.DEVICE):
        return worded(cell.mode)
    return term("sheet", "measured again") if cell.corrected else ""


class SheetModel(RowsModel[SheetRow]):
    """Rows of a sheet; bad values are chips with their shape."""

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (KIND_ROLE, TONE_ROLE) and index.isValid() and index.column() >= FACTS:
            bad = _bad(self.row(index), index.column())
            if role == KIND_ROLE:
                return "chip" if bad else "number"
            return "ng" if bad else "neutral"
        return super().data(index, role)

    @override
    def face(self, at: int, column: int) -> Face:
        found = super().face(at, column)
        bad = column >= FACTS and _bad(self.row(at), column)
        return found._replace(kind="chip", tone="ng") if bad else found


def _bad(row: SheetRow, column: int) -> bool:
    cell = cell_of(row, column - FACTS + 1)
    return cell is not None and cell.verdict is Verdict.NG


def sheet_columns(samples: int) -> tuple[Column[SheetRow], ...]:
    """Return the columns of a sheet with so many samples."""

    def value_of(sample: int) -> Callable[[SheetRow], Shown]:
        return lambda row: cell_text(cell_of(row, sample))

    facts: tuple[Column[SheetRow], ...] = (
        Column(term("sheet", "No."), lambda row: row.number, "strong"),
        Column(
            term("sheet", "Characteristic"),
            lambda row: row.specification,
            weight=2,
            second=lambda row: row.special_symbol if row.special is not Special.NONE else "",
            tip=lambda row: say(
                "{kind} {limits}, {method}",
                kind=worded(row.kind),
                limits=limits_text(row),
                method=row.method or "—",
            ),
        ),
    )
    values = tuple(
        Column[SheetRow](f"x{sample}", value_of(sample), "number") for sample in range(1, samples + 1)
    )
    return facts + values


class SheetTable(RowTable[SheetRow]):
    """The matrix; one place is chosen at a time.

    Signals:
        place_chosen: The SheetCell of the place, or None.
    """

    place_chosen = Signal(object)

    def __init__(self, texts: Texts, sheet: InspectionSheet, parent: QWidget | None = None) -> None:
        model = SheetModel(
            texts, sheet_columns(sheet.head.sample_size), sheet.rows, key=lambda row: row.characteristic_id
        )
        super().__init__(model, "sheet", parent=parent)
        texts.bind(self.setAccessibleName, term("sheet", "Inspection sheet"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.selectionModel().currentChanged.connect(self._place)

    def put(self, sheet: InspectionSheet) -> None:
        """Show the sheet as it is now; the chosen place stays."""
        at = self.currentIndex()
        row, column = at.row(), at.column()
        self.rows_model.set_rows(sheet.rows)
        if 0 <= row < len(sheet.rows) and column >= 0:
            self.setCurrentIndex(self.rows_model.index(row, column))

    def choose_reading(self, reading_id: int) -> bool:
        """Choose the place of a reading; False where no place holds it."""
        for at, row in enumerate(self.rows_model.rows):
            for cell in row.cells:
                if cell.reading_id == reading_id:
                    self.setCurrentIndex(self.rows_model.index(at, FACTS + cell.sample - 1))
                    return True
        return False

    def choose_worst(self) -> None:
        """Choose the first bad value, which is what a sheet is opened for; without one nothing is chosen."""
        for row in self.rows_model.rows:
            for cell in row.cells:
                if cell.verdict is Verdict.NG and cell.reading_id is not None:
                    self.choose_reading(cell.reading_id)
                    return

    def _place(self, current: QModelIndex, _previous: QModelIndex) -> None:
        found = None
        if current.isValid() and current.column() >= FACTS:
            found = cell_of(self.rows_model.row(current), current.column() - FACTS + 1)
        self.place_chosen.emit(found)
