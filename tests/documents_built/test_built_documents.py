"""Every kind of document in both languages: xlsx and PDF show each text, and nothing in them is invented."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.certification.assessments import open_assessment
from app.certification.conduct import score_requirement
from app.certification.queries import requirement_rows
from app.documents.blocks import Chart, ChartKind, Fact, KeyValues, Table
from app.documents.document import Document
from app.documents.registry import Scope, builders
from app.documents.warrant_fields import SECTIONS
from app.documents.writers.pdf import write_pdf
from app.documents.writers.xlsx import write_xlsx
from app.drawings.import_xlsx import preview_plan
from app.drawings.queries import characteristic_rows
from app.texts import Language
from models.vocab import Role
from tests.documents.tools import (
    libreoffice,
    missing_texts,
    pdf_text,
    shown,
    squeezed,
    workbook,
    workbook_text,
)
from tests.documents_built.conftest import Built
from tests.documents_built.shipped import shipped_measured_lot
from tests.documents_built.small_factory import COMPOSED, CORRECTED_FROM, DECOMPOSED, FORMULA, LATE_REASON

KINDS = (
    "assessment_report",
    "bom_list",
    "change_report",
    "characteristics_list",
    "checklist",
    "cover",
    "dimensional_results",
    "findings_list",
    "four_m_report",
    "gauge_register",
    "inspection_certificate",
    "isir_cover",
    "lot_trace",
    "material_results",
    "nonconformance_notice",
    "performance_results",
    "shipment_certificate",
    "submission_warrant",
)


def table(document: Document, key: str) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table) and block.key == key)


def column(document: Document, key: str, name: str) -> list[str]:
    found = table(document, key)
    index = next(at for at, one in enumerate(found.columns) if one.key == name)
    return [row.cells[index].text for row in found.body]


def facts(document: Document) -> dict[str, Fact]:
    listed = [*document.facts]
    for block in document.blocks:
        if isinstance(block, KeyValues):
            listed.extend(block.facts)
    return {fact.label: fact for fact in listed}


def test_the_registry_finds_every_kind() -> None:
    assert tuple(builders()) == KINDS
    for builder in builders().values():
        assert builder.scope in Scope
        assert builder.called(Language("ko")) != builder.called(Language("en"))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_both_files_show_every_text(unchanged: Built, kind: str, language: str, tmp_path: Path) -> None:
    document = unchanged.document(kind, language)
    assert missing_texts(document, pdf_text(write_pdf(document), tmp_path)) == []
    assert missing_texts(document, workbook_text(write_xlsx(document))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_issue_gives_the_same_bytes(unchanged: Built, kind: str) -> None:
    first, second = unchanged.document(kind), unchanged.document(kind)
    assert write_pdf(first) == write_pdf(second)
    assert write_xlsx(first) == write_xlsx(second)


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_becomes_a_formula_or_stays_decomposed(unchanged: Built, kind: str) -> None:
    document = unchanged.document(kind)
    allowed = ("=MAX(", "=MIN(", "=AND(", "=SUMPRODUCT(", "=ROUND(")
    letters = tuple(f"={letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for sheet in workbook(write_xlsx(document)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formula = str(cell.value)
                    assert formula.startswith((*allowed, *letters)), formula
                    assert "cmd" not in formula
                elif isinstance(cell.value, str):
                    assert DECOMPOSED not in cell.value
    if kind in ("bom_list", "checklist"):
        assert FORMULA in "\n".join(document.texts())
    if kind in ("bom_list", "dimensional_results", "characteristics_list"):
        assert COMPOSED in "\n".join(document.texts())


def test_every_reading_appears_with_its_decimals(unchanged: Built, tmp_path: Path) -> None:
    document = unchanged.document("dimensional_results")
    listed = column(document, "readings", "value")
    for value in unchanged.made.values:
        assert value in listed
    in_table = [value for key in ("x1", "x2", "x3") for value in column(document, "results", key)]
    assert CORRECTED_FROM not in in_table
    assert "46.001" in in_table
    assert "40.057" in in_table
    text = squeezed(pdf_text(write_pdf(document), tmp_path))
    assert all(value in text for value in unchanged.made.values)


def test_how_values_came_in_stays_apart(unchanged: Built) -> None:
    document = unchanged.document("dimensional_results")
    found = facts(document)
    # Three judgements and one value keyed, one late, one corrected, the rest from the gauge.
    assert found["수기"].value == "4 (16.7 %)"
    assert found["사후입력"].value == "1 (4.2 %)"
    assert found["정정"].value == "1 (4.2 %)"
    assert found["이관"].value == "0 (0.0 %)"
    assert found["장치"].value == "18 (75.0 %)"
    remarks = column(document, "readings", "note")
    assert LATE_REASON in remarks
    assert any("대체됨" in remark for remark in remarks)
    assert any("46.001을 잘못 읽음" in remark for remark in remarks)


def test_results_name_gauge_calibration_and_nonconformance(unchanged: Built) -> None:
    document = unchanged.document("dimensional_results")
    assert column(document, "gauges", "certificate") == ["KOLAS-26-014"]
    assert column(document, "gauges", "due") == ["2027-07-26"]
    numbers = dict(
        zip(column(document, "results", "no"), column(document, "results", "nonconformance"), strict=True)
    )
    assert numbers["2"].startswith("NC-")
    assert numbers["1"] == ""
    assert dict(
        zip(column(document, "results", "no"), column(document, "results", "result"), strict=True)
    ) == {
        "1": "합격",
        "2": "불합격",
        **{str(number): "합격" for number in range(3, 9)},
    }
    assert facts(document)["종합 판정"].shown.startswith("✗ 불합격")


def test_what_was_not_measured_is_not_invented(unchanged: Built, tmp_path: Path) -> None:
    document = unchanged.document("dimensional_results", entity_id=unchanged.made.open)
    assert column(document, "results", "x1")[0] == "62.001"
    assert column(document, "results", "x2")[0] == "미측정"
    assert set(column(document, "results", "x1")[1:]) == {"미측정"}
    assert set(column(document, "results", "result")) == {"미측정"}
    assert set(column(document, "results", "max")[1:]) == {""}
    assert "미측정" in squeezed(pdf_text(write_pdf(document), tmp_path))
    english = unchanged.document("dimensional_results", "en", entity_id=unchanged.made.open)
    assert column(english, "results", "x2")[0] == "Not measured"


def test_the_approval_line_is_that_of_the_revision(unchanged: Built) -> None:
    document = unchanged.document("bom_list")
    assert document.approval is not None
    assert [(step.role, step.name) for step in document.approval.steps] == [
        ("작성", "김설계"),
        ("검토", "이품질"),
        ("승인", "박승인"),
    ]
    assert all(step.signature.startswith("전자서명 #") for step in document.approval.steps)
    assert document.form.number == "QF-03-01"
    assert document.form.revision == "2"
    assert document.revisions[-1].revision == "B (0)"
    assert document.revisions[-1].approver == "박승인"


def test_the_results_name_who_finished_the_inspection(unchanged: Built) -> None:
    approval = unchanged.document("dimensional_results").approval
    assert approval is not None
    first = approval.steps[0]
    assert (first.role, first.name, first.date) == ("작성", "최작업", "2026-11-24")
    assert first.signature.startswith("기록 #"), "an entry of the log, no signature"
    assert [step.name for step in approval.steps[1:]] == ["", ""]
    waiting = unchanged.document("dimensional_results", entity_id=unchanged.made.open).approval
    assert waiting is not None
    assert [step.name for step in waiting.steps] == ["", "", ""]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_list_of_characteristics_is_read_back(unchanged: Built, language: str, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(write_xlsx(unchanged.document("characteristics_list", language)))
    preview = preview_plan(path)
    with unchanged.factory.reading() as session:
        rows = characteristic_rows(session, unchanged.made.drawing)
    assert len(rows) == 8
    assert [
        (line.number, line.specification, line.lower_limit, line.upper_limit, line.kind, line.unit)
        for line in preview.lines
    ] == [
        (row.number, row.specification, row.lower_limit, row.upper_limit, row.kind, row.unit) for row in rows
    ]


def test_bom_totals_are_exact(unchanged: Built) -> None:
    document = unchanged.document("bom_list")
    assert column(document, "bom", "level") == ["0", ".1", ".1"]
    assert column(document, "bom", "total") == ["1", "4", "1/3"]
    assert column(document, "bom", "mass") == ["", "0.0648", ""]
    assert "대체품: ST-BLT-M8B" in column(document, "bom", "remarks")[1]
    assert any("ST-BLT-M8B" in text for text in document.texts() if text.startswith("중량을 알 수 없어"))


def test_the_list_of_characteristics_has_the_columns_of_planning_programs(unchanged: Built) -> None:
    wanted = [
        "Balloon #",
        "Sheet/Zone",
        "Characteristic type",
        "Places",
        "Specification",
        "UoM",
        "Data type",
        "Key",
    ]
    wanted += ["Inspection method", "Sample size", "Frequency"]
    english = [
        one.title
        for one in table(unchanged.document("characteristics_list", "en"), "characteristics").columns
    ]
    assert [title for title in english if title in wanted] == wanted
    korean = unchanged.document("characteristics_list")
    assert [one.subtitle for one in table(korean, "characteristics").columns] == english
    assert column(korean, "characteristics", "number") == [str(number) for number in range(1, 9)]
    assert column(korean, "characteristics", "upper_limit")[2] == "26.021"
    assert [pages.title for pages in korean.attachments] == ["DW-2210 B · 도면 DW-2210.pdf"]


def test_the_warrant_has_every_field_of_the_form(shared_dir: Path) -> None:
    with (shared_dir / "standards" / "form-fields.csv").open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["form"] == "PSW"]
    key = next(name for name in rows[0] if rows[0][name] == "part_name")
    assert [field.name for section in SECTIONS for field in section.fields] == [row[key] for row in rows]


def test_the_warrant_ticks_only_what_records_say(unchanged: Built) -> None:
    document = unchanged.document("submission_warrant")
    found = facts(document)
    assert found["자사 품번"].value == "HB-2210-01"
    assert found["고객 품번"].value == "512210-KX300"
    assert found["구매주문번호"].value == "미기재"
    assert found["설계기록 요구사항 충족"].value == "미기재"
    assert found["승인 서명"].value == "미기재"
    assert "☑" not in "".join(document.texts())


def test_the_isir_ticks_only_what_records_say(unchanged: Built) -> None:
    boxes = column(unchanged.document("isir_cover"), "reasons", "box")
    assert boxes == ["☐"] * 5, "no submission yet, and nothing accepted about its appearance"


# Documents whose values a formula beside them finds again; the others hold numbers at most.
CHECKED = {
    "assessment_report",
    "bom_list",
    "characteristics_list",
    "dimensional_results",
    "inspection_certificate",
    "shipment_certificate",
}


@pytest.mark.slow
def test_recalculated_checks_equal_the_values(built: Built, tmp_path: Path) -> None:
    measured = shipped_measured_lot(built)
    contents = {
        kind: write_xlsx(built.document(kind, entity_id=measured if kind == "shipment_certificate" else None))
        for kind in KINDS
    }
    for kind, content in contents.items():
        (tmp_path / f"{kind}.xlsx").write_bytes(content)
    libreoffice(tmp_path / "*.xlsx", "xlsx", tmp_path)
    checked, numbers = set(), set()
    for kind, content in contents.items():
        calculated = load_workbook(tmp_path / "out" / f"{kind}.xlsx", data_only=True)
        for sheet in workbook(content).worksheets:
            again = calculated[sheet.title]
            for row in sheet.iter_rows():
                for cell in row:
                    result = again[cell.coordinate].value
                    if cell.data_type == "f":
                        _same_as_beside(row, result)
                        checked.add(kind)
                    elif cell.data_type == "n" and cell.value is not None:
                        assert result == cell.value, (kind, cell.coordinate)
                        numbers.add(kind)
    assert checked == CHECKED
    assert numbers >= CHECKED | {"gauge_register", "lot_trace", "four_m_report"}


def _same_as_beside(row: tuple[Any, ...], result: Any) -> None:
    """Assert that what a formula finds stands in its row as a value."""
    texts = {shown(one) for one in row if one.data_type != "f"}
    if isinstance(result, bool):
        assert ("✓ 합격" in texts) is result, texts
        return
    numbers = {_number(text) for text in texts} - {None}
    assert any(abs(float(result) - one) < 1e-9 for one in numbers if one is not None), (result, texts)


def _number(text: str) -> float | None:
    try:
        return float(text.replace("✗ ", "").replace("▲ ", ""))
    except ValueError:
        return None


def test_a_shipment_s_certificate_says_what_was_measured_and_what_not(built: Built) -> None:
    shipment = shipped_measured_lot(built, beside=True)
    document = built.document("shipment_certificate", entity_id=shipment)
    assert document.number == "IC-2026-0002"
    assert column(document, "lots", "state") == ["합격", "미측정"]
    assert facts(document)["종합 판정"].value == "미측정"
    values = column(document, "results", "x1")
    assert len(values) == len(column(document, "unmeasured", "no"))
    assert set(column(document, "unmeasured", "result")) == {"미측정"}
    assert "62.000" in values
    alone = built.document("shipment_certificate", entity_id=shipped_measured_lot(built))
    assert facts(alone)["종합 판정"].value == "합격"
    assert alone.number == "IC-2026-0003"


@pytest.mark.slow
def test_a_spreadsheet_program_prints_every_workbook(unchanged: Built, tmp_path: Path) -> None:
    for kind in KINDS:
        for language in ("ko", "en"):
            content = write_xlsx(unchanged.document(kind, language))
            (tmp_path / f"{kind}_{language}.xlsx").write_bytes(content)
    libreoffice(tmp_path / "*.xlsx", "pdf", tmp_path)
    for kind in KINDS:
        for language in ("ko", "en"):
            printed = (tmp_path / "out" / f"{kind}_{language}.pdf").read_bytes()
            text = squeezed(pdf_text(printed, tmp_path))
            document = unchanged.document(kind, language)
            assert squeezed(document.title) in text, kind
            assert squeezed(document.number) in text, kind


def test_the_report_of_a_scored_assessment_gives_its_result(built: Built) -> None:
    quality = built.crew.actor(Role.QUALITY)
    perform = built.factory.perform
    audit = perform(open_assessment, template="sq", actor=quality).result
    before = built.document("assessment_report", entity_id=audit)
    assert "result" not in {block.key for block in before.blocks if isinstance(block, Table)}
    for row in built.factory.ask(requirement_rows, audit):
        perform(score_requirement, row.id, points=75, actor=quality)
    document = built.document("assessment_report", entity_id=audit)
    found = facts(document)
    assert found["득점"].value == "75.00 / 100"
    assert found["합격 기준"].value == "82"
    assert found["판정"].shown == "✗ 불합격"
    assert column(document, "result", "title")[1] == "공정관리"
    assert set(column(document, "result", "share")) == {"75.0"}
    assert column(document, "groups", "name")[0] == "외주품관리"
    charts = [block for block in document.blocks if isinstance(block, Chart)]
    assert [chart.kind for chart in charts if chart.table == "result"] == [ChartKind.RADAR]
    write_xlsx(document)
    write_pdf(document)
