"""The table model of an editing session: cells as typed, rows that can be dragged. Changes only the session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, Qt
from typing_extensions import override

from ui.bom.edit_session import COLUMNS, READ_ONLY, EditLine, EditSession
from ui.i18n import Texts, Words, say
from ui.itemmodels.columns import KIND_ROLE, LOOK_ROLE, PLAIN, SECOND_ROLE, TONE_ROLE, Look
from ui.itemmodels.rows_model import Index

MIME: Final = "application/x-partproof-bom-rows"
_TITLES: Final[dict[str, Words]] = {
    "part": say("Part number"),
    "find_number": say("Find no."),
    "name": say("Name"),
    "quantity": say("Quantity"),
    "unit": say("Unit"),
    "per": say("per"),
    "reference": say("Reference"),
    "note": say("Note"),
    "optional": say("Optional"),
    "scrap_percent": say("Scrap %"),
    "substitutes": say("Substitutes"),
    "pinned": say("Pinned Rev"),
}
_NUMBERS: Final = frozenset({"find_number", "quantity", "per", "scrap_percent"})


class EditModel(QAbstractTableModel):
    """Lines of an editing session.

    Args:
        texts: The window's language.
        edited: Called after each change.
        several: Returns the keys of all chosen lines: typing into one of them types into all.
    """

    def __init__(
        self,
        texts: Texts,
        edited: Callable[[], object],
        several: Callable[[], set[int]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._edited, self._several = texts, edited, several
        self.session: EditSession | None = None
        self._faults: dict[tuple[int, str], Words] = {}

    @property
    def lines(self) -> Sequence[EditLine]:
        """The lines in order."""
        return () if self.session is None else self.session.lines

    def show(self, session: EditSession | None) -> None:
        """Show a session, or what has become of it."""
        self.beginResetModel()
        self.session = session
        self._faults = {}
        if session is not None:
            self._faults = {(fault.key, fault.column): fault.reason for fault in session.faults()}
        self.endResetModel()

    def keys(self, rows: Iterable[int]) -> list[int]:
        """Return the keys of rows."""
        return [self.lines[row].key for row in sorted(set(rows)) if row < len(self.lines)]

    def title(self, column: str) -> str:
        """Return the heading of a column."""
        return self._texts.show(_TITLES[column])

    # Qt
    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.title(COLUMNS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(COLUMNS[section])
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.session is None or index.row() >= len(self.lines):
            return None
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        fault = self._faults.get((line.key, column))
        text = self.session.cell(line, column)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"⚠ {text}".strip() if fault is not None else text
            case Qt.ItemDataRole.EditRole:
                return text
            case Qt.ItemDataRole.AccessibleTextRole:
                told = "" if fault is None else f" – {self._texts.show(fault)}"
                return f"{self.title(column)}: {text}{told}"
            case Qt.ItemDataRole.ToolTipRole:
                return None if fault is None else self._texts.show(fault)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column)
            case _:
                return self._paint(line, column, role)

    def _paint(self, line: EditLine, column: str, role: int) -> Any:
        if role == KIND_ROLE:
            return "number" if column in _NUMBERS else "muted" if column == "name" else "text"
        if role == TONE_ROLE:
            return "neutral"
        if role == SECOND_ROLE:
            return ""
        if role != LOOK_ROLE:
            return None
        if any(key == line.key for key, _ in self._faults):
            return Look("ng")
        assert self.session is not None
        return Look("warn") if self.session.changed(line) else PLAIN

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags if COLUMNS[index.column()] in READ_ONLY else flags | Qt.ItemFlag.ItemIsEditable

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or self.session is None:
            return False
        column = COLUMNS[index.column()]
        if column in READ_ONLY:
            return False
        key = self.lines[index.row()].key
        chosen = self._several()
        # A find number is one line's own; everything else may be typed into many at once.
        keys = chosen if key in chosen and column != "find_number" else {key}
        self.session.set_cells(keys, column, str(value))
        self._edited()
        return True

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    @override
    def mimeTypes(self) -> list[str]:
        return [MIME]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        found = QMimeData()
        keys = self.keys({index.row() for index in indexes})
        found.setData(MIME, ",".join(str(key) for key in keys).encode("ascii"))
        return found

    @override
    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        if self.session is None or not data.hasFormat(MIME):
            return False
        keys = [int(key) for key in bytes(data.data(MIME).data()).decode("ascii").split(",") if key]
        at = row if row >= 0 else parent.row() if parent.isValid() else len(self.lines)
        self.session.move(keys, at)
        self._edited()
        # False: the view would otherwise remove the rows it believes to have been moved away.
        return False


def _side(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
