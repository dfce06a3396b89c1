"""The search box of the window: acts and records under one key (Ctrl+K); Enter on what is no row is a scan.

Asks the callable it was given on a read thread; knows no record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.i18n import Shown, Texts, say
from ui.tasks import Errand, Tasks
from ui.theme.icons import paint_icon
from ui.theme.theme import current_theme
from ui.widgets.fields import LineField
from ui.widgets.label import Label

Index = QModelIndex | QPersistentModelIndex
# Long enough that a fast typist does not ask for every letter, short enough not to be felt.
_WAIT_MS: Final = 120
_MOST: Final = 9


@dataclass(frozen=True)
class SearchHit:
    """One record found.

    Attributes:
        place: Key of the place that shows it.
        record: What ``open_record`` of that place is given.
        title: Its number or name.
        detail: What it is.
        icon: An icon of resources/icons.
    """

    place: str
    record: object
    title: str
    detail: Shown = ""
    icon: str = "search"


@dataclass(frozen=True)
class _Offer:
    title: str
    detail: str
    icon: str
    run: Callable[[], object]


class _OffersModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.offers: list[_Offer] = []

    def show(self, offers: Sequence[_Offer]) -> None:
        self.beginResetModel()
        self.offers = list(offers)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.offers)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        offer = self.offers[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{offer.title} {offer.detail}".strip()
        return None


class _OfferDelegate(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, current_theme().pixels(9))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _OffersModel):
            return
        offer, theme = model.offers[index.row()], current_theme()
        rect = QRectF(option.rect).adjusted(6, 0, -6, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(rect, 5, 5)
            painter.fillRect(QRectF(rect.left(), rect.top() + 6, 3, rect.height() - 12), theme.color("focus"))
        paint_icon(painter, offer.icon, "muted", QRectF(rect.left() + 12, rect.center().y() - 8, 16, 16))
        font = theme.font()
        metrics = QFontMetricsF(font)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        words = rect.adjusted(38, 0, -10, 0)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(
            words, align, metrics.elidedText(offer.title, Qt.TextElideMode.ElideRight, words.width())
        )
        rest = words.adjusted(metrics.horizontalAdvance(offer.title) + 10, 0, 0, 0)
        if offer.detail and rest.width() > 30:
            painter.setPen(theme.color("muted"))
            painter.drawText(
                rest, align, metrics.elidedText(offer.detail, Qt.TextElideMode.ElideRight, rest.width())
            )
        painter.restore()


class SearchBox(LineField):
    """A line with a list under it.

    Args:
        texts: The window's language.
        tasks: Where the search runs.
        search: ``search(text)`` returns hits; runs on a read thread.
        acts: Returns the acts that can be done now.

    Signals:
        hit_opened: A SearchHit was chosen.
        scanned: Enter was pressed on a text that is no chosen row.
    """

    hit_opened = Signal(object)
    scanned = Signal(str)

    def __init__(
        self,
        texts: Texts,
        tasks: Tasks,
        search: Callable[[str], Sequence[SearchHit]],
        acts: Callable[[], Sequence[QAction]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self._texts, self._tasks, self._search, self._acts = texts, tasks, search, acts
        self._errand: Errand | None = None
        self._hits: Sequence[SearchHit] = ()
        texts.bind(self.setPlaceholderText, say("Search parts, drawings, lots, orders, or scan a code"))
        texts.bind(self.setAccessibleName, say("Search"))
        self.setMaximumWidth(520)
        self._keycap = Label(texts, "Ctrl K", parent=self)
        self._keycap.setObjectName("keycap")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._ask)
        self._model = _OffersModel(self)
        self._popup: _OfferList | None = None
        self.textEdited.connect(lambda _text: self._edited())

    @property
    def offers(self) -> tuple[str, ...]:
        """The titles of the rows now offered."""
        shown = self._popup is not None and self._popup.isVisible()
        return tuple(offer.title for offer in self._model.offers) if shown else ()

    def call(self) -> None:
        """Take the focus and offer what can be done here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._offer()

    def _edited(self) -> None:
        self._hits = ()
        self._offer()
        self._timer.start()

    def _ask(self) -> None:
        text = self.text().strip()
        if self._errand is not None:
            self._errand.cancel()
        if text:
            self._errand = self._tasks.read(lambda: self._search(text), self._found, owner=self)

    def _found(self, hits: Sequence[SearchHit]) -> None:
        self._hits = hits
        if self.hasFocus():
            self._offer()

    def _offer(self) -> None:
        needle = self.text().strip().casefold()
        acts = [
            _Offer(
                action.text(),
                action.shortcut().toString(),
                str(action.property("icon_name") or "chevron-right"),
                action.trigger,
            )
            for action in self._acts()
            if action.isEnabled()
            and action.isVisible()
            and action.text()
            and needle in action.text().casefold()
        ]
        hits = [self._hit_offer(hit) for hit in self._hits[:_MOST]]
        offers = [*hits, *(acts[:5] if hits else acts)]
        self._model.show(offers)
        if self._popup is None:
            self._popup = _OfferList(self._texts, self._model, self.window())
            self._popup.list.clicked.connect(lambda index: self._take(index.row()))
        self._popup.place_under(self, len(offers))
        if hits and needle:
            self._popup.list.setCurrentIndex(self._model.index(0))

    def _hit_offer(self, hit: SearchHit) -> _Offer:
        detail = self._texts.show(hit.detail)
        return _Offer(hit.title, detail, hit.icon, lambda: self.hit_opened.emit(hit))

    def _take(self, row: int) -> None:
        if not 0 <= row < len(self._model.offers):
            return
        offer = self._model.offers[row]
        self.leave()
        offer.run()

    def leave(self) -> None:
        """Close the list and empty the line."""
        self._timer.stop()
        if self._errand is not None:
            self._errand.cancel()
        self._hits = ()
        self.clear()
        if self._popup is not None:
            self._popup.hide()

    def _move(self, step: int) -> None:
        if self._popup is None or not self._popup.isVisible():
            self._offer()
            return
        count = len(self._model.offers)
        if count:
            row = self._popup.list.currentIndex().row()
            self._popup.list.setCurrentIndex(self._model.index((row + step) % count if row >= 0 else 0))

    def _enter(self) -> None:
        shown = self._popup is not None and self._popup.isVisible()
        index = self._popup.list.currentIndex() if self._popup is not None and shown else QModelIndex()
        if index.isValid():
            self._take(index.row())
            return
        text = self.value()
        self.leave()
        if text:
            self.scanned.emit(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Escape:
                self.leave()
                self.clearFocus()
            case _:
                super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, "search", "muted", QRectF(10, self.height() / 2 - 8, 16, 16))
        painter.end()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._popup is not None:
            self._popup.hide()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keycap.adjustSize()
        gap = (self.height() - self._keycap.height()) // 2
        self._keycap.move(self.width() - self._keycap.width() - 8, gap)


class _OfferList(QFrame):
    """The list under the line; never takes the focus."""

    def __init__(self, texts: Texts, model: _OffersModel, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("searchlist")
        self.list = QListView()
        self.list.setObjectName("offers")
        texts.bind(self.list.setAccessibleName, say("What can be opened or done"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_OfferDelegate(self.list))
        self.list.setModel(model)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.list)
        self.hide()

    def place_under(self, box: QWidget, rows: int) -> None:
        """Show the list under a widget, high enough for so many rows."""
        corner = box.mapTo(self.window(), QPoint(0, box.height() + 4))
        height = min(rows, 13) * current_theme().pixels(9) + 16
        self.setGeometry(corner.x(), corner.y(), box.width(), height)
        self.setVisible(rows > 0)
        self.raise_()
