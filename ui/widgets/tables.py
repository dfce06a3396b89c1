"""A table of rows ready for use: density, widths by weight, choice kept over a refresh. Asks nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui.i18n import Shown
from ui.itemmodels.columns import R
from ui.itemmodels.rows_model import RowsModel
from ui.theme.theme import current_theme
from ui.widgets.cell_delegate import CellDelegate
from ui.widgets.cell_painting import face_widths, paint_rows
from ui.widgets.empty_rows import EmptyRows
from ui.widgets.list_menu import offer_menu
from ui.widgets.row_views import SAMPLED, Wish, arrange, prepare, title_width, wish


class RowTable(QTableView, Generic[R]):
    """A table over a RowsModel.

    Args:
        model: The rows.
        name: objectName, for tests.
        sortable: A click on a heading sorts.

    Signals:
        chosen_changed: The row now chosen, or None.
        opened: A row was double-clicked or Enter was pressed on it.

    Attributes:
        every_row: All rows of a list that holds only some of them; called away from the window's thread.
        seen_facts: Filter words and the like, for what is written of the list.
    """

    chosen_changed = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        model: RowsModel[R],
        name: str = "",
        *,
        sortable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows = model
        self._key: object = None
        self._restoring = False
        self._wishes: list[Wish] = []
        self._put_away: set[int] = set()
        self._hovered: tuple[int, int] | None = None
        self.every_row: Callable[[], Iterable[Any]] | None = None
        self.seen_facts: Callable[[], Sequence[tuple[str, str]]] | None = None
        self.left_out: frozenset[int] = frozenset()
        prepare(self)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setMinimumSectionSize(24)
        head.setSortIndicatorClearable(True)
        self.setModel(model)
        self._empty = EmptyRows(model.texts, self)
        if sortable:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        head.setSectionsClickable(sortable)
        self._measure()
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.headerDataChanged.connect(self.fit_columns)
        current_theme().changed.connect(self._measure)
        self.selectionModel().currentRowChanged.connect(self._told)
        self.doubleClicked.connect(self._open)
        self.entered.connect(self._hover)
        self.viewportEntered.connect(self._leave_cells)

    def when_empty(self, shown: Shown, *, at_once: bool = False) -> None:
        """Say what comes here, and what to do for it, while there are no rows.

        Args:
            shown: The words.
            at_once: Not only after the first answer: these rows come by themselves and are not asked for.
        """
        self._empty.tell(shown, at_once=at_once)

    @property
    def rows_model(self) -> RowsModel[R]:
        """The model of this table."""
        return self._rows

    def chosen(self) -> R | None:
        """Return the chosen row."""
        return self._rows.known(self.currentIndex())

    def choose(self, key: object) -> bool:
        """Choose the row with a key (see RowsModel) and bring it into view; False where it is not there."""
        place = self._rows.place_of(key)
        if place < 0:
            return False
        self.selectRow(place)
        self.scrollTo(self._rows.index(place, 0))
        return True

    def put_rows(self, rows: Sequence[R], wanted: object, first: object = None) -> R | None:
        """Show other rows with one of them chosen, and return it; None where there are none.

        Args:
            rows: The rows.
            wanted: Key of the row to choose. Where it is not there, the row chosen before stays chosen.
            first: Key of the row to choose where neither is there; None takes the first of ``rows``.
        """
        # The wanted key was read before this: the table tells its old choice again when its rows change.
        self._rows.set_rows(rows)
        if rows and not self.choose(wanted) and self.chosen() is None:
            self.choose(self._rows.row_key(rows[0]) if first is None else first)
        return self.chosen()

    def fit_columns(self) -> None:
        """Share the width between the columns by what they hold and by their weights."""
        self._wishes = self._wished()
        self._share()

    @property
    def put_away(self) -> frozenset[int]:
        """The columns the person hides; `left_out` are those for which there is no room."""
        return frozenset(self._put_away)

    def put_columns_away(self, columns: Iterable[int]) -> None:
        """Hide these columns and show all others there is room for."""
        self._put_away = set(columns)
        self.fit_columns()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        viewport = self.viewport()
        painter = QPainter(viewport)
        current = self.currentIndex()
        focused = (current.row(), current.column()) if self.hasFocus() and current.column() == 0 else None
        hovered = self._hovered if viewport.underMouse() else None
        try:
            paint_rows(self, painter, event.rect(), self._rows.face, hovered=hovered, focused=focused)
        finally:
            # A painter that a failure keeps alive would take the window with it.
            painter.end()

    def _hover(self, index: QModelIndex) -> None:
        self._hovered = (index.row(), index.column())

    def _leave_cells(self) -> None:
        self._hovered = None

    def _share(self) -> None:
        head, room = self.horizontalHeader(), self.viewport().width()
        self.left_out = arrange(head, self._wishes, self._put_away, room)

    def _wished(self) -> list[Wish]:
        sortable = self.isSortingEnabled()
        sampled = range(min(SAMPLED, len(self._rows.rows)))
        wishes = []
        for at, column in enumerate(self._rows.columns):
            title = title_width(str(self._rows.headerData(at, Qt.Orientation.Horizontal)), sortable=sortable)
            faces = (self._rows.face(row, at) for row in sampled)
            cells = [face_widths(face, first=at == 0) for face in faces if face.text]
            whole, core = (max(widths) for widths in zip(*cells, strict=True)) if cells else (0, 0)
            wishes.append(wish(column, title, whole, core))
        return wishes

    def _measure(self) -> None:
        theme = current_theme()
        self.verticalHeader().setDefaultSectionSize(round(theme.size("row_px")))
        self.horizontalHeader().setFixedHeight(round(theme.size("row_px")))
        self.fit_columns()

    def _keep(self) -> None:
        row = self.chosen() if self.currentIndex().row() < self._rows.rowCount() else None
        self._key = self._rows.row_key(row) if row is not None else None
        self._restoring = True
        self._scroll = self.verticalScrollBar().value()

    def _restore(self) -> None:
        place = self._rows.place_of(self._key) if self._key is not None else -1
        if place >= 0:
            self.selectRow(place)
        self._restoring = False
        self.verticalScrollBar().setValue(self._scroll)
        self.fit_columns()
        if self._key is not None:
            self.chosen_changed.emit(self.chosen())

    def _told(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._rows.hold(current.row())
        if not self._restoring:
            self.chosen_changed.emit(self._rows.known(current))

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.known(index)
        if row is not None:
            self.opened.emit(row)

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
        # What the columns hold did not change by this. They first, or the view would scroll sideways for a moment.
        self._share()
        super().resizeEvent(event)

    @override
    def sizeHint(self) -> QSize:
        row = round(current_theme().size("row_px"))
        return QSize(320, row * (min(max(len(self._rows.rows), 1), 12) + 1) + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(current_theme().size("row_px")) * 3)

    def full_height(self) -> int:
        """Return the height at which every row is seen; for short tables inside cards."""
        return round(current_theme().size("row_px")) * (len(self._rows.rows) + 1) + 2
