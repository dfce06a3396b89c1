"""The child process that runs calamine: a workbook on standard input, its cells as JSON on standard output.

Started by import_process only. On a damaged xls calamine may reserve terabytes, and what Rust cannot reserve
ends the process: here that ends only the child. Writes no file.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from collections.abc import Iterator
from typing import Any, Final

from app.drawings.import_table import LAST_ROW, MAX_CELLS, MAX_COLUMNS, time_text

TABLE_WORKER_FLAG: Final = "--table-worker"


def main(memory_bytes: int) -> int:
    """Serve one workbook.

    Args:
        memory_bytes: Address space the process may use (Linux; elsewhere only the parent's limits hold).

    Returns:
        The exit code.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    head = json.loads(sys.stdin.buffer.readline())
    answer = _answer(sys.stdin.buffer.read(), head["sheet"])
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True, allow_nan=True).encode("ascii"))
    sys.stdout.buffer.flush()
    return 0


def _answer(content: bytes, sheet: str | None) -> dict[str, Any]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return _read(CalamineWorkbook.from_filelike(io.BytesIO(content)), sheet)
    except PasswordError:
        return {"refused": "password"}
    except CalamineError:
        return {"refused": "broken"}


def _read(book: Any, sheet: str | None) -> dict[str, Any]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    listed = [entry for entry in book.sheets_metadata if entry.typ is SheetTypeEnum.WorkSheet]
    if sheet is None:
        names = [entry.name for entry in listed if entry.visible is SheetVisibleEnum.Visible]
    else:
        names = [entry.name for entry in listed if entry.name.casefold() == sheet.casefold()][:1]
    filled = 0
    sheets: list[dict[str, Any]] = []
    for name in names:
        read = book.get_sheet_by_name(name)
        rows = list(_rows(read))
        filled += sum(len(cells) for _, cells in rows)
        if filled > MAX_CELLS:
            return {"refused": "cells"}
        sheets.append({"name": name, "merged": read.merged_cell_ranges or [], "rows": rows})
    return {"names": [entry.name for entry in listed], "sheets": sheets}


def _rows(read: Any) -> Iterator[tuple[int, list[object]]]:
    # iter_rows gives the empty rows above the first filled cell, but not the empty columns before it.
    before: list[object] = [""] * (read.start[1] if read.start else 0)
    for number, row in enumerate(read.iter_rows(), start=1):
        if number > LAST_ROW:
            return
        cells = [_plain(value) for value in (before + row)[:MAX_COLUMNS]]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield number, cells


def _plain(value: object) -> object:
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return time_text(value)
    return str(value) if value is not None else ""


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
