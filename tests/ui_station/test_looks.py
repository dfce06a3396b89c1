"""Sizes, shades and words of the station: targets in millimetres, points of text, grey-scale, two languages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel

from tests.ui_station.station_page import StationPage
from ui.station.keypad import Keypad
from ui.theme.theme import current_theme
from ui.theme.tokens import luminance
from ui.widgets.buttons import Button

TARGET_MM = 20
GAP_MM = 3


def grey(image: QImage, area: QRect) -> float:
    """Relative luminance of the ground of an area, 0 to 1: what is there most often."""
    seen: dict[int, int] = {}
    for x in range(area.left(), area.right(), 9):
        for y in range(area.top(), area.bottom(), 9):
            color = image.pixel(x, y) & 0xFFFFFF
            seen[color] = seen.get(color, 0) + 1
    return luminance(f"#{max(seen, key=lambda color: seen[color]):06x}")


def test_ok_and_ng_differ_in_grey(station: StationPage) -> None:
    station.arm()
    shades = []
    for value in ("62.004", "62.250"):
        station.press_gauge(value)
        image = station.screen.grab().toImage()
        shades.append(grey(image, image.rect().adjusted(4, 4, -4, -4)))
    high, low = max(shades), min(shades)
    assert (high + 0.05) / (low + 0.05) >= 3


@pytest.mark.parametrize("dpi", [96, 144])
def test_targets_are_large_enough_at_any_resolution(station: StationPage, dpi: int) -> None:
    pixels_per_mm = dpi / 25.4
    current_theme().calibrate(pixels_per_mm)
    try:
        station.stage.window.open_place("home")
        # Sizes are taken when a screen is made: a new one, as after a start with this ruler.
        window = station.stage.window
        old = window._screens.pop("station")
        window.stack.removeWidget(old)
        old.deleteLater()
        window.open_place("station")
        # The same screen in millimetres, with more pixels.
        window.showNormal()
        window.resize(1280 * dpi // 96, 800 * dpi // 96)
        station.settle()
        station.sign_in()
        _measure(station, pixels_per_mm)
        assert len(station.visible(QAbstractButton)) >= 5
    finally:
        current_theme().calibrate(0)


def _measure(station: StationPage, pixels_per_mm: float) -> None:
    least, gap = TARGET_MM * pixels_per_mm - 1, GAP_MM * pixels_per_mm - 1
    buttons = station.visible(QAbstractButton)
    for button in buttons:
        assert min(button.width(), button.height()) >= least, button.objectName()
    foot = sorted((b for b in buttons if b.parent() is station.screen.foot), key=lambda b: b.x())
    for left, right in pairwise(foot):
        assert right.x() - (left.x() + left.width()) >= gap


def test_the_pads_and_the_acknowledgement_are_large_enough(station: StationPage) -> None:
    station.arm()
    pixels_per_mm = current_theme().pixels(100) / 100
    for key in ("station.type", "station.defect"):
        station.button(key).click()
        station.settle()
        _measure(station, pixels_per_mm)
    station.press_gauge("62.250")
    _measure(station, pixels_per_mm)


def test_no_text_is_smaller_than_eighteen_points(station: StationPage) -> None:
    station.arm()
    station.press_gauge("62.004")
    station.cover.clear()
    _walk_fonts(station)
    station.button("station.type").click()
    _walk_fonts(station)
    theme = current_theme()
    assert theme.size("value_pt") >= 48
    assert theme.size("verdict_pt") >= 96
    assert min(theme.size(token) for token in ("text_pt", "small_pt", "section_pt")) >= 18


def _walk_fonts(station: StationPage) -> None:
    checked = 0
    for widget in (*station.visible(QLabel), *station.visible(Button)):
        text = widget.text() if isinstance(widget, QLabel | Button) else ""
        if text.strip():
            checked += 1
            assert widget.font().pointSizeF() >= 18, f"{widget.objectName()} {text}"
    assert checked >= 10


def test_everything_has_a_name_and_nothing_is_cut(station: StationPage) -> None:
    station.arm()
    for code in ("en", "ko"):
        station.screen.texts.switch(code)
        station.settle()
        for button in station.visible(QAbstractButton):
            assert button.accessibleName(), button.objectName()
            assert button.sizeHint().width() <= button.width() + 1, button.accessibleName()
        for label in station.visible(QLabel):
            if isinstance(label, QLabel) and not label.wordWrap() and label.text().strip():
                shortens = bool(getattr(label, "shortens", False))
                assert shortens or label.sizeHint().width() <= label.width() + 1, label.text()


def test_the_language_switches_in_the_middle_of_a_job(station: StationPage) -> None:
    station.arm()
    station.screen.texts.switch("ko")
    station.settle()
    assert station.text("next.what") == "다음: 계측기 버튼을 누르십시오"
    assert station.text("measure.what").startswith("① 길이 62")
    assert "시료 1/2 · G-014" in station.text("measure.where")
    station.press_gauge("62.004")
    assert station.cover.accessibleName() == "합격"


def test_no_dialog_and_no_input_method(station: StationPage) -> None:
    station.arm()
    station.press_gauge("62.250")
    assert not station.screen.findChildren(QDialog)
    assert station.screen.focusProxy() is station.screen.rest
    assert station.screen.findChildren(Keypad)


def test_a_pc_that_is_no_station_says_so(station: StationPage) -> None:
    from ui.station.station_screen import StationScreen

    screen = StationScreen(station.stage.window.desk)
    screen.refresh()
    assert screen.waiting.title.text() == "This PC is not a station yet"
    screen.deleteLater()


def test_the_value_is_never_cut(station: StationPage) -> None:
    station.arm()
    station.press_gauge("62.250")
    station.command("NEXT")
    # The most crowded moment: something was said, and a port is lost.
    station.answer_to(station.stage.ports[1].unplug)
    screen = station.screen
    assert screen.height() == 800
    assert screen.banner.isVisible()
    assert station.text("next.said")
    value = screen.measuring.value
    assert value.height() >= value.minimumSizeHint().height()
    assert value.width() >= value.minimumSizeHint().width()
    foot = screen.next_card.mapTo(screen, screen.next_card.rect().bottomLeft()).y()
    assert foot <= screen.foot.y()
