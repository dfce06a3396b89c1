"""Filling one cell of a workbook: text that can never become a formula, numbers with their recorded decimals.

`put_text` is the only way a text reaches a sheet; nothing else in the program may set a cell's value.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook import Workbook

from app.documents.blocks import Mark
from app.documents.refusals import TEXT_TOO_LONG
from app.documents.text import clean_text, decimals, exact_number
from app.documents.writers import style

FONT_NAME: Final = "맑은 고딕"
TEXT_LIMIT: Final = 32_767
# Excel holds fifteen significant digits; what is longer stays text.
_DIGITS: Final = 15
# Cells formatted as text show ##### in Excel above 255 characters.
_TEXT_FORMAT_LIMIT: Final = 250
# Excel and LibreOffice decode _x0041_ inside a text; an escaped underscore keeps it literal.
_ESCAPABLE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SHEET_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_SHEET_LIMIT: Final = 31


@dataclass(frozen=True)
class Look:
    """How a cell looks.

    Attributes:
        size: Font size in points.
        bold: Bold text.
        ink: Text colour.
        fill: Background colour; empty for none.
        align: ``left``, ``center`` or ``right``.
        vertical: ``center``, ``top`` or ``bottom``.
        border: Colour of a hairline all around; empty for none.
        number: Number format.
        wrap: Whether long texts wrap.
        turned: Text from bottom to top.
    """

    size: float = 9.0
    bold: bool = False
    ink: str = style.INK
    fill: str = ""
    align: str = "left"
    vertical: str = "center"
    border: str = ""
    number: str = "@"
    wrap: bool = True
    turned: bool = False


class Looks:
    """The looks of one workbook, each made once: styling is the slow part of openpyxl."""

    def __init__(self) -> None:
        self._known: dict[Look, StyleArray] = {}

    def apply(self, cell: Cell, look: Look) -> None:
        """Give a cell its look."""
        known = self._known.get(look)
        if known is None:
            self._make(cell, look)
            self._known[look] = copy.copy(cell._style)  # type: ignore[attr-defined]
        else:
            cell._style = copy.copy(known)  # type: ignore[attr-defined]

    def _make(self, cell: Cell, look: Look) -> None:
        cell.font = Font(name=FONT_NAME, size=look.size, bold=look.bold, color=look.ink)
        if look.fill:
            cell.fill = PatternFill("solid", fgColor=look.fill)
        cell.alignment = Alignment(
            horizontal=look.align,
            vertical=look.vertical,
            wrap_text=look.wrap,
            text_rotation=90 if look.turned else 0,
        )
        if look.border:
            side = Side(style="thin", color=look.border)
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.number_format = look.number
        if look.number == "@":
            # Also keeps the text a text when somebody edits the cell.
            cell.quotePrefix = True


def put_text(cell: Cell, text: str) -> None:
    """Write a text as a text, whatever it looks like: ``=cmd|…``, ``#N/A``, ``00123``, ``1E5``, ``2026-01-02``.

    Raises:
        PartproofError: `documents.text_too_long` above 32,767 characters, which Excel would cut silently.
    """
    text = sheet_text(clean_text(text))
    if not text:
        return
    cell.value = text
    # openpyxl guesses a formula or an error from the first sign; this takes the guess back.
    cell.data_type = "s"
    if len(text) > _TEXT_FORMAT_LIMIT:
        cell.number_format = "General"


def sheet_text(text: str) -> str:
    """Return a clean text as a sheet stores it.

    Raises:
        PartproofError: `documents.text_too_long` above 32,767 characters, which Excel would cut silently.
    """
    stored = _ESCAPABLE.sub("_x005F_", text)
    if len(stored) > TEXT_LIMIT:
        raise TEXT_TOO_LONG(length=len(stored), limit=TEXT_LIMIT, text=stored[:40])
    return stored


def put_number(cell: Cell, text: str) -> bool:
    """Write a plain decimal as a number that shows the recorded decimals; False if a double cannot hold it."""
    number = exact_number(text)
    if number is None or not holds(text):
        return False
    cell.value = int(number) if decimals(text) == 0 else float(number)
    return True


def holds(text: str) -> bool:
    """Whether Excel shows exactly this decimal when it stores it as a double."""
    number = exact_number(text)
    if number is None or (number == 0 and text.startswith("-")):
        return False
    return len(number.as_tuple().digits) <= _DIGITS


def number_format(text: str, mark: Mark | None = None) -> str:
    """Return the format that shows a plain decimal as recorded: its decimals, its plus sign, the shape of a mark."""
    digits = "0" + ("." + "0" * decimals(text) if decimals(text) else "")
    shape = f'"{mark.shape} "' if mark is not None else ""
    plus = "+" if text.startswith("+") else ""
    return f"{shape}{plus}{digits};{shape}-{digits};{shape}{plus}{digits}" if shape or plus else digits


def put_formula(cell: Cell, formula: str) -> None:
    """Write a checking formula; only builders make them, with references filled in by the writer."""
    cell.value = formula


def sheet_title(wanted: str, workbook: Workbook) -> str:
    """Return a name Excel accepts, unlike the sheets that are there: 31 characters, no ``[]:*?/\\``."""
    name = _SHEET_FORBIDDEN.sub(" ", clean_text(wanted).replace("\n", " ")).strip().strip("'").strip()
    if not name or name.casefold() == "history":  # reserved by Excel
        name = f"{name} 1".strip()
    taken = {title.casefold() for title in workbook.sheetnames}
    candidate, number = _cut(name, _SHEET_LIMIT), 2
    while candidate.casefold() in taken:
        suffix = f" ({number})"
        candidate, number = _cut(name, _SHEET_LIMIT - len(suffix)) + suffix, number + 1
    return candidate


def _cut(name: str, limit: int) -> str:
    """Cut to `limit` UTF-16 units, which is how Excel counts."""
    while len(name.encode("utf-16-le")) // 2 > limit:
        name = name[:-1]
    return name.rstrip().rstrip("'")
