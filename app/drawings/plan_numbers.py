"""Which balloons a control plan's workbook speaks of: the numbers in its column of characteristics, sheet by sheet.

Reads numbers only, no limits; what cannot be read is said to be unread, never taken for empty.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from app.drawings.import_columns import VOCABULARY
from app.drawings.import_header import Column, Header, find_header
from app.drawings.import_table import Table
from app.drawings.import_xlsx import tables_of
from app.errors import PartproofError

# A control plan has some dozens of rows on a few sheets; a workbook beyond this is another thing.
MAX_BYTES: Final = 8 << 20
MAX_NUMBERS: Final = 2000
_LONGEST_RANGE: Final = 200
# Titles that name characteristics or balloons; a bare "No." may count lines or process steps as well.
_SURE: Final = re.compile(r"balloon|bubble|char|풍선|특성|치수|merkmal", re.IGNORECASE)
# Beside the titles of an inspection plan: the column of AIAG's form stands under a merged "Characteristics".
_MORE_TITLES: Final = re.compile(
    r"^(characteristics?|특성|관리\s*특성|관리\s*항목)\s*\(?(no\.?|#|number|번호)\)?$", re.IGNORECASE
)
# "1-2" may be a balloon of its own, so that only "~" means all from here to there.
_NUMBER: Final = re.compile(r"[0-9]{1,6}(?:[.-][0-9]{1,4})*[A-Za-z]?")
_RANGE: Final = re.compile(r"([0-9]{1,6})~([0-9]{1,6})")


@dataclass(frozen=True)
class PlanNumbers:
    """The numbers a workbook names.

    Attributes:
        numbers: As written, each once, in order.
        column: Title of the column they stand in.
        sure: The title says that they number characteristics; a bare "No." does not.
    """

    numbers: tuple[str, ...]
    column: str
    sure: bool

    def to_facts(self) -> dict[str, Any]:
        """Return them as they are kept beside the file."""
        return {"numbers": list(self.numbers), "column": self.column[:60], "sure": self.sure}


def plan_numbers(content: bytes, name: str) -> PlanNumbers | None:
    """Return the characteristics a workbook names, or None where no sheet of it can be read as a control plan."""
    if len(content) > MAX_BYTES:
        return None
    try:
        tables = tables_of(content, name)
    except PartproofError:
        return None
    found: list[tuple[Column, tuple[str, ...]]] = []
    for table in tables:
        read = _of_table(table, name)
        if read is not None and read[1]:
            found.append(read)
    if not found:
        return None
    numbers = tuple(dict.fromkeys(one for _, listed in found for one in listed))[:MAX_NUMBERS]
    return PlanNumbers(numbers, found[0][0].title, all(_sure(column) for column, _ in found))


def _of_table(table: Table, name: str) -> tuple[Column, tuple[str, ...]] | None:
    try:
        header = find_header([table], name, VOCABULARY, {})
    except PartproofError:
        return None
    column = _number_column(header)
    if column is None:
        return None
    cells = (row.text(column.index) for row in header.body())
    return column, tuple(dict.fromkeys(one for cell in cells for one in numbers_in(cell)))


def _number_column(header: Header) -> Column | None:
    """Return the column of the characteristics' numbers: one that is titled so before a bare "No."."""
    named = [column for column in header.columns if _is_number(column)]
    return next((column for column in named if _sure(column)), named[0] if named else None)


def _is_number(column: Column) -> bool:
    recognised = VOCABULARY.recognise(column.title)
    return bool(_MORE_TITLES.match(column.title)) or (recognised is not None and recognised[0] == "number")


def _sure(column: Column) -> bool:
    return bool(_SURE.search(column.title))


def numbers_in(cell: str) -> tuple[str, ...]:
    """Return the balloon numbers of a cell: ``7``, ``7.1``, ``1-2``, ``1, 2``, ``1~3``, ``②③``; none beside words."""
    plain = "".join(f" {int(unicodedata.numeric(sign))} " if _circled(sign) else sign for sign in cell)
    found: list[str] = []
    for part in re.split(r"[,;/·、\s]+", re.sub(r"\s*~\s*", "~", plain.strip())):
        span = _RANGE.fullmatch(part)
        if span is not None and int(span[1]) <= int(span[2]) < int(span[1]) + _LONGEST_RANGE:
            found += (str(one) for one in range(int(span[1]), int(span[2]) + 1))
        elif _NUMBER.fullmatch(part):
            found.append(part)
        else:
            return ()
    return tuple(found)


def _circled(sign: str) -> bool:
    return unicodedata.decomposition(sign).startswith("<circle>") and sign.isnumeric()
