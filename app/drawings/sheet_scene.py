"""What a drawing sheet consists of once its file format is forgotten: strokes, filled areas and texts.

Plain facts in drawing units, y upwards; knows no DXF, no PDF, no Qt. Every primitive is bounded in number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

# A hostile file multiplies blocks in blocks; far more than any sheet of a parts drawing.
MOST_PRIMITIVES: Final = 400_000

Point = tuple[float, float]
Ink = tuple[int, int, int]
# a, b, c, d, e, f of x = a·u + c·v + e and y = b·u + d·v + f.
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Outline:
    """A path.

    Attributes:
        acts: One letter each: ``m`` move, ``l`` line, ``c`` cubic curve.
        numbers: Two coordinates for ``m`` and ``l``, six for ``c``, one after another, in drawing units.
    """

    acts: str
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Stroke:
    """A line drawn with a pen.

    Attributes:
        outline: Where.
        width: Of the pen in millimetres on paper.
        ink: Red, green, blue from 0 to 255.
    """

    outline: Outline
    width: float
    ink: Ink


@dataclass(frozen=True)
class Area:
    """A filled outline, holes by the even-odd rule."""

    outline: Outline
    ink: Ink


@dataclass(frozen=True)
class Lettering:
    """One line of text.

    Attributes:
        text: NFC, one line.
        matrix: a, b, c, d, e, f: places a text of cap height 1 with its baseline's left end at (0, 0).
        ink: Its colour.
    """

    text: str
    matrix: Matrix
    ink: Ink


@dataclass(frozen=True)
class DrawnDimension:
    """A dimension or tolerance frame as the file draws it.

    Attributes:
        text: What stands on the sheet, e.g. ``Ø97.66 h11`` or ``38.3 +0.2/0``; of a frame its cells with ``|``.
        kind: ``linear``, ``aligned``, ``angular``, ``diameter``, ``radius``, ``ordinate``, ``arc`` or ``frame``.
        measured: What the geometry measures, in the drawing's unit or degrees; None where the file holds none.
        override: The text a person put in place of or around the measurement; empty if none.
        derived: The file draws no text; the program worked it out from the geometry.
        x: Where it stands, in drawing units.
        y: Likewise.
    """

    text: str
    kind: str
    measured: float | None
    override: str
    derived: bool
    x: float
    y: float


@dataclass
class SheetScene:
    """One sheet.

    Attributes:
        name: Of the layout, e.g. ``Model``.
        unit: Millimetres of one drawing unit.
        unit_stated: The file itself names its unit.
        strokes: Drawn lines.
        areas: Filled areas, drawn below the lines.
        letterings: Texts.
        dimensions: Those drawn on this sheet.
        skipped: Kinds of entities that could not be drawn, with their number.
    """

    name: str
    unit: float = 1.0
    unit_stated: bool = False
    strokes: list[Stroke] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    letterings: list[Lettering] = field(default_factory=list)
    dimensions: list[DrawnDimension] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many primitives there are."""
        return len(self.strokes) + len(self.areas) + len(self.letterings)

    def extent(self) -> tuple[float, float, float, float] | None:
        """Return left, bottom, right, top of everything drawn, or None of an empty sheet."""
        xs: list[float] = []
        ys: list[float] = []
        outlines = [stroke.outline for stroke in self.strokes] + [area.outline for area in self.areas]
        for outline in outlines:
            xs += outline.numbers[0::2]
            ys += outline.numbers[1::2]
        for line in self.letterings:
            a, b, c, d, e, f = line.matrix
            wide = 0.7 * len(line.text)
            for u, v in ((0.0, -0.3), (wide, -0.3), (0.0, 1.1), (wide, 1.1)):
                xs.append(a * u + c * v + e)
                ys.append(b * u + d * v + f)
        return (min(xs), min(ys), max(xs), max(ys)) if xs else None
