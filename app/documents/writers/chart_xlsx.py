"""Native charts of a workbook, drawn by Excel from the very cells of the table they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.chart import BarChart, RadarChart, Reference
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.utils import column_index_from_string

from app.documents.blocks import ChartKind
from app.documents.writers.xlsx_sheet import CHART_ROWS, PendingChart, TablePlace
from app.errors import BugError

_CENTIMETRES: Final = 2.54 / 72
_ROW_POINTS: Final = 18.0


def put_chart(workbook: Workbook, pending: PendingChart, places: Mapping[str, TablePlace]) -> None:
    """Put one chart on its sheet."""
    chart = pending.chart
    place = places.get(chart.table)
    if place is None:
        raise BugError(f"a chart draws the table {chart.table!r}, which is not in the document")
    sheet = workbook[place.sheet]
    few = place.last - place.first + 1 < 3
    drawn: Any
    if chart.kind is ChartKind.BARS or few:
        drawn = BarChart()
        drawn.type = "bar"
        drawn.gapWidth = 60
        # A bar chart counts its rows from below; the table reads from above.
        drawn.x_axis.scaling.orientation = "maxMin"
    else:
        drawn = RadarChart()
        drawn.type = "marker"
    for key in chart.values:
        column = column_index_from_string(place.letters[key])
        values = Reference(sheet, min_col=column, min_row=place.first, max_row=place.last)
        drawn.series.append(SeriesFactory(values, title=key))
    category = column_index_from_string(place.letters[chart.category])
    drawn.set_categories(Reference(sheet, min_col=category, min_row=place.first, max_row=place.last))
    drawn.title = None
    drawn.legend = None
    drawn.x_axis.delete = False
    drawn.y_axis.delete = False
    if chart.highest:
        drawn.y_axis.scaling.min = 0
        drawn.y_axis.scaling.max = chart.highest
    drawn.width = pending.width * _CENTIMETRES
    drawn.height = CHART_ROWS * _ROW_POINTS * _CENTIMETRES
    target: Any = workbook[pending.sheet]
    target.add_chart(drawn, pending.cell)
