"""The side list of places, in groups, with counts. Places are given to it; it knows none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
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

from ui.i18n import Texts, Words, say
from ui.theme.icons import paint_icon
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.painted import pen

if TYPE_CHECKING:
    from ui.panels import Desk, Screen

Index = QModelIndex | QPersistentModelIndex
WIDTH: Final = 208


@dataclass(frozen=True)
class Count:
    """A number beside a place; a tone other than ``neutral`` says that somebody must act."""

    number: int
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Place:
    """One place of the window.

    Attributes:
        key: Stable name, e.g. ``parts``.
        group: Heading it stands under; None stands above all headings.
        title: Its name.
        icon: An icon of resources/icons.
        factory: Makes its screen when it is first opened.
        count: Asked on a read thread; None where there is nothing to count.
        nouns: A change of one of these asks ``count`` again.
        station: Shown over the whole screen, with the sizes of the station.
    """

    key: str
    group: Words | None
    title: Words
    icon: str
    factory: Callable[[Desk], Screen]
    count: Callable[[], Count | None] | None = None
    nouns: frozenset[str] = frozenset()
    station: bool = False


class _PlacesModel(QAbstractListModel):
    def __init__(self, texts: Texts, places: Sequence[Place], parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.counts: dict[str, Count | None] = {}
        self.rows: list[Place | Words] = []
        group: Words | None = None
        for place in places:
            if place.group is not None and place.group != group:
                self.rows.append(place.group)
            group = place.group
            self.rows.append(place)
        texts.language_changed.connect(self._all_changed)

    def place(self, index: Index) -> Place | None:
        row = self.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Place) else None

    def set_count(self, key: str, count: Count | None) -> None:
        self.counts[key] = count
        self._all_changed()

    def _all_changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        title = self._texts.show(row.title if isinstance(row, Place) else row)
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = self.counts.get(row.key) if isinstance(row, Place) else None
            return f"{title}, {count.number}" if count else title
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.place(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class _PlaceDelegate(QStyledItemDelegate):
    """Paints a place or a heading."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        place = model.place(index) if isinstance(model, _PlacesModel) else None
        theme = current_theme()
        return QSize(WIDTH, theme.pixels(9) if place is not None else theme.pixels(7.2))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _PlacesModel):
            return
        theme, rect = current_theme(), QRectF(option.rect)
        place = model.place(index)
        text = str(index.data())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place is None:
            painter.setFont(theme.font("small_pt"))
            painter.setPen(theme.color("muted"))
            painter.drawText(rect.adjusted(18, 5, -8, 0), align, text)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = rect.adjusted(8, 1, -8, -1)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(box, 5, 5)
        view = self.parent()
        if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex() == index:
            painter.setPen(pen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        token = "accent" if chosen else "text"
        square = QRectF(box.left() + 10, box.center().y() - 8, 16, 16)
        paint_icon(painter, place.icon, "accent" if chosen else "muted", square)
        painter.setFont(theme.font(bold=chosen))
        painter.setPen(theme.color(token))
        room = _paint_count(painter, box, model.counts.get(place.key))
        words = box.adjusted(34, 0, -room, 0)
        short = QFontMetricsF(theme.font(bold=chosen)).elidedText(
            text, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.setFont(theme.font(bold=chosen))
        painter.setPen(theme.color(token))
        painter.drawText(words, align, short)
        painter.restore()


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
        self._model = _PlacesModel(texts, places, self)
        self.list = _PlaceList(self)
        self.list.setObjectName("places")
        texts.bind(self.list.setAccessibleName, say("Places"))
        self.list.setItemDelegate(_PlaceDelegate(self.list))
        self.list.setModel(self._model)
        self.list.clicked.connect(self._choose)
        self.list.entered_by_key.connect(self._choose)
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
        """Mark a place without going there."""
        for at, row in enumerate(self._model.rows):
            if isinstance(row, Place) and row.key == key:
                self.list.setCurrentIndex(self._model.index(at))

    def set_count(self, key: str, count: Count | None) -> None:
        """Show a number beside a place."""
        self._model.set_count(key, count)

    def count_of(self, key: str) -> Count | None:
        """Return the number shown beside a place."""
        return self._model.counts.get(key)

    def _choose(self, index: QModelIndex) -> None:
        place = self._model.place(index)
        if place is not None:
            self.chosen.emit(place.key)


class _PlaceList(QListView):
    """One stop for Tab; arrows move the mark, Enter or Space goes there."""

    entered_by_key = Signal(QModelIndex)

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
