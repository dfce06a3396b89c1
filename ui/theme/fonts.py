"""Loads the bundled fonts; the same files serve the paper. Never falls back to a system font silently."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from app.errors import RefusalKind
from app.texts import mark
from ui.theme.tokens import RESOURCES

FONT_DIR: Final = RESOURCES / "fonts"
# In this order a sign is looked for: Hangul and Latin first, then the engineering signs.
FAMILIES: Final = ("Noto Sans KR", "Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Sans Math")

FONTS_MISSING = RefusalKind(
    "ui.fonts_missing",
    mark("The font {family} is not in {folder}."),
    mark("Run the set-up again; it brings the fonts with the program."),
)


def load_fonts(folder: Path = FONT_DIR) -> None:
    """Load every font file of the folder into this application.

    Raises:
        PartproofError: A family the screens need is missing or unreadable.
    """
    loaded: set[str] = set()
    for file in sorted((*folder.glob("*.ttf"), *folder.glob("*.otf"))):
        number = QFontDatabase.addApplicationFont(str(file))
        if number >= 0:
            loaded.update(QFontDatabase.applicationFontFamilies(number))
    for family in FAMILIES:
        if family not in loaded:
            raise FONTS_MISSING(family=family, folder=str(folder))


def make_font(points: float, *, bold: bool = False) -> QFont:
    """Return the program's font at a size, with digits of one width."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(points)
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
