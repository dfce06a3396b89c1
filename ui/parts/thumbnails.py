"""Small pictures of parts by the hash of their file: read and made small away from the window's thread, and kept."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from ui.panels import Desk

_KEPT: Final = 400
# Larger ones are made smaller before they are stored: a list shows hundreds of them.
_LARGEST: Final = 1024
_READABLE: Final = 64 * 1024 * 1024


def read_picture(content: bytes, side: int) -> QImage:
    """Return a picture upright as the camera held it, no larger than a square; empty where it is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def stored_form(content: bytes) -> bytes | None:
    """Return a picture as it is stored: as it is where it is small, else made smaller; None where it is none."""
    if len(content) > _READABLE:
        return None
    image = read_picture(content, _LARGEST)
    if image.isNull():
        return None
    small = len(content) <= 512 * 1024
    return content if small else png_bytes(image)


def png_bytes(image: QImage) -> bytes:
    """Return a picture as PNG."""
    if max(image.width(), image.height()) > _LARGEST:
        image = image.scaled(
            QSize(_LARGEST, _LARGEST),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, the binding text
    return bytes(kept.data())


class Thumbnails(QObject):
    """Pixmaps by hash.

    Args:
        desk: What screens are given.
        side: How large, in pixels.

    Signals:
        came: A picture that was asked for is there.
    """

    came = Signal()

    def __init__(self, desk: Desk, side: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._side = desk, side
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()

    def get(self, file_hash: str) -> QPixmap | None:
        """Return a picture; an empty one while it is on its way, None without a hash."""
        if not file_hash:
            return None
        known = self._kept.get(file_hash)
        if known is not None:
            self._kept.move_to_end(file_hash)
            return known
        self._kept[file_hash] = empty = QPixmap()
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        factory, side = self._desk.factory, self._side
        if factory is not None:
            self._desk.tasks.read(
                lambda: read_picture(factory.read_file(file_hash), side),
                lambda image: self._take(file_hash, image),
                owner=self,
            )
        return empty

    def _take(self, file_hash: str, image: QImage) -> None:
        if not image.isNull():
            self._kept[file_hash] = QPixmap.fromImage(image)
            self.came.emit()
