"""The small picture of a part in its workspace: from a file, dropped, or pasted. Uncontrolled, but on record."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.parts.pictures import clear_picture, picture_hash, set_picture
from ui.bom.file_drop import choose_file, dropped_file
from ui.i18n import say
from ui.panels import Desk, Panel
from ui.parts.thumbnails import Thumbnails, png_bytes, stored_form
from ui.theme.theme import current_theme
from ui.widgets.buttons import Button, IconButton

ENDINGS: Final = (".png", ".jpg", ".jpeg", ".bmp", ".webp", ".gif", ".tif", ".tiff")
_SIDE: Final = 112


class _Frame(QWidget):
    """The picture, or an empty frame."""

    def __init__(self, pictures: Thumbnails) -> None:
        super().__init__()
        self._pictures = pictures
        self.file_hash = ""
        self.setFixedSize(QSize(_SIDE, _SIDE))
        pictures.came.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(current_theme().color("line"))
        painter.drawRect(box)
        picture = self._pictures.get(self.file_hash)
        if picture is not None and not picture.isNull():
            size = picture.size().scaled(_SIDE - 4, _SIDE - 4, Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(left, top, size.width(), size.height(), picture)
        painter.end()


class PartPicture(Panel):
    """A picture with its two buttons."""

    nouns = frozenset({"part"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.part_id = 0
        self.file_hash = ""
        self.choose_file = choose_file
        texts = self.texts
        self.frame = _Frame(Thumbnails(desk, 2 * _SIDE, self))
        self.choose = Button(texts, say("Picture …"), self._choose, name="part.picture")
        texts.bind(self.choose.setToolTip, say("A file, a dropped picture, or Ctrl+V"))
        self.clear = IconButton(texts, "x", say("Take the picture off"), self._clear, "part.picture.clear")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAcceptDrops(True)
        texts.bind(self.setAccessibleName, say("Picture of the part"))
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.choose)
        foot.addWidget(self.clear)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.frame)
        column.addLayout(foot)
        column.addStretch(1)

    def show_part(self, part_id: int) -> None:
        """Show the picture of a part."""
        if part_id != self.part_id:
            self.part_id = part_id
            self._show(None)
        self.renew()

    @override
    def refresh(self) -> None:
        if self.part_id:
            self.ask(picture_hash, self.part_id, then=self._show)

    def _show(self, file_hash: str | None) -> None:
        self.file_hash = self.frame.file_hash = file_hash or ""
        self.clear.setVisible(bool(file_hash))
        self.frame.update()

    # three ways in
    def _choose(self) -> None:
        kinds = self.texts.say("Pictures")
        title = self.texts.say("Picture of the part")
        path = self.choose_file(self, title, f"{kinds} (*{' *'.join(ENDINGS)})")
        if path is not None:
            self.take_path(path)

    def take_path(self, path: Path) -> None:
        """Take a file; it is read and made small away from the window's thread."""

        def done(content: bytes | None) -> None:
            if content is None:
                self.desk.notices.toast(
                    say("{file} is no picture that can be shown.", file=path.name), "warn"
                )
            else:
                self._set(content, path.name)

        self.desk.tasks.read(lambda: stored_form(path.read_bytes()), done, owner=self)

    def take_image(self, image: QImage) -> None:
        """Take a picture of the clipboard."""
        self.desk.tasks.read(
            lambda: png_bytes(image), lambda content: self._set(content, "picture.png"), owner=self
        )

    def paste(self) -> bool:
        """Take what the clipboard holds; tell whether it was a picture."""
        mime = QGuiApplication.clipboard().mimeData()
        path = dropped_file(mime, ENDINGS) if mime is not None else None
        if path is not None:
            self.take_path(path)
            return True
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            return False
        self.take_image(image)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.matches(QKeySequence.StandardKey.Paste) and self.paste()):
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData(), ENDINGS) is not None or event.mimeData().hasImage():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData(), ENDINGS)
        image = event.mimeData().imageData() if path is None else None
        if path is not None:
            event.acceptProposedAction()
            self.take_path(path)
        elif isinstance(image, QImage):
            event.acceptProposedAction()
            self.take_image(image)

    # acts
    def _set(self, content: bytes, name: str) -> None:
        part_id, former = self.part_id, self.file_hash
        said = say("The picture was set.")
        self.do(set_picture, part_id, content, name, said=said, undo=lambda: self._back(part_id, former))

    def _clear(self) -> None:
        part_id, former = self.part_id, self.file_hash
        said = say("The picture was taken off.")
        self.do(clear_picture, part_id, said=said, undo=lambda: self._back(part_id, former))

    def _back(self, part_id: int, former: str) -> None:
        factory = self.desk.factory
        if not former:
            self.do(clear_picture, part_id)
        elif factory is not None:
            self.desk.tasks.read(
                lambda: factory.read_file(former),
                lambda content: self.do(set_picture, part_id, content, "picture"),
                owner=self,
            )
