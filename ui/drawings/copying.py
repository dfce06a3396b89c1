"""Prints, exports and drags of a drawing: stamped pages on a printer, in a folder, or under the mouse.

Every way out goes through the stamp; what the program cannot stamp leaves by opening it outside, which is recorded.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QMouseEvent, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.documents.drawing_copy import StampedFile, export_drawing, record_copied, stamped_drawing
from app.drawings.pages import open_pages, page_source, render
from ui.changes.issued_file import choose_folder
from ui.i18n import Texts, say
from ui.panels import Desk
from ui.widgets.buttons import IconButton

# Sharp enough for thin lines and small figures; an A3 page is then some 35 megapixels.
_DPI = 200
_LARGEST = 38_000_000

Pictures = list[tuple[QImage, float, float]]


def choose_printer(parent: QWidget) -> QPrinter | None:
    """Let a person choose a printer; None when they change their mind. The edge that tests replace."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() else None


class Copying:
    """The ways out of one screen.

    Args:
        desk: What screens are given.
        owner: The screen.
    """

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner
        self.choose_printer: Callable[[QWidget], QPrinter | None] = choose_printer
        self.choose_folder = choose_folder

    def print(self, revision_id: int, copy_id: int | None = None) -> None:
        """Print the stamped pages on a printer the person chooses."""
        printer = self.choose_printer(self._owner)
        if printer is None:
            return

        def work() -> tuple[list[str], Pictures]:
            files = self._stamped(revision_id, copy_id)
            return [file.name for file in files], [picture for file in files for picture in pictures_of(file)]

        def then(found: tuple[list[str], Pictures]) -> None:
            names, pictures = found
            paint_pages(printer, pictures)
            self._record(revision_id, names, copy_id, "print")
            self._desk.notices.toast(
                say("{n} {n:page was|pages were} sent to the printer.", n=len(pictures)), "ok"
            )

        self._desk.tasks.read(work, then, owner=self._owner)

    def export(self, revision_id: int, copy_id: int | None = None) -> None:
        """Write the stamped pages into a folder the person chooses."""
        desk = self._desk
        folder = self.choose_folder(self._owner, desk.texts.say("Where to write the stamped drawing"))
        factory, actor, language = desk.factory, desk.actor(), desk.texts.code
        if folder is None or factory is None:
            return

        def then(paths: list[Path]) -> None:
            desk.notices.toast(say("{file} is written.", file=paths[0].name), "ok")

        desk.tasks.read(
            lambda: export_drawing(
                factory, revision_id, folder, actor=actor, language=language, copy_id=copy_id
            ),
            then,
            owner=self._owner,
        )

    def prepare_drag(self, revision_id: int, then: Callable[[list[Path]], object]) -> None:
        """Make the stamped files to be dragged out, in a folder of their own."""

        def work() -> list[Path]:
            folder = Path(tempfile.mkdtemp(prefix="partproof-"))
            paths = []
            for file in self._stamped(revision_id, None):
                path = folder / file.name
                path.write_bytes(file.content)
                paths.append(path)
            return paths

        self._desk.tasks.read(work, then, owner=self._owner)

    def dragged(self, revision_id: int, paths: list[Path]) -> None:
        """Record that files were dragged out."""
        self._record(revision_id, [path.name for path in paths], None, "drag")

    def _stamped(self, revision_id: int, copy_id: int | None) -> tuple[StampedFile, ...]:
        desk = self._desk
        if desk.factory is None:
            return ()
        return stamped_drawing(
            desk.factory, revision_id, actor=desk.actor(), language=desk.texts.code, copy_id=copy_id
        )

    def _record(self, revision_id: int, names: list[str], copy_id: int | None, how: str) -> None:
        perform = self._desk.perform
        self._desk.tasks.write(
            lambda: perform(record_copied, revision_id, names, copy_id=copy_id, how=how), owner=self._owner
        )


class DragHandle(IconButton):
    """An icon that is dragged into the file manager or a mail: the stamped PDF goes along.

    Args:
        texts: The window's language.
        copying: Makes the files.
        revision: Returns the revision shown, or None.
    """

    def __init__(self, texts: Texts, copying: Copying, revision: Callable[[], int | None]) -> None:
        words = say("Drag the stamped PDF out, or press to export it")
        super().__init__(texts, "file-export", words, name="drawing.drag")
        self._copying, self._revision = copying, revision
        self._files: list[Path] = []
        self._of: int | None = None
        self.clicked.connect(self._export)

    def _export(self) -> None:
        revision = self._revision()
        if revision is not None:
            self._copying.export(revision)

    @override
    def enterEvent(self, event: object) -> None:
        revision = self._revision()
        if revision is not None and self.isEnabled():
            # Made anew each time: the stamp says the state and the moment, and both go on.
            for path in self._files:
                path.unlink(missing_ok=True)
            self._of, self._files = revision, []
            self._copying.prepare_drag(revision, self._ready)
        super().enterEvent(event)  # type: ignore[arg-type]

    def _ready(self, paths: list[Path]) -> None:
        self._files = paths

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._files and self._of is not None:
            mime = QMimeData()
            mime.setUrls([QUrl.fromLocalFile(str(path)) for path in self._files])
            drag = QDrag(self)
            drag.setMimeData(mime)
            self.setDown(False)
            if drag.exec(Qt.DropAction.CopyAction) is not Qt.DropAction.IgnoreAction:
                self._copying.dragged(self._of, self._files)
            return
        super().mouseMoveEvent(event)


def pictures_of(file: StampedFile) -> Pictures:
    """Return every page as a picture with its width and height in points."""
    source = page_source(file.content, file.name)
    made: Pictures = []
    for index, page in enumerate(open_pages(source).pages):
        scale = min(_DPI / 72, (_LARGEST / (page.width * page.height)) ** 0.5)
        picture = render(source, index, scale)
        image = QImage(
            picture.content, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
        ).copy()
        made.append((image, page.width, page.height))
    return made


def paint_pages(printer: QPrinter, pictures: Pictures) -> None:
    """Print pictures one on a sheet, each on paper that lies as it does; smaller paper shows it reduced."""
    painter = QPainter()
    for at, (image, width, height) in enumerate(pictures):
        wide = width > height
        printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        )
        short, long = sorted((width, height))
        paper = QPageSize(QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
        printer.setPageSize(paper)
        if at == 0:
            painter.begin(printer)
        else:
            printer.newPage()
        area = QRectF(painter.viewport())
        ratio = min(area.width() / image.width(), area.height() / image.height())
        target = QRectF(0, 0, image.width() * ratio, image.height() * ratio)
        target.moveCenter(area.center())
        painter.drawImage(target, image)
    painter.end()
