"""Turns sheets of strokes, areas and texts into the pages of a PDF, so that every drawing takes the same way on.

Runs in the child process only. The PDF is a view for the screen and for copies; the file itself stays as it is.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from app.drawings import sheet_fonts
from app.drawings.page_facts import MM_PER_POINT
from app.drawings.sheet_scene import Area, Ink, Lettering, Matrix, Outline, SheetScene, Stroke

_MARGIN: Final = 10.0
# A4 to A0, millimetres of the longest side; scales as drawings state them (ISO 5455).
_SMALLEST: Final = 150.0
_LARGEST: Final = 1189.0
_REDUCED: Final = tuple(step * 10**power for power in range(8) for step in (1, 2, 5))
_ENLARGED: Final = tuple(step * 10**power for power in range(6) for step in (1, 2, 5))
_THINNEST: Final = 0.13
_THICKEST: Final = 1.4
# One path object holds so many acts: PDFium skips whole objects outside a tile.
_ACTS_TOGETHER: Final = 600
# What lies this far from all the rest is a slip of the hand, not a part of the sheet.
_FAR: Final = 20.0
_STRAY_SHARE: Final = 0.02


@dataclass(frozen=True)
class PageMade:
    """What became of a sheet.

    Attributes:
        name: Of the sheet.
        mm_per_point: Real millimetres of one point of the page, when the file states its unit; else None.
        scale: As on a title block, e.g. ``1:2``.
        stray: Primitives left out because they lie far off.
        place: From drawing units to points of the page, y upwards.
    """

    name: str
    mm_per_point: float | None
    scale: str
    stray: int
    place: Matrix

    def on_page(self, x: float, y: float) -> tuple[float, float]:
        """Return a place in drawing units as points from the page's lower left corner."""
        return x * self.place[0] + self.place[4], y * self.place[3] + self.place[5]


def sheets_as_pdf(sheets: Sequence[SheetScene]) -> tuple[bytes, list[PageMade]]:
    """Return a PDF with a page for each sheet, and what the pages are."""
    pdf = pdfium.PdfDocument.new()
    fonts = _Fonts(pdf, sheets)
    made: list[PageMade] = []
    for sheet in sheets:
        stray = _leave_out_strays(sheet)
        left, bottom, right, top = sheet.extent() or (0.0, 0.0, 1.0, 1.0)
        ratio, scale = _scale(max(right - left, top - bottom) * sheet.unit)
        points = sheet.unit * ratio / MM_PER_POINT
        margin = _MARGIN / MM_PER_POINT
        page = pdf.new_page((right - left) * points + 2 * margin, (top - bottom) * points + 2 * margin)
        place = (points, 0.0, 0.0, points, margin - left * points, margin - bottom * points)
        _draw(page, sheet, place, fonts)
        raw.FPDFPage_GenerateContent(page.raw)
        page.close()
        real = MM_PER_POINT / ratio if sheet.unit_stated else None
        made.append(PageMade(sheet.name, real, scale, stray, place))
    file = io.BytesIO()
    pdf.save(file)
    fonts.close()
    pdf.close()
    return file.getvalue(), made


def _scale(longest: float) -> tuple[float, str]:
    """Return paper millimetres per real millimetre, and how it is written."""
    if longest <= 0 or not math.isfinite(longest):
        return 1.0, "1:1"
    if longest > _LARGEST:
        step = next((step for step in _REDUCED if longest / step <= _LARGEST), _REDUCED[-1])
        return 1 / step, f"1:{step}"
    if longest < _SMALLEST:
        fits = [step for step in _ENLARGED if longest * step <= 2 * _SMALLEST]
        return float(fits[-1]), f"{fits[-1]}:1"
    return 1.0, "1:1"


def _leave_out_strays(sheet: SheetScene) -> int:
    """Drop the few primitives that lie so far off that the rest would be a dot; return how many."""
    drawn: list[Stroke | Area | Lettering] = [*sheet.strokes, *sheet.areas, *sheet.letterings]
    if len(drawn) < 10:
        return 0
    kept = [True] * len(drawn)
    for axis in (0, 1):
        spans = [_span(thing, axis) for thing in drawn]
        ends = sorted(number for low, high in spans for number in (low, high))
        cut = max(1, int(len(ends) * _STRAY_SHARE))
        low, high = ends[cut], ends[-cut - 1]
        reach = max(high - low, 1e-9) * _FAR
        if ends[-1] - ends[0] > reach:
            for at, (first, last) in enumerate(spans):
                kept[at] &= low - reach / 2 <= first and last <= high + reach / 2
    stray = kept.count(False)
    if stray:
        keep = {id(thing) for thing, stays in zip(drawn, kept, strict=True) if stays}
        sheet.strokes = [thing for thing in sheet.strokes if id(thing) in keep]
        sheet.areas = [thing for thing in sheet.areas if id(thing) in keep]
        sheet.letterings = [thing for thing in sheet.letterings if id(thing) in keep]
    return stray


def _span(thing: Stroke | Area | Lettering, axis: int) -> tuple[float, float]:
    if isinstance(thing, Lettering):
        at = thing.matrix[4 + axis]
        return at, at
    numbers = thing.outline.numbers[axis::2]
    return min(numbers), max(numbers)


def _draw(page: Any, sheet: SheetScene, place: Matrix, fonts: _Fonts) -> None:
    for area in sheet.areas:
        item = _path(area.outline, place)
        raw.FPDFPath_SetDrawMode(item, raw.FPDF_FILLMODE_ALTERNATE, False)
        raw.FPDFPageObj_SetFillColor(item, *area.ink, 255)
        raw.FPDFPage_InsertObject(page.raw, item)
    for (width, ink), strokes in groupby(sheet.strokes, key=lambda stroke: (stroke.width, stroke.ink)):
        for outline in _joined(strokes):
            item = _path(outline, place)
            _set_pen(item, width, ink)
            raw.FPDFPage_InsertObject(page.raw, item)
    for lettering in sheet.letterings:
        fonts.draw(page, lettering, place)


def _joined(strokes: Iterable[Stroke]) -> list[Outline]:
    """Put strokes of one pen into few outlines."""
    joined: list[Outline] = []
    acts: list[str] = []
    numbers: list[float] = []
    held = 0
    for stroke in strokes:
        acts.append(stroke.outline.acts)
        numbers += stroke.outline.numbers
        held += len(stroke.outline.acts)
        if held >= _ACTS_TOGETHER:
            joined.append(Outline("".join(acts), tuple(numbers)))
            acts, numbers, held = [], [], 0
    if acts:
        joined.append(Outline("".join(acts), tuple(numbers)))
    return joined


def _set_pen(item: Any, width: float, ink: Ink) -> None:
    raw.FPDFPath_SetDrawMode(item, raw.FPDF_FILLMODE_NONE, True)
    raw.FPDFPageObj_SetStrokeColor(item, *ink, 255)
    pen = min(max(width, _THINNEST), _THICKEST) / MM_PER_POINT
    raw.FPDFPageObj_SetStrokeWidth(item, pen)
    raw.FPDFPageObj_SetLineCap(item, raw.FPDF_LINECAP_ROUND)
    raw.FPDFPageObj_SetLineJoin(item, raw.FPDF_LINEJOIN_ROUND)


def _path(outline: Outline, place: Matrix) -> Any:
    scale, dx, dy = place[0], place[4], place[5]
    placed = [number * scale + (dy if at % 2 else dx) for at, number in enumerate(outline.numbers)]
    item = raw.FPDFPageObj_CreateNewPath(placed[0], placed[1])
    move, line, curve = raw.FPDFPath_MoveTo, raw.FPDFPath_LineTo, raw.FPDFPath_BezierTo
    at = 2
    for act in outline.acts[1:]:
        if act == "c":
            curve(item, *placed[at : at + 6])
            at += 6
        else:
            (line if act == "l" else move)(item, placed[at], placed[at + 1])
            at += 2
    return item


class _Fonts:
    """The bundled fonts in one PDF, cut down to the signs that its sheets use."""

    def __init__(self, pdf: Any, sheets: Sequence[SheetScene]) -> None:
        self._pdf = pdf
        signs: dict[int, set[str]] = {}
        for sheet in sheets:
            for lettering in sheet.letterings:
                for run in sheet_fonts.runs(lettering.text):
                    signs.setdefault(run.font, set()).update(run.text)
        self._loaded = {
            font: self._load(sheet_fonts.cut_down(font, "".join(sorted(used))))
            for font, used in signs.items()
        }

    def _load(self, content: bytes) -> Any:
        buffer = (ctypes.c_uint8 * len(content)).from_buffer_copy(content)
        return raw.FPDFText_LoadFont(self._pdf.raw, buffer, len(content), raw.FPDF_FONT_TRUETYPE, True)

    def draw(self, page: Any, lettering: Lettering, place: Matrix) -> None:
        """Draw one line of text."""
        a, b, c, d, e, f = lettering.matrix
        scale, dx, dy = place[0], place[4], place[5]
        # PDFium keeps the size as a number of its own: a size of 1 with a large matrix is a font of 1 pt.
        size = math.hypot(c, d) * scale / sheet_fonts.CAP_HEIGHT
        if not 1e-3 < size < 1e5:
            return
        em = 1 / sheet_fonts.CAP_HEIGHT
        for run in sheet_fonts.runs(lettering.text):
            if not run.text.strip():
                continue
            item = raw.FPDFPageObj_CreateTextObj(self._pdf.raw, self._loaded[run.font], size)
            text = ctypes.create_string_buffer(run.text.encode("utf-16-le") + b"\0\0")
            raw.FPDFText_SetText(item, ctypes.cast(text, ctypes.POINTER(ctypes.c_ushort)))
            raw.FPDFPageObj_SetFillColor(item, *lettering.ink, 255)
            step = run.start * em
            x, y = (a * step + e) * scale + dx, (b * step + f) * scale + dy
            ratio = scale * em / size
            raw.FPDFPageObj_Transform(item, a * ratio, b * ratio, c * ratio, d * ratio, x, y)
            raw.FPDFPage_InsertObject(page.raw, item)

    def close(self) -> None:
        """Give the fonts back."""
        for font in self._loaded.values():
            raw.FPDFFont_Close(font)
