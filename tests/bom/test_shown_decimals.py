"""A workbook's quantities keep the zeros that their cells show, and never lose a digit to a format."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from app.bom.import_xlsx import preview_bom


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.412, "0.0000", "0.4120"),
        (0.086, "#,##0.0000", "0.0860"),
        (4, "0.00", "4.00"),
        (0.0833, "0.00", "0.0833"),
        (12.5, "General", "12.5"),
        (1250.5, "#,##0.00", "1250.50"),
        (2, "0", "2"),
    ],
)
def test_zeros_of_the_cell_stay(tmp_path: Path, value: float, number_format: str, expected: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Part number", "Name", "Quantity", "Unit"])
    sheet.append(["P-1", "Oil", value, "kg"])
    sheet["C2"].number_format = number_format
    file = tmp_path / "bom.xlsx"
    book.save(file)
    book.close()
    lines = preview_bom(file).lines
    assert [str(line.quantity) for line in lines] == [expected]
