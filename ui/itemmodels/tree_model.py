"""A tree model over frozen rows whose children are asked for when a branch opens. Asks no database itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from ui.i18n import Texts
from ui.itemmodels.columns import PLAIN, Column, Face, Look, R, cell, face, heading

Index = QModelIndex | QPersistentModelIndex


@dataclass
class _Node(Generic[R]):
    row: R | None
    parent: int
    place: int
    children: list[int] = field(default_factory=list)
    fetched: bool = False


class TreeRowsModel(QAbstractItemModel, Generic[R]):
    """Rows of one dataclass as a tree, fetched branch by branch.

    Args:
        texts: The window's language.
        columns: What to show, left to right; the first carries the branches.
        children: The rows below a row, already in memory (from the screen's one query).
        look: How a whole row differs from the others.
        key: What tells a row apart, so that a refresh keeps open branches and the choice.
    """

    def __init__(
        self,
        texts: Texts,
        columns: Sequence[Column[R]],
        children: Callable[[R], Sequence[R]],
        look: Callable[[R], Look] | None = None,
        key: Callable[[R], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self.columns = tuple(columns)
        self._children = children
        self._look = look
        self._key = key
        self._nodes: list[_Node[R]] = [_Node(None, -1, 0, fetched=True)]
        texts.language_changed.connect(self._relabel)

    def set_roots(self, rows: Sequence[R]) -> None:
        """Show other rows; nothing below them is fetched yet."""
        self.beginResetModel()
        self._nodes = [_Node(None, -1, 0, fetched=True)]
        self._attach(0, rows)
        self.endResetModel()

    def row(self, index: Index) -> R:
        """Return the row at an index."""
        row = self._nodes[index.internalId()].row
        if row is None:
            raise IndexError("the root has no row")
        return row

    def row_key(self, row: R) -> object:
        """Return what tells a row apart."""
        return self._key(row) if self._key else row

    def path_of(self, index: Index) -> tuple[object, ...]:
        """Return the keys from the root to an index; the same part may stand in two branches."""
        keys: list[object] = []
        at = index.internalId() if index.isValid() else 0
        while at > 0:
            node = self._nodes[at]
            if node.row is not None:
                keys.append(self.row_key(node.row))
            at = node.parent
        return tuple(reversed(keys))

    def index_of(self, path: Sequence[object]) -> QModelIndex:
        """Return the index at a path of keys, fetching branches on the way; invalid where it is gone."""
        at = QModelIndex()
        for key in path:
            if self.canFetchMore(at):
                self.fetchMore(at)
            found = next(
                (i for i in self._indexes_below(at) if self.row_key(self.row(i)) == key), QModelIndex()
            )
            if not found.isValid():
                return QModelIndex()
            at = found
        return at

    def _indexes_below(self, parent: QModelIndex) -> list[QModelIndex]:
        return [self.index(at, 0, parent) for at in range(self.rowCount(parent))]

    def _attach(self, parent: int, rows: Sequence[R]) -> None:
        for place, row in enumerate(rows):
            self._nodes[parent].children.append(len(self._nodes))
            self._nodes.append(_Node(row, parent, place))
        self._nodes[parent].fetched = True

    def _node(self, index: Index) -> int:
        return index.internalId() if index.isValid() else 0

    def _relabel(self) -> None:
        last = len(self.columns) - 1
        if last < 0:
            return
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        for node in self._nodes:
            if node.children:
                first, final = node.children[0], node.children[-1]
                self.dataChanged.emit(
                    self.createIndex(0, 0, first), self.createIndex(len(node.children) - 1, last, final)
                )

    def face(self, index: Index) -> Face:
        """Return what a cell shows, for painting and measuring."""
        row = self.row(index)
        look = self._look(row) if self._look else PLAIN
        return face(self.columns[index.column()], row, self._texts, look)

    # Qt
    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        children = self._nodes[self._node(parent)].children
        if not (0 <= row < len(children) and 0 <= column < len(self.columns)):
            return QModelIndex()
        if parent.isValid() and parent.column() != 0:
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    @override
    def parent(self, index: Index = QModelIndex()) -> Any:
        if not index.isValid():
            return QModelIndex()
        parent = self._nodes[index.internalId()].parent
        return self.createIndex(self._nodes[parent].place, 0, parent) if parent > 0 else QModelIndex()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        if parent.isValid() and parent.column() != 0:
            return 0
        return len(self._nodes[self._node(parent)].children)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return len(self.columns)

    @override
    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        if parent.isValid() and parent.column() != 0:
            return False
        node = self._nodes[self._node(parent)]
        return bool(node.children) if node.fetched or node.row is None else bool(self._children(node.row))

    @override
    def canFetchMore(self, parent: Index) -> bool:
        node = self._nodes[self._node(parent)]
        return not node.fetched and node.row is not None and bool(self._children(node.row))

    @override
    def fetchMore(self, parent: Index) -> None:
        at = self._node(parent)
        node = self._nodes[at]
        if node.fetched or node.row is None:
            return
        rows = self._children(node.row)
        # Before anybody is told: who listens may ask for more in turn.
        node.fetched = True
        if rows:
            self.beginInsertRows(parent, 0, len(rows) - 1)
            self._attach(at, rows)
            self.endInsertRows()

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(index)
        look = self._look(row) if self._look else PLAIN
        return cell(self.columns[index.column()], row, role, self._texts, look)

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
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.columns[index.column()].edit else flags

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        edit = self.columns[index.column()].edit if index.isValid() else None
        if edit is None or role != Qt.ItemDataRole.EditRole:
            return False
        edit(self.row(index), str(value))
        return True
