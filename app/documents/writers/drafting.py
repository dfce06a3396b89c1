"""Draws the shapes of a drawing sheet on a canvas: lines, dimensions with arrows, frames; texts stay real text."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from app.documents import fonts
from app.documents.writers.pdf_blocks import ink
from app.documents.writers.shapes import (
    Arc,
    Circle,
    Datum,
    Dimension,
    DimensionText,
    Direction,
    FeatureFrame,
    Finish,
    Hatch,
    Leader,
    Line,
    LineKind,
    Note,
    Point,
    Polyline,
    Shape,
    View,
)
from app.documents.writers.style import INK, MM

TEXT_CAP = 2.6
_ARROW = 2.8
_GAP = 0.9
_BEYOND = 1.8
_CAP_SHARE = 0.733


def font_size(cap_mm: float) -> float:
    """Return the font size in points for a cap height in mm."""
    return cap_mm * MM / _CAP_SHARE


def use_line(canvas: Canvas, kind: LineKind) -> None:
    """Set width and dashes of a kind of line."""
    width, dashes = kind.value
    canvas.setLineWidth(width * MM)
    canvas.setDash([dash * MM for dash in dashes])


def text_size(text: DimensionText, cap: float = TEXT_CAP) -> tuple[float, float]:
    """Return width and height of a dimension text in mm."""
    size = font_size(cap)
    wide = fonts.width(text.text, size)
    if text.upper or text.lower:
        small = size * 0.72
        wide += 2.0 + max(fonts.width(text.upper, small), fonts.width(text.lower, small))
    return wide / MM + (2.0 if text.basic else 0.0), cap * (2.3 if text.upper or text.lower else 1.0)


def dimension_line(view: View, dimension: Dimension) -> tuple[Point, Point]:
    """Return the ends of the dimension line in mm on the paper."""
    start, end = view.paper(dimension.start), view.paper(dimension.end)
    if dimension.direction is Direction.HORIZONTAL:
        level = start[1] + dimension.offset
        return (start[0], level), (end[0], level)
    level = start[0] + dimension.offset
    return (level, start[1]), (level, end[1])


def text_centre(view: View, dimension: Dimension) -> Point:
    """Return the middle of a dimension's text in mm on the paper."""
    (x1, y1), (x2, y2) = dimension_line(view, dimension)
    above = 1.0 + text_size(dimension.text)[1] / 2
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    if dimension.direction is Direction.HORIZONTAL:
        return middle[0], middle[1] + above
    return middle[0] - above, middle[1]


class Draftsman:
    """Draws the shapes of one view."""

    def __init__(self, canvas: Canvas, view: View) -> None:
        self._canvas = canvas
        self._view = view

    def draw(self, shape: Shape) -> None:
        """Draw one shape."""
        match shape:
            case Line():
                use_line(self._canvas, shape.kind)
                self._line(self._view.paper(shape.start), self._view.paper(shape.end))
            case Polyline():
                self._polyline(shape)
            case Circle():
                self._circle(shape)
            case Arc():
                self._arc(shape)
            case Hatch():
                self._hatch(shape)
            case Dimension():
                self._dimension(shape)
            case Leader():
                self._leader(shape)
            case FeatureFrame():
                self._feature_frame(shape)
            case Datum():
                self._datum(shape)
            case Finish():
                self._finish(shape)
            case Note():
                draw_note(self._canvas, self._view.paper(shape.place), shape)

    def _line(self, start: Point, end: Point) -> None:
        self._canvas.line(start[0] * MM, start[1] * MM, end[0] * MM, end[1] * MM)

    def _polyline(self, shape: Polyline) -> None:
        use_line(self._canvas, shape.kind)
        self._canvas.drawPath(self._path(shape.points, shape.closed), stroke=1, fill=0)

    def _path(self, points: Sequence[Point], closed: bool) -> PDFPathObject:
        path = self._canvas.beginPath()
        for index, point in enumerate(points):
            x, y = self._view.paper(point)
            (path.lineTo if index else path.moveTo)(x * MM, y * MM)
        if closed:
            path.close()
        return path

    def _circle(self, shape: Circle) -> None:
        use_line(self._canvas, shape.kind)
        x, y = self._view.paper(shape.centre)
        radius = shape.radius * self._view.scale
        self._canvas.circle(x * MM, y * MM, radius * MM)
        if shape.centre_lines:
            use_line(self._canvas, LineKind.CENTRE)
            reach = radius + 2.5
            self._line((x - reach, y), (x + reach, y))
            self._line((x, y - reach), (x, y + reach))

    def _arc(self, shape: Arc) -> None:
        use_line(self._canvas, shape.kind)
        x, y = self._view.paper(shape.centre)
        radius = shape.radius * self._view.scale
        box = [side * MM for side in (x - radius, y - radius, x + radius, y + radius)]
        self._canvas.arc(box[0], box[1], box[2], box[3], shape.start, shape.extent)

    def _hatch(self, shape: Hatch) -> None:
        corners = [self._view.paper(point) for point in shape.points]
        canvas = self._canvas
        canvas.saveState()
        canvas.clipPath(self._path(shape.points, True), stroke=0, fill=0)
        use_line(canvas, LineKind.THIN)
        turn = math.radians(shape.angle)
        along, across = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
        reach = [corner[0] * across[0] + corner[1] * across[1] for corner in corners]
        length = [corner[0] * along[0] + corner[1] * along[1] for corner in corners]
        for step in range(math.floor(min(reach) / shape.spacing), math.ceil(max(reach) / shape.spacing) + 1):
            at = step * shape.spacing
            ends = [
                (side * along[0] + at * across[0], side * along[1] + at * across[1])
                for side in (min(length), max(length))
            ]
            self._line(ends[0], ends[1])
        canvas.restoreState()

    def _arrow(self, tip: Point, origin: Point) -> None:
        """Draw an arrowhead at `tip` of a line that comes from `origin`, mm on paper."""
        angle = math.atan2(tip[1] - origin[1], tip[0] - origin[0])
        path = self._canvas.beginPath()
        path.moveTo(tip[0] * MM, tip[1] * MM)
        for side in (-1, 1):
            x = tip[0] - _ARROW * math.cos(angle + side * 0.16)
            y = tip[1] - _ARROW * math.sin(angle + side * 0.16)
            path.lineTo(x * MM, y * MM)
        path.close()
        ink(self._canvas, INK)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _dimension(self, shape: Dimension) -> None:
        start, end = dimension_line(self._view, shape)
        use_line(self._canvas, LineKind.THIN)
        self._extension(self._view.paper(shape.start), start)
        self._extension(self._view.paper(shape.end), end)
        length = math.dist(start, end)
        along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
        if length < 2 * _ARROW + 3.0:  # too short: the arrows come from outside
            outer = (
                (start[0] - along[0] * 8, start[1] - along[1] * 8),
                (end[0] + along[0] * 8, end[1] + along[1] * 8),
            )
            self._line(outer[0], outer[1])
            self._arrow(start, outer[0])
            self._arrow(end, outer[1])
        else:
            self._line(start, end)
            self._arrow(start, end)
            self._arrow(end, start)
        turned = 90.0 if shape.direction is Direction.VERTICAL else 0.0
        draw_dimension_text(self._canvas, text_centre(self._view, shape), shape.text, turned)

    def _extension(self, origin: Point, end: Point) -> None:
        length = math.dist(origin, end)
        if length < _GAP:
            return
        along = ((end[0] - origin[0]) / length, (end[1] - origin[1]) / length)
        self._line(
            (origin[0] + along[0] * _GAP, origin[1] + along[1] * _GAP),
            (end[0] + along[0] * _BEYOND, end[1] + along[1] * _BEYOND),
        )

    def _leader(self, shape: Leader) -> None:
        tip = self._view.paper(shape.tip)
        knee = (tip[0] + shape.knee[0], tip[1] + shape.knee[1])
        wide, high = text_size(shape.text)
        side = 1 if shape.knee[0] >= 0 else -1
        landing = (knee[0] + side * (wide + 3.0), knee[1])
        use_line(self._canvas, LineKind.THIN)
        self._line(tip, knee)
        self._line(knee, landing)
        self._arrow(tip, knee)
        centre = ((knee[0] + landing[0]) / 2, knee[1] + 1.0 + high / 2)
        draw_dimension_text(self._canvas, centre, shape.text)
        if shape.below:
            left = min(knee[0], landing[0]) + 1.0
            draw_cells(self._canvas, (left, knee[1] - 4.2), shape.below)

    def _feature_frame(self, shape: FeatureFrame) -> None:
        place = self._view.paper(shape.place)
        draw_cells(self._canvas, place, shape.cells)
        if shape.tip is not None:
            tip = self._view.paper(shape.tip)
            use_line(self._canvas, LineKind.THIN)
            self._line(place, tip)
            self._arrow(tip, place)

    def _datum(self, shape: Datum) -> None:
        foot = self._view.paper(shape.foot)
        length = math.hypot(*shape.reach)
        along = (shape.reach[0] / length, shape.reach[1] / length)
        peak = (foot[0] + along[0] * 2.6, foot[1] + along[1] * 2.6)
        path = self._canvas.beginPath()
        path.moveTo(peak[0] * MM, peak[1] * MM)
        for side in (-1.6, 1.6):
            path.lineTo((foot[0] - along[1] * side) * MM, (foot[1] + along[0] * side) * MM)
        path.close()
        ink(self._canvas, INK)
        self._canvas.drawPath(path, stroke=0, fill=1)
        box = (foot[0] + shape.reach[0], foot[1] + shape.reach[1])
        use_line(self._canvas, LineKind.THIN)
        self._line(peak, (box[0] - along[0] * 2.6, box[1] - along[1] * 2.6))
        self._canvas.rect((box[0] - 2.6) * MM, (box[1] - 2.6) * MM, 5.2 * MM, 5.2 * MM)
        draw_dimension_text(self._canvas, box, DimensionText(shape.letter))

    def _finish(self, shape: Finish) -> None:
        x, y = self._view.paper(shape.foot)
        use_line(self._canvas, LineKind.THIN)
        self._line((x, y), (x - 2.0, y + 3.4))
        self._line((x - 2.0, y + 3.4), (x + 2.0, y + 3.4))
        self._line((x, y), (x + 4.0, y + 6.9))
        wide = fonts.width(shape.text, font_size(2.2)) / MM
        self._line((x + 4.0, y + 6.9), (x + 5.5 + wide, y + 6.9))
        fonts.draw_line(self._canvas, (x + 4.8) * MM, (y + 3.9) * MM, shape.text, font_size(2.2))


def draw_dimension_text(canvas: Canvas, centre: Point, text: DimensionText, angle: float = 0.0) -> None:
    """Draw a dimension text centred on a point in mm, turned by `angle` degrees."""
    size = font_size(TEXT_CAP)
    wide, high = (side * MM for side in text_size(text))
    canvas.saveState()
    canvas.translate(centre[0] * MM, centre[1] * MM)
    canvas.rotate(angle)
    ink(canvas, INK)
    left = -wide / 2 + (1.0 * MM if text.basic else 0.0)
    end = fonts.draw_line(canvas, left, -fonts.CAP_MIDDLE * size, text.text, size)
    small = size * 0.72
    if text.upper or text.lower:
        fonts.draw_line(canvas, end + 2.0, 0.14 * size, text.upper, small)
        fonts.draw_line(canvas, end + 2.0, -0.68 * size, text.lower, small)
    if text.basic:
        use_line(canvas, LineKind.THIN)
        canvas.rect(-wide / 2, -high / 2 - 1.0 * MM, wide, high + 2.0 * MM)
    canvas.restoreState()


def draw_cells(canvas: Canvas, place: Point, cells: Sequence[str]) -> float:
    """Draw a feature control frame with its left middle at `place` (mm); return its width in mm."""
    size, high, x = font_size(2.4), 5.4, place[0]
    use_line(canvas, LineKind.THIN)
    ink(canvas, INK)
    for cell in cells:
        # The geometric signs of the font are small for their em; they get a larger size and a square cell.
        sign = len(cell) == 1 and not cell.isascii()
        cell_size = size * 1.35 if sign else size
        wide = max(fonts.width(cell, cell_size) / MM + 2.2, high)
        canvas.rect(x * MM, (place[1] - high / 2) * MM, wide * MM, high * MM)
        baseline = place[1] * MM - fonts.CAP_MIDDLE * cell_size
        fonts.draw_centred(canvas, (x + wide / 2) * MM, baseline, cell, cell_size)
        x += wide
    return x - place[0]


def draw_note(canvas: Canvas, place: Point, note: Note) -> None:
    """Draw the lines of a note with the first baseline at `place` (mm)."""
    size = font_size(note.size)
    canvas.saveState()
    canvas.translate(place[0] * MM, place[1] * MM)
    canvas.rotate(note.angle)
    ink(canvas, INK)
    fonts.draw_lines(canvas, 0, 0, note.lines, size, size * 1.5)
    canvas.restoreState()
