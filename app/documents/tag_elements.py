"""What a tag layout is made of, in millimetres and points, once it was read and judged. Reads and draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from devices.barcodes.pictures import QUIET_ZONES

DOT: Final = 0.125
"""One dot of a 203 dpi label printer in mm; modules are whole dots of it."""

LEAST_MODULE: Final = 0.33
_LARGEST_DOTS: Final = 8
_LARGEST_BAR_DOTS: Final = 4
LARGEST_MODULE: Final = _LARGEST_DOTS * DOT


@dataclass(frozen=True)
class Vocabulary:
    """What a tag offers to its layouts: names of its fields, codes and columns."""

    fields: frozenset[str]
    codes: frozenset[str]
    columns: frozenset[str]


@dataclass(frozen=True)
class Area:
    """A place on the page in mm from the top left, and the line of the file that says so."""

    x: float
    y: float
    width: float
    height: float
    line: int

    def overlaps(self, other: Area) -> bool:
        """Whether two places share more than an edge."""
        apart = (
            self.x + self.width <= other.x + 1e-6
            or other.x + other.width <= self.x + 1e-6
            or self.y + self.height <= other.y + 1e-6
            or other.y + other.height <= self.y + 1e-6
        )
        return not apart

    def holds(self, other: Area) -> bool:
        """Whether the other place lies inside."""
        return (
            self.x <= other.x + 1e-6
            and self.y <= other.y + 1e-6
            and other.x + other.width <= self.x + self.width + 1e-6
            and other.y + other.height <= self.y + self.height + 1e-6
        )


@dataclass(frozen=True)
class BoxElement:
    """A rectangle, outlined or filled; a line is one without width or height."""

    area: Area
    line: float
    fill: str
    colour: str


@dataclass(frozen=True)
class TextElement:
    """A text: of a field, the caption of a field, or fixed words by language.

    Attributes:
        area: Where.
        field: Name of the field, or empty.
        caption_of: Name of the field whose caption stands here, or empty.
        words: Fixed words by language, or empty.
        size: Wanted size in points.
        smallest: Size below which it is wrapped or refused.
        bold: Bold letters.
        align: left, centre or right.
        colour: Name of a colour.
        main: The value that must be readable from 2 m.
    """

    area: Area
    field: str
    caption_of: str
    words: dict[str, str]
    size: float
    smallest: float
    bold: bool
    align: str
    colour: str
    main: bool


@dataclass(frozen=True)
class CodeElement:
    """A code with its quiet zone; `module` is 0 where it gets as large as fits."""

    area: Area
    field: str
    symbology: str
    gs1: bool
    holds: int
    module: float


@dataclass(frozen=True)
class RowsElement:
    """A table with a heading and as many rows as fit; more rows go on to a further page."""

    area: Area
    row_height: float
    columns: tuple[tuple[str, float], ...]
    size: float
    smallest: float
    line: float

    @property
    def rows(self) -> int:
        """Rows on a page, without the heading."""
        return int((self.area.height + 1e-6) / self.row_height) - 1


Element = BoxElement | TextElement | CodeElement | RowsElement


@dataclass(frozen=True)
class TagLayout:
    """One layout: its name, the tag it is for, page size in mm and elements in order."""

    name: str
    tag: str
    width: float
    height: float
    elements: tuple[Element, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Names of the codes it prints."""
        return frozenset(entry.field for entry in self.elements if isinstance(entry, CodeElement))


def largest_module(side: int, symbology: str, area: Area) -> float:
    """Return the largest module in mm, in whole dots, with which so many modules and the quiet zone fit."""
    room = area.width if symbology == "code128" else min(area.width, area.height)
    dots = int((room + 1e-6) / DOT / (side + 2 * QUIET_ZONES[symbology]))
    return min(dots, _LARGEST_BAR_DOTS if symbology == "code128" else _LARGEST_DOTS) * DOT
