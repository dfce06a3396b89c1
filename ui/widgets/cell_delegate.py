"""Stands for the cells of tables and trees towards Qt: painting, tips, editors. Asks only what a cell shows."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from ui.itemmodels.columns import SECOND_ROLE, Face, face_by_roles
from ui.itemmodels.rows_model import RowsModel
from ui.itemmodels.tree_model import TreeRowsModel
from ui.theme.theme import current_theme
from ui.widgets.cell_painting import CURRENT, MOUSE_OVER, SELECTED, face_widths, paint_cell, paint_ground
from ui.widgets.cell_tools import cell_tools
from ui.widgets.fields import LineField

Index = QModelIndex | QPersistentModelIndex


def face_of(index: Index) -> Face:
    """Return what a cell shows."""
    model = index.model()
    if isinstance(model, RowsModel):
        shown: Face = model.face(index.row(), index.column())
        return shown
    if isinstance(model, TreeRowsModel):
        branch: Face = model.face(index)
        return branch
    return face_by_roles(model, index)


class CellDelegate(QStyledItemDelegate):
    """Draws one cell as ui.itemmodels.columns says what it shows."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self.parent()
        state = option.state.value & (SELECTED | MOUSE_OVER)
        first = index.column() == 0
        if first and isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex() == index:
            state |= CURRENT
        painter.save()
        paint_cell(painter, option.rect, state, face_of(index), cell_tools(), first=first)
        painter.restore()

    def paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, index: Index) -> None:
        """Paint the ground of a row and the thin line under it."""
        paint_ground(painter, rect, state.value, face_of(index).look, cell_tools())

    def natural_width(self, index: Index, *, second: bool = True) -> float:
        """Return how wide a cell would like to be, with or without its quiet second text."""
        whole, core = self.natural_widths(index)
        return whole if second else core

    def natural_widths(self, index: Index) -> tuple[float, float]:
        """Return how wide a cell would like to be, with and without its quiet second text."""
        return face_widths(face_of(index), first=index.column() == 0)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(round(self.natural_width(index)), round(current_theme().size("row_px")))

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Show the tip of a cell, or its whole text where it is shortened."""
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        rect = option.rect
        if not tip and self.natural_width(index) > rect.width() + 1:
            second = str(index.data(SECOND_ROLE) or "")
            tip = f"{index.data(Qt.ItemDataRole.DisplayRole)} {second}".strip()
        QToolTip.showText(event.globalPos(), str(tip or ""), view)
        return True

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = LineField(parent)
        field.setFrame(False)
        field.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        return field

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            if isinstance(editor, LineField):
                editor.finish()
            text = editor.text()
            if text != str(index.data(Qt.ItemDataRole.EditRole) or ""):
                model.setData(index, text, Qt.ItemDataRole.EditRole)
