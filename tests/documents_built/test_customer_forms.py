"""A customer's own form: filled where it was clicked, its charts, pictures and merged cells kept, numbered once."""

from __future__ import annotations

import io
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.__main__ import main
from app.audit_trail import check_trail
from app.commands.acting import PASSWORD_VARIABLE
from app.documents.customer_forms import (
    form_of_inspection,
    form_rows,
    give_out,
    issue_form,
    issue_rows,
    keep_form,
    withdraw_form,
)
from app.documents.form_mapping import FormMapping
from app.documents.form_sight import preview_form
from app.documents.form_values import FormValues
from app.documents.writers.form_fill import fill_form
from app.documents.writers.form_package import FormPackage
from app.errors import PartproofError
from app.factory import Factory
from app.snapshot import snapshot
from models.part import Customer
from models.vocab import Role
from tests.at_once import at_once
from tests.crew import PASSWORD, Crew
from tests.documents.tools import libreoffice
from tests.documents_built.conftest import Built
from tests.documents_built.small_factory import make_small_factory

HOSTILE = "=cmd|'/c calc'!A0"
MAPPING = {
    "sheet": "성적서",
    "cells": {"number": "F2", "part_number": "B4", "lot_number": "E4", "page": "F30", "pages": "G30"},
    "columns": {"no": "A", "specification": "B", "x1": "D", "x2": "E", "x3": "F", "result": "G"},
    "first_row": 8,
    "last_row": 12,
    "step": 1,
}


def customers_form() -> bytes:
    """Return a form as customers send it: merged cells, picture, chart, formulas, print area, example rows."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "성적서"
    sheet.merge_cells("A1:G1")
    sheet["A1"] = "검사성적서 INSPECTION CERTIFICATE"
    sheet.merge_cells("B4:C4")
    sheet["B4"] = "(품번)"
    sheet["F2"].number_format = "@"
    for row in range(8, 13):
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
        sheet.cell(row, 4, 99.9).number_format = "0.000"
    sheet["H8"] = "=AVERAGE(D8:F8)"
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(picture, "PNG")
    sheet.add_image(SheetImage(io.BytesIO(picture.getvalue())), "G2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=8, max_row=12))
    sheet.add_chart(chart, "A16")
    sheet.print_area = "A1:H30"
    sheet.print_title_rows = "1:2"
    book.create_sheet("안내")["A1"] = "설명"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values(rows: int, shown: str = "62 ±0.1") -> FormValues:
    fields = {"number": "IC-2026-0001", "part_number": "HB-2210-01", "lot_number": HOSTILE}
    return FormValues(
        fields,
        [
            {
                "no": str(row),
                "specification": shown,
                "x1": "61.990",
                "x2": "62.000",
                "x3": "미측정",
                "result": "합격",
            }
            for row in range(1, rows + 1)
        ],
    )


def test_values_stand_where_they_were_clicked_and_the_rest_survives() -> None:
    filled = fill_form(customers_form(), "f.xlsx", FormMapping.from_json(MAPPING), values(3))
    sheet: Any = load_workbook(io.BytesIO(filled))["성적서"]
    assert sheet["A1"].value == "검사성적서 INSPECTION CERTIFICATE"
    assert sheet["B4"].value == "HB-2210-01"
    assert sheet["E4"].value == HOSTILE
    assert sheet["E4"].data_type == "s", "a text, never a formula"
    assert (sheet["D8"].value, sheet["D8"].number_format) == (61.99, "0.000")
    assert sheet["F8"].value == "미측정"
    assert sheet["D11"].value is None, "the form's example must not look measured"
    assert sheet["H8"].value == "=AVERAGE(D8:F8)"
    assert "A1:G1" in {str(area) for area in sheet.merged_cells.ranges}
    assert len(sheet._charts) == 1
    assert len(sheet._images) == 1
    assert sheet.print_area == "'성적서'!$A$1:$H$30"
    assert filled == fill_form(customers_form(), "f.xlsx", FormMapping.from_json(MAPPING), values(3))
    before, after = zipfile.ZipFile(io.BytesIO(customers_form())), zipfile.ZipFile(io.BytesIO(filled))
    for name in before.namelist():
        if "media" in name or "charts" in name or "styles" in name or name.endswith("sheet2.xml"):
            assert after.read(name) == before.read(name), name


def test_more_rows_take_further_pages_of_the_same_form() -> None:
    filled = fill_form(customers_form(), "f.xlsx", FormMapping.from_json(MAPPING), values(12))
    book: Any = load_workbook(io.BytesIO(filled))
    assert book.sheetnames == ["성적서", "안내", "성적서 (2)", "성적서 (3)"]
    numbers = [
        [book[name].cell(row, 1).value for row in range(8, 13)]
        for name in ("성적서", "성적서 (2)", "성적서 (3)")
    ]
    assert numbers == [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, None, None, None]]
    for name in ("성적서 (2)", "성적서 (3)"):
        assert book[name]["F30"].value == int(name[-2])
        assert book[name]["G30"].value == 3
        assert len(book[name]._charts) == 1
        assert len(book[name]._images) == 1
        assert book[name].print_area == f"'{name}'!$A$1:$H$30"
        assert book[name]["B4"].value == "HB-2210-01"
    assert book["안내"]["A1"].value == "설명"


@pytest.mark.slow
def test_a_spreadsheet_program_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "filled.xlsx"
    path.write_bytes(fill_form(customers_form(), "f.xlsx", FormMapping.from_json(MAPPING), values(12)))
    again = libreoffice(path, "xlsx", tmp_path)
    sheet = load_workbook(again, data_only=True)["성적서"]
    assert sheet["H8"].value == pytest.approx(61.995)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"cells": {"secret": "A1"}}, "forms.wrong_field"),
        ({"cells": {"number": "1A"}}, "forms.wrong_cell"),
        ({"cells": {"number": "XFE1"}}, "forms.wrong_cell"),
        ({"cells": {}, "columns": {}}, "forms.empty"),
        ({"first_row": 9, "last_row": 8}, "forms.rows_wrong"),
        ({"first_row": 1, "last_row": 900_000}, "forms.rows_wrong"),
        ({"columns": {"x99": "A"}}, "forms.wrong_field"),
        ({"columns": {"x1": "A1"}}, "forms.wrong_cell"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(PartproofError) as refused:
        FormMapping.from_json({**MAPPING, **change})
    assert refused.value.code == code


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (20 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "forms.broken"),
        (b"hello", "forms.broken"),
        (customers_form()[:900], "forms.broken"),
        (bomb(), "forms.too_large"),
    ],
)
def test_what_is_no_form_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(PartproofError) as refused:
        FormPackage.read(content, "f.xlsx")
    assert refused.value.code == code


def test_definitions_in_a_form_are_refused() -> None:
    package = FormPackage.read(customers_form(), "f.xlsx")
    package.parts["xl/workbook.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with pytest.raises(PartproofError) as refused:
        package.sheets()
    assert refused.value.code == "forms.broken"


def kept(built: Built, **change: Any) -> int:
    with built.factory.reading() as session:
        customer = session.scalars(select(Customer.id)).first()
    return int(
        built.factory.perform(
            keep_form,
            customer_id=customer,
            part_id=None,
            name="성적서 양식",
            content=customers_form(),
            file_name="고객 양식.xlsx",
            mapping=FormMapping.from_json({**MAPPING, **change}),
            actor=built.crew.actor(Role.QUALITY),
        ).result
    )


def test_the_next_one_takes_one_act_and_the_number_stays(built: Built, tmp_path: Path) -> None:
    quality = built.crew.actor(Role.QUALITY)
    with pytest.raises(PartproofError) as nothing:
        issue_form(built.factory, built.made.finished, tmp_path, actor=quality)
    assert nothing.value.code == "forms.none"
    kept(built)
    # The register is one: its first number is that of the factory's shipment.
    first = issue_form(built.factory, built.made.finished, tmp_path, actor=quality, recipient="한길자동차")
    assert first.name == "IC-2026-0002.xlsx"
    sheet = load_workbook(first)["성적서"]
    assert sheet["F2"].value == "IC-2026-0002"
    assert sheet["B4"].value == "HB-2210-01"
    assert sheet["F9"].value == 40.057
    assert sheet["G9"].value == "불합격"
    with pytest.raises(PartproofError) as again:
        issue_form(built.factory, built.made.finished, tmp_path, actor=quality)
    assert again.value.code == "forms.reason_missing"
    second = issue_form(built.factory, built.made.finished, tmp_path, actor=quality, reason="고객 분실")
    assert second.name == "IC-2026-0002_2.xlsx"
    other = issue_form(built.factory, built.made.open, tmp_path, actor=quality)
    assert other.name == "IC-2026-0003.xlsx"
    assert load_workbook(other)["성적서"]["E8"].value == "미측정"
    with snapshot(built.factory) as session:
        rows = issue_rows(session)
        assert [(row.number, row.issue, row.reason) for row in rows] == [
            ("IC-2026-0002", 1, ""),
            ("IC-2026-0002", 2, "고객 분실"),
            ("IC-2026-0003", 1, ""),
        ]
        assert built.factory.read_file(rows[0].file_hash) == first.read_bytes()
        assert check_trail(session).sound


def test_a_form_kept_again_holds_and_the_older_stays_on_record(built: Built) -> None:
    first = kept(built)
    second = kept(built, cells={"number": "A2"})
    with built.factory.reading() as session:
        found = form_of_inspection(session, built.made.finished)
    assert found.id == second != first
    assert found.mapping.cells == {"number": "A2"}


def test_a_form_taken_out_of_use_is_offered_no_more_until_it_is_kept_again(
    built: Built, tmp_path: Path
) -> None:
    quality = built.crew.actor(Role.QUALITY)
    form = kept(built)
    first = issue_form(built.factory, built.made.finished, tmp_path, actor=quality)
    with pytest.raises(PartproofError) as unsaid:
        built.factory.perform(withdraw_form, form, reason=" ", actor=quality)
    assert unsaid.value.code == "field.empty"
    built.factory.perform(withdraw_form, form, reason="고객 양식 개정", actor=quality)
    assert built.factory.ask(form_rows) == ()
    with pytest.raises(PartproofError) as twice:
        built.factory.perform(withdraw_form, form, reason="다시", actor=quality)
    assert twice.value.code == "record.not_found"
    with pytest.raises(PartproofError) as none:
        issue_form(built.factory, built.made.finished, tmp_path, actor=quality, reason="재발행")
    assert none.value.code == "forms.none"
    (line,) = built.factory.ask(issue_rows)
    again = give_out(built.factory, line.id, tmp_path / "again.xlsx")
    assert again.read_bytes() == first.read_bytes(), "what was issued stays"
    newer = kept(built)
    assert [row.id for row in built.factory.ask(form_rows)] == [newer]


def test_kept_forms_are_listed_and_withdrawn_by_the_command(
    built: Built, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    form, folder = kept(built), str(built.factory.place.folder)
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    assert main(["form", "kept", "--factory", folder]) == 0
    assert "성적서 양식" in capsys.readouterr().out
    withdraw = ["form", "withdraw", "--factory", folder, "--user", Role.QUALITY.value, "--form", str(form)]
    assert main([*withdraw, "--reason", "고객 양식 개정"]) == 0
    assert main(["form", "kept", "--factory", folder]) == 0
    assert "성적서 양식" not in capsys.readouterr().out


def test_a_look_at_the_filled_form_issues_nothing(built: Built) -> None:
    mapping = FormMapping.from_json(MAPPING)
    found = preview_form(
        built.factory,
        built.made.finished,
        customers_form(),
        "f.xlsx",
        mapping,
        actor=built.crew.actor(Role.QUALITY),
    )
    page, *further = found.pages
    assert [one.title for one in further] == ["성적서 (2)"], "more rows than the form has"
    assert page.cells[9, 6] == "40.057"
    assert page.cells[2, 6] == found.values.fields["number"] == "(발행 시 부여)"
    assert page.area_of(8, 3) == (8, 2, 8, 3)
    assert built.factory.ask(issue_rows) == ()


def test_a_sheet_that_is_not_there_and_no_right_are_refused(built: Built, tmp_path: Path) -> None:
    with pytest.raises(PartproofError) as refused:
        kept(built, sheet="없는 시트")
    assert refused.value.code == "forms.no_sheet"
    kept(built)
    with pytest.raises(PartproofError) as right:
        issue_form(
            built.factory, built.made.finished, tmp_path / "out", actor=built.crew.actor(Role.OPERATOR)
        )
    assert right.value.code == "right.missing"
    assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []


def test_the_register_defends_itself(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    made = make_small_factory(factory, crew)
    built = Built(factory, crew, made)
    kept(built)

    def issue(station: Factory) -> str:
        try:
            out = tmp_path / uuid.uuid4().hex
            return issue_form(station, made.finished, out, actor=crew.actor(Role.QUALITY)).name[:3]
        except PartproofError as refused:
            return refused.code

    # Two stations at once: one inspection never stands in the register under two numbers.
    assert at_once(factory, issue) in (["IC-", "record.conflict"], ["IC-", "forms.reason_missing"])
    assert len(factory.ask(issue_rows)) == 1
    for statement in (
        "UPDATE form_issue SET number = 'IC-1'",
        "DELETE FROM form_issue",
        "UPDATE customer_form SET name = 'x'",
        "DELETE FROM customer_form",
    ):
        with pytest.raises(DBAPIError), factory._write.begin() as connection:
            connection.execute(text(statement))


_BOX = (
    b'<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    b'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    b"<xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>20</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    b"<xdr:to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>22</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    b'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="99" name="box"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
    b'<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
    b"<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>STAMP HERE</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    b"<xdr:clientData/></xdr:twoCellAnchor>"
)


def test_a_text_box_survives_that_a_workbook_library_loses() -> None:
    package = FormPackage.read(customers_form(), "f.xlsx")
    path = "xl/drawings/drawing1.xml"
    root_end = b"</wsDr>" if b"</wsDr>" in package.parts[path] else b"</xdr:wsDr>"
    package.parts[path] = package.parts[path].replace(root_end, _BOX + root_end)
    form = package.packed()
    out = io.BytesIO()
    load_workbook(io.BytesIO(form)).save(out)
    with zipfile.ZipFile(out) as library:
        assert not any(b"STAMP HERE" in library.read(name) for name in library.namelist())
    filled = fill_form(form, "f.xlsx", FormMapping.from_json(MAPPING), values(12))
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        boxes = [name for name in archive.namelist() if b"STAMP HERE" in archive.read(name)]
    assert len(boxes) == 3, "one on each page"
