"""Paints the cells of tables and trees: text, quiet second text, chips, tinted and struck rows. Reads only roles."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPixmap
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

from ui.itemmodels.columns import KIND_ROLE, LOOK_ROLE, PLAIN, SECOND_ROLE, TONE_ROLE, Look
from ui.theme.theme import current_theme
from ui.widgets.chips import chip_height, chip_width, paint_chip
from ui.widgets.fields import LineField

PAD = 10
# Room of a small picture before the text of the first column.
_PICTURE = 36
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Draws one cell from the roles of ui.itemmodels.columns."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        # Asked of the model itself: by way of the index each answer would let other threads run in between.
        data = index.model().data
        look = data(index, LOOK_ROLE) or PLAIN
        rect = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        self.paint_ground(painter, rect, state, index)
        text = str(data(index, Qt.ItemDataRole.DisplayRole) or "")
        kind = data(index, KIND_ROLE)
        font = theme.font(bold=look.strong or kind == "strong")
        if look.struck:
            font.setStrikeOut(True)
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        picture = data(index, Qt.ItemDataRole.DecorationRole) if index.column() == 0 else None
        if isinstance(picture, QPixmap):
            self._picture(painter, inner, picture)
            inner.adjust(_PICTURE, 0, 0, 0)
        if kind == "chip":
            if text:
                self._chip(painter, inner, text, str(data(index, TONE_ROLE)))
        else:
            faint = kind == "muted" or look.struck
            self._text(painter, inner, index, text, font, theme.color("muted" if faint else "text"))
        view = self.parent()
        current = isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex() == index
        if current and index.column() == 0:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.color("focus"))
        painter.restore()

    def paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag, index: Index) -> None:
        """Paint the ground of a row and the thin line under it."""
        theme = current_theme()
        look: Look = index.model().data(index, LOOK_ROLE) or PLAIN
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
        elif look.tone and look.tone != "neutral":
            painter.fillRect(rect, theme.color(f"{look.tone}_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        # A filled pixel row: a line drawn by a pen is doubled where two cells meet at fractions.
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))

    def _picture(self, painter: QPainter, inner: QRectF, picture: QPixmap) -> None:
        if picture.isNull():
            return
        room = inner.height() - 4
        size = QSizeF(picture.size()).scaled(_PICTURE - 6, room, Qt.AspectRatioMode.KeepAspectRatio)
        left = inner.left() + (_PICTURE - 6 - size.width()) / 2
        top = inner.center().y() - size.height() / 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRectF(left, top, size.width(), size.height()), picture, QRectF(picture.rect()))

    def _chip(self, painter: QPainter, inner: QRectF, text: str, tone: str) -> None:
        font = current_theme().font("small_pt")
        height = chip_height(font)
        width = min(chip_width(text, tone, font) + 1, inner.width())
        box = QRectF(inner.left(), inner.center().y() - height / 2, width, height)
        paint_chip(painter, box, text, tone, font)

    def _text(
        self, painter: QPainter, inner: QRectF, index: Index, text: str, font: QFont, color: QColor
    ) -> None:
        data = index.model().data
        second = str(data(index, SECOND_ROLE) or "")
        if not text and not second:
            return
        metrics = QFontMetricsF(font)
        align = Qt.AlignmentFlag(data(index, Qt.ItemDataRole.TextAlignmentRole))
        painter.setFont(font)
        painter.setPen(color)
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
        painter.drawText(inner, align | Qt.TextFlag.TextSingleLine, short)
        left = metrics.horizontalAdvance(text) + 6
        # A few signs of it would tell less than nothing.
        if second and short == text and left + min(metrics.horizontalAdvance(second), 36) < inner.width():
            rest = inner.adjusted(left, 0, 0, 0)
            painter.setPen(current_theme().color("muted"))
            painter.drawText(
                rest, align, metrics.elidedText(second, Qt.TextElideMode.ElideRight, rest.width())
            )

    def natural_width(self, index: Index, *, second: bool = True) -> float:
        """Return how wide a cell would like to be, with or without its quiet second text."""
        whole, core = self.natural_widths(index)
        return whole if second else core

    def natural_widths(self, index: Index) -> tuple[float, float]:
        """Return how wide a cell would like to be, with and without its quiet second text."""
        data = index.model().data
        text = str(data(index, Qt.ItemDataRole.DisplayRole) or "")
        kind = data(index, KIND_ROLE)
        if kind == "chip":
            font = current_theme().font("small_pt")
            chip = chip_width(text, str(data(index, TONE_ROLE)), font) + 2 * PAD + 2 if text else 0
            return chip, chip
        bold = kind == "strong" or (data(index, LOOK_ROLE) or PLAIN).strong
        metrics = QFontMetricsF(current_theme().font(bold=bold))
        quiet = str(data(index, SECOND_ROLE) or "")
        core = metrics.horizontalAdvance(text) + 2 * PAD + 2
        if index.column() == 0 and data(index, Qt.ItemDataRole.DecorationRole) is not None:
            core += _PICTURE
        return (core + metrics.horizontalAdvance(quiet) + 6 if quiet else core), core

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
