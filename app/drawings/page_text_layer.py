"""The text layer of a PDF page as runs with place, angle and size on the displayed page.

Runs in the child process only (page_worker). Does not interpret what the text says.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2.raw as raw

from app.drawings import page_refusals as refusals
from app.drawings.page_pdfium import OpenDocument, RefusedError

_MOST_CHARACTERS: Final = 200_000
_MOST_HITS: Final = 1_000
_MOST_FIELDS: Final = 2_000
# Programs that place each letter by itself leave gaps of up to some 0.1 em inside a word.
_WORD_GAP: Final = 0.18
_SAME_LINE: Final = 0.12


@dataclass(frozen=True)
class _Sign:
    """One character on the displayed page; box is left, top, right, bottom."""

    text: str
    drawn_by: int
    font: str
    size: float
    angle: float
    origin: tuple[float, float]
    box: tuple[float, float, float, float]


@dataclass
class _Run:
    """Signs of one font, size and baseline, in reading order."""

    signs: list[_Sign] = field(default_factory=list)

    def end(self) -> float:
        """How far the run reaches along its baseline from its origin, in points."""
        last = self.signs[-1]
        return _along(self.signs[0], last.origin) + _advance(last)


class Sheet:
    """Turns PDF user space into points from the top-left of the displayed page."""

    def __init__(self, page: Any) -> None:
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page.raw, box)
        self._left, self._bottom = box.left, box.bottom
        self._width, self._height = box.right - box.left, box.top - box.bottom
        self.rotation: int = page.get_rotation()

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a place of the file on the displayed page."""
        u, v = x - self._left, y - self._bottom
        if self.rotation == 90:
            return v, u
        if self.rotation == 180:
            return self._width - u, v
        if self.rotation == 270:
            return self._height - v, self._width - u
        return u, self._height - v

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of a box of the file on the displayed page."""
        (x1, y1), (x2, y2) = self.point(left, bottom), self.point(right, top)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def text_runs(document: OpenDocument, index: int) -> list[list[object]]:
    """Return the runs of a page as lists in the order of TextRun's fields.

    Raises:
        RefusedError: TOO_MUCH_TEXT and those of OpenDocument.page.
    """
    page = document.page(index)
    sheet = Sheet(page)
    text = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(text.raw)
        if count > _MOST_CHARACTERS:
            raise RefusedError(
                refusals.TOO_MUCH_TEXT, page=index + 1, characters=count, limit=_MOST_CHARACTERS
            )
        runs = [_as_list(run) for run in _grouped(_signs(text.raw, count, sheet))]
    finally:
        text.close()
    runs += _field_values(document, page, sheet)
    return [run for run in runs if str(run[0]).strip()]


def find(document: OpenDocument, index: int, query: str) -> list[list[list[float]]]:
    """Return the rectangles (x, y, width, height) of every hit of a text, case ignored."""
    page = document.page(index)
    sheet = Sheet(page)
    text = page.get_textpage()
    wanted = (ctypes.c_ushort * (len(query.encode("utf-16-le")) // 2 + 1)).from_buffer_copy(
        query.encode("utf-16-le") + b"\0\0"
    )
    search = raw.FPDFText_FindStart(text.raw, wanted, 0, 0)
    hits: list[list[list[float]]] = []
    try:
        while search and len(hits) < _MOST_HITS and raw.FPDFText_FindNext(search):
            first, length = raw.FPDFText_GetSchResultIndex(search), raw.FPDFText_GetSchCount(search)
            hits.append(list(_hit_rectangles(text.raw, first, length, sheet)))
    finally:
        if search:
            raw.FPDFText_FindClose(search)
        text.close()
    return hits


def _hit_rectangles(text: Any, first: int, length: int, sheet: Sheet) -> Iterator[list[float]]:
    for at in range(raw.FPDFText_CountRects(text, first, length)):
        edges = [ctypes.c_double() for _ in range(4)]
        raw.FPDFText_GetRect(text, at, *edges)
        left, top, right, bottom = (edge.value for edge in edges)
        x1, y1, x2, y2 = sheet.box(left, bottom, right, top)
        yield [x1, y1, x2 - x1, y2 - y1]


def _signs(text: Any, count: int, sheet: Sheet) -> Iterator[_Sign]:
    matrix, box = raw.FS_MATRIX(), raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(count):
        # Spaces and line ends that PDFium makes up have no place of their own; they only mislead.
        if raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        letter = _letter(raw.FPDFText_GetUnicode(text, at))
        if not letter or not raw.FPDFText_GetLooseCharBox(text, at, box):
            continue
        raw.FPDFText_GetMatrix(text, at, matrix)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        # The size in the file is before the text matrix; only the product is what one sees.
        size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        drawn_by = ctypes.cast(raw.FPDFText_GetTextObject(text, at), ctypes.c_void_p).value or 0
        yield _Sign(
            letter,
            drawn_by,
            _font(text, at),
            size,
            # Counter-clockwise in user space; the displayed page turns clockwise with y downwards.
            round((sheet.rotation - math.degrees(math.atan2(matrix.b, matrix.a))) % 360, 2) % 360,
            sheet.point(x.value, y.value),
            sheet.box(box.left, box.bottom, box.right, box.top),
        )


def _letter(code: int) -> str:
    if code == 0xA0:
        return " "
    # PDFium marks a hyphen at a line end with U+FFFE or U+0002.
    if code in (0xFFFE, 0x0002):
        return "-"
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return ""
    letter = chr(code)
    return "" if unicodedata.category(letter) in ("Cc", "Cn") else letter


def _font(text: Any, at: int) -> str:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, at, name, len(name), flags)
    plain = name.value.decode("utf-8", "replace")
    prefix, plus, rest = plain.partition("+")
    return rest if plus and len(prefix) == 6 else plain


def _grouped(signs: Iterator[_Sign]) -> Iterator[_Run]:
    run = _Run()
    for sign in signs:
        if run.signs and not _continues(run, sign):
            yield run
            run = _Run()
        run.signs.append(sign)
    if run.signs:
        yield run


def _continues(run: _Run, sign: _Sign) -> bool:
    first, last = run.signs[0], run.signs[-1]
    if (sign.font, sign.angle) != (first.font, first.angle) or abs(
        sign.size - first.size
    ) > 0.02 * first.size:
        return False
    if abs(_across(first, sign.origin)) > _SAME_LINE * first.size:
        return False
    if sign.drawn_by == last.drawn_by:
        return True
    gap = _along(first, sign.origin) - run.end()
    return abs(gap) < _WORD_GAP * first.size


def _along(first: _Sign, point: tuple[float, float]) -> float:
    turn = math.radians(first.angle)
    return (point[0] - first.origin[0]) * math.cos(turn) + (point[1] - first.origin[1]) * math.sin(turn)


def _across(first: _Sign, point: tuple[float, float]) -> float:
    turn = math.radians(first.angle)
    return (point[1] - first.origin[1]) * math.cos(turn) - (point[0] - first.origin[0]) * math.sin(turn)


def _advance(sign: _Sign) -> float:
    """Return a sign's width along its baseline; its box is upright even where the text is not."""
    wide, high = sign.box[2] - sign.box[0], sign.box[3] - sign.box[1]
    turn = math.radians(sign.angle)
    cosine, sine = abs(math.cos(turn)), abs(math.sin(turn))
    both = (wide + high) / (cosine + sine)
    if abs(cosine - sine) < 0.15:
        # Near 45° the box says nothing about the proportion; digits are some 0.45 of width plus height.
        return 0.45 * both / 1.2
    return max(0.0, (both + (wide - high) / (cosine - sine)) / 2)


def _as_list(run: _Run) -> list[object]:
    signs = run.signs
    # Leading and trailing blanks have boxes but nothing to see.
    while len(signs) > 1 and signs[0].text.isspace():
        signs.pop(0)
    while len(signs) > 1 and signs[-1].text.isspace():
        signs.pop()
    first = signs[0]
    left, top = min(s.box[0] for s in signs), min(s.box[1] for s in signs)
    right, bottom = max(s.box[2] for s in signs), max(s.box[3] for s in signs)
    text = unicodedata.normalize("NFC", "".join(s.text for s in signs))
    place = [round(value, 3) for value in (left, top, right - left, bottom - top)]
    origin = [round(value, 3) for value in first.origin]
    length = round(run.end(), 3)
    return [text, *place, first.angle, round(first.size, 3), first.font, *origin, length, "page"]


def _field_values(document: OpenDocument, page: Any, sheet: Sheet) -> list[list[object]]:
    """Return the values of form fields: 3D sheets keep their title block in them."""
    runs: list[list[object]] = []
    if not document.form:
        return runs
    for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_FIELDS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
            value, box = _field_value(document.form, annotation), raw.FS_RECTF()
            if value and raw.FPDFAnnot_GetRect(annotation, box):
                x1, y1, x2, y2 = sheet.box(box.left, box.bottom, box.right, box.top)
                high, wide = round(y2 - y1, 3), round(x2 - x1, 3)
                place = [round(x1, 3), round(y1, 3), wide, high]
                origin = [round(x1, 3), round(y2, 3)]
                runs.append([value, *place, 0.0, high, "", *origin, wide, "form_field"])
        raw.FPDFPage_CloseAnnot(annotation)
    return runs


def _field_value(form: Any, annotation: Any) -> str:
    length = raw.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    if not 2 < length <= 4096:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, length)
    text = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
    clean = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    return unicodedata.normalize("NFC", clean).strip()
