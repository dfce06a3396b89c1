"""Checklists go out as sheets and come back the same; a customer's sheet is read by the columns that were clicked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.certification.assessments import open_assessment
from app.certification.conduct import score_requirement
from app.certification.findings import result_of
from app.certification.hashes import digest
from app.certification.import_xlsx import (
    read_checklist,
    read_customer_sheet,
    remember_mapping,
    remembered_mappings,
    view_sheets,
)
from app.certification.queries import requirement_rows
from app.certification.sheet_rows import content_of, rows_of
from app.certification.templates import keep_template, known_templates, read_template
from app.documents.checklist_export import write_checklist
from app.errors import PartproofError
from app.factory import Factory
from models.vocab import Role, TemplateOrigin
from tests.crew import Crew


@pytest.fixture
def engine_name() -> str:
    """Sheets know no engine."""
    return "sqlite"


@pytest.mark.parametrize("code", known_templates())
def test_rows_and_content_are_the_same_thing(code: str) -> None:
    content = read_template(code)
    columns, rows, head = rows_of(content)
    again = content_of(columns, rows, head, "x.xlsx")
    assert digest(again) == digest(content)
    assert again == content


@pytest.mark.parametrize("code", ["ppap", "iatf16949", "sq", "four_m"])
def test_what_goes_out_as_a_workbook_comes_in_the_same(code: str, tmp_path: Path) -> None:
    content = read_template(code)
    write_checklist(content, tmp_path / "목록.xlsx")
    assert read_checklist(tmp_path / "목록.xlsx") == content


def test_formulas_stay_texts_and_an_edit_comes_in(tmp_path: Path) -> None:
    content: dict[str, Any] = json.loads(json.dumps(read_template("internal_audit")))
    content["requirements"][0]["text"] = "=cmd|' /C calc'!A1"
    content["requirements"][1]["title_ko"] = "각" * 200
    file = tmp_path / "목록.xlsx"
    write_checklist(content, file)
    assert read_checklist(file) == content
    book = load_workbook(file)
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    sheet.cell(2, titles.index("title_ko") + 1).value = "경영과 방침"
    book.save(file)
    assert read_checklist(file)["requirements"][0]["title_ko"] == "경영과 방침"
    sheet.cell(2, titles.index("title_ko") + 1).value = None
    book.save(file)
    with pytest.raises(PartproofError) as refused:
        read_checklist(file)
    assert refused.value.values["reason"] == "1: no title_ko"
    sheet.cell(2, titles.index("title_ko") + 1).value = "경영"
    sheet.cell(2, titles.index("months") + 1).value = "a year"
    book.save(file)
    with pytest.raises(PartproofError) as refused:
        read_checklist(file)
    assert "months a year" in str(refused.value.values["reason"])


def _audit_sheet(path: Path) -> None:
    """A customer's sheet as they look: title rows, merged fields, points, a sum at the end."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "평가표"
    sheet.append(["2026년 협력사 품질평가"])
    sheet.append([])
    sheet.append(["분야", "번호", "평가항목", "배점", "비고"])
    sheet.append(["공정", "1-1", "작업표준서가 현장에 있는가", 3, None])
    sheet.append([None, "1-2", "초물 검사를 하는가", 5, "중요"])
    sheet.append(["검사", "2-1", "계측기가 검교정되어 있는가", 2, None])
    sheet.append([None, None, "합계", 10, None])
    sheet.merge_cells("A4:A5")
    book.save(path)


COLUMNS = {"section": 0, "code": 1, "text": 2, "points": 3, "star": 4}
FACTS: dict[str, Any] = {
    "sheet": "평가표",
    "first_row": 4,
    "code": "hangil",
    "edition": "2026",
    "title": "한길 품질평가",
}


def test_a_customers_sheet_is_read_by_the_clicked_columns(
    factory: Factory, crew: Crew, tmp_path: Path
) -> None:
    file = tmp_path / "평가표.xlsx"
    _audit_sheet(file)
    (view,) = view_sheets(file)
    assert (view.sheet, view.width) == ("평가표", 5)
    assert view.rows[1] == (3, ("분야", "번호", "평가항목", "배점", "비고"))
    content = read_customer_sheet(file, COLUMNS, pass_mark=8, **FACTS)
    assert [(row["code"], row["weight"], row["section"]) for row in content["requirements"]] == [
        ("1-1", 3, "s1"),
        ("1-2", 5, "s1"),
        ("2-1", 2, "s2"),
    ]
    assert [(one["title"], one["points"]) for one in content["sections"]] == [("공정", 8), ("검사", 2)]
    quality = crew.actor(Role.QUALITY)
    factory.perform(keep_template, content, note="고객 양식", origin=TemplateOrigin.IMPORTED, actor=quality)
    factory.perform(remember_mapping, "한길 평가표", {"columns": COLUMNS, **FACTS}, actor=quality)
    factory.perform(
        remember_mapping, "한길  평가표", {"columns": COLUMNS, **FACTS, "first_row": 5}, actor=quality
    )
    ((name, kept),) = factory.ask(remembered_mappings)
    assert (name, kept["first_row"]) == ("한길  평가표", 5)
    audit = factory.perform(open_assessment, template="hangil", actor=quality).result
    for row in factory.ask(requirement_rows, audit):
        factory.perform(score_requirement, row.id, points=100 if row.code != "2-1" else 0, actor=quality)
    result = factory.ask(result_of, audit)
    assert result is not None
    assert (str(result.total), result.full, result.grade) == ("8.00", 10, "passed")


@pytest.mark.parametrize(
    ("columns", "facts"),
    [({"code": 1}, {}), ({"text": 2}, {}), (COLUMNS, {"sheet": "없음"}), (COLUMNS, {"first_row": 99})],
)
def test_what_makes_no_checklist_is_refused(
    columns: dict[str, int], facts: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "평가표.xlsx"
    _audit_sheet(file)
    with pytest.raises(PartproofError) as refused:
        read_customer_sheet(file, columns, **{**FACTS, **facts})
    assert refused.value.code in ("checklist.sheet", "checklist.broken")
    with pytest.raises(PartproofError):
        read_checklist(file)
