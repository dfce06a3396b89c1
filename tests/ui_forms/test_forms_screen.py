"""A customer's form in the window: clicked once, seen filled in, kept; the next one takes one act."""

from __future__ import annotations

from typing import Any

from openpyxl import load_workbook
from PySide6.QtTest import QAbstractItemModelTester

from app.documents.blocks import Table
from app.documents.customer_forms import form_rows, issue_rows
from app.documents.document import Paper
from app.documents.form_layout import NO_LAYOUT, DocumentLayout, layout_of
from app.documents.logos import logo_rows
from tests.ui_forms.forms_page import FormsPage
from ui.forms.click_dialog import ClickDialog
from ui.forms.issue_dialog import IssueDialog
from ui.forms.layout_dialog import LayoutDialog
from ui.forms.logo_dialog import LogoDialog
from ui.widgets.check import CheckField
from ui.widgets.fields import LineField

CLICKS = (
    ("number", (2, 6)),
    ("part_number", (4, 3)),
    ("no", (8, 1)),
    ("specification", (8, 2)),
    ("x1", (8, 4)),
    ("x2", (8, 5)),
    ("x3", (8, 6)),
    ("result", (8, 7)),
    ("last_row", (12, 1)),
)


def keep(page: FormsPage) -> None:
    """Click the form and keep it."""
    page.press("forms.new")
    dialog = page.dialog(ClickDialog)
    for field, cell in CLICKS:
        page.click(dialog, field, cell)
    page.press("form.keep")


def test_cells_are_clicked_once_and_the_form_is_kept(page: FormsPage) -> None:
    screen = page.screen
    assert screen.none.isVisible()
    page.press("forms.new")
    dialog = page.dialog(ClickDialog)
    QAbstractItemModelTester(dialog.grid.sheet, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert "발행번호" in dialog.hint.text() or "Issue number" in dialog.hint.text()
    page.click(dialog, "number", (2, 6))
    waiting = dialog.fields.chosen()
    assert waiting is not None
    assert waiting.code == "issue", "the next field waits for its cell"
    for field, cell in CLICKS[1:]:
        page.click(dialog, field, cell)
    dialog.inspection.set_value(str(page.built.made.finished))
    page.press("form.preview")
    shown = dialog.grid.sheet.sight
    assert shown.cells[4, 2] == "HB-2210-01"
    assert shown.cells[9, 6] == "40.057"
    values = {row.code: row.value for row in dialog.fields.rows_model.rows}
    assert values["part_number"] == "HB-2210-01"
    page.press("form.preview")
    assert dialog.grid.sheet.sight.cells[4, 2] == "(품번)"
    page.press("form.keep")
    (kept,) = page.built.factory.ask(form_rows)
    assert kept.mapping.cells == {"number": "F2", "part_number": "B4"}
    assert kept.mapping.columns == {
        "no": "A",
        "specification": "B",
        "x1": "D",
        "x2": "E",
        "x3": "F",
        "result": "G",
    }
    assert (kept.mapping.first_row, kept.mapping.last_row) == (8, 12)
    assert kept.name == "고객 양식"
    assert not screen.none.isVisible()
    assert [row.id for row in screen.forms.rows_model.rows] == [kept.id]
    assert page.built.factory.ask(issue_rows) == (), "looking issues nothing"


def test_the_next_one_takes_one_act_and_a_reissue_counts(page: FormsPage) -> None:
    keep(page)
    page.press("forms.issue")
    dialog = page.dialog(IssueDialog)
    dialog.inspection.set_value(str(page.built.made.finished))
    dialog.inspection.chosen.emit(dialog.inspection.value())
    page.settle()
    page.press("issue.enter")
    (first,) = page.built.factory.ask(issue_rows)
    file = page.out / f"{first.number}.xlsx"
    sheet: Any = load_workbook(file)["성적서"]
    assert sheet["F2"].value == first.number
    assert [row.number for row in page.screen.register.rows_model.rows] == [first.number]
    page.screen.register.choose(first.id)
    page.press("forms.repeat")
    again = page.dialog(IssueDialog)
    assert first.number in again.says.text()
    page.press("issue.enter")
    assert len(page.built.factory.ask(issue_rows)) == 1, "not again without a reason"
    again.form.set_values({"reason": "고객 분실"})
    page.press("issue.enter")
    rows = page.built.factory.ask(issue_rows)
    assert [(row.number, row.issue, row.reason) for row in rows] == [
        (first.number, 1, ""),
        (first.number, 2, "고객 분실"),
    ]
    page.screen.register.choose(first.id)
    page.press("forms.out")
    assert (page.out / f"again {first.file_name}").read_bytes() == file.read_bytes()


def test_a_form_is_clicked_again_and_taken_out_of_use(page: FormsPage) -> None:
    keep(page)
    (kept,) = page.built.factory.ask(form_rows)
    page.screen.forms.choose(kept.id)
    page.press("forms.again")
    dialog = page.dialog(ClickDialog)
    assert dialog.clicks.mapping() == kept.mapping
    assert not dialog.form.rows["name"].field.isEnabled()
    dialog.fields.choose("x2")
    page.press("form.clear")
    page.press("form.keep")
    (newer,) = page.built.factory.ask(form_rows)
    assert newer.id != kept.id
    assert "x2" not in newer.mapping.columns
    page.screen.forms.choose(newer.id)
    page.press("forms.withdraw")
    page.screen.reason.field.set_value("고객이 새 양식을 보냄")
    page.press("reason.enter")
    assert page.built.factory.ask(form_rows) == ()
    assert page.screen.none.isVisible()


def test_logos_are_chosen_for_the_plant_and_its_customers(page: FormsPage) -> None:
    page.press("forms.logos")
    dialog = page.dialog(LogoDialog)
    assert [row.customer_id is None for row in dialog.table.rows_model.rows] == [True, False]
    page.press("logo.choose")
    own, theirs = page.built.factory.ask(logo_rows)
    assert own.file_hash
    assert not theirs.file_hash
    assert not dialog.picture.pixmap().isNull()
    dialog.table.choose(theirs.customer_id)
    page.settle()
    assert dialog.picture.pixmap().isNull()
    page.press("logo.choose")
    assert page.built.factory.ask(logo_rows)[1].file_hash == own.file_hash
    page.press("logo.none")
    assert [bool(row.file_hash) for row in page.built.factory.ask(logo_rows)] == [True, False]
    page.press("logo.done")


def test_a_plant_prints_its_own_columns_in_its_own_words(page: FormsPage) -> None:
    page.press("forms.layouts")
    dialog = page.dialog(LayoutDialog)
    dialog.kind.set_value("gauge_register")
    dialog.kind.chosen.emit("gauge_register")
    page.settle()
    assert dialog.form.values()["paper"] == ""
    dialog.form.set_values({"ko": "측정기 관리대장", "paper": "A4"})
    first = dialog._columns()[0]
    assert (first.key, first.shown) == ("no", True)
    page.press("layout.down.no")
    page.window.find(LineField, "layout.ko.name").set_value("기기 명칭")
    page.window.find(CheckField, "layout.show.serial").setChecked(False)
    page.press("layout.keep")
    table = next(
        block
        for block in page.built.document("gauge_register").blocks
        if isinstance(block, Table) and block.key == "gauges"
    )
    assert [one.title for one in table.columns][:2] == ["기기 명칭", "계측기 번호"]
    assert "serial" not in {one.key for one in table.columns}
    assert page.built.document("gauge_register").title == "측정기 관리대장"
    assert page.built.document("gauge_register").form.paper is Paper.A4
    # Opened again it stands as it is kept; what was left out can be printed again, all of it at once.
    page.press("forms.layouts")
    dialog = page.dialog(LayoutDialog)
    dialog.kind.set_value("gauge_register")
    dialog.kind.chosen.emit("gauge_register")
    page.settle()
    assert [one.key for one in dialog._columns() if not one.shown] == ["serial"]
    assert dialog.form.values()["ko"] == "측정기 관리대장"
    assert dialog.form.values()["paper"] == "A4"
    page.press("layout.shipped")
    assert layout_of_kind(page, "gauge_register") == NO_LAYOUT


def test_samples_stand_for_one_column_and_nothing_is_kept_that_nobody_changed(page: FormsPage) -> None:
    page.press("forms.layouts")
    dialog = page.dialog(LayoutDialog)
    dialog.kind.set_value("dimensional_results")
    dialog.kind.chosen.emit("dimensional_results")
    page.settle()
    assert [one.key for one in dialog._columns() if one.samples] == ["x1"]
    dialog.table.set_value("readings")
    dialog.table.chosen.emit("readings")
    page.settle()
    page.window.find(CheckField, "layout.show.note").setChecked(False)
    dialog.table.set_value("results")
    dialog.table.chosen.emit("results")
    page.press("layout.keep")
    kept = layout_of_kind(page, "dimensional_results")
    assert (set(kept.tables), kept.title) == ({"readings"}, {})


def layout_of_kind(page: FormsPage, kind: str) -> DocumentLayout:
    return page.built.factory.ask(layout_of, kind)
