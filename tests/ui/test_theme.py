"""Fonts, digits and sizes on the screen; a missing font is a clear refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.errors import PartproofError
from ui.theme.fonts import FAMILIES, load_fonts
from ui.theme.theme import Theme, install_theme
from ui.theme.tokens import THEMES, contrast


def test_missing_fonts_are_refused_by_name(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(PartproofError) as refused:
        load_fonts(tmp_path)
    assert refused.value.code == "ui.fonts_missing"
    assert refused.value.values["family"] == "Noto Sans KR"


def test_the_bundled_font_is_the_font_of_the_screen(look: Theme, qapp: QApplication) -> None:
    assert qapp.font().families()[0] == "Noto Sans KR"
    assert set(FAMILIES) <= set(QFontDatabase.families())


@pytest.mark.parametrize("bold", [False, True])
def test_digits_have_one_width(look: Theme, bold: bool) -> None:
    metrics = QFontMetricsF(look.font(bold=bold))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_placeholders_can_be_read(
    qtbot: QtBot, look: Theme, theme: str, kind: type[QLineEdit | QPlainTextEdit]
) -> None:
    former = look.choice
    look.choose(theme)
    try:
        field = kind()
        field.setPlaceholderText("PP-QF-805")
        qtbot.addWidget(field)
        field.ensurePolished()
        ink = field.palette().placeholderText().color()
        assert ink.alpha() == 255
        assert contrast(ink.name(), look.tokens.colors["field"]) >= 4.5
    finally:
        look.choose(former)


def test_the_digits_stay_so_under_the_style_sheet(qtbot: QtBot, look: Theme) -> None:
    button = QPushButton("1111")
    button.setProperty("kind", "primary")
    qtbot.addWidget(button)
    button.ensurePolished()
    assert button.font().featureValue(QFont.Tag("tnum")) == 1


@pytest.mark.parametrize("sign", "⌀±°⌖⏥⌴↧Ⓜ◇▽☑①㈜×≤✓")
def test_engineering_signs_are_in_the_bundled_fonts(look: Theme, sign: str) -> None:
    fonts = [QRawFont.fromFont(QFont(family)) for family in FAMILIES]
    assert any(font.supportsCharacter(ord(sign)) for font in fonts)


@pytest.mark.parametrize(("dots_per_inch", "pixels"), [(96, 34), (144, 51)])
def test_millimetres_follow_the_ruler(look: Theme, dots_per_inch: int, pixels: int) -> None:
    look.calibrate(dots_per_inch / 25.4)
    assert look.pixels(9) in (pixels, pixels + 1)
    look.calibrate(0)


def test_the_system_is_followed_when_asked_to(look: Theme) -> None:
    look.choose("system")
    assert look.choice == "system"
    assert look.tokens.theme in ("light", "dark", "contrast")
    with pytest.raises(ValueError, match="no theme"):
        look.choose("pink")


def test_installing_twice_is_one_theme(look: Theme, qapp: QApplication) -> None:
    assert install_theme(qapp, "dark") is look
