"""A view on one page of a drawing: zoom, fit, pages, and sharp pictures fetched in the background.

Draws no page itself: pictures come from a function given from outside, called in a background thread.
Knows no balloons and no tools; those are in page_view.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from app.drawings.page_facts import PageFacts
from ui.drawings.page_scene import PageScene
from ui.drawings.page_tiles import Render, Tile, TileLoader

ZOOM_STEP: Final = 1.25
LARGEST_ZOOM: Final = 32.0
SMALLEST_ZOOM: Final = 0.05
_BACKGROUND_PX: Final = 1400
_SETTLE_MS: Final = 90


class PageCamera(QGraphicsView):
    """Shows one page of a document.

    Signals:
        page_changed: The page now shown, zero-based.
        zoom_changed: 1.0 is real size on a screen that states its resolution truly.
        sharp: All that is visible is drawn at the zoom of now.
        failed: The PartproofError of a picture that could not be drawn.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    sharp = Signal()
    failed = Signal(object)

    def __init__(self, scene: PageScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        scene.setParent(self)
        self._page_scene = scene
        self._pages: tuple[PageFacts, ...] = ()
        self._page = 0
        self._document = 0
        self._fitting = True
        self._zoom = 1.0
        self._loader: TileLoader | None = None
        self._unshowable = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        # Bars that come and go would shift the page under the mouse; wheel, keys and hand scroll without them.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._request_tiles)
        self.horizontalScrollBar().valueChanged.connect(self._settle_later)
        self.verticalScrollBar().valueChanged.connect(self._settle_later)

    def page_shown(self) -> None:
        """Do what belongs to a new page; called when it is shown, still without pictures."""

    @property
    def page(self) -> int:
        """The page shown, zero-based."""
        return self._page

    @property
    def page_count(self) -> int:
        """How many pages there are to show."""
        return len(self._pages)

    @property
    def zoom(self) -> float:
        """The zoom of now; 1.0 is real size."""
        return self._zoom

    @property
    def has_picture(self) -> bool:
        """Whether anything of the page is there to be seen."""
        return self._page_scene.has_pictures

    @property
    def busy(self) -> bool:
        """Whether pictures are still to come; a picture of the window waits for them."""
        return self._settle.isActive() or (self._loader is not None and self._loader.busy)

    def open_document(
        self, pages: Sequence[PageFacts], render: Render, preview: QImage | None = None
    ) -> None:
        """Show the first of these pages, fitted.

        Args:
            pages: Their sizes.
            render: ``render(page, pixels per point, Rectangle or None)`` → PageImage; called in a background
                thread, may raise PartproofError, which then comes as ``failed``.
            preview: The first page as it was drawn when the file came in, shown until sharper pictures come.
        """
        self.close_document()
        self._pages = tuple(pages)
        loader = TileLoader(render)
        loader.signals.loaded.connect(self._tile_loaded)
        loader.signals.failed.connect(self._tile_failed)
        # The loader is no QObject: it must be told when Qt deletes this widget with its window.
        self.destroyed.connect(loader.close)
        self._loader = loader
        self._show_page(0, preview)

    def close_document(self) -> None:
        """Show nothing and let the background thread end."""
        if self._loader is not None:
            self.destroyed.disconnect(self._loader.close)
            self._loader.close()
            self._loader = None
        self._settle.stop()
        # A picture may still be on its way; the number tells that it is of another document.
        self._document += 1
        self._pages, self._page = (), 0
        self._page_scene.show_page(0, 0)
        self.page_shown()

    def set_page(self, page: int) -> None:
        """Turn to a page; one that does not exist is ignored."""
        if 0 <= page < len(self._pages) and page != self._page:
            self._show_page(page)

    # Zoom

    def fit(self) -> None:
        """Show the whole page, also after the widget changes its size, until zoomed otherwise."""
        self._fitting = True
        area = self._page_scene.sceneRect()
        if not self._pages or area.isEmpty():
            return
        view = self.viewport().size()
        scale = min((view.width() - 2) / area.width(), (view.height() - 2) / area.height())
        self._apply_zoom(scale / self._real_size)
        self.centerOn(area.center())

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, keeping a point of the viewport (its middle by default) where it is."""
        self._fitting = False
        fixed = at if at is not None else QPointF(self.viewport().rect().center())
        before = self.viewportTransform().inverted()[0].map(fixed)
        self._apply_zoom(zoom)
        moved = self.viewportTransform().map(before) - fixed
        self.horizontalScrollBar().setValue(round(self.horizontalScrollBar().value() + moved.x()))
        self.verticalScrollBar().setValue(round(self.verticalScrollBar().value() + moved.y()))

    def zoom_in(self) -> None:
        """One step nearer."""
        self.set_zoom(self._zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step away."""
        self.set_zoom(self._zoom / ZOOM_STEP)

    def real_size(self) -> None:
        """Zoom to 100 %."""
        self.set_zoom(1.0)

    @property
    def _real_size(self) -> float:
        """Screen units per point at 100 %."""
        return self.logicalDpiX() / 72

    def _apply_zoom(self, zoom: float) -> None:
        zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        changed, self._zoom = zoom != self._zoom, zoom
        scale = zoom * self._real_size
        self.setTransform(QTransform.fromScale(scale, scale))
        self._settle_later()
        if changed:
            self.zoom_changed.emit(zoom)

    # Pictures

    def show_preview(self, page: PageFacts, preview: QImage) -> None:
        """Show a kept picture of a first page at once, before its file is opened."""
        self.close_document()
        self._pages = (page,)
        self._show_page(0, preview)

    def put_preview(self, preview: QImage) -> None:
        """Lay a kept picture under the first page while nothing of it is drawn yet."""
        if self._pages and self._page == 0 and not self.has_picture and not preview.isNull():
            self._put_preview(preview)
            self.viewport().update()

    def _put_preview(self, preview: QImage) -> None:
        # Under its own scale: the background of the loader comes over it.
        tile = Tile(self._document, self._page, preview.width() / self._pages[self._page].width)
        self._page_scene.put(tile, preview, 0.0, 0.0)

    def _show_page(self, page: int, preview: QImage | None = None) -> None:
        facts = self._pages[page]
        self._page, self._unshowable = page, False
        self._page_scene.show_page(facts.width, facts.height)
        if preview is not None and not preview.isNull():
            self._put_preview(preview)
        self.page_shown()
        self.fit()
        self._request_tiles()
        self.page_changed.emit(page)

    def _settle_later(self) -> None:
        if self._loader is not None:
            self._settle.start()

    def _pixel_scale(self) -> float:
        return self._zoom * self._real_size * self.devicePixelRatioF()

    def _visible(self) -> QRectF:
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def _missing(self) -> list[Tile]:
        return self._page_scene.missing(self._document, self._page, self._pixel_scale(), self._visible())

    def _request_tiles(self) -> None:
        self._settle.stop()
        if self._loader is None or not self._pages or self._unshowable:
            return
        facts = self._pages[self._page]
        background = Tile(
            self._document, self._page, min(2.0, _BACKGROUND_PX / max(facts.width, facts.height))
        )
        wanted = [] if self._page_scene.has(background) else [background]
        wanted += self._missing()
        self._loader.want(wanted)
        if not wanted:
            self._told_sharp()

    def _tile_loaded(self, tile: Tile, image: QImage, left: float, top: float) -> None:
        scale = self._pixel_scale()
        of_now = (tile.document, tile.page) == (self._document, self._page)
        if not of_now or (tile.rectangle is not None and tile.scale != scale):
            return
        self._page_scene.put(tile, image, left, top)
        if not self._missing() and not self._settle.isActive():
            self._told_sharp()

    @property
    def is_sharp(self) -> bool:
        """Whether all that is visible is drawn at the zoom of now."""
        shown = self._loader is not None and bool(self._pages) and not self._unshowable
        return shown and not self._settle.isActive() and not self._missing()

    def _told_sharp(self) -> None:
        self._page_scene.forget(self._pixel_scale(), self._visible())
        self.sharp.emit()

    def _tile_failed(self, tile: Tile, refusal: object) -> None:
        of_now = (tile.document, tile.page) == (self._document, self._page)
        if self._loader is not None and of_now and not self._unshowable:
            # The same refusal would come for every tile of the page, again and again.
            self._loader.want(())
            self._unshowable = True
            self.failed.emit(refusal)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll otherwise."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.set_zoom(self._zoom * ZOOM_STEP**steps, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page fitted."""
        super().resizeEvent(event)
        if self._fitting:
            self.fit()
        self._settle_later()
