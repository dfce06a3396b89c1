"""The widget of the drawing screen: pages with balloons, the tools, mouse and keyboard.

Stores nothing: every wish of the user leaves as a signal, places in points of the displayed page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.drawings.page_facts import Rectangle
from app.texts import mark
from ui.drawings.balloon_shapes import BalloonBody, BalloonColours, BalloonShape
from ui.drawings.page_camera import PageCamera
from ui.drawings.page_overlay import OverlayColours, OverlayKind, OverlayShape, paint_shapes
from ui.drawings.page_scene import PageColours, PageScene
from ui.i18n import Texts
from ui.theme.tokens import load_tokens

_NUDGE_POINTS: Final = 1.0

_EMPTY: Final = mark("Drawing: no page is open")
_PAGE: Final = mark("Drawing, page {page} of {pages}, {balloons} {balloons:balloon|balloons}")


class PageTool(StrEnum):
    """What the left mouse button does on the page."""

    MOVE = "move"
    BALLOON = "balloon"
    AREA = "area"
    MEASURE = "measure"
    REDLINE = "redline"


_DRAWN: Final = (PageTool.MEASURE, PageTool.REDLINE)


class PageView(PageCamera):
    """Drawing pages with balloons.

    Keys: ``+`` ``-`` zoom, ``0`` fit, ``1`` 100 %, PageUp and PageDown turn the page, Tab and Shift+Tab go from
    balloon to balloon and then leave, arrows go to the nearest balloon (scroll when none is selected),
    Ctrl+arrow nudges, Enter opens, Delete asks for removal, Insert asks for a new balloon in the middle,
    Escape lets go; space held down or the middle button drags the page.

    Signals:
        balloon_selected: Its key; empty when none is.
        balloon_activated: Its key (double click or Enter).
        balloon_moved: Key, x, y; the balloon already stands there.
        remove_requested: Its key.
        place_requested: x, y of a double click or of the view's middle.
        area_chosen: A Rectangle.
        path_drawn: ((x, y), …) of a drag with the measuring or redlining tool.
        page_clicked: x, y of a click with the hand that dragged nothing.
        And those of PageCamera: page_changed, zoom_changed, sharp, failed.
    """

    balloon_selected = Signal(str)
    balloon_activated = Signal(str)
    balloon_moved = Signal(str, float, float)
    remove_requested = Signal(str)
    place_requested = Signal(float, float)
    area_chosen = Signal(object)
    path_drawn = Signal(object)
    page_clicked = Signal(float, float)

    def __init__(
        self,
        texts: Texts,
        page_colours: PageColours,
        balloon_colours: BalloonColours,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(PageScene(page_colours, balloon_colours), parent)
        self.setObjectName("page_view")
        self.viewport().setObjectName("page_viewport")
        self._texts = texts
        self._colours = page_colours
        self._shapes: tuple[BalloonShape, ...] = ()
        self._selected = ""
        self._tool = PageTool.BALLOON
        self._dragged_from: QPointF | None = None
        self._pressed_at = QPointF()
        self._area_from: QPointF | None = None
        self._area_to: QPointF | None = None
        self._space_held = False
        self._path: list[tuple[float, float]] = []
        self._overlays: tuple[OverlayShape, ...] = ()
        self.overlay_colours = OverlayColours.of_tokens(load_tokens("light", "office").colors)
        # What a drag looks like while it is drawn.
        self.path_kind = OverlayKind.MEASURE
        self._page_scene.balloon_pressed.connect(self.select_balloon)
        self._page_scene.balloon_activated.connect(self.balloon_activated)
        self._page_scene.balloon_dragged.connect(self.balloon_moved)
        texts.follow(self, self._retext)

    # What is shown

    @property
    def selected(self) -> str:
        """The key of the selected balloon, or empty."""
        return self._selected

    def page_shown(self) -> None:
        """Show the balloons of the new page; a selected balloon of another page is let go."""
        shape = next((s for s in self._shapes if s.key == self._selected), None)
        if shape is not None and shape.page != self._page:
            self.select_balloon("")
        self._show_balloons()

    def close_document(self) -> None:
        """Show nothing, balloons included, and let the background thread end."""
        self._shapes, self._overlays = (), ()
        self.select_balloon("")
        super().close_document()

    def _show_balloons(self) -> None:
        here = [shape for shape in self._shapes if shape.page == self._page] if self._pages else []
        self._page_scene.show_balloons(here, self.font())
        self._page_scene.mark_selected(self._selected)
        self._retext()

    def set_balloons(self, shapes: Iterable[BalloonShape]) -> None:
        """Replace the balloons of all pages; the selected one stays so if its key is still there."""
        self._shapes = tuple(shapes)
        if self._selected and all(shape.key != self._selected for shape in self._shapes):
            self.select_balloon("")
        self._show_balloons()

    def set_colours(self, page: PageColours, balloons: BalloonColours) -> None:
        """Use another theme's colours."""
        self._colours = page
        self._page_scene.set_colours(page, balloons)
        self._show_balloons()

    def select_balloon(self, key: str) -> None:
        """Select a balloon, turning to its page and bringing it into view; empty selects none."""
        shape = next((shape for shape in self._shapes if shape.key == key), None)
        if shape is not None and shape.page != self._page:
            self.set_page(shape.page)
        changed = self._selected != (shape.key if shape else "")
        self._selected = shape.key if shape else ""
        self._page_scene.mark_selected(self._selected)
        balloon = self._page_scene.balloon(self._selected)
        if balloon is not None and changed:
            self._bring_into_view(balloon)
        self._retext()
        if changed:
            self.balloon_selected.emit(self._selected)

    def set_tool(self, tool: PageTool) -> None:
        """Choose what the left button does; double click places a balloon with every tool but MOVE."""
        self._tool = tool
        cursors = {PageTool.MOVE: Qt.CursorShape.OpenHandCursor, PageTool.AREA: Qt.CursorShape.CrossCursor}
        cursors |= dict.fromkeys(_DRAWN, Qt.CursorShape.CrossCursor)
        self.viewport().setCursor(cursors.get(tool, Qt.CursorShape.ArrowCursor))

    @property
    def tool(self) -> PageTool:
        """What the left button does."""
        return self._tool

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the page or an area, or press a balloon."""
        left = event.button() == Qt.MouseButton.LeftButton
        hand = self._space_held or self._tool is PageTool.MOVE
        if left and self._tool in _DRAWN and not self._space_held and self._pages:
            self._begin_path(event.position())
            event.accept()
            return
        balloon = self._balloon_at(event.position()) if left and not self._space_held else None
        if balloon is not None and self._tool is not PageTool.BALLOON:
            # The hand and the area tool may select, but never move a balloon by accident.
            self.select_balloon(balloon.shape_shown.key)
            event.accept()
            return
        if event.button() == Qt.MouseButton.MiddleButton or (left and hand):
            self._dragged_from = self._pressed_at = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif left and self._tool is PageTool.AREA:
            self._area_from = self._area_to = self._on_page(event.position())
        else:
            if left and balloon is None:
                self.select_balloon("")
            super().mousePressEvent(event)
            return
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on dragging."""
        if self._dragged_from is not None:
            step = event.position() - self._dragged_from
            self._dragged_from = event.position()
            self.horizontalScrollBar().setValue(round(self.horizontalScrollBar().value() - step.x()))
            self.verticalScrollBar().setValue(round(self.verticalScrollBar().value() - step.y()))
        elif self._path:
            self._lengthen_path(event.position())
        elif self._area_from is not None:
            self._area_to = self._on_page(event.position())
            self.viewport().update()
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag and tell the area."""
        if self._dragged_from is not None:
            self._dragged_from = None
            self.set_tool(self._tool)
            if (event.position() - self._pressed_at).manhattanLength() < 3:
                place = self.mapToScene(event.position().toPoint())
                self.page_clicked.emit(place.x(), place.y())
        elif self._path:
            path, self._path = tuple(self._path), []
            self.viewport().update()
            if len(path) > 1 or self.path_kind is OverlayKind.TEXT:
                self.path_drawn.emit(path)
        elif self._area_from is not None:
            area = self._area()
            self._let_go()
            # Less than three pixels is a click that slipped.
            if area is not None and min(area.width, area.height) * self._zoom * self._real_size > 3:
                self.area_chosen.emit(area)
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a balloon, or ask for a new one."""
        if self._balloon_at(event.position()) is not None:
            super().mouseDoubleClickEvent(event)
            return
        place = self.mapToScene(event.position().toPoint())
        inside = bool(self._pages) and self._page_scene.page_rectangle.contains(place)
        placing = self._tool in (PageTool.BALLOON, PageTool.AREA)
        if event.button() == Qt.MouseButton.LeftButton and placing and inside:
            self._let_go()
            self.place_requested.emit(place.x(), place.y())
        event.accept()

    def _balloon_at(self, position: QPointF) -> BalloonBody | None:
        items = self.items(position.toPoint())
        return next((item for item in items if isinstance(item, BalloonBody)), None)

    def _on_page(self, position: QPointF) -> QPointF:
        page = self._page_scene.page_rectangle
        place = self.mapToScene(position.toPoint())
        return QPointF(min(max(place.x(), 0), page.width()), min(max(place.y(), 0), page.height()))

    def _area(self) -> Rectangle | None:
        if self._area_from is None or self._area_to is None:
            return None
        area = QRectF(self._area_from, self._area_to).normalized()
        return Rectangle(area.x(), area.y(), area.width(), area.height())

    def _let_go(self) -> None:
        self._area_from = self._area_to = None
        self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw redlines, hits, the measured distance, and what is being dragged."""
        here = [shape for shape in self._overlays if shape.page == self._page] if self._pages else []
        if len(self._path) > 1:
            here.append(OverlayShape(self._page, self.path_kind, tuple(self._path)))
        paint_shapes(painter, here, self.overlay_colours, self.font(), self._zoom * self._real_size)
        if self._area_from is None or self._area_to is None:
            return
        pen = QPen(QColor(self._colours.area), 1.5, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self._area_from, self._area_to).normalized())

    def look_at(self, place: Rectangle) -> None:
        """Bring a part of the page into view, near enough to read it."""
        if place.height * self._zoom * self._real_size < 9:
            self.set_zoom(12 / max(place.height * self._real_size, 0.1))
        self.centerOn(QPointF(*place.centre))

    def set_overlays(self, shapes: Iterable[OverlayShape]) -> None:
        """Replace what is drawn over the pages besides balloons."""
        self._overlays = tuple(shapes)
        self.viewport().update()

    def _begin_path(self, position: QPointF) -> None:
        place = self._on_page(position)
        self._path = [(place.x(), place.y())]

    def _lengthen_path(self, position: QPointF) -> None:
        place = self._on_page(position)
        if self.path_kind is OverlayKind.FREEHAND:
            self._path.append((place.x(), place.y()))
        else:
            self._path = [self._path[0], (place.x(), place.y())]
        self.viewport().update()

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, turn pages, go between balloons; see the class."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self._space_held = True
            if not event.isAutoRepeat():
                self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif not (self._zoom_key(key) or self._balloon_key(key, event.modifiers())):
            super().keyPressEvent(event)
            return
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let the hand go with the space bar."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            self.set_tool(self._tool)
        else:
            super().keyReleaseEvent(event)

    def _zoom_key(self, key: Qt.Key) -> bool:
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_1: self.real_size,
            Qt.Key.Key_PageUp: lambda: self.set_page(self._page - 1),
            Qt.Key.Key_PageDown: lambda: self.set_page(self._page + 1),
        }
        if key not in acts:
            return False
        acts[key]()
        return True

    def _balloon_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        balloon = self._page_scene.balloon(self._selected)
        if key == Qt.Key.Key_Insert and self._pages:
            centre = self._on_page(QPointF(self.viewport().rect().center()))
            self.place_requested.emit(centre.x(), centre.y())
        elif key == Qt.Key.Key_Escape and (self._area_from is not None or self._selected):
            self._let_go()
            self.select_balloon("")
        elif balloon is None:
            return False
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.balloon_activated.emit(self._selected)
        elif key == Qt.Key.Key_Delete and balloon.shape_shown.editable:
            self.remove_requested.emit(self._selected)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            if not modifiers & Qt.KeyboardModifier.ControlModifier:
                self.select_balloon(self._page_scene.nearest(self._selected, key))
            elif balloon.shape_shown.editable:
                self._nudge(balloon, key)
        else:
            return False
        return True

    def _nudge(self, balloon: BalloonBody, key: Qt.Key) -> None:
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1)}
        step = QPointF(*steps.get(key, (0, 1))) * _NUDGE_POINTS
        balloon.setPos(balloon.pos() + step)
        self.balloon_moved.emit(self._selected, balloon.pos().x(), balloon.pos().y())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next balloon of the page; after the last one to the next widget."""
        keys = [balloon.shape_shown.key for balloon in self._page_scene.balloons]
        at = keys.index(self._selected) if self._selected in keys else (-1 if forward else len(keys))
        following = at + (1 if forward else -1)
        if 0 <= following < len(keys):
            self.select_balloon(keys[following])
            return True
        self.select_balloon("")
        return super().focusNextPrevChild(forward)

    # Upkeep

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._show_balloons()

    def _bring_into_view(self, balloon: BalloonBody) -> None:
        reach = 24 / (self._zoom * self._real_size)
        around = QRectF(balloon.pos().x() - reach, balloon.pos().y() - reach, 2 * reach, 2 * reach)
        if not self._visible().contains(around):
            self.ensureVisible(around, 40, 40)

    def _retext(self) -> None:
        balloon = self._page_scene.balloon(self._selected)
        if not self._pages:
            self.setAccessibleName(self._texts.say(_EMPTY))
        else:
            count = len(self._page_scene.balloons)
            name = self._texts.say(_PAGE, page=self._page + 1, pages=len(self._pages), balloons=count)
            self.setAccessibleName(name)
        self.setAccessibleDescription(balloon.shape_shown.name if balloon is not None else "")
        told = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(told)
