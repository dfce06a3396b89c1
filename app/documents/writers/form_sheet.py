"""Puts values into the cells of one worksheet of a customer's form; formats, merged cells and pictures stay.

Texts are written as texts, never as formulas; numbers as numbers with the format the form has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from app.documents.form_refusals import FORM_BROKEN, FORM_WRONG_CELL
from app.documents.text import exact_number
from app.documents.writers.form_package import MAIN, FormPackage, whole_number

_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
# Merged areas of so many cells are kept cell by cell.
_SMALL: Final = 100
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def place_of(cell: str) -> tuple[int, int]:
    """Return (row, column) from 1 of a cell such as ``C5``.

    Raises:
        PartproofError: ``forms.wrong_cell``.
    """
    match = _CELL.fullmatch(cell.strip().upper())
    if match is None:
        raise FORM_WRONG_CELL(cell=cell)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if row > _MOST_ROWS or column > _MOST_COLUMNS:
        raise FORM_WRONG_CELL(cell=cell)
    return row, column


def cell_name(row: int, column: int) -> str:
    """Return ``C5`` for (5, 3)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


@dataclass
class FormSheet:
    """One worksheet open for filling in."""

    package: FormPackage
    path: str
    _anchors: dict[tuple[int, int], tuple[int, int]] | None = field(default=None, init=False)
    _large: list[tuple[int, int, int, int]] = field(default_factory=list, init=False)
    _rows: dict[int, Any] = field(default_factory=dict, init=False)

    @property
    def _root(self) -> Any:
        return self.package.tree(self.path)

    def merged(self) -> list[tuple[int, int, int, int]]:
        """Return the merged areas as (top, left, bottom, right)."""
        areas = []
        for one in self._root.iter(f"{{{MAIN}}}mergeCell"):
            first, _, last = str(one.get("ref")).partition(":")
            areas.append((*place_of(first), *place_of(last or first)))
        return areas

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell that shows what stands at a place: the first one where cells are merged."""
        if self._anchors is None:
            self._anchors = {}
            for area in self.merged():
                self._remember(self._anchors, area)
        found = self._anchors.get((row, column))
        if found is None:
            for top, left, bottom, right in self._large:
                if top <= row <= bottom and left <= column <= right:
                    return top, left
        return found or (row, column)

    def _remember(
        self, anchors: dict[tuple[int, int], tuple[int, int]], area: tuple[int, int, int, int]
    ) -> None:
        top, left, bottom, right = area
        if (bottom - top + 1) * (right - left + 1) > _SMALL:
            self._large.append(area)
            return
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                anchors[row, column] = top, left

    def put(self, cell: str, text: str) -> None:
        """Write one value; a plain decimal becomes a number, everything else stays the text it is."""
        row, column = self.anchor(*place_of(cell))
        element = self._cell(row, column)
        style = element.get("s")
        for child in list(element):
            element.remove(child)
        for key in list(element.attrib):
            del element.attrib[key]
        element.set("r", cell_name(row, column))
        if style is not None:
            element.set("s", style)
        if not text:
            return
        if exact_number(text) is not None:
            etree.SubElement(element, f"{{{MAIN}}}v").text = text.lstrip("+")
            return
        element.set("t", "inlineStr")
        holder = etree.SubElement(etree.SubElement(element, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
        holder.text = text
        holder.set(_SPACE, "preserve")

    def _cell(self, row: int, column: int) -> Any:
        line = self._row(row)
        name = cell_name(row, column)
        place = len(line)
        for index, one in enumerate(line):
            reference = one.get("r")
            if reference == name:
                return one
            if reference is not None and place_of(str(reference))[1] > column:
                place = index
                break
        made = etree.Element(f"{{{MAIN}}}c")
        made.set("r", name)
        line.insert(place, made)
        return made

    def _row(self, row: int) -> Any:
        if row in self._rows:
            return self._rows[row]
        rows = self._root.find(f"{{{MAIN}}}sheetData")
        if rows is None:
            raise FORM_BROKEN(name=self.package.name)
        place = len(rows)
        for index, one in enumerate(rows):
            number = whole_number(one.get("r"))
            if number == row:
                self._rows[row] = one
                return one
            if number > row:
                place = index
                break
        made = etree.Element(f"{{{MAIN}}}row")
        made.set("r", str(row))
        rows.insert(place, made)
        self._rows[row] = made
        return made

    def forget_results(self) -> None:
        """Take away what formulas gave before, so that no viewer shows a result of other values."""
        for cell in self._root.iter(f"{{{MAIN}}}c"):
            if cell.find(f"{{{MAIN}}}f") is not None:
                for result in cell.findall(f"{{{MAIN}}}v"):
                    cell.remove(result)
                if cell.get("t") in ("s", "str", "e", "b"):
                    del cell.attrib["t"]

    def extent(self) -> tuple[int, int]:
        """Return the last row and the last column that the form uses: held, merged or only drawn."""
        rows, columns = 1, 1
        for cell in self._root.iter(f"{{{MAIN}}}c"):
            reference = cell.get("r")
            if reference is not None:
                row, column = place_of(str(reference))
                rows, columns = max(rows, row), max(columns, column)
        for _, _, bottom, right in self.merged():
            rows, columns = max(rows, bottom), max(columns, right)
        return rows, columns

    def widths(self, columns: int) -> list[float]:
        """Return the width of each column in characters; 0 where the form leaves it to the program."""
        found = [0.0] * columns
        for one in self._root.iter(f"{{{MAIN}}}col"):
            try:
                first, last = int(str(one.get("min"))), int(str(one.get("max")))
                width = float(str(one.get("width") or 0))
            except ValueError:
                continue
            for column in range(max(first, 1), min(last, columns) + 1):
                found[column - 1] = width
        return found

    def shown(self) -> Iterator[tuple[int, int, str]]:
        """Yield (row, column, text) of the cells that hold something, for choosing them by eye."""
        shared = self.package.shared_strings()
        for cell in self._root.iter(f"{{{MAIN}}}c"):
            reference = cell.get("r")
            if reference is None:
                continue
            value = cell.find(f"{{{MAIN}}}v")
            text = "".join(one.text or "" for one in cell.iter(f"{{{MAIN}}}t"))
            if not text and value is not None:
                text = str(value.text or "")
                if cell.get("t") == "s" and text.isdigit() and int(text) < len(shared):
                    text = shared[int(text)]
            if text:
                row, column = place_of(str(reference))
                yield row, column, text
