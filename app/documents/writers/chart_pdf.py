"""Charts of the PDF as vectors: horizontal bars and radars, quiet greys, values written beside what they draw."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from app.documents import fonts
from app.documents.blocks import Chart, ChartKind, ChartSeries
from app.documents.writers import style
from app.documents.writers.pdf_blocks import ink, stroke

# Told apart on a grey printer too: dark, then paler.
_INKS: Final = ("3D4B5C", "8B98A6", "B9C2CC")
_SHADE: Final = "E9ECF0"
_LABEL: Final = 7.5
_RING: Final = 5.5
_ROW: Final = 15.0
_RADAR: Final = 210.0
_RINGS: Final = 4
_CAPTION: Final = 18.0


@dataclass(frozen=True)
class ChartPiece:
    """One chart with its caption below."""

    chart: Chart
    series: ChartSeries
    width: float

    @property
    def _bars(self) -> bool:
        return self.chart.kind is ChartKind.BARS or len(self.series.names) < 3

    @property
    def height(self) -> float:
        """Height in points."""
        legend = _ROW if len(self.series.values) > 1 else 0.0
        if self._bars:
            return max(len(self.series.names), 1) * _ROW * max(len(self.series.values), 1) + legend + _CAPTION
        return _RADAR + legend + _CAPTION

    @property
    def _highest(self) -> float:
        numbers = [one for _, values in self.series.values for one in values if one is not None]
        return max(float(self.chart.highest) or max(numbers, default=1.0), 1e-9)

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw with the upper left corner at (x, y)."""
        top = y
        if len(self.series.values) > 1:
            self._legend(canvas, x, y)
            top -= _ROW
        if self._bars:
            self._draw_bars(canvas, x, top)
        else:
            self._draw_radar(canvas, x + self.width / 2, top - _RADAR / 2)
        ink(canvas, style.MUTED)
        fonts.draw_centred(canvas, x + self.width / 2, y - self.height + 7.0, self.chart.caption, 8.0)
        ink(canvas, style.INK)

    def _legend(self, canvas: Canvas, x: float, y: float) -> None:
        left = x
        for index, (name, _) in enumerate(self.series.values):
            ink(canvas, _INKS[index % len(_INKS)])
            canvas.rect(left, y - 9.5, 8.0, 6.5, stroke=0, fill=1)
            ink(canvas, style.INK)
            left = fonts.draw_line(canvas, left + 11.0, y - 9.0, name, _LABEL) + 14.0

    def _draw_bars(self, canvas: Canvas, x: float, y: float) -> None:
        names = [fonts.shortened(name, self.width * 0.34, _LABEL) for name in self.series.names]
        room = max((fonts.width(name, _LABEL) for name in names), default=0.0) + 8.0
        longest = self.width - room - 34.0
        line = y
        for row, name in enumerate(names):
            ink(canvas, style.INK)
            fonts.draw_right(canvas, x + room - 5.0, line - 10.0, name, _LABEL)
            for index, (_, values) in enumerate(self.series.values):
                value = values[row]
                if value is not None:
                    ink(canvas, _INKS[index % len(_INKS)])
                    long = longest * max(min(value / self._highest, 1.0), 0.0)
                    canvas.rect(x + room, line - 12.0, long, 9.0, stroke=0, fill=1)
                    ink(canvas, style.MUTED)
                    fonts.draw_line(canvas, x + room + long + 4.0, line - 10.5, f"{value:g}", _LABEL)
                line -= _ROW
        stroke(canvas, style.FRAME, 0.6)
        canvas.line(x + room, y, x + room, line)

    def _point(self, index: int, share: float) -> tuple[float, float]:
        angle = math.pi / 2 - 2 * math.pi * index / len(self.series.names)
        radius = (_RADAR / 2 - 26.0) * share
        return math.cos(angle) * radius, math.sin(angle) * radius

    def _draw_radar(self, canvas: Canvas, x: float, y: float) -> None:
        count = len(self.series.names)
        drawn = [
            [
                self._point(index, max(min((value or 0.0) / self._highest, 1.0), 0.0))
                for index, value in enumerate(values)
            ]
            for _, values in self.series.values
        ]
        if len(drawn) == 1:
            ink(canvas, _SHADE)
            self._polygon(canvas, x, y, drawn[0], shaded=True)
        stroke(canvas, style.RULE, 0.4)
        for ring in range(1, _RINGS + 1):
            self._polygon(canvas, x, y, [self._point(index, ring / _RINGS) for index in range(count)])
        for index, name in enumerate(self.series.names):
            end = self._point(index, 1.0)
            stroke(canvas, style.RULE, 0.4)
            canvas.line(x, y, x + end[0], y + end[1])
            self._axis_name(canvas, x, y, index, fonts.shortened(name, self._name_room, _LABEL))
        ink(canvas, style.MUTED)
        for ring in range(1, _RINGS + 1):
            up = self._point(0, ring / _RINGS)[1]
            fonts.draw_line(canvas, x + 2.0, y + up - 6.0, f"{self._highest * ring / _RINGS:g}", _RING)
        for number, points in enumerate(drawn):
            stroke(canvas, _INKS[number % len(_INKS)], 1.4)
            self._polygon(canvas, x, y, points)
            ink(canvas, _INKS[number % len(_INKS)])
            for across, up in points:
                canvas.circle(x + across, y + up, 1.8, stroke=0, fill=1)

    @property
    def _name_room(self) -> float:
        """Room in points beside the radar for the name of an axis, its value set off."""
        return self.width / 2 - _RADAR / 2 - 8.0

    @staticmethod
    def _polygon(
        canvas: Canvas, x: float, y: float, points: list[tuple[float, float]], *, shaded: bool = False
    ) -> None:
        path = canvas.beginPath()
        path.moveTo(x + points[0][0], y + points[0][1])
        for across, up in points[1:]:
            path.lineTo(x + across, y + up)
        path.close()
        canvas.drawPath(path, stroke=0 if shaded else 1, fill=1 if shaded else 0)

    def _axis_name(self, canvas: Canvas, x: float, y: float, index: int, name: str) -> None:
        """Write what an axis is and, set off by its weight, what its points say."""
        across, up = self._point(index, 1.1)
        values = [values[index] for _, values in self.series.values]
        number = " / ".join("—" if one is None else f"{one:g}" for one in values)
        long = fonts.width(name, _LABEL) + 4.0 + fonts.width(number, _LABEL, True)
        left, baseline = x + across, y + up - 2.5
        if across < -4:
            left -= long
        elif across <= 4:
            left, baseline = x - long / 2, baseline + (5.0 if up > 0 else -5.0)
        ink(canvas, style.INK)
        end = fonts.draw_line(canvas, left, baseline, name, _LABEL)
        fonts.draw_line(canvas, end + 4.0, baseline, number, _LABEL, True)
