"""A tag with everything in its place: texts, lines and codes in millimetres. The writers only draw it.

Facts are texts already; nothing is measured, shortened or looked up after this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from devices.barcodes.pictures import Modules

MM_PER_POINT: Final = 25.4 / 72
# Colours of office printers; a label printer prints every one of them black. All carry white letters at 4.5:1.
COLOURS: Final = {
    "black": (0, 0, 0),
    "white": (255, 255, 255),
    "red": (179, 21, 24),
    "orange": (180, 71, 8),
    "blue": (11, 87, 164),
    "green": (11, 107, 58),
}


@dataclass(frozen=True)
class PlacedText:
    """One line of text; (x, y) is the start of its baseline in mm from the top left, `size` in points."""

    x: float
    y: float
    text: str
    size: float
    bold: bool
    colour: str


@dataclass(frozen=True)
class PlacedBox:
    """A rectangle in mm: outlined with a line, or filled."""

    x: float
    y: float
    width: float
    height: float
    line: float
    fill: str
    colour: str


@dataclass(frozen=True)
class PlacedCode:
    """A code; (x, y) is the top left of its first module in mm, quiet zone not counted.

    Attributes:
        symbology: ``code128``, ``qr`` or ``datamatrix``.
        content: What it holds; of GS1 the bracketed elements.
        gs1: It is GS1.
        modules: Its modules; of a linear code one row.
        module: Edge of a module in mm; whole dots at 203 dpi.
        height: Height of the bars of a linear code in mm.
    """

    x: float
    y: float
    symbology: str
    content: str
    gs1: bool
    modules: Modules
    module: float
    height: float

    @property
    def width(self) -> float:
        """Width in mm."""
        return len(self.modules[0]) * self.module


@dataclass(frozen=True)
class TagPage:
    """One page: size in mm and what stands on it, boxes first."""

    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    texts: tuple[PlacedText, ...]
    codes: tuple[PlacedCode, ...]
