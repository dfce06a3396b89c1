"""A tree of rows ready for use: open branches and choice kept over a refresh. Asks nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Generic

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QTreeView, QWidget
from typing_extensions import override

from ui.itemmodels.columns import R
from ui.itemmodels.tree_model import TreeRowsModel
from ui.theme.theme import current_theme
from ui.widgets.cell_delegate import CellDelegate
from ui.widgets.list_menu import offer_menu
from ui.widgets.row_views import SAMPLED, arrange, least_widths, prepare, title_width, wish

Index = QModelIndex | QPersistentModelIndex


class RowTree(QTreeView, Generic[R]):
    """A tree over a TreeRowsModel.

    Signals:
        chosen_changed: The row now chosen, or None.
        opened: A row was double-clicked or Enter was pressed on it.

    Attributes:
        every_row: As of a RowTable.
        seen_facts: As of a RowTable.
    """

    chosen_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, model: TreeRowsModel[R], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows = model
        self._open_paths: list[tuple[object, ...]] = []
        self._path: tuple[object, ...] = ()
        self._restoring = False
        self.every_row: Callable[[], Iterable[Any]] | None = None
        self.seen_facts: Callable[[], Sequence[tuple[str, str]]] | None = None
        self.left_out: frozenset[int] = frozenset()
        prepare(self)
        self.setUniformRowHeights(True)
        self.setIndentation(20)
        self.setExpandsOnDoubleClick(False)
        self.setRootIsDecorated(True)
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        head = self.header()
        head.setHighlightSections(False)
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(24)
        head.setSectionsMovable(False)
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.headerDataChanged.connect(self.fit_columns)
        model.rowsInserted.connect(self.fit_columns)
        current_theme().changed.connect(self.fit_columns)
        self.selectionModel().currentRowChanged.connect(self._told)
        self.doubleClicked.connect(self._open)
        self.fit_columns()

    @property
    def rows_model(self) -> TreeRowsModel[R]:
        """The model of this tree."""
        return self._rows

    def chosen(self) -> R | None:
        """Return the chosen row."""
        index = self.currentIndex()
        return self._rows.row(index) if index.isValid() else None

    def choose(self, path: tuple[object, ...]) -> bool:
        """Choose the row at a path of keys, opening its branches; False where it is not there."""
        index = self._rows.index_of(path)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def open_levels(self, levels: int) -> None:
        """Open so many levels of branches; -1 opens all."""
        self._open_below(QModelIndex(), levels)
        self.fit_columns()

    def _open_below(self, parent: QModelIndex, levels: int) -> None:
        # Qt's own expandRecursively does not fetch, so branches never opened stay closed.
        if self._rows.canFetchMore(parent):
            self._rows.fetchMore(parent)
        for at in range(self._rows.rowCount(parent)):
            index = self._rows.index(at, 0, parent)
            if levels and self._rows.hasChildren(index):
                self._open_below(index, levels - 1)
                self.expand(index)

    def fit_columns(self) -> None:
        """Share the width between the columns by what the visible rows hold and by their weights."""
        columns = self._rows.columns
        titles = [
            title_width(str(self._rows.headerData(at, Qt.Orientation.Horizontal)))
            for at in range(len(columns))
        ]
        natural, core = [0] * len(columns), [0] * len(columns)
        index, seen = self._rows.index(0, 0), 0
        while index.isValid() and seen < SAMPLED:
            indent = self.indentation() * len(self._rows.path_of(index))
            for at in range(len(columns)):
                cell, room = index.siblingAtColumn(at), indent if at == 0 else 0
                if cell.data(Qt.ItemDataRole.DisplayRole):
                    whole, own = self._delegate.natural_widths(cell)
                    natural[at] = max(natural[at], round(whole) + room)
                    core[at] = max(core[at], round(own) + room)
            index, seen = self.indexBelow(index), seen + 1
        wishes = [
            wish(column, *widths) for column, *widths in zip(columns, titles, natural, core, strict=True)
        ]
        # The first column names the branch, ever further to the right.
        wishes[0] = replace(wishes[0], least=least_widths("strong", 0, core[0], titles[0]))
        self.left_out = arrange(self.header(), wishes, frozenset(), self.viewport().width())

    def _walk_open(self, parent: QModelIndex) -> None:
        for at in range(self._rows.rowCount(parent)):
            index = self._rows.index(at, 0, parent)
            if self.isExpanded(index):
                self._open_paths.append(self._rows.path_of(index))
                self._walk_open(index)

    def _keep(self) -> None:
        self._open_paths = []
        self._path = self._rows.path_of(self.currentIndex())
        self._walk_open(QModelIndex())
        self._restoring = True
        self._scroll = self.verticalScrollBar().value()

    def _restore(self) -> None:
        for path in self._open_paths:
            self.expand(self._rows.index_of(path))
        had = bool(self._path)
        if had:
            self.choose(self._path)
        self._restoring = False
        self.verticalScrollBar().setValue(self._scroll)
        self.fit_columns()
        if had:
            self.chosen_changed.emit(self.chosen())

    def _told(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._restoring:
            self.chosen_changed.emit(self._rows.row(current) if current.isValid() else None)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._rows.row(index))

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        self._delegate.paint_ground(painter, rect, self._state_of(index), index)
        super().drawBranches(painter, rect, index)

    def _state_of(self, index: Index) -> QStyle.StateFlag:
        chosen = self.selectionModel().isSelected(index)
        return QStyle.StateFlag.State_Selected if chosen else QStyle.StateFlag.State_None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        offer_menu(self, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # They first, or the view would scroll sideways for a moment.
        self.fit_columns()
        super().resizeEvent(event)
