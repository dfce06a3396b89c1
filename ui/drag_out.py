"""Dragging an output to the file manager: the file is made when the mouse goes down and goes along with the drag.

Knows no noun; whoever offers something says how its files are made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from typing_extensions import override

from ui.i18n import say
from ui.panels import Desk

Prepare = Callable[[], Callable[[Path], list[Path]] | None]


class DragOut(QObject):
    """Lets files be dragged out of a widget.

    Args:
        desk: What screens are given.
        widget: Where the drag begins: a button, or the viewport of a table.
        prepare: Called on the window's thread when the mouse goes down; returns what writes the files into a folder,
            away from the window's thread, or None where there is nothing to drag.
        made: Called on the window's thread as soon as the files are there, carried or not.
    """

    def __init__(
        self, desk: Desk, widget: QWidget, prepare: Prepare, *, made: Callable[[], object] | None = None
    ) -> None:
        super().__init__(widget)
        self._made = made
        self._desk, self._widget, self._prepare = desk, widget, prepare
        self._pressed: QPointF | None = None
        self._going = False
        self.files: list[Path] = []
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            if event.type() is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
                self._pressed, self._going, self.files = event.position(), False, []
            elif event.type() is QEvent.Type.MouseButtonRelease:
                self._pressed = None
            elif event.type() is QEvent.Type.MouseMove and self._pressed is not None:
                way = (event.position() - self._pressed).manhattanLength()
                if way >= QApplication.startDragDistance():
                    self._move()
                    return True
        return super().eventFilter(watched, event)

    def _move(self) -> None:
        """Begin to make the files; the drag begins when they are there and the mouse is still down."""
        if self._going:
            return
        self._going = True
        if isinstance(self._widget, QAbstractButton):
            # Letting the button go must not press it as well.
            self._widget.setDown(False)
        write = self._prepare()
        if write is None:
            self._pressed = None
            return

        def work() -> list[Path]:
            return write(Path(tempfile.mkdtemp(prefix="partproof-")))

        self._desk.tasks.read(work, self._ready, owner=self)

    def _ready(self, files: list[Path]) -> None:
        self.files = files
        if self._made is not None:
            self._made()
        if self._pressed is None or not files:
            return
        self._pressed = None
        self.carry(files)

    def carry(self, files: list[Path]) -> None:
        """Carry files under the mouse; the edge that tests replace."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
        drag = QDrag(self._widget)
        drag.setMimeData(mime)
        if drag.exec(Qt.DropAction.CopyAction) is not Qt.DropAction.IgnoreAction:
            self._desk.notices.toast(say("{file} was dragged out.", file=files[0].name), "ok")
