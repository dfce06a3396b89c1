"""The gauge register 계측기대장: every row checked by the rules of the register itself, refused with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from app.drawings.import_header import find_header
from app.drawings.import_remarks import Remark
from app.drawings.import_table import OTHER_SHEETS, Row
from app.drawings.import_xlsx import read_tables
from app.gauges.gauges import LONGEST_INTERVAL
from app.transfer import remarks
from app.transfer.columns import FIELDS
from app.transfer.days import is_blank, read_day
from app.transfer.gauge_columns import VOCABULARY, measure_of, months_of, range_of, result_of
from app.transfer.preview import ListedRow, PlanLine, Reading, TransferPreview
from app.transfer.register import layout_of
from app.transfer.said import Term
from app.unit_of_work import number_key
from models.rules.calibration import add_months
from models.types import decimal_text
from models.vocab import CalibrationResult
from models.vocab_transfer import TransferKind

_YEAR_DAYS: Final = 366
_LONGEST_YEARS: Final = 10
_USUAL_INTERVAL: Final = 12


class _RefusedError(Exception):
    """A row that is not taken, with its reason."""

    def __init__(self, reason: Remark) -> None:
        super().__init__(reason.code)
        self.reason = reason


@dataclass(frozen=True)
class _Calibration:
    """The last calibration of a row."""

    done_on: date
    due_on: date
    result: CalibrationResult


def plan_gauges(
    path: Path, register_hash: str, reading: Reading, *, today: date, existing: Mapping[str, str]
) -> TransferPreview:
    """Return the plan of a transfer of a gauge register.

    Args:
        path: xlsx, xls or text table.
        register_hash: SHA-256 of the file.
        reading: The user's word on the columns.
        today: The plant's day.
        existing: Numbers of the factory's gauges by the form in which numbers are compared.

    Raises:
        PartproofError: the file, its table or the mapping is refused.
    """
    tables = read_tables(path, sheet=reading.sheet)
    header = find_header(tables, path.name, VOCABULARY, reading.mapping)
    warnings = [*header.table.remarks, *header.remarks]
    others = [table.sheet for table in tables if table.sheet and table.sheet != header.table.sheet]
    if others:
        warnings.append(OTHER_SHEETS(sheet=header.table.sheet, sheets=", ".join(others)))
    columns = {column.field: column.index for column in header.columns if column.field}
    rows = _Rows(columns, today, existing)
    for row in header.body():
        if header.is_repeated_by(row):
            rows.left_out.append(ListedRow("", row.number, remarks.REPEATED_HEADER()))
        else:
            rows.take(row)
    return TransferPreview(
        kind=TransferKind.GAUGES,
        folder=None,
        register_path=path,
        header_row=header.row,
        columns=header.columns,
        sheet=header.table.sheet,
        encoding=header.table.encoding,
        layout=layout_of(header),
        reading=reading,
        matches=(),
        missing=(),
        left_out=tuple(rows.left_out),
        notes=tuple(rows.notes),
        warnings=tuple(warnings),
        lines=tuple(rows.lines),
        register_hash=register_hash,
    )


class _Rows:
    """The rows read so far."""

    def __init__(self, columns: Mapping[str, int], today: date, existing: Mapping[str, str]) -> None:
        self._columns, self._today, self._existing = columns, today, existing
        self._seen: dict[str, int] = {}
        self.lines: list[PlanLine] = []
        self.left_out: list[ListedRow] = []
        self.notes: list[ListedRow] = []

    def take(self, row: Row) -> None:
        """Read one row."""
        values = {name: "" if is_blank(text := row.text(i)) else text for name, i in self._columns.items()}
        number = values.get("number", "")
        try:
            if not number:
                shown = " · ".join(row.text(index) for index in row.filled()[:3])[:60]
                raise _RefusedError(remarks.NO_NUMBER(text=shown))
            self._refuse_known(number, row.number)
            self.lines.append(PlanLine(row.number, self._content(row.number, number, values)))
            self._seen[number_key(number)] = row.number
        except _RefusedError as refused:
            self.left_out.append(ListedRow(number[:60], row.number, refused.reason))

    def _refuse_known(self, number: str, row: int) -> None:
        key = number_key(number)
        if len(number) > 60:
            raise _RefusedError(remarks.TOO_LONG(field=_word("number"), limit=60))
        if key in self._seen:
            raise _RefusedError(remarks.GAUGE_TWICE(first=self._seen[key]))
        other = self._existing.get(key)
        if other is not None:
            same = other == number
            raise _RefusedError(
                remarks.EXISTS(number=number) if same else remarks.EXISTS_OTHERWISE(other=other)
            )

    def _content(self, row: int, number: str, values: Mapping[str, str]) -> dict[str, Any]:
        name = values.get("name") or values.get("gauge_kind") or ""
        if not name:
            raise _RefusedError(remarks.NO_GAUGE_FACT(field=_word("name")))
        low, high, unit = _range(values)
        resolution, resolution_unit = _resolution(values)
        interval = _interval(values)
        calibration = self._calibration(row, number, values, interval)
        return {
            "what": "gauge",
            "number": number,
            "name": name[:200],
            "kind": (values.get("gauge_kind") or name)[:60],
            "maker": values.get("maker", ""),
            "serial_number": values.get("serial_number", ""),
            "unit": values.get("unit") or resolution_unit or unit or "mm",
            "resolution": decimal_text(resolution),
            "range_low": decimal_text(low),
            "range_high": decimal_text(high),
            "interval_months": interval,
            "certificate": values.get("certificate", "")[:80],
            "laboratory": values.get("laboratory", ""),
            "done_on": calibration.done_on.isoformat() if calibration is not None else None,
            "due_on": calibration.due_on.isoformat() if calibration is not None else None,
            "result": calibration.result.value if calibration is not None else None,
        }

    def _calibration(
        self, row: int, number: str, values: Mapping[str, str], interval: int
    ) -> _Calibration | None:
        done = self._day(row, number, values.get("done_on", ""), future=False)
        due = self._day(row, number, values.get("due_on", ""), future=True)
        if done is None:
            if due is not None:
                raise _RefusedError(remarks.DUE_ALONE())
            self._note(row, number, remarks.NO_CALIBRATION())
            return None
        due = due or add_months(done, interval)
        if due <= done:
            raise _RefusedError(remarks.DUE_BEFORE(due=due.isoformat(), done=done.isoformat()))
        if (due - done).days > _LONGEST_YEARS * _YEAR_DAYS:
            raise _RefusedError(remarks.DUE_FAR(due=due.isoformat(), done=done.isoformat()))
        text = values.get("result", "")
        result = result_of(text) if text else CalibrationResult.PASS
        if result is None:
            raise _RefusedError(remarks.UNKNOWN_WORD(field=_word("result"), text=text[:40]))
        if not text:
            self._note(row, number, remarks.RESULT_ASSUMED())
        if due < self._today:
            self._note(row, number, remarks.OVERDUE_NOW(due=due.isoformat()))
        return _Calibration(done, due, result)

    def _day(self, row: int, number: str, text: str, *, future: bool) -> date | None:
        reading = read_day(text, today=self._today, future=future)
        if reading.refused is not None:
            raise _RefusedError(reading.refused)
        if reading.remark is not None:
            self._note(row, number, reading.remark)
        return reading.day

    def _note(self, row: int, number: str, reason: Remark) -> None:
        self.notes.append(ListedRow(number, row, reason))


def _range(values: Mapping[str, str]) -> tuple[Decimal, Decimal, str]:
    text = values.get("range", "")
    if text:
        found = range_of(text)
        if found is None:
            raise _RefusedError(remarks.BAD_RANGE(text=text[:40]))
    else:
        low, _ = _measure("range_low", values)
        high, unit = _measure("range_high", values)
        found = (low, high, unit)
    if found[0] >= found[1]:
        raise _RefusedError(remarks.EMPTY_RANGE(low=decimal_text(found[0]), high=decimal_text(found[1])))
    return found


def _resolution(values: Mapping[str, str]) -> tuple[Decimal, str]:
    resolution, unit = _measure("resolution", values)
    if resolution <= 0:
        raise _RefusedError(remarks.BAD_RESOLUTION(text=decimal_text(resolution)))
    return resolution, unit


def _interval(values: Mapping[str, str]) -> int:
    text = values.get("interval", "")
    months = months_of(text) if text else _USUAL_INTERVAL
    if months is None or not 1 <= months <= LONGEST_INTERVAL:
        raise _RefusedError(remarks.BAD_INTERVAL(text=text[:20]))
    return months


def _measure(name: str, values: Mapping[str, str]) -> tuple[Decimal, str]:
    text = values.get(name, "")
    if not text:
        raise _RefusedError(remarks.NO_GAUGE_FACT(field=_word(name)))
    found = measure_of(text)
    if found is None:
        raise _RefusedError(remarks.BAD_NUMBER(field=_word(name), text=text[:40]))
    return found


def _word(name: str) -> Term:
    return Term("register", FIELDS[name])
