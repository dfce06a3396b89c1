"""What a plan of characteristics will bring in before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.drawings.import_header import Column
from app.drawings.import_remarks import Remark, Skipped
from app.texts import Language
from models.rules.quantity import plain
from models.vocab import CharacteristicKind, Special


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One characteristic.

    Attributes:
        row: 1-based row in the file.
        number: Balloon number as written.
        name: What the plan calls it (diameter, position …), "" when it does not.
        specification: As written; made from the columns where the plan has no such column.
        upper_tolerance: Signed deviation from nominal; None where the plan gives none.
        lower_tolerance: Signed deviation from nominal; None where the plan gives none.
        upper_limit: Inclusive, in ``unit``; None where one-sided or not given.
        lower_limit: Inclusive, in ``unit``; None where one-sided or not given.
        decimals: Digits after the point of the finest limit as written.
        data_type: ``number`` or ``pass_fail``; "" where the plan does not say.
        special_symbol: As written in the plan's key column.
        sample_size: None where the plan gives no count.
    """

    row: int
    number: str
    kind: CharacteristicKind
    name: str
    specification: str
    nominal: Decimal | None = None
    upper_tolerance: Decimal | None = None
    lower_tolerance: Decimal | None = None
    upper_limit: Decimal | None = None
    lower_limit: Decimal | None = None
    unit: str = ""
    decimals: int = 0
    places: int = 1
    zone: str = ""
    data_type: str = ""
    special: Special = Special.NONE
    special_symbol: str = ""
    method: str = ""
    sample_size: int | None = None
    frequency: str = ""
    note: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the line with exact decimals as text."""
        numbers = ("nominal", "upper_tolerance", "lower_tolerance", "upper_limit", "lower_limit")
        values: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        for name in numbers:
            number = values[name]
            values[name] = plain(number) if isinstance(number, Decimal) else None
        return {**values, "kind": self.kind.value, "special": self.special.value}


@dataclass(frozen=True)
class PlanPreview:
    """A plan as read.

    Attributes:
        header_row: 1-based; 0 where the user's mapping replaced a missing header.
        mapping: Column title to field, in the order of the columns.
        columns: The same with letters and confidence, and the columns that are not read.
        encoding: Of a text table; None for a workbook.
        sheet: Of a workbook; None for a text table.
    """

    header_row: int
    mapping: dict[str, str]
    columns: tuple[Column, ...]
    encoding: str | None
    sheet: str | None
    skipped: tuple[Skipped, ...]
    warnings: tuple[Remark, ...]
    lines: tuple[PlanLine, ...]

    @property
    def rows(self) -> int:
        """Number of characteristics."""
        return len(self.lines)

    def to_json(self, language: Language | None = None) -> dict[str, object]:
        """Return the preview for machines, its sentences in a language (English without one)."""
        speech = language or Language("en")
        return {
            "header_row": self.header_row,
            "mapping": dict(self.mapping),
            "encoding": self.encoding,
            "sheet": self.sheet,
            "rows": self.rows,
            "skipped": [row.to_json(speech) for row in self.skipped],
            "warnings": [remark.say(speech) for remark in self.warnings],
            "lines": [line.to_json() for line in self.lines],
        }
