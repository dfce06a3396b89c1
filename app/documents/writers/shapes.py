"""What a drawing sheet consists of: plain descriptions in millimetres, y upwards. Draws nothing.

Shapes live in the coordinates of their `View`; offsets, arrows and texts are millimetres on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.documents.blocks import Cleaned

Point = tuple[float, float]


class LineKind(Enum):
    """Kinds of lines: width in mm and dash pattern in mm."""

    VISIBLE = (0.5, ())
    THIN = (0.22, ())
    HIDDEN = (0.3, (2.6, 1.3))
    CENTRE = (0.22, (7.0, 1.4, 1.2, 1.4))
    FRAME = (0.7, ())


@dataclass(frozen=True)
class Line:
    """A straight line."""

    start: Point
    end: Point
    kind: LineKind = LineKind.VISIBLE


@dataclass(frozen=True)
class Circle:
    """A circle; `centre_lines` adds a centre-line cross that reaches beyond it."""

    centre: Point
    radius: float
    kind: LineKind = LineKind.VISIBLE
    centre_lines: bool = False


@dataclass(frozen=True)
class Arc:
    """An arc from `start` degrees over `extent` degrees, counter-clockwise from the x axis."""

    centre: Point
    radius: float
    start: float
    extent: float
    kind: LineKind = LineKind.VISIBLE


@dataclass(frozen=True)
class Polyline:
    """Connected lines."""

    points: Sequence[Point]
    closed: bool = False
    kind: LineKind = LineKind.VISIBLE


@dataclass(frozen=True)
class Hatch:
    """Hatching of a cut area: `spacing` mm on paper, `angle` in degrees."""

    points: Sequence[Point]
    angle: float = 45.0
    spacing: float = 2.2


@dataclass(frozen=True)
class DimensionText(Cleaned):
    """The text of a dimension.

    Attributes:
        text: Nominal with its signs: "62 ±0.1", "⌀26 H7", "4-M8×1.25 6H".
        upper: Upper tolerance, stacked over the lower one; empty if none.
        lower: Lower tolerance.
        basic: Framed: a theoretically exact dimension.
    """

    text: str
    upper: str = ""
    lower: str = ""
    basic: bool = False


class Direction(Enum):
    """Along which axis a linear dimension is measured."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


@dataclass(frozen=True)
class Dimension:
    """A linear dimension with extension lines and arrows; a vertical one has its text turned by 90°.

    Attributes:
        start: First measured point.
        end: Second measured point.
        offset: Distance of the dimension line from `start` on paper in mm, to the right or upwards if positive.
        text: What it says.
        direction: Horizontal or vertical.
    """

    start: Point
    end: Point
    offset: float
    text: DimensionText
    direction: Direction = Direction.HORIZONTAL


@dataclass(frozen=True)
class Leader:
    """An arrow from `tip` over `knee` to a text on a short landing.

    Attributes:
        tip: Where the arrow points, in the view.
        knee: From the tip to the bend, mm on paper.
        text: On the landing.
        below: A feature control frame under the text, if any.
    """

    tip: Point
    knee: Point
    text: DimensionText
    below: Sequence[str] = ()


@dataclass(frozen=True)
class FeatureFrame:
    """A feature control frame 기하공차: cells such as ``("⌖", "⌀0.2 Ⓜ", "A")``; corner at `place`.

    Attributes:
        place: Left middle of the frame in the view.
        cells: Texts of the cells.
        tip: Where its leader points, in the view; None for none.
    """

    place: Point
    cells: Sequence[str]
    tip: Point | None = None


@dataclass(frozen=True)
class Datum:
    """A datum triangle at `foot` with its letter in a box, `reach` mm away on paper."""

    foot: Point
    letter: str
    reach: Point


@dataclass(frozen=True)
class Finish:
    """A surface finish sign standing on `foot`, with its value ("Ra 1.6")."""

    foot: Point
    text: str


@dataclass(frozen=True)
class Note:
    """Lines of text; `size` is the cap height in mm, `angle` in degrees."""

    place: Point
    lines: Sequence[str]
    size: float = 2.6
    angle: float = 0.0


Shape = Line | Circle | Arc | Polyline | Hatch | Dimension | Leader | FeatureFrame | Datum | Finish | Note


@dataclass(frozen=True)
class View:
    """A view of the part.

    Attributes:
        origin: Where the view's (0, 0) lies on the paper, mm from the lower left corner.
        shapes: What is drawn.
        scale: Paper mm per part mm.
        label: Printed under the view, e.g. "A-A".
        label_at: In the view.
    """

    origin: Point
    shapes: Sequence[Shape]
    scale: float = 1.0
    label: str = ""
    label_at: Point = (0.0, 0.0)

    def paper(self, point: Point) -> Point:
        """Return a point of the view in mm on the paper."""
        return self.origin[0] + point[0] * self.scale, self.origin[1] + point[1] * self.scale
