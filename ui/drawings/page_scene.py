"""The scene of one drawing page: paper, pictures of it, and balloons; one unit is one point of the page.

Fetches nothing and stores nothing: pictures and balloons are handed in, acts on balloons are told by signals.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsRectItem, QGraphicsScene

from ui.drawings.balloon_shapes import BalloonBody, BalloonColours, BalloonShape
from ui.drawings.page_tiles import TILE_PX, Tile

MARGIN: Final = 18.0
# One is a megabyte.
_TILES_KEPT: Final = 128
_DIRECTIONS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True)
class PageColours:
    """Colours around the drawing, as names or codes that QColor reads.

    Attributes:
        desk: Around the paper; follows the theme.
        paper: The paper; light in every theme, since the drawing on it is black.
        edge: The paper's outline.
        area: Outline of the rectangle being dragged, on the paper.
    """

    desk: str
    paper: str
    edge: str
    area: str

    @classmethod
    def of_tokens(cls, shown: Mapping[str, str], light: Mapping[str, str]) -> PageColours:
        """Return the colours from the token tables of the theme shown and of the light theme."""
        return cls(shown["window"], light["paper"], shown["border"], light["accent"])


class PageScene(QGraphicsScene):
    """One page at a time, with its balloons.

    Signals:
        balloon_pressed, balloon_activated: The balloon's key.
        balloon_dragged: Key, x, y in points.
    """

    balloon_pressed = Signal(str)
    balloon_activated = Signal(str)
    balloon_dragged = Signal(str, float, float)

    def __init__(self, page: PageColours, balloons: BalloonColours, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Hundreds of items that move now and then: the index would cost more than it saves.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._page_colours, self._balloon_colours = page, balloons
        self._paper = QGraphicsRectItem()
        self._paper.setZValue(-2)
        self.addItem(self._paper)
        self._tiles: dict[Tile, QGraphicsPixmapItem] = {}
        self._balloons: dict[str, BalloonBody] = {}
        self.set_colours(page, balloons)

    @property
    def page_rectangle(self) -> QRectF:
        """The page in points."""
        return self._paper.rect()

    @property
    def balloons(self) -> tuple[BalloonBody, ...]:
        """The balloons shown, in the order given."""
        return tuple(self._balloons.values())

    def set_colours(self, page: PageColours, balloons: BalloonColours) -> None:
        """Use another theme's colours; balloons take them when they are shown the next time."""
        self._page_colours, self._balloon_colours = page, balloons
        edge = QPen(QColor(page.edge), 1)
        edge.setCosmetic(True)
        self._paper.setPen(edge)
        self._paper.setBrush(QBrush(QColor(page.paper)))
        self.setBackgroundBrush(QColor(page.desk))

    def show_page(self, width: float, height: float) -> None:
        """Show an empty page of this size in points, without pictures and balloons."""
        for item in self._tiles.values():
            self.removeItem(item)
        self._tiles.clear()
        self.show_balloons((), QFont())
        self._paper.setRect(0, 0, width, height)
        self.setSceneRect(-MARGIN, -MARGIN, width + 2 * MARGIN, height + 2 * MARGIN)

    def show_balloons(self, shapes: Iterable[BalloonShape], font: QFont) -> None:
        """Replace the balloons."""
        for balloon in self._balloons.values():
            for item in (balloon, balloon.leader, balloon.area):
                if item is not None:
                    self.removeItem(item)
        self._balloons = {}
        for shape in shapes:
            balloon = BalloonBody(shape, self._balloon_colours, font)
            for item in (balloon.area, balloon.leader, balloon):
                if item is not None:
                    self.addItem(item)
            balloon.pressed.connect(self.balloon_pressed)
            balloon.activated.connect(self.balloon_activated)
            balloon.dragged.connect(self.balloon_dragged)
            self._balloons[shape.key] = balloon

    def balloon(self, key: str) -> BalloonBody | None:
        """Return a balloon of this page, or None."""
        return self._balloons.get(key)

    def mark_selected(self, key: str) -> None:
        """Draw one balloon as selected and all others as not."""
        for name, balloon in self._balloons.items():
            if balloon.selected != (name == key):
                balloon.set_selected(name == key)

    def nearest(self, key: str, direction: Qt.Key) -> str:
        """Return the key of the nearest balloon in the direction of an arrow key; ``key`` if there is none."""
        here = self._balloons[key].pos()
        along_x, along_y = _DIRECTIONS[direction]
        best, best_cost = key, math.inf
        for name, balloon in self._balloons.items():
            step = balloon.pos() - here
            ahead = step.x() * along_x + step.y() * along_y
            aside = abs(step.x() * along_y) + abs(step.y() * along_x)
            # Twice the sideways way: going right prefers the neighbour over a nearer one far above.
            if name != key and ahead > 0.5 and ahead + 2 * aside < best_cost:
                best, best_cost = name, ahead + 2 * aside
        return best

    def missing(self, document: int, page: int, scale: float, visible: QRectF) -> list[Tile]:
        """Return the tiles that are needed to show a part sharply, the middle first."""
        area = visible.intersected(self.page_rectangle)
        if area.isEmpty():
            return []
        side = TILE_PX / scale
        columns = range(math.floor(area.left() / side), math.ceil(area.right() / side))
        rows = range(math.floor(area.top() / side), math.ceil(area.bottom() / side))
        wanted = [Tile(document, page, scale, column, row) for column in columns for row in rows]
        centre = area.center()

        def far(tile: Tile) -> float:
            return math.hypot((tile.column + 0.5) * side - centre.x(), (tile.row + 0.5) * side - centre.y())

        return sorted((tile for tile in wanted if tile not in self._tiles), key=far)

    @property
    def has_pictures(self) -> bool:
        """Whether any picture lies on the page."""
        return bool(self._tiles)

    def has(self, tile: Tile) -> bool:
        """Tell whether a picture is already there."""
        return tile in self._tiles

    def put(self, tile: Tile, image: QImage, left: float, top: float) -> None:
        """Show a picture with its upper left corner at a place in points."""
        item = QGraphicsPixmapItem(QPixmap.fromImage(image))
        item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        item.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)
        item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        item.setPos(left, top)
        item.setScale(1 / tile.scale)
        item.setZValue(-1 if tile.rectangle is None else 0)
        known = self._tiles.pop(tile, None)
        if known is not None:
            self.removeItem(known)
        self._tiles[tile] = item
        self.addItem(item)

    def forget(self, scale: float, visible: QRectF) -> None:
        """Drop sharp pictures of other zooms, and unseen ones when there are many; the background stays."""
        sharp = [(tile, item) for tile, item in self._tiles.items() if tile.rectangle is not None]
        many = len(sharp) > _TILES_KEPT
        for tile, item in sharp:
            if tile.scale != scale or (many and not item.sceneBoundingRect().intersects(visible)):
                self.removeItem(self._tiles.pop(tile))
