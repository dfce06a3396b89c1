"""The left half of the station: the released drawing with the balloon to measure now.

Where another room offers a drawing panel it is shown; else the page's picture with its balloons. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.drawings.pages import PageImage, page_source, render
from app.errors import PartproofError
from app.inspection.station_queries import StationBalloon, StationFacts
from app.inspection.station_view import StationView
from models.vocab import Verdict
from ui.i18n import say
from ui.panels import Desk, Panel
from ui.station.balloon_room import InkMap, framed, free_place, leader_end
from ui.tasks import Errand
from ui.theme.icons import paint_icon
from ui.widgets.card import Card
from ui.widgets.painted import Painted, pen, write

# Pixels per point of the picture: an A3 page stays under 10 megapixels and sharp on a 1080p screen.
SCALE: Final = 2.5
# How much of the page is seen around the dimension to be measured: so few points to a pixel that its text reads from
# where one stands, and never more than this share of the page's longer side.
_SEEN: Final = 0.46
_POINTS_PER_PIXEL: Final = 0.52
_COARSE: Final = 12
# Radius of the balloon to be measured now, and of the others, in pixels.
_LARGE: Final = 24.0
_SMALL: Final = 15.0


@runtime_checkable
class ShowsBalloon(Protocol):
    """A drawing panel that can bring a balloon into view; offered under the key ``drawing.page``."""

    def show_balloon(self, characteristic_id: int) -> None:
        """Bring the balloon of a characteristic into view and mark it."""
        ...


@dataclass(frozen=True)
class Page:
    """A page's picture.

    Attributes:
        scale: Pixels per point.
        coarse: The same in a twelfth of the size, by which a frame is chosen quickly.
    """

    image: QImage
    scale: float
    coarse: QImage


class PagePicture(Painted):
    """A page of the drawing with its balloons, the one to measure now filled and in view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("station.page")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._page: Page | None = None
        self._balloons: tuple[StationBalloon, ...] = ()
        self._current: int | None = None
        self._found: tuple[tuple[object, ...], tuple[QPointF, QPointF]] | None = None
        self._framed: tuple[tuple[object, ...], QPointF] | None = None
        self.whole = False

    @property
    def current(self) -> int | None:
        """The characteristic whose balloon is marked."""
        return self._current

    def put_page(self, page: Page | None) -> None:
        """Show another page."""
        self._page = page
        self.update()

    def put_balloons(self, balloons: Sequence[StationBalloon], current: int | None) -> None:
        """Show balloons of the page; ``current`` is the characteristic to be measured now."""
        self._balloons, self._current = tuple(balloons), current
        self.setAccessibleDescription(
            next((b.number for b in balloons if b.characteristic_id == current), "")
        )
        self.update()

    def show_whole(self, whole: bool) -> None:
        """Show the whole page, or the neighbourhood of the balloon."""
        self.whole = whole
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, 480)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, 200)

    def _marked(self) -> StationBalloon | None:
        return next((b for b in self._balloons if b.characteristic_id == self._current), None)

    def _seen(self, page: Page) -> QRectF:
        """The part of the picture that is shown, in its pixels, in the shape of this widget."""
        whole = QRectF(page.image.rect())
        shape = self.width() / max(1, self.height())
        width = whole.width() if whole.width() / whole.height() > shape else whole.height() * shape
        marked = self._marked()
        centre = whole.center()
        if not self.whole and marked is not None:
            width = min(width * _SEEN, self.width() * _POINTS_PER_PIXEL * page.scale)
            centre = self._centre_of(page, marked, width, width / shape)
        height = width / shape
        left = _inside(centre.x() - width / 2, width, whole.width())
        top = _inside(centre.y() - height / 2, height, whole.height())
        return QRectF(left, top, width, height)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.painter()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._page is None:
            side = 64.0
            box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            paint_icon(painter, "file-text", "muted", box)
            painter.end()
            return
        painter.setClipRect(self.rect())
        painter.fillRect(self.rect(), self.look.color("paper"))
        seen = self._seen(self._page)
        zoom = self.width() / seen.width()
        paper = QRectF(self._page.image.rect())
        target = QRectF(-seen.left() * zoom, -seen.top() * zoom, paper.width() * zoom, paper.height() * zoom)
        painter.drawImage(target, self._page.image, paper)
        step = self._page.scale * zoom
        for balloon in self._balloons:
            if balloon.characteristic_id != self._current:
                here = target.topLeft() + _centre(balloon) * step
                self._balloon(painter, balloon, here, target.topLeft() + _anchor(balloon) * step)
        marked = self._marked()
        if marked is not None:
            here, end = self._room(self._page, marked, seen, zoom)
            self._balloon(painter, marked, target.topLeft() + here * zoom, target.topLeft() + end * zoom)
        painter.end()

    def place_of_current(self) -> tuple[QPointF, float, QPointF] | None:
        """Return centre and radius of the marked balloon, and the end of its leader, in pixels of this widget."""
        page, marked = self._page, self._marked()
        if page is None or marked is None:
            return None
        seen = self._seen(page)
        zoom = self.width() / seen.width()
        here, end = self._room(page, marked, seen, zoom)
        return (here - seen.topLeft()) * zoom, _LARGE, (end - seen.topLeft()) * zoom

    def _centre_of(self, page: Page, marked: StationBalloon, width: float, height: float) -> QPointF:
        key = (page.image.cacheKey(), marked.characteristic_id, width, height)
        if self._framed is None or self._framed[0] != key:
            around, wide, high = _anchor(marked) * page.scale / _COARSE, width / _COARSE, height / _COARSE
            ink = InkMap(page.coarse, around, max(wide, high) / 24, max(wide, high), beyond=False)
            self._framed = key, framed(ink, around, wide, high) * _COARSE
        return self._framed[1]

    def _room(self, page: Page, marked: StationBalloon, seen: QRectF, zoom: float) -> tuple[QPointF, QPointF]:
        """Return where the marked balloon stands and its leader ends, in the page's pixels; found once per view."""
        key = (page.image.cacheKey(), marked.characteristic_id, seen.getRect(), zoom)
        if self._found is None or self._found[0] != key:
            anchor, home = _anchor(marked) * page.scale, _centre(marked) * page.scale
            radius = _LARGE / zoom
            others = [_centre(b) * page.scale for b in self._balloons if b is not marked]
            ink = InkMap(page.image, anchor, radius)
            place = free_place(ink, seen, home, anchor, radius, others)
            self._found = key, (place, leader_end(ink, place, anchor, radius))
        return self._found[1]

    def _balloon(self, painter: QPainter, balloon: StationBalloon, here: QPointF, anchor: QPointF) -> None:
        current = balloon.characteristic_id == self._current
        radius = _LARGE if current else _SMALL
        bad = balloon.verdict is Verdict.NG
        # The page is paper in every theme: its inks are those that are read on white.
        edge = self.look.color("verdict_ng" if bad else "station_bar")
        if anchor != here:
            painter.setPen(pen(edge, 3 if current else 1.4))
            painter.drawLine(here, anchor)
            painter.setBrush(edge)
            painter.drawEllipse(anchor, 4 if current else 2.5, 4 if current else 2.5)
        painter.setPen(pen(edge, 2))
        painter.setBrush(edge if current else self.look.color("paper"))
        painter.drawEllipse(here, radius, radius)
        ink = self.look.color("paper") if current else edge
        box = QRectF(here.x() - radius, here.y() - radius, 2 * radius, 2 * radius)
        write(painter, box, balloon.number, ink, self.look.font(points=18, bold=current))
        if balloon.verdict in (Verdict.OK, Verdict.NG) and not current:
            sign = QRectF(here.x() + radius * 0.5, here.y() - radius * 1.5, 18, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.color("verdict_ng" if bad else "verdict_ok"))
            painter.drawEllipse(sign)
            token = "on_verdict_ng" if bad else "on_verdict_ok"
            paint_icon(painter, "x" if bad else "check", token, sign.adjusted(3, 3, -3, -3))


def _centre(balloon: StationBalloon) -> QPointF:
    return QPointF(float(balloon.x), float(balloon.y))


def _anchor(balloon: StationBalloon) -> QPointF:
    return QPointF(float(balloon.anchor_x), float(balloon.anchor_y))


def _inside(start: float, length: float, whole: float) -> float:
    """Keep a window inside the page; one larger than the page is centred."""
    if length >= whole:
        return (whole - length) / 2
    return min(max(0.0, start), whole - length)


def draw_page(content: bytes, page: int, name: str) -> Page:
    """Render a page, zero-based; to be called on a read thread.

    Raises:
        PartproofError: The file is none that can be shown.
    """
    picture: PageImage = render(page_source(content, name), page, SCALE)
    image = QImage(
        picture.content, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
    ).copy()
    coarse = image.scaled(
        max(1, image.width() // _COARSE),
        max(1, image.height() // _COARSE),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return Page(image, picture.scale, coarse)


class DrawingCard(Card):
    """The drawing with its number in the head.

    Args:
        desk: What the screen has at hand.
        read_file: Returns a stored file; called on a read thread.
    """

    def __init__(self, desk: Desk, read_file: Callable[[str], bytes], parent: QWidget | None = None) -> None:
        super().__init__(desk.texts, " ", flush=True, parent=parent)
        self._desk, self._read_file = desk, read_file
        self.title.setObjectName("drawing.title")
        self.picture = PagePicture()
        self.add(self.picture, 1)
        self._panel: Panel | None = None
        self._shown: tuple[int, str, int] | None = None
        self._errand: Errand | None = None

    def put(self, view: StationView, facts: StationFacts) -> None:
        """Show the drawing of an inspection and mark the balloon to measure now."""
        head = view.inspection
        if head is None:
            return
        self.set_title(
            say("{drawing} Rev {revision}", drawing=head.drawing_number, revision=head.drawing_revision),
            say("as released"),
        )
        current = view.next.characteristic_id if view.next is not None else None
        marked = next((b for b in facts.balloons if b.characteristic_id == current), None)
        page = marked.page if marked is not None else 1
        self.picture.put_balloons([b for b in facts.balloons if b.page == page], current)
        wanted = (head.document_revision_id, facts.file_hash, page)
        if wanted != self._shown:
            self._open(wanted, facts.file_name)
        panel: object = self._panel
        if isinstance(panel, ShowsBalloon) and current is not None:
            panel.show_balloon(current)

    def show_whole(self, whole: bool) -> None:
        """Show the whole page, or the neighbourhood of the balloon."""
        self.picture.show_whole(whole)

    def _open(self, wanted: tuple[int, str, int], name: str) -> None:
        revision_id, file_hash, page = wanted
        if self._shown is None or self._shown[0] != revision_id:
            self._offer_panel(revision_id)
        self._shown = wanted
        if self._panel is not None:
            return
        if self._errand is not None:
            self._errand.cancel()
        if not file_hash:
            self.picture.put_page(None)
            return
        read = self._read_file
        self._errand = self._desk.tasks.read(
            lambda: draw_page(read(file_hash), page - 1, name),
            self.picture.put_page,
            failed=self._not_drawn,
            owner=self,
        )

    def _offer_panel(self, revision_id: int) -> None:
        if self._panel is not None:
            self._panel.setParent(None)
            self._panel.deleteLater()
        self._panel = self._desk.panels.make("drawing.page", self._desk, revision_id)
        self.picture.setVisible(self._panel is None)
        if self._panel is not None:
            self.add(self._panel, 1)

    def _not_drawn(self, error: BaseException) -> None:
        # The job goes on without a picture; its balloons and texts are there.
        self.picture.put_page(None)
        if not isinstance(error, PartproofError):
            self._desk.notices.failed(error)
            return
        self.note.put(self._desk.texts.explain(error))
