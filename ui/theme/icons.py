"""Icons: Tabler SVGs tinted with a token's colour when they are loaded. Knows no screen."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

from ui.theme.theme import current_theme
from ui.theme.tokens import RESOURCES

ICON_DIR: Final = RESOURCES / "icons"


@lru_cache(maxsize=512)
def _renderer(name: str, color: str) -> QSvgRenderer:
    source = (ICON_DIR / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    return QSvgRenderer(QByteArray(source.encode()))


@lru_cache(maxsize=1024)
def _pixmap(name: str, color: str, width: int, height: int) -> QPixmap:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    side = min(width, height)
    painter = QPainter(image)
    _renderer(name, color).render(painter, QRectF((width - side) / 2, (height - side) / 2, side, side))
    painter.end()
    return QPixmap.fromImage(image)


class _TintedIcon(QIconEngine):
    """Draws one SVG in the colour its token has when it is painted, at the device's own resolution."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def _color(self, mode: QIcon.Mode) -> str:
        token = "disabled" if mode == QIcon.Mode.Disabled else self._token
        return current_theme().color(token).name()

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, ratio))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # The size comes without the scale (Qt 6.11); the drawing has the pixels of the device.
        pixels = size * scale
        drawn = QPixmap(_pixmap(self._name, self._color(mode), pixels.width(), pixels.height()))
        drawn.setDevicePixelRatio(scale)
        return drawn

    @override
    def clone(self) -> QIconEngine:
        return _TintedIcon(self._name, self._token)


def icon(name: str, token: str = "text") -> QIcon:
    """Return the icon ``resources/icons/<name>.svg`` in a token's colour; it follows the theme.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    if not (ICON_DIR / f"{name}.svg").exists():
        raise FileNotFoundError(f"no icon {name}")
    return QIcon(_TintedIcon(name, token))


def paint_icon(painter: QPainter, name: str, token: str, rect: QRectF) -> None:
    """Draw an icon as vectors in a token's colour."""
    _renderer(name, current_theme().color(token).name()).render(painter, rect)
