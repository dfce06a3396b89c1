"""The rows of a plan of characteristics: from recognised columns to lines with exact limits.

Says what a row says. Numbers of its own columns win over the specification text; a contradiction is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.drawings.import_columns import VOCABULARY, kind_of_words
from app.drawings.import_header import Header, find_header
from app.drawings.import_plan_remarks import (
    ANOTHER_TABLE,
    CONTRADICTION,
    DOUBTS,
    DUPLICATE_NUMBER,
    HEADING,
    LIMITS_REVERSED,
    NO_LIMITS,
    NO_NUMBER,
    NO_NUMBER_COLUMN,
    NO_REQUIREMENT,
    NUMBER_UNREAD,
    ONE_SIDED,
    PLACES_UNREAD,
    READ_AS_MINUS,
    REPEATED_HEADER,
    SAMPLING_UNREAD,
    UNSIGNED,
)
from app.drawings.import_preview import PlanLine, PlanPreview
from app.drawings.import_remarks import Remark, Skipped, row_list
from app.drawings.import_table import OTHER_SHEETS, RAGGED_LONG, RAGGED_SHORT, Row, Table
from models.rules.quantity import parse_number, plain
from models.rules.specification import SpecificationDoubt, SpecificationReading, parse_specification
from models.vocab import CharacteristicKind, Special

_REQUIREMENT: Final = ("specification", "nominal", "upper_limit", "lower_limit", "characteristic")
_NUMBERS: Final = ("nominal", "upper_tolerance", "lower_tolerance", "tolerance", "upper_limit", "lower_limit")
_BLANK: Final = frozenset({"", "-", "–", "—", "/", "n/a", "na", "none", "없음"})


@dataclass
class _Rows:
    """What reading the rows has found so far; ``signed``: the lower deviations carry their signs."""

    lines: list[PlanLine] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    doubts: dict[SpecificationDoubt, list[int]] = field(default_factory=dict)
    marked: dict[str, list[int]] = field(default_factory=dict)
    signed: bool = False

    def mark(self, code: str, row: int) -> None:
        """Note a row under a code."""
        self.marked.setdefault(code, []).append(row)


def preview_of(tables: list[Table], file: str, mapping: Mapping[str, str]) -> PlanPreview:
    """Return the preview of the table whose header fits best.

    Raises:
        PartproofError: no header, or the mapping is refused.
    """
    header = find_header(tables, file, VOCABULARY, mapping)
    rows = _Rows()
    columns = {column.field: column.index for column in header.columns if column.field}
    lower = columns.get("lower_tolerance", -1)
    rows.signed = any(_carries_sign(row, lower) for row in header.body())
    below_heading = ended = False
    for row in header.body():
        values = {name: row.text(index) for name, index in columns.items()}
        ended = ended or (below_heading and bool(rows.lines) and _begins_another_table(values))
        below_heading = len(row.filled()) == 1
        reason = ANOTHER_TABLE(text=_shown(row)) if ended else _not_a_characteristic(header, row, values)
        if reason is not None:
            rows.skipped.append(Skipped(row.number, reason))
        else:
            rows.lines.append(_line(row, values, columns, rows))
    return PlanPreview(
        header_row=header.row,
        mapping=header.mapping(),
        columns=header.columns,
        encoding=header.table.encoding,
        sheet=header.table.sheet,
        skipped=tuple(rows.skipped),
        warnings=tuple(_remarks(header, tables, rows)),
        lines=tuple(rows.lines),
    )


def _begins_another_table(values: Mapping[str, str]) -> bool:
    """Whether a row under a heading titles columns: words stand where this table has numbers, and no balloon."""
    if any(sign.isdigit() for sign in values.get("number", "")):
        return False
    numbers = (values.get(name, "") for name in (*_NUMBERS[1:], "places", "sample_size"))
    return any(re.search(r"[^\W\d_]{3}", text) and parse_number(text)[0] is None for text in numbers)


def _carries_sign(row: Row, index: int) -> bool:
    cell = row.cell(index)
    return cell < 0 if isinstance(cell, Decimal) else cell.strip()[:1] in ("-", "−", "+")


def _shown(row: Row) -> str:
    text = " · ".join(row.text(index) for index in row.filled()[:4]) or "?"
    return text if len(text) <= 60 else text[:59] + "…"


def _not_a_characteristic(header: Header, row: Row, values: Mapping[str, str]) -> Remark | None:
    if header.is_repeated_by(row):
        return REPEATED_HEADER()
    if len(row.filled()) == 1:
        return HEADING(text=_shown(row))
    if values.get("number", "?") in _BLANK:
        return NO_NUMBER(text=_shown(row))
    if not any(values.get(name, "") not in _BLANK for name in _REQUIREMENT):
        return NO_REQUIREMENT(text=_shown(row))
    return None


def _line(row: Row, values: Mapping[str, str], columns: Mapping[str, int], rows: _Rows) -> PlanLine:
    numbers = {name: _number(row, columns, name, rows) for name in _NUMBERS}
    written = _written(values, numbers, rows)
    kind = _kind(values, written)
    reading = parse_specification(written, kind=kind)
    reading = _with_columns(row, reading, numbers, rows)
    _note_doubts(row, reading, values, rows)
    symbol, special = _special(values.get("special", ""))
    sample_size, frequency = _sampling(row, values, rows)
    return PlanLine(
        row=row.number,
        number=values.get("number") or str(len(rows.lines) + 1),
        kind=reading.kind,
        name=values.get("characteristic", ""),
        specification=written,
        nominal=reading.nominal,
        upper_tolerance=reading.upper_tolerance,
        lower_tolerance=reading.lower_tolerance,
        upper_limit=reading.upper_limit,
        lower_limit=reading.lower_limit,
        unit=_unit(values.get("unit", "")) or reading.unit,
        decimals=reading.decimals,
        places=_places(row, values, reading, rows),
        zone=values.get("zone", ""),
        data_type=_data_type(values.get("data_type", "")),
        special=special,
        special_symbol=symbol,
        method=values.get("method", ""),
        sample_size=sample_size,
        frequency=frequency,
        note=values.get("note", ""),
    )


def _number(row: Row, columns: Mapping[str, int], name: str, rows: _Rows) -> Decimal | None:
    cell = row.cell(columns.get(name, -1))
    if isinstance(cell, Decimal):
        return cell
    text = row.text(columns.get(name, -1)).replace("±", "").replace(" ", "")
    if text.casefold() in _BLANK:
        return None
    value, doubts = parse_number(text, decimal_comma=True)
    if value is None:
        # A nominal such as "⌀26" or "M6" is read as part of the specification instead.
        if name != "nominal":
            rows.mark(NUMBER_UNREAD.code, row.number)
    elif doubts:
        rows.doubts.setdefault(SpecificationDoubt.COMMA_AS_POINT, []).append(row.number)
    return value


def _written(values: Mapping[str, str], numbers: Mapping[str, Decimal | None], rows: _Rows) -> str:
    """Return the specification as written, or put together from nominal and tolerance columns."""
    text = values.get("specification", "")
    if text in _BLANK:
        text = values.get("nominal", "")
        tolerance = values.get("tolerance", "")
        upper, lower = numbers["upper_tolerance"], numbers["lower_tolerance"]
        if text and tolerance not in _BLANK:
            text = f"{text} {tolerance if tolerance[:1] in '±+-' else '±' + tolerance}"
        elif text and upper is not None and lower is not None:
            signed = _downwards(lower, upper, rows)
            text = text if signed is None else f"{text} {_with_sign(upper)}/{_with_sign(signed)}"
    if text in _BLANK:
        low, high = values.get("lower_limit", ""), values.get("upper_limit", "")
        text = f"{low}~{high}" if low and high else f"MIN {low}" if low else f"MAX {high}" if high else ""
    if not text:
        text = values.get("characteristic", "")
    if values.get("type", "").casefold() in {"basic", "기본치수"} and not text.startswith("["):
        text = f"[{text}]"
    bonus = values.get("bonus", "").upper()
    following = [bonus if bonus in {"MMC", "LMC"} else "", values.get("descriptor", "")]
    return " ".join([text, *(word for word in following if word)])


def _with_sign(value: Decimal) -> str:
    return plain(value) if value <= 0 else f"+{plain(value)}"


def _downwards(lower: Decimal, upper: Decimal, rows: _Rows) -> Decimal | None:
    """Return the lower deviation with its sign: sheets with a "−" column write 0.1 for −0.1.

    A lower 0.1 under an upper 0.1 can only mean −0.1. A lower 0.02 under an upper 0.05 is +0.02 where the
    sheet shows signs; where it shows none, it may mean either and is not read.
    """
    if lower <= 0:
        return lower
    if lower >= upper:
        return -lower
    return lower if rows.signed else None


def _kind(values: Mapping[str, str], written: str) -> CharacteristicKind | None:
    stated = kind_of_words(values.get("type", "")) or kind_of_words(values.get("characteristic", ""))
    if (
        stated is CharacteristicKind.LENGTH
        and parse_specification(written).kind is not CharacteristicKind.LENGTH
    ):
        return None
    return stated


def _with_columns(
    row: Row, reading: SpecificationReading, numbers: Mapping[str, Decimal | None], rows: _Rows
) -> SpecificationReading:
    """Let the plan's own number columns win over the text, and name contradictions."""
    nominal = numbers["nominal"] if numbers["nominal"] is not None else reading.nominal
    upper, lower = _deviations(row, numbers, reading, rows)
    high, low = reading.upper_limit, reading.lower_limit
    if nominal is not None and (upper, lower) != (reading.upper_tolerance, reading.lower_tolerance):
        high = nominal + upper if upper is not None else high
        low = nominal + lower if lower is not None else low
    high = numbers["upper_limit"] if numbers["upper_limit"] is not None else high
    low = numbers["lower_limit"] if numbers["lower_limit"] is not None else low
    if _contradicts(reading, nominal, high, low):
        rows.mark(CONTRADICTION.code, row.number)
    if high is not None and low is not None and high < low:
        rows.mark(LIMITS_REVERSED.code, row.number)
    decimals = max(
        [reading.decimals, *(_decimals(value) for value in (upper, lower, high, low) if value is not None)]
    )
    return SpecificationReading(
        reading.kind,
        nominal,
        upper,
        lower,
        high,
        low,
        reading.places,
        reading.fit,
        reading.unit,
        decimals,
        reading.doubts,
    )


def _deviations(
    row: Row, numbers: Mapping[str, Decimal | None], reading: SpecificationReading, rows: _Rows
) -> tuple[Decimal | None, Decimal | None]:
    both = numbers["tolerance"]
    if both is not None:
        return abs(both), -abs(both)
    upper, lower = numbers["upper_tolerance"], numbers["lower_tolerance"]
    if upper is None and lower is None:
        return reading.upper_tolerance, reading.lower_tolerance
    if upper is not None and lower is not None:
        signed = _downwards(lower, upper, rows)
        if signed is None:
            rows.mark(UNSIGNED.code, row.number)
            return None, None
        if signed < 0 < lower:
            rows.mark(READ_AS_MINUS.code, row.number)
        return upper, signed
    rows.mark(ONE_SIDED.code, row.number)
    return upper, lower


def _contradicts(
    reading: SpecificationReading, nominal: Decimal | None, high: Decimal | None, low: Decimal | None
) -> bool:
    pairs = ((reading.nominal, nominal), (reading.upper_limit, high), (reading.lower_limit, low))
    return any(text is not None and text != column for text, column in pairs)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _note_doubts(row: Row, reading: SpecificationReading, values: Mapping[str, str], rows: _Rows) -> None:
    limited = reading.upper_limit is not None or reading.lower_limit is not None
    passing = (
        _data_type(values.get("data_type", "")) == "pass_fail" or reading.kind is CharacteristicKind.NOTE
    )
    for doubt in reading.doubts:
        if limited and doubt in (SpecificationDoubt.NO_TOLERANCE, SpecificationDoubt.FIT_WITHOUT_TABLE):
            continue
        if doubt is SpecificationDoubt.NO_TOLERANCE or (passing and doubt is SpecificationDoubt.NOT_READ):
            continue
        rows.doubts.setdefault(doubt, []).append(row.number)
    explained = {SpecificationDoubt.FIT_WITHOUT_TABLE, SpecificationDoubt.REFERENCE, SpecificationDoubt.BASIC}
    if not limited and not passing and not explained & set(reading.doubts):
        rows.mark(NO_LIMITS.code, row.number)


def _places(row: Row, values: Mapping[str, str], reading: SpecificationReading, rows: _Rows) -> int:
    text = values.get("places", "").strip("xX× ").removesuffix("개소").removesuffix("개")
    if text in _BLANK:
        return reading.places
    if re.fullmatch(r"[1-9][0-9]{0,3}", text):
        return int(text)
    rows.mark(PLACES_UNREAD.code, row.number)
    return reading.places


_UNITS: Final = {
    "millimeter": "mm",
    "millimetre": "mm",
    "degrees": "°",
    "degree": "°",
    "deg": "°",
    "inch": "in",
}


def _unit(text: str) -> str:
    return "" if text in _BLANK else _UNITS.get(text.casefold(), text)


def _data_type(text: str) -> str:
    folded = text.casefold().replace(" ", "")
    if folded in {"num", "number", "numeric", "variable", "계량", "계량형"}:
        return "number"
    if folded in {"p/f", "pf", "pass/fail", "go/nogo", "attribute", "계수", "계수형", "ok/ng"}:
        return "pass_fail"
    return ""


_NO: Final = frozenset({"n", "no", "false", "0", "일반", "x", "nein", *_BLANK})


def _special(text: str) -> tuple[str, Special]:
    """Return the symbol as written and the class; which symbol means what is the customer's data.

    Only the plain words are read here: CC and critical are critical, any other mark is significant.
    """
    folded = text.casefold()
    if folded in _NO:
        return "", Special.NONE
    return text, Special.CRITICAL if folded in {"cc", "critical", "safety", "안전"} else Special.SIGNIFICANT


_SIZE_AND_RHYTHM: Final = re.compile(
    r"^(?:n\s*=\s*)?(?P<size>[1-9][0-9]{0,4})\s*(?:ea|pcs|pc|개|매)?\s*(?:/|,|·|per|;|\s)\s*(?P<rhythm>\S.*)$",
    re.IGNORECASE,
)
_SIZE: Final = re.compile(r"^(?:n\s*=\s*)?(?P<size>[1-9][0-9]{0,4})\s*(?:ea|pcs|pc|개|매)?$", re.IGNORECASE)


def _sampling(row: Row, values: Mapping[str, str], rows: _Rows) -> tuple[int | None, str]:
    """Return sample size and frequency; a joint column such as "5/LOT" or "1 per lot" is cut where it says both."""
    size_text, frequency = values.get("sample_size", ""), values.get("frequency", "")
    joint = values.get("sampling", "")
    size = _SIZE.match(size_text)
    if size_text not in _BLANK and size is None:
        rows.mark(SAMPLING_UNREAD.code, row.number)
        frequency = f"{size_text} {frequency}".strip()
    if joint and joint not in _BLANK:
        both = _SIZE_AND_RHYTHM.match(joint)
        if both and not size_text and not re.match(r"in\b", both["rhythm"], re.IGNORECASE):
            return int(both["size"]), f"{both['rhythm']} {frequency}".strip()
        alone = _SIZE.match(joint)
        if alone and not size_text:
            return int(alone["size"]), frequency
        # "100%", "1 in 5", "C=0 1.0" and plan names are kept as they are.
        frequency = f"{joint} {frequency}".strip()
    return (int(size["size"]) if size else None), frequency


def _remarks(header: Header, tables: list[Table], rows: _Rows) -> list[Remark]:
    remarks = [*header.table.remarks, *header.remarks]
    others = [table.sheet or "" for table in tables if table is not header.table]
    if others:
        remarks.append(OTHER_SHEETS(sheet=header.table.sheet or "", sheets=", ".join(others)))
    if header.index("number") < 0:
        remarks.append(NO_NUMBER_COLUMN())
    first = next((row for row in header.table.rows if row.number == header.row), None)
    if first is not None and first.fields:
        short = [row.number for row in header.body() if row.fields < first.fields]
        long = [row.number for row in header.body() if row.fields > first.fields]
        remarks.extend([RAGGED_SHORT(rows=row_list(short), columns=first.fields)] if short else [])
        remarks.extend([RAGGED_LONG(rows=row_list(long), columns=first.fields)] if long else [])
    for doubt, numbers in rows.doubts.items():
        remarks.append(DOUBTS[doubt](rows=row_list(numbers)))
    for kind in (
        NO_LIMITS,
        NUMBER_UNREAD,
        UNSIGNED,
        READ_AS_MINUS,
        ONE_SIDED,
        CONTRADICTION,
        LIMITS_REVERSED,
        PLACES_UNREAD,
        SAMPLING_UNREAD,
    ):
        if kind.code in rows.marked:
            remarks.append(kind(rows=row_list(rows.marked[kind.code])))
    seen: dict[str, list[int]] = {}
    for line in rows.lines:
        seen.setdefault(line.number, []).append(line.row)
    doubles = {number: numbers for number, numbers in seen.items() if len(numbers) > 1}
    for number, numbers in list(doubles.items())[:20]:
        remarks.append(DUPLICATE_NUMBER(number=number, rows=row_list(numbers)))
    return remarks
