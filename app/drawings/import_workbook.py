"""The structure of an unpacked workbook, and what the cell readers do not tell: merged ranges, errors, sizes.

Searches the sheets' XML as bytes; reads no cell values.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from defusedxml import ElementTree

from app.drawings.import_table import MAX_COLUMNS, NO_RESULT, Fault, Span, index_of

# Up to these a workbook is read by openpyxl, which knows number formats and indents; above by calamine, ten
# times as fast. Measured: 250,000 elements take openpyxl about 1.5 s, half a megabyte of styles half a second.
SMALL_ELEMENTS: Final = 250_000
SMALL_BOX: Final = 2_000_000
SMALL_SIDE: Final = 3 << 20
SMALL_STYLES: Final = 512 << 10
MAX_SHEETS: Final = 200


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet of the workbook: its name, whether it is shown, and its member's name and size."""

    name: str
    visible: bool
    member: str
    size: int


@dataclass(frozen=True)
class SheetMarks:
    """What stands beside the values of a sheet.

    Attributes:
        faults: 1-based row and 0-based column to the error shown there.
        rows: Highest row number with a cell, or the number of rows where that is more.
        columns: Number of columns up to the last cell.
        elements: Number of rows and cells written down, empty ones too.
    """

    merged: tuple[Span, ...]
    faults: dict[tuple[int, int], Fault]
    rows: int
    columns: int
    elements: int = 0

    @property
    def written_rows(self) -> int:
        """At most this many rows have to be laid out: gaps between rows cost next to nothing."""
        return min(self.rows, self.elements)


def sheet_parts(archive: zipfile.ZipFile) -> list[SheetPart]:
    """Return the worksheets in order.

    Raises:
        KeyError, ValueError, SyntaxError: the workbook's structure is broken.
    """
    names = set(archive.namelist())
    book = _workbook_member(archive, names)
    folder, file = posixpath.split(book)
    relations = {
        entry.get("Id", ""): entry
        for entry in ElementTree.fromstring(archive.read(f"{folder}/_rels/{file}.rels"))
    }
    parts: list[SheetPart] = []
    for element in ElementTree.fromstring(archive.read(book)).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        relation = relations.get(link)
        if relation is None or not relation.get("Type", "").endswith("/worksheet"):
            continue
        target = relation.get("Target", "")
        member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if member in names:
            shown = element.get("state", "visible") == "visible"
            parts.append(SheetPart(element.get("name", ""), shown, member, archive.getinfo(member).file_size))
    return parts[:MAX_SHEETS]


def _workbook_member(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names:
        return "xl/workbook.xml"
    root = ElementTree.fromstring(archive.read("_rels/.rels"))
    for entry in root:
        if entry.get("Type", "").endswith("/officeDocument"):
            return str(entry.get("Target", "")).lstrip("/")
    raise KeyError("workbook")


def is_small(archive: zipfile.ZipFile, marks: Iterable[SheetMarks]) -> bool:
    """Say whether openpyxl reads the workbook in about a second."""
    listed = list(marks)
    sides = [info for info in archive.infolist() if "/worksheets/" not in info.filename]
    styles = sum(info.file_size for info in sides if info.filename.endswith("styles.xml"))
    box = sum(found.written_rows * min(found.columns, MAX_COLUMNS) for found in listed)
    return (
        sum(found.elements for found in listed) <= SMALL_ELEMENTS
        and box <= SMALL_BOX
        and sum(info.file_size for info in sides) <= SMALL_SIDE
        and styles <= SMALL_STYLES
    )


_ROW = re.compile(rb"<(?:\w{1,8}:)?row[\s>/]")
_CELL = re.compile(rb"<(?:\w{1,8}:)?c(?=[\s>/])(?:[^<>]{0,200}?\sr=\"([A-Z]{1,3})([0-9]{1,7})\")?")
_MERGED = re.compile(
    rb"<(?:\w{1,8}:)?mergeCell\s[^<>]{0,200}?ref=\"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\""
)
_ERROR = re.compile(
    rb"<(?:\w{1,8}:)?c\s(?=[^<>]{0,200}?\bt=\"e\")[^<>]{0,200}?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^<>]{0,200}>"
)
_ERROR_TEXT = re.compile(rb"<(?:\w{1,8}:)?v>([^<]{0,40})<")
_UNCOMPUTED = re.compile(
    rb"<(?:\w{1,8}:)?c\s[^<>]{0,200}?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^<>]{0,200}>\s{0,20}"
    rb"<(?:\w{1,8}:)?f\b[^<>]{0,400}(?:/>|>[^<]{0,8192}</(?:\w{1,8}:)?f>)\s{0,20}"
    rb"(?:<(?:\w{1,8}:)?v\s?/>|<(?:\w{1,8}:)?v>\s{0,20}</(?:\w{1,8}:)?v>)?\s{0,20}</(?:\w{1,8}:)?c>"
)
_MOST_MARKS: Final = 20_000


def sheet_marks(body: bytes) -> SheetMarks:
    """Search a sheet's XML for merged ranges, error cells, formulas without a result, and its true extent."""
    rows, columns, cells, located = _extent(body)
    written = len(_ROW.findall(body))
    if not located:
        rows = max(rows, written)
        columns = max(columns, max(len(_CELL.findall(piece)) for piece in _ROW.split(body)))
    faults: dict[tuple[int, int], Fault] = {}
    for match in _limited(_ERROR, body):
        shown = _ERROR_TEXT.search(body, match.end(), match.end() + 2_000)
        faults[_place(match[1], match[2])] = Fault(shown[1].decode("utf-8", "replace") if shown else "#ERR")
    if b"<f" in body or b":f" in body:
        for match in _limited(_UNCOMPUTED, body):
            faults[_place(match[1], match[2])] = NO_RESULT
    merged = tuple(
        Span(int(match[2]), index_of(match[1].decode()), int(match[4]), index_of(match[3].decode()))
        for match in _limited(_MERGED, body)
    )
    return SheetMarks(merged, faults, max(rows, written), columns, written + cells)


def _extent(body: bytes) -> tuple[int, int, int, bool]:
    """Return the last row and column with a cell, the number of cells, and whether all say where they stand."""
    rows = columns = cells = 0
    located = True
    widths: dict[bytes, int] = {}
    for match in _CELL.finditer(body):
        cells += 1
        letters = match[1]
        if letters is None:
            located = False
            continue
        if letters not in widths:
            widths[letters] = index_of(letters.decode()) + 1
            columns = max(columns, widths[letters])
        rows = max(rows, int(match[2]))
    return rows, columns, cells, located


def _limited(pattern: re.Pattern[bytes], body: bytes) -> list[re.Match[bytes]]:
    return [match for match, _ in zip(pattern.finditer(body), range(_MOST_MARKS), strict=False)]


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row), index_of(letters.decode())


def open_copy(content: bytes) -> zipfile.ZipFile:
    """Open the unpacked copy that the guard made."""
    return zipfile.ZipFile(io.BytesIO(content))
