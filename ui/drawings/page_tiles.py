"""Fetches page pictures in the background, one at a time, newest wish first served.

Knows no PDF library: a function given from outside draws. Pictures that nobody wants any more are not drawn.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.drawings.page_facts import PageImage, Rectangle
from app.errors import PartproofError

# Page (zero-based), pixels per point, part of the page in points (None is all of it).
Render = Callable[[int, float, Rectangle | None], PageImage]

TILE_PX: Final = 512


@dataclass(frozen=True)
class Tile:
    """One picture wanted: a square of the page, or the whole page as background.

    Attributes:
        document: Counts the documents opened, so that a late picture is known as such.
        page: Zero-based.
        scale: Pixels per point.
        column: From the left; -1 for the whole page.
        row: From the top; -1 for the whole page.
    """

    document: int
    page: int
    scale: float
    column: int = -1
    row: int = -1

    @property
    def rectangle(self) -> Rectangle | None:
        """Its part of the page in points; None is the whole page."""
        if self.column < 0:
            return None
        side = TILE_PX / self.scale
        return Rectangle(self.column * side, self.row * side, side, side)


class TileSignals(QObject):
    """Carries results to the window's thread.

    Signals:
        loaded: The tile, its picture as QImage, left and top in points.
        failed: The tile and the PartproofError.
        idle: Nothing is wanted any more.
    """

    loaded = Signal(object, object, float, float)
    failed = Signal(object, object)
    idle = Signal()


class TileLoader:
    """A queue of wanted tiles and the one background thread that works on it.

    Args:
        render: Draws a picture; called in the background thread, one call at a time.
    """

    def __init__(self, render: Render) -> None:
        self.signals = TileSignals()
        self._render = render
        self._wanted: deque[Tile] = deque()
        self._lock = threading.Lock()
        self._working = False
        self._closed = False
        # A thread of Python's own: what a thread of Qt's pool calls in Python stays known there as a dummy for ever.
        # It ends with the last wish, so none outlives the window.
        self._thread: threading.Thread | None = None

    def want(self, tiles: Sequence[Tile]) -> None:
        """Replace what is wanted; the first is drawn first."""
        with self._lock:
            self._wanted = deque(tiles)
            start = bool(tiles) and not self._working and not self._closed
            self._working = self._working or start
        if start:
            # A former thread has served its last wish and only has to leave.
            self._join()
            self._thread = threading.Thread(target=self._work, name="page pictures", daemon=True)
            self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether a picture is being drawn or still wanted."""
        with self._lock:
            return self._working

    def close(self) -> None:
        """Stop after the picture being drawn; nothing is reported any more."""
        with self._lock:
            self._closed = True
            self._wanted.clear()
        self._join()

    def _join(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        ended = False
        try:
            while (tile := self._next()) is not None:
                self._draw(tile)
            ended = True
        finally:
            if not ended:
                with self._lock:
                    self._working = False
        if not self._closed:
            self.signals.idle.emit()

    def _next(self) -> Tile | None:
        with self._lock:
            if self._closed or not self._wanted:
                # Said under the lock: a wish that comes now starts a new run.
                self._working = False
                return None
            return self._wanted.popleft()

    def _draw(self, tile: Tile) -> None:
        try:
            picture = self._render(tile.page, tile.scale, tile.rectangle)
        except PartproofError as refusal:
            if not self._closed:
                self.signals.failed.emit(tile, refusal)
            return
        image = QImage(
            picture.content, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
        ).copy()
        if not self._closed:
            place = picture.rectangle
            self.signals.loaded.emit(tile, image, place.x, place.y)
