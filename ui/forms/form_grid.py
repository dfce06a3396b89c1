"""A customer's sheet as a grid whose cells are clicked; a cell says in words what goes there. Keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from app.documents.form_sight import SheetSight
from app.documents.writers.form_sheet import cell_name
from ui.forms.clicks import Place, field_words
from ui.i18n import Texts, say
from ui.theme.theme import current_theme

Index = QModelIndex | QPersistentModelIndex
NOTHING: Final = SheetSight("", 0, 0, {}, (), ())
_FLAGS: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_USUAL_WIDTH: Final = 8.5
_PIXELS: Final = 8
_NARROWEST: Final = 22
_WIDEST: Final = 260


class FormModel(QAbstractTableModel):
    """One sheet.

    Args:
        texts: The window's language.
    """

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.sight = NOTHING
        self._marks: dict[Place, str] = {}
        texts.language_changed.connect(self._relabel)

    def put(self, sight: SheetSight, marks: Mapping[Place, str]) -> None:
        """Show a sheet with what goes where."""
        self.beginResetModel()
        self.sight, self._marks = sight, dict(marks)
        self.endResetModel()

    def put_marks(self, marks: Mapping[Place, str]) -> None:
        """Show what goes where on the same sheet."""
        self._marks = dict(marks)
        self._relabel()

    def _relabel(self) -> None:
        if self.sight.rows and self.sight.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self.sight.rows - 1, self.sight.columns - 1))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self.sight.rows

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self.sight.columns

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = (index.row() + 1, index.column() + 1)
        code = self._marks.get(place)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._text(place, code) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{cell_name(*place)} {self._text(place, code)}".strip()
            case Qt.ItemDataRole.BackgroundRole:
                return current_theme().color("info_soft") if code else None
            case Qt.ItemDataRole.ForegroundRole:
                return current_theme().color("info_text") if code else None
            case Qt.ItemDataRole.FontRole:
                return current_theme().font(bold=True) if code else None
            case _:
                return None

    def _text(self, place: Place, code: str | None) -> str:
        if code is None:
            return self.sight.cells.get(place, "")
        return f"‹{self._texts.show(field_words(code))}›"

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return cell_name(1, section + 1)[:-1]

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags


class FormGrid(QTableView):
    """Shows a sheet; a click or Enter on a cell says that it was taken.

    Signals:
        taken: Row and column from 1.
    """

    taken = Signal(int, int)

    def __init__(self, texts: Texts, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        texts.bind(self.setAccessibleName, say("The form as a grid"))
        self.sheet = FormModel(texts, self)
        self.setModel(self.sheet)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setMinimumSectionSize(18)
        self.horizontalHeader().setMinimumSectionSize(_NARROWEST)
        self.horizontalHeader().setSectionsClickable(False)
        self.verticalHeader().setSectionsClickable(False)
        self.clicked.connect(self._take)

    def put(self, sight: SheetSight, marks: Mapping[Place, str]) -> None:
        """Show a sheet with its merged cells and widths."""
        same = sight.title == self.sheet.sight.title
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.clearSpans()
        self.sheet.put(sight, marks)
        for top, left, bottom, right in sight.merged:
            if bottom > top or right > left:
                self.setSpan(top - 1, left - 1, bottom - top + 1, right - left + 1)
        for at, width in enumerate(sight.widths):
            pixels = round((width or _USUAL_WIDTH) * _PIXELS)
            self.setColumnWidth(at, min(max(pixels, _NARROWEST), _WIDEST))
        if same:
            self.horizontalScrollBar().setValue(across)
            self.verticalScrollBar().setValue(down)

    def put_marks(self, marks: Mapping[Place, str]) -> None:
        """Show what goes where."""
        self.sheet.put_marks(marks)

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            self.taken.emit(index.row() + 1, index.column() + 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.currentIndex())
            return
        super().keyPressEvent(event)
