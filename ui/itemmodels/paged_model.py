"""A table model over 100,000 rows of which only the pages that are looked at are in memory. Asks nothing itself.

The screen gives the keys in order and answers ``page_wanted`` with the rows of those keys; until then a cell shows ….
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal
from typing_extensions import override

from ui.i18n import Texts
from ui.itemmodels.columns import (
    KIND_ROLE,
    LOOK_ROLE,
    SECOND_ROLE,
    TONE_ROLE,
    WAITING,
    Column,
    Face,
    Look,
    R,
)
from ui.itemmodels.rows_model import Index, RowsModel

PAGE: Final = 200
_WAITING: Final[dict[int, Any]] = {
    Qt.ItemDataRole.DisplayRole: WAITING.text,
    Qt.ItemDataRole.AccessibleTextRole: WAITING.text,
    Qt.ItemDataRole.TextAlignmentRole: WAITING.align,
    KIND_ROLE: WAITING.kind,
    TONE_ROLE: WAITING.tone,
    SECOND_ROLE: WAITING.second,
    LOOK_ROLE: WAITING.look,
}
# A page is asked for once the eye rests on it; pages flown over by the scroll bar are not.
_REST_MS: Final = 40
# A window shows rows of two pages at most.
_SEEN: Final = 2
# So many pages stay in memory besides the first and the one with the chosen row; the farthest away are let go.
_KEPT: Final = 20


class PagedRowsModel(RowsModel[R]):
    """Rows by key, fetched page by page.

    Args:
        texts: The window's language.
        columns: What to show, left to right.
        key: The key of a row, as it stands in the list of keys.
        look: How a whole row differs from the others.

    Signals:
        page_wanted: A list of keys whose rows somebody looks at.
        order_wanted: Column and whether descending; -1 for the order of the list itself.
    """

    page_wanted = Signal(object)
    order_wanted = Signal(int, bool)

    def __init__(
        self,
        texts: Texts,
        columns: Sequence[Column[R]],
        key: Callable[[R], object],
        look: Callable[[R], Look] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(texts, columns, (), look, key, parent)
        self._keys: Sequence[object] = ()
        self._loaded: dict[object, R] = {}
        self._asked: set[int] = set()
        # In the order in which they were looked at.
        self._wanted: dict[int, None] = {}
        self._looked = -1
        self._held = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REST_MS)
        self._soon.timeout.connect(self._want)

    @property
    def keys(self) -> Sequence[object]:
        """All keys in the order shown."""
        return self._keys

    @property
    @override
    def rows(self) -> tuple[R, ...]:
        """The rows from the top that are loaded without a gap."""
        found = []
        for key in self._keys[:PAGE]:
            row = self._loaded.get(key)
            if row is None:
                break
            found.append(row)
        return tuple(found)

    def set_keys(self, keys: Sequence[object], first: Mapping[Any, R]) -> None:
        """Show other rows: all keys in order, and the rows of the first page."""
        self.beginResetModel()
        self._keys = keys
        self._loaded = dict(first)
        self._asked, self._wanted, self._looked, self._held = set(), {}, -1, -1
        self.endResetModel()

    def go_on(self, keys: Sequence[object]) -> None:
        """Take all keys, where only those of the first page were known; other than expected they are shown anew."""
        before = len(self._keys)
        if list(keys[:before]) != list(self._keys):
            self.set_keys(keys, self._loaded)
        elif len(keys) > before:
            self.beginInsertRows(QModelIndex(), before, len(keys) - 1)
            self._keys = keys
            self.endInsertRows()

    def put_rows(self, rows: Mapping[Any, R], page_keys: Sequence[object]) -> None:
        """Take the rows of a page that was wanted."""
        self._loaded.update(rows)
        if not page_keys or not self.columns:
            return
        wanted = set(page_keys)
        for page in sorted(self._asked):
            at = page * PAGE
            if at < len(self._keys) and self._keys[at] in wanted:
                self._let_go(page)
                last = min(at + PAGE, len(self._keys)) - 1
                self.dataChanged.emit(self.index(at, 0), self.index(last, len(self.columns) - 1))

    @override
    def hold(self, at: int) -> None:
        self._held = at // PAGE if at >= 0 else -1

    def _let_go(self, seen: int) -> None:
        """Forget the rows of the pages farthest from one that is looked at; they are asked for when seen again."""
        far = sorted(self._asked - {0, self._held}, key=lambda page: abs(page - seen))[_KEPT:]
        for page in far:
            self._asked.discard(page)
            for key in self._keys[page * PAGE : (page + 1) * PAGE]:
                self._loaded.pop(key, None)

    def _want(self) -> None:
        # Only the pages looked at last; scrolled-over ones are not asked for at all.
        pages, self._wanted, self._looked = list(self._wanted), {}, -1
        for page in pages[-_SEEN:]:
            self._asked.add(page)
            self.page_wanted.emit(list(self._keys[page * PAGE : (page + 1) * PAGE]))

    def loaded(self, at: int) -> R | None:
        """Return the row at a place, or None while it is on its way."""
        return self._loaded.get(self._keys[at]) if 0 <= at < len(self._keys) else None

    @override
    def row(self, index: Index | int) -> R:
        at = index if isinstance(index, int) else index.row()
        found = self.loaded(at)
        if found is None:
            raise LookupError(f"row {at} is not loaded")
        return found

    @override
    def place_of(self, key: object) -> int:
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._keys)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._keys):
            return None
        row = self._loaded.get(self._keys[index.row()])
        if row is None:
            self._looked_at(index.row() // PAGE)
            return _WAITING.get(role)
        return self.cell_of(row, index.column(), role)

    @override
    def face(self, at: int, column: int) -> Face:
        if self._keys[at] not in self._loaded:
            self._looked_at(at // PAGE)
            return WAITING
        return super().face(at, column)

    def _looked_at(self, page: int) -> None:
        """Remember that somebody looks at a page that is not here."""
        if page in self._asked or page == self._looked:
            return
        self._looked = page
        self._wanted.pop(page, None)
        self._wanted[page] = None
        if not self._soon.isActive():
            self._soon.start()

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.order_wanted.emit(column, order == Qt.SortOrder.DescendingOrder)
