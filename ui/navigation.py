"""The side list of places, under headings that fold where there is no room. Places are given to it; it knows none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.i18n import Texts, say
from ui.navigation_rows import Count, Heading, Index, Place, PlacesModel
from ui.theme.icons import paint_icon
from ui.theme.theme import current_theme
from ui.widgets.painted import pen

__all__ = ["Count", "Navigation", "Place"]

WIDTH: Final = 208


class _PlaceDelegate(QStyledItemDelegate):
    """Paints a place or a heading."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        place = model.place(index) if isinstance(model, PlacesModel) else None
        return QSize(WIDTH, _height(place is not None))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, PlacesModel):
            return
        theme, rect = current_theme(), QRectF(option.rect)
        place = model.place(index)
        text = str(index.data())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place is None:
            heading = model.heading(index)
            if heading is not None:
                self._paint_heading(painter, option, index, heading)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = rect.adjusted(8, 1, -8, -1)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(box, 5, 5)
        self._paint_focus(painter, index, box)
        token = "accent" if chosen else "text"
        square = QRectF(box.left() + 10, box.center().y() - 8, 16, 16)
        paint_icon(painter, place.icon, "accent" if chosen else "muted", square)
        room = _paint_count(painter, box, model.shown_count(place))
        words = box.adjusted(34, 0, -room, 0)
        font = theme.font(bold=chosen)
        if QFontMetricsF(font).horizontalAdvance(text) > words.width():
            # Rather whole than bold.
            font = theme.font()
        short = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        painter.setFont(font)
        painter.setPen(theme.color(token))
        painter.drawText(words, align, short)
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, heading: Heading
    ) -> None:
        model = index.model()
        if not isinstance(model, PlacesModel):
            return
        theme, rect = current_theme(), QRectF(option.rect)
        folded = heading in model.folded
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        box = rect.adjusted(8, 1, -8, -1)
        if folded:
            self._paint_focus(painter, index, box)
        if folded or over:
            square = QRectF(box.right() - 22, rect.center().y() - 5, 14, 14)
            paint_icon(painter, "chevron-right" if folded else "chevron-down", "muted", square)
        _paint_count(painter, box.adjusted(0, 4, -22, 4), model.shown_count(heading))
        painter.setFont(theme.font("small_pt"))
        painter.setPen(theme.color("text" if over else "muted"))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(18, 5, -8, 0), align, str(index.data()))

    def _paint_focus(self, painter: QPainter, index: Index, box: QRectF) -> None:
        view = self.parent()
        if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex() == index:
            painter.setPen(pen(current_theme().color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)


def _height(place: bool) -> int:
    """Height of a place or of a heading, in pixels: 9 mm is what a finger needs."""
    return current_theme().pixels(9 if place else 7.2)


def _paint_count(painter: QPainter, box: QRectF, count: Count | None) -> float:
    """Paint a count at the right end and return the width it takes."""
    if count is None:
        return 8
    theme = current_theme()
    font = theme.font("small_pt")
    text = f"{count.number:,}"
    width = max(24.0, QFontMetricsF(font).horizontalAdvance(text) + 14)
    pill = QRectF(box.right() - 8 - width, box.center().y() - 10, width, 20)
    loud = count.tone != "neutral"
    painter.setPen(pen(theme.color(f"{count.tone}_border")) if loud else Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"{count.tone}_soft" if loud else "hover"))
    painter.drawRoundedRect(pill, 10, 10)
    painter.setFont(font)
    painter.setPen(theme.color(f"{count.tone}_text" if loud else "muted"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    return width + 14


class Navigation(QFrame):
    """The side list.

    Args:
        texts: The window's language.
        places: In their order; those of one group stand together.

    Signals:
        chosen: The key of the place a person chose.
    """

    chosen = Signal(str)

    def __init__(self, texts: Texts, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setFixedWidth(WIDTH)
        self._model = PlacesModel(texts, places, self)
        self.list = _PlaceList(self)
        self.list.setObjectName("places")
        texts.bind(self.list.setAccessibleName, say("Places"))
        self.list.setItemDelegate(_PlaceDelegate(self.list))
        self.list.setModel(self._model)
        self._by_hand: dict[Heading, bool] = {}
        self._marked = ""
        self.list.pressed_by_mouse.connect(self._choose)
        self.list.entered_by_key.connect(self._choose)
        self.list.resized.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        current_theme().changed.connect(self.list.doItemsLayout)

    @property
    def current(self) -> str:
        """The key of the place now marked, or an empty text."""
        place = self._model.place(self.list.currentIndex())
        return place.key if place is not None else ""

    def mark(self, key: str) -> None:
        """Mark a place without going there; its heading is opened."""
        self._marked = key
        heading = self._model.heading_of(key)
        if heading is not None and self._by_hand.get(heading):
            del self._by_hand[heading]
        self._fit()
        self._show_mark()

    def unfold(self) -> None:
        """Open every heading, as by hand."""
        self._by_hand = dict.fromkeys(self._model.headings, False)
        self._fit()

    def set_count(self, key: str, count: Count | None) -> None:
        """Show a number beside a place."""
        self._model.set_count(key, count)

    def count_of(self, key: str) -> Count | None:
        """Return the number shown beside a place."""
        return self._model.counts.get(key)

    def _choose(self, index: QModelIndex) -> None:
        place, heading = self._model.place(index), self._model.heading(index)
        if place is not None:
            self.chosen.emit(place.key)
        elif heading is not None:
            self._by_hand[heading] = heading not in self._model.folded
            self._fit()
            if heading in self._model.folded:
                self.list.setCurrentIndex(self._model.index(self._model.rows.index(heading)))
            else:
                self._show_mark()

    def _fit(self) -> None:
        """Fold what was folded by hand, then from the bottom up what has no room; the marked place stays."""
        room = self.list.viewport().height()
        here = self._model.heading_of(self._marked)
        headings = self._model.headings
        folded = {heading for heading in headings if self._by_hand.get(heading)}
        for heading in reversed(headings):
            if self._whole_height(folded) <= room:
                break
            if heading is not here and heading not in self._by_hand:
                folded.add(heading)
        if folded != self._model.folded:
            self._model.fold(frozenset(folded))
            self._show_mark()

    def _whole_height(self, folded: set[Heading]) -> int:
        hidden = sum(len(heading.keys) for heading in folded)
        headings = len(self._model.headings)
        shown = len(self._model.rows) - headings + sum(len(heading.keys) for heading in self._model.folded)
        return (shown - hidden) * _height(True) + headings * _height(False)

    def _show_mark(self) -> None:
        for at, row in enumerate(self._model.rows):
            if isinstance(row, Place) and row.key == self._marked:
                self.list.setCurrentIndex(self._model.index(at))


class _PlaceList(QListView):
    """One stop for Tab; arrows move the mark, Enter or Space goes there."""

    entered_by_key = Signal(QModelIndex)
    pressed_by_mouse = Signal(QModelIndex)
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered_by_key.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.pressed_by_mouse.emit(index)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
