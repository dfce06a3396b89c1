"""An icon that stands by itself; it follows the theme. Says nothing: the words beside it do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme.icons import paint_icon
from ui.widgets.painted import Painted


class Sign(Painted):
    """One icon of resources/icons.

    Args:
        name: Its file without ``.svg``.
        token: Its colour.
        side: Its size in pixels.
    """

    def __init__(self, name: str, token: str, side: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._side = name, token, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def put(self, name: str, token: str) -> None:
        """Show another icon."""
        self._name, self._token = name, token
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.painter()
        paint_icon(painter, self._name, self._token, QRectF(self.rect()))
        painter.end()
