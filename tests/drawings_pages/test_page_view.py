"""The page view as a person uses it: sharp pictures, zoom and pan that hold, balloons by mouse and key."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.drawings.page_refusals import DAMAGED
from app.drawings.pages import PageFacts, PageImage, PageReader, Rectangle
from app.errors import PartproofError
from ui.drawings.balloon_shapes import BalloonColours, BalloonShape, BalloonState
from ui.drawings.page_scene import PageColours
from ui.drawings.page_view import PageTool, PageView
from ui.i18n import Texts

PAGE = PageFacts(600, 400, 0, 10, False)
# Any colours do here; the program takes them from its tokens.
COLOURS = BalloonColours("white", "blue", "white", "skyblue", "green", "black", "darkred", "white", "brown")
DESK = PageColours("gray", "white", "black", "blue")
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton

SHAPES = (
    BalloonShape("a", "1", 0, 100, 100, "Balloon 1, 40.0", anchor=(150, 120), editable=True),
    BalloonShape("b", "2", 0, 300, 110, "Balloon 2, 12.5", state=BalloonState.OK),
    BalloonShape("c", "3", 0, 110, 300, "Balloon 3, unconfirmed", state=BalloonState.UNCONFIRMED),
    BalloonShape("d", "4", 1, 50, 50, "Balloon 4, 5.0", state=BalloonState.NG, special="◇"),
)


def grey(page: int, scale: float, part: Rectangle | None) -> PageImage:
    """Return a plain picture whose shade tells the page."""
    area = part or Rectangle(0, 0, PAGE.width, PAGE.height)
    left, top = round(area.x * scale), round(area.y * scale)
    width = min(round(area.width * scale), round(PAGE.width * scale) - left)
    height = min(round(area.height * scale), round(PAGE.height * scale) - top)
    shade = bytes([200 - 50 * page] * 3 + [255])
    return PageImage(width, height, width * 4, shade * (width * height), scale, left, top)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PageView]:
    view = PageView(Texts("en"), DESK, COLOURS)
    qtbot.addWidget(view)
    view.resize(640, 460)
    with qtbot.waitExposed(view):
        view.show()
    yield view
    view.close_document()


def opened(qtbot: QtBot, view: PageView, pages: int = 2) -> PageView:
    with qtbot.waitSignal(view.sharp):
        view.open_document([PAGE] * pages, grey)
        view.set_balloons(SHAPES)
    return view


def at(view: PageView, x: float, y: float) -> QPoint:
    return view.mapFromScene(QPointF(x, y))


def shade(view: PageView, x: float, y: float) -> int:
    picture = view.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    place = at(view, x, y)
    return QColor(picture.pixel(round(place.x() * ratio), round(place.y() * ratio))).red()


def test_a_page_is_fitted_and_drawn(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    assert (view.page, view.page_count) == (0, 2)
    corners = [at(view, 0, 0), at(view, PAGE.width, PAGE.height)]
    assert all(view.viewport().rect().contains(corner) for corner in corners)
    assert shade(view, 500, 350) == 200


def test_turning_the_page_by_key_shows_the_other_page(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    with qtbot.waitSignals([view.sharp, view.page_changed]):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 1
    assert shade(view, 500, 350) == 150
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 1


def test_the_wheel_zooms_about_the_mouse(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    view.set_zoom(2.0)
    place = QPointF(200, 150)
    before = view.viewportTransform().inverted()[0].map(place)
    event = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignals([view.zoom_changed, view.sharp]):
        QApplication.sendEvent(view.viewport(), event)
    after = view.viewportTransform().inverted()[0].map(place)
    assert view.zoom == pytest.approx(2.5)
    assert (after - before).manhattanLength() < 1.0


def test_zoom_keys_and_fit(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    fitted = view.zoom
    QTest.keyClick(view, Qt.Key.Key_1)
    assert view.zoom == 1.0
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom == 1.25
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom == 1.0
    for _ in range(40):
        view.zoom_in()
    assert view.zoom == 32.0
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.zoom == pytest.approx(fitted)
    view.resize(1000, 800)
    qtbot.waitUntil(lambda: view.zoom > fitted * 1.3)


def test_after_a_zoom_the_page_is_drawn_at_that_zoom(qtbot: QtBot, view: PageView) -> None:
    scales: list[float] = []

    def spy(page: int, scale: float, part: Rectangle | None) -> PageImage:
        if part is not None:
            scales.append(scale)
        return grey(page, scale, part)

    with qtbot.waitSignal(view.sharp):
        view.open_document([PAGE], spy)
    with qtbot.waitSignal(view.sharp):
        view.set_zoom(3.0)
    pixels = 3.0 * view.logicalDpiX() / 72 * view.devicePixelRatioF()
    assert scales[-1] == pytest.approx(pixels)
    with qtbot.waitSignal(view.sharp):
        view.set_zoom(3.0)
    assert scales.count(scales[-1]) == len([s for s in scales if s == pytest.approx(pixels)])


def test_pictures_nobody_wants_any_more_are_not_drawn(qtbot: QtBot, view: PageView) -> None:
    gate, asked = threading.Event(), []

    def slow(page: int, scale: float, part: Rectangle | None) -> PageImage:
        asked.append(page)
        assert gate.wait(10)
        return grey(page, scale, part)

    view.open_document([PAGE] * 3, slow)
    view.set_page(1)
    view.set_page(2)
    with qtbot.waitSignal(view.sharp):
        gate.set()
    assert 1 not in asked
    assert shade(view, 500, 350) == 100


def test_the_middle_button_and_the_hand_drag_the_page(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    view.set_zoom(4.0)
    for button, tool in ((MIDDLE, PageTool.BALLOON), (LEFT, PageTool.MOVE)):
        view.set_tool(tool)
        view.centerOn(300, 200)
        before = view.mapToScene(QPoint(100, 100))
        QTest.mousePress(view.viewport(), button, pos=QPoint(300, 300))
        QTest.mouseMove(view.viewport(), QPoint(240, 260))
        QTest.mouseRelease(view.viewport(), button, pos=QPoint(240, 260))
        step = view.mapToScene(QPoint(100, 100)) - before
        assert step.x() == pytest.approx(60 / view.transform().m11(), abs=0.5)
        assert step.y() == pytest.approx(40 / view.transform().m11(), abs=0.5)


def test_the_space_bar_turns_the_left_button_into_a_hand(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    view.set_zoom(4.0)
    before = view.mapToScene(QPoint(100, 100))
    QTest.keyPress(view, Qt.Key.Key_Space)
    QTest.mousePress(view.viewport(), LEFT, pos=QPoint(300, 300))
    QTest.mouseMove(view.viewport(), QPoint(250, 300))
    QTest.mouseRelease(view.viewport(), LEFT, pos=QPoint(250, 300))
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert (view.mapToScene(QPoint(100, 100)) - before).x() > 5


def test_a_click_selects_a_balloon_and_a_click_beside_lets_go(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    with qtbot.waitSignal(view.balloon_selected, check_params_cb=lambda key: key == "b"):
        QTest.mouseClick(view.viewport(), LEFT, pos=at(view, 300, 110))
    assert view.selected == "b"
    assert "Balloon 2" in view.accessibleDescription()
    with qtbot.waitSignal(view.balloon_selected, check_params_cb=lambda key: key == ""):
        QTest.mouseClick(view.viewport(), LEFT, pos=at(view, 450, 250))


def test_an_editable_balloon_is_dragged_and_another_is_not(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    moved: list[tuple[str, float, float]] = []
    view.balloon_moved.connect(lambda key, x, y: moved.append((key, x, y)))
    for x, y in ((100, 100), (300, 110)):
        QTest.mousePress(view.viewport(), LEFT, pos=at(view, x, y))
        QTest.mouseMove(view.viewport(), at(view, x + 40, y + 20))
        QTest.mouseRelease(view.viewport(), LEFT, pos=at(view, x + 40, y + 20))
    assert [key for key, _, _ in moved] == ["a"]
    assert moved[0][1:] == pytest.approx((140, 120), abs=1.5)


def test_the_hand_never_moves_a_balloon(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    view.set_tool(PageTool.MOVE)
    with qtbot.assertNotEmitted(view.balloon_moved):
        QTest.mousePress(view.viewport(), LEFT, pos=at(view, 100, 100))
        QTest.mouseMove(view.viewport(), at(view, 160, 130))
        QTest.mouseRelease(view.viewport(), LEFT, pos=at(view, 160, 130))
    assert view.selected == "a"


def test_a_double_click_asks_for_a_balloon_there_or_opens_one(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    with qtbot.waitSignal(view.place_requested) as asked:
        QTest.mouseDClick(view.viewport(), LEFT, pos=at(view, 420, 250))
    assert asked.args == pytest.approx([420, 250], abs=1.5)
    with (
        qtbot.assertNotEmitted(view.place_requested),
        qtbot.waitSignal(view.balloon_activated, check_params_cb=lambda key: key == "b"),
    ):
        QTest.mouseDClick(view.viewport(), LEFT, pos=at(view, 300, 110))
    with qtbot.assertNotEmitted(view.place_requested):
        QTest.mouseDClick(view.viewport(), LEFT, pos=QPoint(2, 2))
        view.set_tool(PageTool.MOVE)
        QTest.mouseDClick(view.viewport(), LEFT, pos=at(view, 420, 250))


def test_a_dragged_area_comes_in_points_and_stays_on_the_page(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    view.set_tool(PageTool.AREA)
    with qtbot.waitSignal(view.area_chosen) as chosen:
        QTest.mousePress(view.viewport(), LEFT, pos=at(view, 400, 300))
        QTest.mouseMove(view.viewport(), at(view, 450, 350))
        QTest.mouseRelease(view.viewport(), LEFT, pos=at(view, 200, 150))
        QTest.mouseMove(view.viewport(), at(view, 200, 150))
    area = chosen.args[0]
    assert (area.x, area.y, area.right, area.bottom) == pytest.approx((400, 300, 450, 350), abs=1.5)
    with qtbot.waitSignal(view.area_chosen) as chosen:
        QTest.mousePress(view.viewport(), LEFT, pos=at(view, 500, 300))
        QTest.mouseMove(view.viewport(), QPoint(5000, 5000))
        QTest.mouseRelease(view.viewport(), LEFT, pos=QPoint(5000, 5000))
    assert (chosen.args[0].right, chosen.args[0].bottom) == (PAGE.width, PAGE.height)
    with qtbot.assertNotEmitted(view.area_chosen):
        QTest.mouseClick(view.viewport(), LEFT, pos=at(view, 450, 220))


def test_tab_goes_through_the_balloons_and_then_on(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    before, view, after = QPushButton("<"), PageView(Texts("en"), DESK, COLOURS), QPushButton(">")
    for widget in (before, view, after):
        layout.addWidget(widget)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    opened(qtbot, view)
    view.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        seen.append(view.selected)
    assert seen == ["a", "b", "c"]
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    assert view.selected == "b"
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.selected == ""
    assert window.focusWidget() is after
    view.close_document()


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        ("a", Qt.Key.Key_Right, "b"),
        ("b", Qt.Key.Key_Left, "a"),
        ("a", Qt.Key.Key_Down, "c"),
        ("c", Qt.Key.Key_Up, "a"),
        ("a", Qt.Key.Key_Up, "a"),
    ],
)
def test_arrows_go_to_the_nearest_balloon(
    qtbot: QtBot, view: PageView, start: str, key: Qt.Key, end: str
) -> None:
    opened(qtbot, view)
    view.select_balloon(start)
    QTest.keyClick(view, key)
    assert view.selected == end


def test_the_keyboard_nudges_opens_removes_and_places(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    view.select_balloon("a")
    with qtbot.waitSignal(view.balloon_moved) as moved:
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert moved.args == ["a", 101, 100]
    with qtbot.waitSignal(view.balloon_activated, check_params_cb=lambda key: key == "a"):
        QTest.keyClick(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.remove_requested, check_params_cb=lambda key: key == "a"):
        QTest.keyClick(view, Qt.Key.Key_Delete)
    with qtbot.waitSignal(view.place_requested) as placed:
        QTest.keyClick(view, Qt.Key.Key_Insert)
    assert placed.args == pytest.approx([300, 200], abs=3)
    view.select_balloon("b")
    with qtbot.assertNotEmitted(view.remove_requested), qtbot.assertNotEmitted(view.balloon_moved):
        QTest.keyClick(view, Qt.Key.Key_Delete)
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected == ""


def test_selecting_a_balloon_of_another_page_turns_to_it(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    with qtbot.waitSignal(view.page_changed):
        view.select_balloon("d")
    assert (view.page, view.selected) == (1, "d")
    view.set_page(0)
    assert view.selected == ""


def test_selecting_a_balloon_out_of_sight_scrolls_to_it(qtbot: QtBot, view: PageView) -> None:
    opened(qtbot, view)
    view.set_zoom(6.0)
    view.centerOn(500, 350)
    view.select_balloon("a")
    assert view.viewport().rect().contains(at(view, 100, 100))


def test_the_selected_balloon_stays_selected_when_the_list_is_given_anew(
    qtbot: QtBot, view: PageView
) -> None:
    opened(qtbot, view)
    view.select_balloon("a")
    with qtbot.assertNotEmitted(view.balloon_selected):
        view.set_balloons(SHAPES)
    assert view.selected == "a"
    view.set_balloons(SHAPES[1:])
    assert view.selected == ""


def test_the_view_names_itself_in_the_language_of_now(qtbot: QtBot) -> None:
    texts = Texts("en")
    view = PageView(texts, DESK, COLOURS)
    qtbot.addWidget(view)
    assert view.accessibleName() == "Drawing: no page is open"
    opened(qtbot, view)
    assert view.accessibleName() == "Drawing, page 1 of 2, 3 balloons"
    texts.switch("ko")
    assert view.accessibleName() == "도면 2쪽 중 1쪽, 풍선 번호 3개"
    view.close_document()


def test_every_state_looks_different_without_colour(qtbot: QtBot, view: PageView) -> None:
    with qtbot.waitSignal(view.sharp):
        view.open_document([PAGE], grey)
    one_ink = BalloonColours("white", "black", "white", "white", "white", "black", "white", "black", "black")
    view.set_colours(DESK, one_ink)
    looks = set()
    for state in BalloonState:
        view.set_balloons([BalloonShape("x", "8", 0, 300, 200, "8", state=state)])
        place = at(view, 300, 200)
        picture = view.viewport().grab().toImage().copy(place.x() - 20, place.y() - 20, 40, 40)
        looks.add(bytes(picture.constBits()))
    assert len(looks) == len(BalloonState)


def test_a_page_that_cannot_be_drawn_is_told_once(qtbot: QtBot, view: PageView) -> None:
    told: list[PartproofError] = []

    def broken(page: int, scale: float, part: Rectangle | None) -> PageImage:
        raise DAMAGED(name="x.pdf")

    view.failed.connect(told.append)
    with qtbot.waitSignal(view.failed):
        view.open_document([PAGE], broken)
    with qtbot.assertNotEmitted(view.failed, wait=200):
        view.set_zoom(3.0)
    assert [refusal.code for refusal in told] == [DAMAGED.code]


def test_a_view_deleted_while_a_picture_is_drawn_leaves_no_thread(qtbot: QtBot) -> None:
    started, gate = threading.Event(), threading.Event()

    def slow(page: int, scale: float, part: Rectangle | None) -> PageImage:
        started.set()
        assert gate.wait(10)
        return grey(page, scale, part)

    view = PageView(Texts("en"), DESK, COLOURS)
    view.open_document([PAGE], slow)
    assert started.wait(10)
    threading.Timer(0.05, gate.set).start()
    view.deleteLater()
    qtbot.waitUntil(lambda: not isValid(view))
    assert gate.is_set()


def test_a_real_drawing_is_drawn_sharp_where_its_ink_is(
    qtbot: QtBot, view: PageView, reader: PageReader, drawings: Path
) -> None:
    path = drawings / "TC-FACE_v1.4.pdf"
    render: Callable[[int, float, Rectangle | None], PageImage] = lambda page, scale, part: reader.render(  # noqa: E731
        path, page, scale, part
    )
    (run,) = (run for run in reader.page_text(path, 0) if run.text == "TC-FACE")
    with qtbot.waitSignal(view.sharp):
        view.open_document(reader.open_pages(path).pages, render)
    with qtbot.waitSignal(view.sharp):
        view.set_zoom(4.0)
        view.centerOn(*run.rectangle.centre)
    picture = (
        view.viewport()
        .grab()
        .toImage()
        .convertToFormat(view.viewport().grab().toImage().Format.Format_Grayscale8)
    )
    corner = at(view, run.x, run.y)
    wide, high = (round(side * view.transform().m11()) for side in (run.width, run.height))
    part = picture.copy(corner.x(), corner.y(), wide, high)
    shades = bytes(part.constBits())
    dark = sum(1 for value in shades if value < 60)
    between = sum(1 for value in shades if 60 <= value < 200)
    assert dark > 0.05 * len(shades)
    # A picture blown up from a coarser one would be mostly in between.
    assert between < 0.5 * dark
