"""Hostile and damaged forms, and clicks by which a value would be lost, are refused before a form is kept."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from app.documents.form_check import check_form
from app.documents.form_mapping import FormMapping
from app.documents.writers.form_fill import fill_form
from app.documents.writers.form_package import FormPackage
from app.errors import PartproofError
from app.texts import LANGUAGES, Language
from tests.documents_built.test_customer_forms import MAPPING, customers_form, values

_SHEET = "xl/worksheets/sheet1.xml"
_MACRO_KIND = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN_KIND = rb"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main\+xml"


def _refused(content: bytes, **mapping: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        check_form(FormPackage.read(content, "f.xlsx"), FormMapping.from_json({**MAPPING, **mapping}))
    for language in LANGUAGES:
        Language(language).explain(refused.value)
    return refused.value.code


def _changed(part: str, pattern: bytes, text: bytes) -> bytes:
    """Return the customer's form with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(customers_form())) as form, zipfile.ZipFile(out, "w") as archive:
        for name in form.namelist():
            body = form.read(name)
            archive.writestr(
                name, re.sub(pattern, text, body, count=1, flags=re.DOTALL) if name == part else body
            )
    return out.getvalue()


def _merged_rows() -> bytes:
    """Return a form in which one characteristic takes two rows."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "성적서"
    for row in (8, 10, 12):
        for column in range(1, 8):
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_no_two_values_take_one_cell() -> None:
    assert _refused(_merged_rows(), last_row=13) == "forms.cell_twice"
    mapping = FormMapping.from_json({**MAPPING, "last_row": 13, "step": 2})
    check_form(FormPackage.read(_merged_rows(), "f.xlsx"), mapping)
    filled: Any = load_workbook(io.BytesIO(fill_form(_merged_rows(), "f.xlsx", mapping, values(3))))
    assert [filled["성적서"].cell(row, 1).value for row in (8, 10, 12)] == [1, 2, 3]
    assert _refused(customers_form(), cells={"number": "A1", "lot_number": "G1"}) == "forms.cell_twice"
    assert _refused(customers_form(), cells={"number": "A9"}) == "forms.cell_twice"
    columns = {**MAPPING["columns"], "x1": "C"}  # type: ignore[dict-item]
    assert _refused(customers_form(), columns=columns) == "forms.cell_twice"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"step": 6}, "forms.rows_wrong"),
        ({"first_row": 1_048_570, "last_row": 1_048_580}, "forms.wrong_cell"),
        ({"first_row": 10**9, "last_row": 10**9 + 3}, "forms.wrong_cell"),
        ({"columns": {"x01": "A"}}, "forms.wrong_field"),
        ({"columns": {"x" + "9" * 5000: "A"}}, "forms.wrong_field"),
        ({"cells": ["A1"]}, "forms.wrong_field"),
        ({"columns": None}, "forms.wrong_field"),
    ],
)
def test_clicks_by_which_values_would_be_lost_are_refused(change: dict[str, Any], code: str) -> None:
    assert _refused(customers_form(), **change) == code


def test_what_is_no_plain_workbook_is_refused_before_it_is_kept() -> None:
    types = "[Content_Types].xml"
    assert _refused(_changed(types, _PLAIN_KIND, _MACRO_KIND)) == "forms.broken"
    assert _refused(_changed(types, b".*", b"")) == "forms.broken"
    assert _refused(_changed(_SHEET, rb"<sheetData>.*</sheetData>", b"")) == "forms.broken"
    book = Workbook()
    sheet: Any = book.active
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
    book.create_chartsheet("그래프").add_chart(chart)
    out = io.BytesIO()
    book.save(out)
    assert _refused(out.getvalue(), sheet="그래프") == "forms.broken"


def test_a_damaged_part_is_a_refusal_or_filled_in_all_the_same() -> None:
    mapping = FormMapping.from_json(MAPPING)
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    for body in (b"<oops", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'):
        with pytest.raises(PartproofError) as refused:
            fill_form(_changed(relations, b".+", body), "f.xlsx", mapping, values(12))
        assert refused.value.code == "forms.broken"
    for part, pattern, text in (
        (_SHEET, b'<row r="8"', b'<row r="abc"'),
        ("xl/workbook.xml", b'sheetId="1"', b'sheetId="x"'),
    ):
        assert fill_form(_changed(part, pattern, text), "f.xlsx", mapping, values(12))
