"""The structure of an unpacked workbook, and what the cell readers do not tell: merged ranges, errors, sizes.

Searches the sheets' XML as bytes; reads no cell values.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Final

from defusedxml import ElementTree

from app.drawings.import_table import NO_RESULT, Fault, Span, index_of

# Below this a workbook is read by openpyxl, which knows number formats and indents; above by calamine, ten
# times as fast.
SMALL: Final = 3 << 20
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
        rows: Highest row number with a cell.
        columns: Number of columns up to the last cell.
        located: Every cell says where it stands.
    """

    merged: tuple[Span, ...]
    faults: dict[tuple[int, int], Fault]
    rows: int
    columns: int
    located: bool


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


def shared_size(archive: zipfile.ZipFile) -> int:
    """Return the size of the shared texts, which are read whole."""
    return sum(info.file_size for info in archive.infolist() if info.filename.endswith("sharedStrings.xml"))


_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>/])(?:[^>]*?\sr=\"([A-Z]{1,3})([0-9]{1,7})\")?")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\"")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*?\st=\"e\"|t=\"e\")[^>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).){0,4000}?<(?:\w+:)?v>([^<]{0,40})<",
    re.DOTALL,
)
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^>]*>\s*<(?:\w+:)?f\b[^>]{0,400}(?:/>|>[^<]{0,8192}</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_MOST_MARKS: Final = 20_000


def sheet_marks(body: bytes) -> SheetMarks:
    """Search a sheet's XML for merged ranges, error cells, formulas without a result, and its true extent."""
    rows = columns = 0
    located = True
    widths: dict[bytes, int] = {}
    for match in _CELL.finditer(body):
        letters = match[1]
        if letters is None:
            located = False
            continue
        if letters not in widths:
            widths[letters] = index_of(letters.decode()) + 1
            columns = max(columns, widths[letters])
        rows = max(rows, int(match[2]))
    faults: dict[tuple[int, int], Fault] = {}
    for match in _limited(_ERROR, body):
        faults[_place(match[1], match[2])] = Fault(match[3].decode("utf-8", "replace") or "#ERR")
    if b"<f" in body or b":f" in body:
        for match in _limited(_UNCOMPUTED, body):
            faults[_place(match[1], match[2])] = NO_RESULT
    merged = tuple(
        Span(int(match[2]), index_of(match[1].decode()), int(match[4]), index_of(match[3].decode()))
        for match in _limited(_MERGED, body)
    )
    return SheetMarks(merged, faults, rows, columns, located)


def _limited(pattern: re.Pattern[bytes], body: bytes) -> list[re.Match[bytes]]:
    return [match for match, _ in zip(pattern.finditer(body), range(_MOST_MARKS), strict=False)]


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row), index_of(letters.decode())


def open_copy(content: bytes) -> zipfile.ZipFile:
    """Open the unpacked copy that the guard made."""
    return zipfile.ZipFile(io.BytesIO(content))
