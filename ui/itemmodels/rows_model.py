"""A table model over a list of frozen rows. Asks nothing itself: the screen gives it the rows of its query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from ui.i18n import Texts
from ui.itemmodels.columns import PLAIN, Column, Face, Look, R, cell, face, heading, sort_key

Index = QModelIndex | QPersistentModelIndex
_FLAGS: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE: Final = _FLAGS | Qt.ItemFlag.ItemIsEditable


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows of one dataclass as a table.

    Args:
        texts: The window's language.
        columns: What to show, left to right.
        rows: First rows.
        look: How a whole row differs from the others.
        key: What tells a row apart, so that a refresh keeps the choice; default: the row itself.
    """

    def __init__(
        self,
        texts: Texts,
        columns: Sequence[Column[R]],
        rows: Sequence[R] = (),
        look: Callable[[R], Look] | None = None,
        key: Callable[[R], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self.columns = tuple(columns)
        self._rows: list[R] = list(rows)
        self._look = look
        self._key = key
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        texts.language_changed.connect(self._relabel)

    @property
    def texts(self) -> Texts:
        """The window's language."""
        return self._texts

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows in the order shown."""
        return tuple(self._rows)

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """Show other columns of the same rows; an order by a column is given up."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._sorted = None
        self.endResetModel()

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows, in the order that was chosen last."""
        self.beginResetModel()
        self._rows = list(rows)
        self._order()
        self.endResetModel()

    def row(self, index: Index | int) -> R:
        """Return the row at an index or a row number."""
        return self._rows[index if isinstance(index, int) else index.row()]

    def known(self, index: Index) -> R | None:
        """Return the row at an index, or None where there is none in memory."""
        try:
            return self.row(index) if index.isValid() else None
        except LookupError:
            return None

    def hold(self, at: int) -> None:
        """Keep the row with this number in memory, and no other for its sake; a model of all rows keeps them all."""

    def row_key(self, row: R) -> object:
        """Return what tells a row apart."""
        return self._key(row) if self._key else row

    def place_of(self, key: object) -> int:
        """Return the row number of a key, or -1."""
        keys = map(self._key, self._rows) if self._key else self._rows
        return next((at for at, found in enumerate(keys) if found == key), -1)

    def _order(self) -> None:
        if self._sorted is not None:
            column, order = self._sorted
            self._rows.sort(
                key=lambda row: sort_key(self.columns[column], row, self._texts),
                reverse=order == Qt.SortOrder.DescendingOrder,
            )

    def _relabel(self) -> None:
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.rowCount() and self.columns:
            last = self.index(self.rowCount() - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # Qt
    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return self.cell_of(self._rows[index.row()], index.column(), role)

    def face(self, at: int, column: int) -> Face:
        """Return what the cell of a row and a column shows, for painting and measuring."""
        row = self.row(at)
        return face(self.columns[column], row, self._texts, self._look(row) if self._look else PLAIN)

    def cell_of(self, row: R, column: int, role: int) -> Any:
        """Return what a row's cell answers for a role."""
        look = self._look(row) if self._look else PLAIN
        return cell(self.columns[column], row, role, self._texts, look)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        return heading(self.columns[section], role, self._texts)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITABLE if self.columns[index.column()].edit else _FLAGS

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        edit = self.columns[index.column()].edit
        if edit is None:
            return False
        # The row is frozen: the verb changes the fact and the refresh brings the new row.
        edit(self._rows[index.row()], str(value))
        return True

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order) if column >= 0 else None
        self.beginResetModel()
        self._order()
        self.endResetModel()
