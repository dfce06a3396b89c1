"""Where what belongs in a customer's form: cells, repeated rows, sheet; checked once when the form is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.documents.form_refusals import (
    FORM_EMPTY,
    FORM_ROWS_WRONG,
    FORM_WRONG_CELL,
    FORM_WRONG_FIELD,
)
from app.documents.form_values import FIELDS, ROW_FIELDS, known_row_field
from app.documents.writers.form_sheet import place_of

_MOST_ROWS: Final = 2_000


@dataclass(frozen=True)
class FormMapping:
    """What was clicked.

    Attributes:
        sheet: Title of the sheet.
        cells: Field code → cell.
        columns: Row field code → column letters; empty where nothing is repeated.
        first_row: First of the repeated rows.
        last_row: Last of them on one page.
        step: Rows that one characteristic takes.
    """

    sheet: str
    cells: Mapping[str, str]
    columns: Mapping[str, str]
    first_row: int = 0
    last_row: int = 0
    step: int = 1

    def __post_init__(self) -> None:
        if not self.cells and not self.columns:
            raise FORM_EMPTY(name=self.sheet)
        for name, cell in self.cells.items():
            if name not in FIELDS:
                raise FORM_WRONG_FIELD(field=name, known=", ".join(FIELDS))
            place_of(cell)
        for name, letters in self.columns.items():
            if not known_row_field(name):
                raise FORM_WRONG_FIELD(field=name, known=", ".join([*ROW_FIELDS, "x1", "x2", "…"]))
            if not letters.isalpha():
                raise FORM_WRONG_CELL(cell=letters)
            place_of(f"{letters}1")
        held = self.last_row - self.first_row + 1
        if self.columns and not (self.first_row > 0 and 1 <= self.step <= held <= _MOST_ROWS):
            raise FORM_ROWS_WRONG(first=self.first_row, last=self.last_row)
        for letters in self.columns.values():
            place_of(f"{letters}{self.last_row}")

    @property
    def capacity(self) -> int:
        """How many characteristics one page takes; 0 where nothing is repeated."""
        return (self.last_row - self.first_row + 1) // self.step if self.columns else 0

    def to_json(self) -> dict[str, Any]:
        """Return what is kept with the form."""
        return {
            "sheet": self.sheet,
            "cells": dict(self.cells),
            "columns": dict(self.columns),
            "first_row": self.first_row,
            "last_row": self.last_row,
            "step": self.step,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> FormMapping:
        """Return a kept or written mapping.

        Raises:
            PartproofError: unknown fields, cells or rows.
        """

        def number(name: str, otherwise: int) -> int:
            value = stored.get(name, otherwise)
            if isinstance(value, bool) or not isinstance(value, int):
                raise FORM_ROWS_WRONG(first=stored.get("first_row", 0), last=stored.get("last_row", 0))
            return value

        def texts(name: str) -> Iterator[tuple[str, str]]:
            values = stored.get(name, {})
            if not isinstance(values, Mapping):
                raise FORM_WRONG_FIELD(field=name, known="{}")
            return ((str(key), str(value)) for key, value in values.items())

        return cls(
            str(stored.get("sheet", "")),
            dict(texts("cells")),
            {name: letters.upper() for name, letters in texts("columns")},
            number("first_row", 0),
            number("last_row", 0),
            number("step", 1),
        )
