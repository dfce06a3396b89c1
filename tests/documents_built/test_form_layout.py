"""A plant's own columns, order and wording: as data, in both files, with no value of its own."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.documents.blocks import Column, Table
from app.documents.document import Document, Paper
from app.documents.form_layout import keep_layout, laid_out, layout_of, read_layout
from app.documents.writers.pdf import write_pdf
from app.documents.writers.xlsx import write_xlsx
from app.errors import PartproofError
from app.inspection.inspections import open_inspection
from app.production.lots import create_lot
from app.production.queries import lot_rows
from models.vocab import InspectionKind, Role
from tests.documents.tools import missing_texts, pdf_text, workbook, workbook_text
from tests.documents_built.conftest import Built

LAYOUT = """
[title]
ko = "측정기 관리대장"
en = "Instrument register"

[table.gauges]
columns = [
  { key = "name", ko = "기기 명칭", en = "Instrument" },
  "no",
  { key = "next", weight = 20 },
  "state",
]
"""


def table(document: Document, key: str) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table) and block.key == key)


def keep(built: Built, kind: str, written: str) -> None:
    built.factory.perform(keep_layout, kind, read_layout(written), actor=built.crew.actor(Role.QUALITY))


def test_columns_stand_as_the_plant_wants_them(built: Built) -> None:
    before = table(built.document("gauge_register"), "gauges")
    keep(built, "gauge_register", LAYOUT)
    for language, title, first in (
        ("ko", "측정기 관리대장", "기기 명칭"),
        ("en", "Instrument register", "Instrument"),
    ):
        document = built.document("gauge_register", language)
        shown = table(document, "gauges")
        assert document.title == title
        assert [column.key for column in shown.columns] == ["name", "no", "next", "state"]
        assert shown.columns[0].title == first
        assert shown.columns[2].weight == 20
        assert shown.body[0].cells[1].text == before.body[0].cells[0].text == "G-014"
        assert missing_texts(document, workbook_text(write_xlsx(document))) == []
    assert table(built.document("gauge_register"), "gauges").columns[0].subtitle == "Instrument"


SAMPLES = """
[table.results]
columns = ["no", "specification", "x1", {samples}"min", "max", "result"]
"""


@pytest.mark.parametrize("samples", ["", '"x2", ', '"x2", "x30", '])
def test_no_sample_is_lost_that_a_layout_does_not_name(built: Built, samples: str) -> None:
    """Clicked on an inspection of other samples, a layout holds for this one too."""
    before = table(built.document("dimensional_results"), "results")
    values = [one.key for one in before.columns if one.key.startswith("x")]
    assert len(values) > 2
    keep(built, "dimensional_results", SAMPLES.format(samples=samples))
    document = built.document("dimensional_results")
    shown = table(document, "results")
    assert [one.key for one in shown.columns] == ["no", "specification", *values, "min", "max", "result"]
    at = [one.key for one in before.columns].index("x1")
    assert [cell.text for cell in shown.body[0].cells[2 : 2 + len(values)]] == [
        cell.text for cell in before.body[0].cells[at : at + len(values)]
    ]
    # All that a formula names is still there.
    assert any(cell.formula for row in shown.body for cell in row.cells)
    assert missing_texts(document, workbook_text(write_xlsx(document))) == []


def test_a_table_that_goes_on_stands_as_its_first_part() -> None:
    """Twenty samples take two tables; what one leaves out the other leaves out too."""
    columns = [Column("no", "No.", 1), Column("gauge", "Gauge", 1)]

    def part(key: str, *samples: int) -> Table:
        titles = [Column(f"x{one}", str(one), 1) for one in samples]
        return Table([*columns, *titles], [("1", "G-014", *map(str, samples))], key=key)

    layout = read_layout('[table.results]\ncolumns = ["no", "x1", "x2"]')
    first, second = laid_out([part("results", 1, 2, 3), part("results2", 15, 16)], layout, "en")
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert [one.key for one in first.columns] == ["no", "x1", "x2", "x3"]
    assert [one.key for one in second.columns] == ["no", "x15", "x16"]
    assert [cell.text for cell in second.body[0].cells] == ["1", "15", "16"]


def test_a_formula_goes_with_its_column_and_a_chart_too(built: Built) -> None:
    keep(built, "assessment_report", '[table.groups]\ncolumns = ["group", "done", "share"]')
    document = built.document("assessment_report")
    assert all(row.cells[2].formula is None for row in table(document, "groups").body)
    write_xlsx(document)
    keep(built, "assessment_report", '[table.groups]\ncolumns = ["group", "done"]')
    document = built.document("assessment_report")
    assert [block.table for block in document.blocks if hasattr(block, "table")] == ["states"]
    write_pdf(document)
    keep(built, "assessment_report", "")
    assert len(table(built.document("assessment_report"), "groups").columns) == 5


@pytest.mark.parametrize(
    "written",
    [
        "title = 7",
        "x = 1",
        'paper = "A5"',
        "paper = 4",
        "paper = []",
        "[table]\ngauges = 1",
        "[table.gauges]\ncolumns = []",
        '[table.gauges]\ncolumns = ["no", "no"]',
        "[table.gauges]\ncolumns = [{ ko = 1 }]",
        '[table.gauges]\ncolumns = [{ key = "no", weight = 1.5 }]',
        "[table.gauges\n",
    ],
)
def test_a_layout_that_cannot_be_is_refused(written: str) -> None:
    with pytest.raises(PartproofError) as refused:
        read_layout(written)
    assert refused.value.code == "forms.layout_wrong"


@pytest.mark.parametrize(
    ("kind", "paper", "shown"),
    [
        ("gauge_register", "A4", "A4(297×210)"),
        ("bom_list", "A3", "A3(420×297)"),
        ("submission_warrant", "A3", "A3(297×420)"),
    ],
)
def test_a_plant_chooses_the_paper(built: Built, tmp_path: Path, kind: str, paper: str, shown: str) -> None:
    before = built.document(kind)
    keep(built, kind, f'paper = "{paper}"')
    document = built.document(kind)
    assert document.form == replace(before.form, paper=Paper[paper])
    assert document.form != before.form
    assert document.blocks == before.blocks
    book, pdf = write_xlsx(document), write_pdf(document)
    size = tuple(side * 72 / 25.4 for side in document.form.size_mm)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            assert [float(side) for side in page.mediabox][2:] == pytest.approx(size, abs=0.5)
    assert {one.page_setup.paperSize for one in workbook(book).worksheets} <= {{"A4": 9, "A3": 8}[paper]}
    for said in (workbook_text(book), pdf_text(pdf, tmp_path)):
        assert missing_texts(document, said) == []
        assert shown in said
    keep(built, kind, "")
    assert built.document(kind).form == before.form


def test_a_column_that_is_not_there_is_named(built: Built) -> None:
    keep(built, "gauge_register", '[table.gauges]\ncolumns = ["price"]')
    with pytest.raises(PartproofError) as refused:
        built.document("gauge_register")
    assert refused.value.code == "forms.layout_column"
    with built.factory.reading() as session:
        assert layout_of(session, "bom_list").tables == {}


def test_who_may_not_is_refused_and_the_record_stays(built: Built) -> None:
    with pytest.raises(PartproofError) as refused:
        built.factory.perform(
            keep_layout, "gauge_register", read_layout(LAYOUT), actor=built.crew.actor(Role.OPERATOR)
        )
    assert refused.value.code == "right.missing"
    keep(built, "gauge_register", LAYOUT)
    for statement in ("UPDATE form_layout SET kind = 'x'", "DELETE FROM form_layout"):
        with pytest.raises(DBAPIError), built.factory._write.begin() as connection:
            connection.execute(text(statement))


def test_the_pdf_shows_it(built: Built, tmp_path_factory: pytest.TempPathFactory) -> None:
    keep(built, "gauge_register", LAYOUT)
    document = built.document("gauge_register")
    assert missing_texts(document, pdf_text(write_pdf(document), tmp_path_factory.mktemp("pdf"))) == []


def test_as_many_samples_stand_beside_each_other_as_the_chosen_paper_holds(built: Built) -> None:
    first = next(row for row in built.factory.ask(lot_rows) if row.order_id is not None)
    lot = built.factory.perform(
        create_lot,
        part_id=first.part_id,
        quantity=Decimal(50),
        order_id=first.order_id,
        actor=built.crew.actor(Role.QUALITY),
    ).result
    wide = built.factory.perform(
        open_inspection,
        kind=InspectionKind.LAYOUT,
        lot_id=lot,
        sample_size=10,
        actor=built.crew.actor(Role.OPERATOR),
    ).result

    def samples() -> list[int]:
        document = built.document("dimensional_results", entity_id=wide)
        assert missing_texts(document, workbook_text(write_xlsx(document))) == []
        write_pdf(document)
        shown = [one for one in document.blocks if isinstance(one, Table) and one.key.startswith("results")]
        return [sum(column.key[1:].isdigit() for column in one.columns) for one in shown]

    assert samples() == [10]
    keep(built, "dimensional_results", 'paper = "A4"')
    assert samples() == [6, 4]
    keep(built, "dimensional_results", 'paper = "A3"')
    assert samples() == [10]
