"""The balloon to be measured now: large, beside its dimension and never on it, with the dimension large enough."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui_station.station_page import StationPage
from ui.station.balloon_room import InkMap, framed, free_place, leader_end

WHITE, BLACK = 0xFFFFFFFF, 0xFF000000


def _page() -> QImage:
    """A page with one dimension text, drawn as a block."""
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(WHITE)
    painter = QPainter(image)
    painter.fillRect(QRectF(380, 280, 60, 18), QColor(BLACK))
    painter.end()
    return image


def _dark(image: QImage, centre: QPointF, radius: float) -> int:
    """Dark pixels of a page under a circle."""
    x0, y0, reach = round(centre.x()), round(centre.y()), math.ceil(radius)
    return sum(
        (image.pixel(x0 + x, y0 + y) & 0xFF) < 128
        for x in range(-reach, reach + 1)
        for y in range(-reach, reach + 1)
        if math.hypot(x, y) <= radius and image.rect().contains(x0 + x, y0 + y)
    )


def test_a_balloon_on_its_number_moves_beside_it() -> None:
    image, anchor, radius = _page(), QPointF(379, 289), 24.0
    home = QPointF(385, 289)
    assert _dark(image, home, radius) > 200
    seen = QRectF(200, 100, 400, 400)
    ink = InkMap(image, anchor, radius)
    place = free_place(ink, seen, home, anchor, radius, [])
    assert _dark(image, place, radius) == 0
    assert seen.adjusted(radius, radius, -radius, -radius).contains(place)
    assert math.dist(place.toTuple(), anchor.toTuple()) <= 5 * radius
    end = leader_end(ink, place, anchor, radius)
    assert _dark(image, end, 3) == 0


def test_balloons_keep_apart_and_one_that_hides_nothing_stays() -> None:
    image, anchor, radius = _page(), QPointF(379, 289), 24.0
    ink, seen = InkMap(image, anchor, radius), QRectF(image.rect())
    home = QPointF(330, 250)
    assert free_place(ink, seen, home, anchor, radius, []) == home
    moved = free_place(ink, seen, home, anchor, radius, [QPointF(335, 252)])
    assert math.dist(moved.toTuple(), (335, 252)) >= 1.9 * radius


def test_the_frame_shows_the_drawing_and_not_the_margin() -> None:
    image = _page()
    painter = QPainter(image)
    # The view that is dimensioned lies above its dimension.
    painter.fillRect(QRectF(300, 60, 200, 150), QColor(BLACK))
    painter.end()
    around = QPointF(379, 289)
    ink = InkMap(image, around, 400 / 24, 400, beyond=False)
    centre = framed(ink, around, 400, 400)
    assert centre.y() < around.y() - 40
    assert abs(centre.y() - around.y()) <= 0.25 * 400
    assert abs(centre.x() - around.x()) <= 0.25 * 400


def test_what_lies_beyond_the_page_draws_no_frame_to_it() -> None:
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(WHITE)
    corner = QPointF(790, 590)
    assert InkMap(image, corner, 20, 200, beyond=False).ink(QRectF(690, 490, 200, 200)) == 0
    assert InkMap(image, corner, 20, 200).ink(QRectF(690, 490, 200, 200)) > 0


def test_at_the_station_every_dimension_is_seen_beside_its_balloon(station: StationPage) -> None:
    station.arm()
    picture = station.screen.drawing.picture
    page = picture._page
    assert page is not None
    balloons = picture._balloons
    for balloon in balloons:
        picture.put_balloons(balloons, balloon.characteristic_id)
        found = picture.place_of_current()
        assert found is not None
        centre, radius, end = found
        seen = picture._seen(page)
        zoom = picture.width() / seen.width()
        # Ten points of text are at least 19 pixels high.
        assert zoom * page.scale >= 1.9
        assert QRectF(picture.rect()).adjusted(radius, radius, -radius, -radius).contains(centre)
        drawn = _dark(page.image, seen.topLeft() + centre / zoom, radius / zoom)
        assert drawn <= 4, balloon.number
        assert math.dist(end.toTuple(), centre.toTuple()) > radius, balloon.number
    picture.grab()
