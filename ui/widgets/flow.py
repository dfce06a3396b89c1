"""Widgets one after another in as many lines as the width asks for. Holds no words of its own."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override


class Flow(QWidget):
    """A row of widgets that goes on in the next line where the width ends; none is ever squeezed or cut.

    Hidden widgets take no room.

    Args:
        gap: Pixels between two widgets of a line.
        line_gap: Pixels between two lines.
    """

    def __init__(self, gap: int = 5, line_gap: int = 5, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap, self._line_gap = gap, line_gap
        self._row: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put(self, widgets: list[QWidget]) -> None:
        """Show other widgets; those shown before are deleted."""
        for widget in self._row:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._row = list(widgets)
        for widget in self._row:
            # A widget that was hidden on purpose stays hidden; a new parent hides all.
            hidden = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and widget.isHidden()
            widget.setParent(self)
            widget.setVisible(not hidden)
        self._arrange()

    @property
    def lines(self) -> int:
        """How many lines are taken at the width of now."""
        return len({place.y() for _widget, place in self._places(self.width())})

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return max(
            (place.y() + widget.sizeHint().height() for widget, place in self._places(width)), default=0
        )

    @override
    def sizeHint(self) -> QSize:
        hints = self._hints()
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    @override
    def minimumSizeHint(self) -> QSize:
        hints = self._hints()
        return QSize(
            max((hint.width() for hint in hints), default=0),
            max((hint.height() for hint in hints), default=0),
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # While hidden it was not told that a widget wants another size.
        self._arrange()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            # A widget wants another size, e.g. in another language.
            self._arrange()
        return super().event(event)

    def _hints(self) -> list[QSize]:
        return [widget.sizeHint() for widget in self._row if not widget.isHidden()]

    def _arrange(self) -> None:
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        # Beside something higher the lines stand in the middle.
        spare = max(0, self.height() - self.heightForWidth(self.width())) // 2
        for widget, place in self._places(self.width()):
            hint = widget.sizeHint()
            widget.setGeometry(place.x(), place.y() + spare, hint.width(), hint.height())

    def _places(self, width: int) -> Iterator[tuple[QWidget, QPoint]]:
        x = y = height = 0
        for widget in self._row:
            if widget.isHidden():
                continue
            hint = widget.sizeHint()
            if x and x + hint.width() > width:
                x, y, height = 0, y + height + self._line_gap, 0
            yield widget, QPoint(x, y)
            x += hint.width() + self._gap
            height = max(height, hint.height())
