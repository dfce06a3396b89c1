"""The shape of a table after reading: cleaned texts and exact numbers in numbered rows.

Knows no file format and no meaning of columns.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.drawings.import_remarks import Remark, RemarkKind
from app.texts import mark
from models.rules.quantity import plain

# The last row a spreadsheet program has.
LAST_ROW: Final = 1_048_576
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 256
MAX_CELLS: Final = 3_000_000
# What a cell of a spreadsheet program can hold at most.
MAX_TEXT: Final = 32_767

CONTROL_SIGNS: Final = RemarkKind(
    "table.control_signs",
    mark("Rows {rows} held control characters; they are shown as visible signs."),
)
FAULTY_CELLS: Final = RemarkKind(
    "table.faulty_cells",
    mark("Rows {rows} hold cells with an error or a formula without a stored result ({examples})."),
)
BEYOND_COLUMNS: Final = RemarkKind(
    "table.beyond_columns",
    mark("Columns beyond {column} were not read."),
)
OTHER_SHEETS: Final = RemarkKind(
    "table.other_sheets",
    mark("Sheet {sheet} was read; these sheets were not: {sheets}."),
)
ENCODING_GUESSED: Final = RemarkKind(
    "table.encoding_guessed",
    mark("The text encoding was recognised as {encoding} from few signs; check names with special signs."),
)
RAGGED_SHORT: Final = RemarkKind(
    "table.ragged_short",
    mark(
        "Rows {rows} have fewer fields than the {columns} of the header; their values may stand one column off."
    ),
)
RAGGED_LONG: Final = RemarkKind(
    "table.ragged_long",
    mark("Rows {rows} have more fields than the {columns} of the header; what is beyond is not read."),
)
LONG_QUOTE: Final = RemarkKind(
    "table.long_quote",
    mark(
        "In row {row} a quoted text runs over {lines} {lines:line|lines}; a quotation mark may be missing there."
    ),
)


class Fault(str):
    """A cell without a value: an error such as ``#N/A``, or a formula whose result is not stored."""

    __slots__ = ()


NO_RESULT: Final = Fault("=?")
Cell = str | Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """A row with at least one filled cell.

    Attributes:
        number: 1-based, as the spreadsheet program shows it (text tables: the record).
        cells: Leading blanks kept (indentation may mean a level); "" where empty.
        fields: How many fields the text table had in this row; 0 for workbooks.
    """

    number: int
    cells: tuple[Cell, ...]
    fields: int = 0

    def cell(self, index: int) -> Cell:
        """Return the cell of a column, "" beyond the row's end."""
        return self.cells[index] if 0 <= index < len(self.cells) else ""

    def text(self, index: int) -> str:
        """Return the cell as one line of text without blanks at its ends; "" for an error."""
        cell = self.cell(index)
        return "" if isinstance(cell, Fault) else one_line(text_of(cell))

    def filled(self) -> list[int]:
        """Return the columns that hold something."""
        return [index for index, cell in enumerate(self.cells) if isinstance(cell, Decimal) or cell.strip()]


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range, 1-based rows and 0-based columns, both ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Table:
    """One sheet or text table.

    Attributes:
        sheet: Name of the sheet; None for a text table.
        encoding: ``utf-8``, ``cp949``, ``utf-16``, ``windows-1252``; None for a workbook.
    """

    rows: tuple[Row, ...]
    sheet: str | None = None
    encoding: str | None = None
    merged: tuple[Span, ...] = ()
    remarks: tuple[Remark, ...] = ()


def text_of(cell: Cell) -> str:
    """Return a cell as text: numbers in plain digits."""
    return plain(cell) if isinstance(cell, Decimal) else cell


def time_text(value: datetime.date | datetime.time) -> str:
    """Return a date or time cell as ISO text, a date at midnight without its time."""
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat()


def one_line(text: str) -> str:
    """Return text with every run of blanks and line ends as one blank."""
    return " ".join(text.split())


_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF, 0x00AD])
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> tuple[str, bool]:
    """Return a cell's text as it may enter the program, and whether control characters were in it.

    NFC; control characters become visible signs; invisible signs and lone surrogates go; no-break blanks
    become blanks.
    """
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text[:MAX_TEXT], False
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\u00a0", " ")
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    text = "".join(sign for sign in text if not 0xD800 <= ord(sign) <= 0xDFFF)
    shown = _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])) if match[0] != "\x7f" else "\u2421", text)
    return shown[:MAX_TEXT], shown != text


def letter_of(index: int) -> str:
    """Return the spreadsheet letter of a 0-based column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def index_of(letters: str) -> int:
    """Return the 0-based column of spreadsheet letters."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
