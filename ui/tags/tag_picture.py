"""The picture of a tag as it comes out of the printer, page by page. Makes no picture itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui.i18n import Texts, say, term
from ui.theme.theme import current_theme
from ui.widgets.buttons import IconButton
from ui.widgets.label import Label
from ui.widgets.painted import Painted, pen


class TagPaper(Painted):
    """One page, as large as the room allows and never larger than twice its size on paper."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self._fitting: QImage | None = None
        self.setObjectName("tag.picture")
        self.setMinimumSize(280, 200)
        texts.bind(self.setAccessibleName, term("tag", "Preview"))

    def put(self, image: QImage | None) -> None:
        """Show a picture, or nothing."""
        self.image, self._fitting = image, None
        self.update()

    def _scaled(self, image: QImage, size: QSize) -> QImage:
        """Return the picture at a size in points, made once: small letters need every dot to be weighed."""
        wanted = size * self.devicePixelRatio()
        if self._fitting is None or self._fitting.size() != wanted:
            keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._fitting = image.scaled(wanted, keep, smooth)
        return self._fitting

    @override
    def sizeHint(self) -> QSize:
        return QSize(460, 380)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.color("window"))
        if self.image is not None:
            room = QRectF(self.rect()).adjusted(14, 14, -14, -14)
            size = self.image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(room.center())
            painter.drawImage(target, self._scaled(self.image, size))
            painter.setPen(pen(self.look.color("border")))
            painter.drawRect(target)
        painter.end()


class TagPicture(QWidget):
    """The pages of a tag with a line to turn them.

    Signals:
        turned: Another page is shown.
    """

    turned = Signal(int)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: list[QImage] = []
        self._at = self._count = 0
        self.paper = TagPaper(texts)
        self.back = IconButton(texts, "chevron-left", say("Page before"), lambda: self._turn(-1), "tag.back")
        self.on = IconButton(texts, "chevron-right", say("Next page"), lambda: self._turn(1), "tag.on")
        self.words = Label(texts, "", "muted")
        self.words.setObjectName("tag.pages")
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addStretch(1)
        line.addWidget(self.back)
        line.addWidget(self.words)
        line.addWidget(self.on)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(current_theme().size("gap_px")) // 2)
        column.addWidget(self.paper, 1)
        column.addLayout(line)
        self.put((), "")

    @property
    def pages(self) -> Sequence[QImage]:
        """The pictures now shown."""
        return tuple(self._pages)

    def put(self, pages: Sequence[QImage], size: str, count: int = 0) -> None:
        """Show pages; `size` is said beside them, and how many there are where not all are shown."""
        self._pages, self._size, self._count = list(pages), size, max(count, len(pages))
        self._at = min(self._at, max(len(self._pages) - 1, 0))
        self._show()

    def _turn(self, step: int) -> None:
        self._at = (self._at + step) % max(len(self._pages), 1)
        self._show()
        self.turned.emit(self._at)

    def _show(self) -> None:
        several = len(self._pages) > 1
        self.back.setVisible(several)
        self.on.setVisible(several)
        self.paper.put(self._pages[self._at] if self._pages else None)
        if not self._pages:
            self.words.put("")
        elif several:
            self.words.put(f"{self._at + 1} / {self._count} · {self._size}")
        else:
            self.words.put(self._size)
