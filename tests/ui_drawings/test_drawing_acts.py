"""What a drawing screen does besides balloons: check-outs, copies, compare, measure, redlines, paste, plans."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.changes.reviews import open_review
from app.demo.crew import PASSWORD
from app.drawings.characteristics import confirm_characteristic
from app.drawings.check_out import check_out, check_out_of, versions_of
from app.drawings.distribution_queries import copies_of
from app.drawings.documents import add_document, attach_file
from app.drawings.file_facts import fact_rows
from app.drawings.markup import markup_rows
from app.drawings.pages import find_text
from app.drawings.queries import characteristic_rows, document_revision_head, revision_by_label
from models.vocab import CopyState, DocumentKind, FileKind, MarkupShape, Noun, RevisionState
from tests.ui_drawings.test_drawing import drawing, released, rows
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.drawings.check_out_bar import CheckInDialog
from ui.drawings.compare_dialog import CompareDialog
from ui.drawings.copies_panel import DestroyCopyDialog, IssueCopyDialog
from ui.drawings.document_dialogs import ObsoleteDocumentDialog
from ui.drawings.drawing_screen import DrawingScreen
from ui.drawings.dropped_drawing import DroppedDrawingDialog, receive
from ui.drawings.measuring_tool import CalibrateDialog
from ui.drawings.plan_dialog import PlanDialog
from ui.drawings.title_bar import plain_date

__all__ = ["drawing"]


def drag(screen: DrawingScreen, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag over the sheet with the left button, in points of the page."""
    view = screen.sheet.view
    first, last = (view.mapFromScene(QPointF(*place)) for place in (start, end))
    port, none = view.viewport(), Qt.KeyboardModifier.NoModifier
    QTest.mousePress(port, Qt.MouseButton.LeftButton, none, first)
    QTest.mouseMove(port, QPoint((first.x() + last.x()) // 2, first.y()))
    QTest.mouseMove(port, last)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, none, last)


def head_files(stage: Stage) -> dict[str, str]:
    head = stage.factory.ask(document_revision_head, stage.drafts.drawing_revision)
    assert head is not None
    return {file.name: file.file_hash for file in head.files}


def test_a_draft_is_checked_out_changed_and_checked_in(
    page: DesignPage, stage: Stage, drawing: DrawingScreen, tmp_path: Path
) -> None:
    bar = drawing.acts.out
    opened: list[Path] = []

    def note(path: Path) -> bool:
        opened.append(path)
        return True

    bar.root = lambda: tmp_path / "작업"
    drawing.files.open_outside = note
    bar._open_outside = drawing.files.open_file
    page.tab("files")
    page.press("check_out.take")
    page.settle()
    folder = opened[-1]
    (name, stored), *_others = head_files(stage).items()
    assert (folder / name).is_file()
    assert "have it in" in bar.said.text()
    content = next(stage.files.glob("*.pdf")).read_bytes()
    changed = (
        content.replace(b"%%EOF", b"% changed\n%%EOF") if (folder / name).read_bytes() == content else content
    )
    (folder / name).write_bytes(changed)
    page.press("check_out.bring")
    page.settle()
    page.dialog(CheckInDialog)
    page.press("check_in.compare")
    page.settle()
    compared = page.dialog(CompareDialog)
    page.qtbot.waitUntil(lambda: bool(compared.view.page_count))
    assert "in the work folder" in compared.windowTitle()
    compared.reject()
    page.settle()
    page.dialog(CheckInDialog)
    page.fill(note="치수 40 수정")
    page.answer()
    assert head_files(stage)[name] != stored
    version = stage.factory.ask(versions_of, stage.drafts.drawing_revision)[0]
    assert (version.name, version.note) == (name, "치수 40 수정")
    assert page.cells("versions", 2)[0] == "치수 40 수정"
    assert not folder.exists(), "what is stored is not left lying about"


def test_who_has_it_is_told_and_nothing_is_lost(
    page: DesignPage, stage: Stage, drawing: DrawingScreen, tmp_path: Path
) -> None:
    facts = {"folder": "D:\\work", "host": "SEOLGYE-9"}
    revision = stage.drafts.drawing_revision
    stage.factory.perform(check_out, revision, **facts, actor=stage.crew.quality)
    page.tab("files")
    drawing.acts.out.renew()
    page.settle()
    assert "SEOLGYE-9" in drawing.acts.out.said.text()
    assert not drawing.acts.out.take.isVisible()
    before = head_files(stage)
    page.window.toasts.clear()
    drawing.acts.attach(b"hello", "note.txt")
    page.settle()
    assert any("SEOLGYE-9" in toast for toast in page.toasts)
    assert head_files(stage) == before
    assert stage.factory.ask(check_out_of, revision) is not None


def test_a_copy_is_issued_printed_recalled_and_scanned_back(
    page: DesignPage, stage: Stage, tmp_path: Path
) -> None:
    screen = released(page, stage)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    screen.acts.copying.choose_printer = lambda _parent: printer
    page.tab("copies")
    page.press("copy.issue")
    page.dialog(IssueCopyDialog)
    page.fill(place="2라인 게시판", holder="최작업")
    page.answer()
    assert (tmp_path / "print.pdf").stat().st_size > 20_000
    (row,) = stage.factory.ask(copies_of, stage.drafts.document)
    assert (row.place, row.state) == ("2라인 게시판", CopyState.ISSUED)
    assert screen.acts.copies.take_scanned("HB-2200-00") is False
    assert screen.acts.copies.take_scanned(row.code) is True
    page.settle()
    (row,) = stage.factory.ask(copies_of, stage.drafts.document)
    assert row.state is CopyState.RETURNED
    page.press("copy.issue")
    page.fill(place="협력사", holder="박")
    page.answer()
    page.choose("copies", 1)
    page.press("copy.destroy")
    page.dialog(DestroyCopyDialog)
    page.fill(reason="분실", secret=PASSWORD)
    page.answer()
    states = [row.state for row in stage.factory.ask(copies_of, stage.drafts.document)]
    assert states == [CopyState.RETURNED, CopyState.DESTROYED]


def test_the_stamped_drawing_is_exported(page: DesignPage, stage: Stage, tmp_path: Path) -> None:
    screen = released(page, stage)
    screen.acts.copying.choose_folder = lambda *_facts: tmp_path / "out"
    page.press("drawing.drag")
    page.settle()
    (path,) = (tmp_path / "out").glob("*.pdf")
    assert find_text(path, "UNCONTROLLED COPY", 0)
    assert find_text(path, "DW-2210", 0)


@pytest.mark.slow
def test_what_is_dragged_out_says_the_state_of_now(
    page: DesignPage, stage: Stage, drawing: DrawingScreen
) -> None:
    handle = drawing.acts.drag

    def dragged() -> bytes:
        place = QPointF(2, 2)
        QApplication.sendEvent(handle, QEnterEvent(place, place, place))
        page.settle()
        page.qtbot.waitUntil(lambda: bool(handle._files))
        return handle._files[0].read_bytes()

    assert find_text(dragged(), "Draft", 0)
    loose = rows(stage)["99"]
    stage.factory.perform(confirm_characteristic, loose.id, actor=stage.crew.engineer)
    target = (Noun.DOCUMENT_REVISION, stage.drafts.drawing_revision)
    stage.factory.perform(open_review, *target, actor=stage.crew.engineer)
    now = dragged()
    assert find_text(now, "In review", 0)
    assert not find_text(now, "Draft", 0)


def test_two_revisions_are_laid_on_each_other(page: DesignPage, stage: Stage, drawing: DrawingScreen) -> None:
    page.press("drawing.compare")
    page.settle()
    dialog = page.dialog(CompareDialog)
    page.qtbot.waitUntil(lambda: dialog.view.has_picture)
    assert not page.unnamed(dialog)
    # Both are drawn from one file here; what differs is tested where two are compared.
    assert (dialog.rows.rowCount(), dialog.note.text()) == (0, "Nothing differs on this page.")
    # Any two of the document's revisions can be chosen instead, in any order.
    older, newer = dialog.sides
    assert older.isVisible()
    first, second = older.value(), newer.value()
    assert [older.itemData(at) for at in range(older.count())] == [first, second]
    newer.set_value(first)
    newer.chosen.emit(first)
    older.set_value(second)
    older.chosen.emit(second)
    page.settle()
    page.qtbot.waitUntil(lambda: dialog.windowTitle() == f"{second} and {first} laid on each other")
    page.qtbot.waitUntil(lambda: dialog.note.text() == "Nothing differs on this page.")
    assert [chip.text for chip in dialog.chips] == [f"only {second}", f"only {first}"]
    page.answer("compare.close")


def test_the_same_revision_with_another_file_is_refused_and_both_are_shown(
    page: DesignPage, stage: Stage, drawing: DrawingScreen
) -> None:
    (name, _stored), *_others = head_files(stage).items()
    other = next(stage.files.glob("*.pdf")).read_bytes().replace(b"%%EOF", b"% other\n%%EOF")
    drawing.acts.attach(other, name)
    page.settle()
    dialog = page.dialog(CompareDialog)
    assert name in dialog.windowTitle()
    page.answer("compare.close")
    assert len(head_files(stage)) == 1


def test_a_distance_is_measured_with_its_reason_and_calibrated(
    page: DesignPage, stage: Stage, drawing: DrawingScreen
) -> None:
    page.press("tool.measure")
    drag(drawing, (100, 100), (172, 100))
    said = drawing.sheet.said.text()
    assert " mm — " in said
    drawing.sheet.measuring.calibrate()
    page.dialog(CalibrateDialog)
    page.fill(length="50.8")
    page.answer()
    said = drawing.sheet.said.text()
    assert said.startswith("50.80 mm — ")
    assert "calibration" in said
    assert len(rows(stage)) == 9, "measuring places nothing"


def test_a_redline_is_drawn_kept_and_withdrawn(page: DesignPage, stage: Stage) -> None:
    screen = released(page, stage)
    before = stage.factory.ask(document_revision_head, stage.designed.drawing_revision)
    page.press("tool.redline")
    screen.sheet.redlining.shape.set_value(MarkupShape.CLOUD.value)
    screen.sheet.redlining.layer.set_value("회의")
    drag(screen, (100, 100), (200, 150))
    page.settle()
    (row,) = stage.factory.ask(markup_rows, stage.designed.drawing_revision)
    assert (row.facts.layer, row.facts.shape, len(row.facts.points)) == ("회의", MarkupShape.CLOUD, 2)
    assert stage.factory.ask(document_revision_head, stage.designed.drawing_revision) == before
    page.press("redline.undo")
    page.settle()
    assert stage.factory.ask(markup_rows, stage.designed.drawing_revision) == ()


def test_a_text_is_found_on_the_sheet(page: DesignPage, stage: Stage, drawing: DrawingScreen) -> None:
    search = drawing.sheet.search
    search.field.set_value("ADC12")
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    page.settle()
    assert search.count.text().startswith("1/")
    search.field.set_value("이런 글은 없음")
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    page.settle()
    assert search.count.text() == "0"
    page.qtbot.waitUntil(lambda: not drawing.sheet.view.busy)


def test_a_picture_and_cells_are_pasted(page: DesignPage, stage: Stage, drawing: DrawingScreen) -> None:
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(picture)
    page.focus(drawing.sheet.view)
    drawing.acts.paste()
    page.settle()
    cells = QMimeData()
    cells.setText("번호\t값\n1\t40.05\n")
    clipboard.setMimeData(cells)
    drawing.acts.paste()
    page.settle()
    files = head_files(stage)
    pasted = {name: key for name, key in files.items() if name.startswith("pasted")}
    assert sorted(pasted) == ["pasted 1.png", "pasted 1.tsv"]
    facts = stage.factory.ask(fact_rows, tuple(pasted.values()))
    assert {row.kind for row in facts.values()} == {FileKind.PICTURE, FileKind.TEXT}


def test_a_plan_is_previewed_and_brought_in(
    page: DesignPage, stage: Stage, drawing: DrawingScreen, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("Balloon #,Specification,Inspection Method\n21,12.5 ±0.1,버니어\n22,R5,육안\n", "utf-8")
    before = stage.stored
    drawing.acts.open_plan(plan)
    page.settle()
    dialog = page.dialog(PlanDialog)
    assert [dialog.rows.row(dialog.rows.index(at, 0)).number for at in range(2)] == ["21", "22"]
    page.answer("cancel")
    assert stage.stored == before, "a preview writes nothing"
    drawing.acts.open_plan(plan)
    page.settle()
    page.answer()
    numbers = {row.number for row in stage.factory.ask(characteristic_rows, stage.drafts.drawing_revision)}
    assert {"21", "22"} <= numbers


@pytest.mark.slow
def test_columns_of_a_plan_are_corrected_and_remembered(
    page: DesignPage, stage: Stage, drawing: DrawingScreen, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("No.,Specification,Drawn size,Tool\n31,alt,12.5 ±0.1,버니어\n", "utf-8")
    drawing.acts.open_plan(plan)
    page.settle()
    dialog = page.dialog(PlanDialog)
    assert dialog.rows.rows[0].specification == "alt"
    field = dialog.columns.fields["C"]
    field.set_value("specification")
    field.chosen.emit("specification")
    page.settle()
    line = dialog.rows.rows[0]
    assert (line.specification, line.upper_limit) == ("12.5 ±0.1", Decimal("12.6"))
    assert dialog.columns.fields["B"].value() == ""
    # One that cannot be read so blocks the import instead of writing what was read before.
    field.set_value("nonsense")
    dialog._map("C", "nonsense")
    page.settle()
    assert not dialog.yes.isEnabled()
    dialog._map("C", "specification")
    page.settle()
    page.answer()
    assert rows(stage)["31"].specification == "12.5 ±0.1"
    plan.write_text("No.,Specification,Drawn size,Tool\n32,alt,7 ±0.2,버니어\n", "utf-8")
    drawing.acts.open_plan(plan)
    page.settle()
    page.settle()
    assert page.dialog(PlanDialog).rows.rows[0].specification == "7 ±0.2"
    page.answer("cancel")


def test_the_title_block_is_taken_by_one_key_only(page: DesignPage, stage: Stage) -> None:
    page.open("documents")
    page.press("documents.new")
    page.fill(number="DW-2210-X", title="새 도면", label="Z")
    page.answer()
    screen = page.documents.drawing
    assert screen.revision_id is not None
    pdf = next(stage.files.glob("*.pdf")).read_bytes()
    stage.factory.perform(attach_file, screen.revision_id, pdf, "sheet.pdf", actor=stage.crew.engineer)
    with page.qtbot.waitSignal(screen.sheet.view.sharp):
        screen.renew()
        page.settle()
    head = stage.factory.ask(document_revision_head, screen.revision_id)
    assert head is not None
    assert (head.title, head.label) == ("새 도면", "Z"), "nothing is taken by itself"
    assert screen.acts.titles.wrong.isVisible(), "the sheet says another number"
    page.focus(screen.sheet.view)
    QTest.keyClick(screen.sheet.view, Qt.Key.Key_F7)
    page.settle()
    taken = stage.factory.ask(document_revision_head, screen.revision_id)
    assert taken is not None
    assert taken.title != "새 도면"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", "2026-11-24"),
        ("25/06/2019", "2019-06-25"),
        ("06/25/2019", "2019-06-25"),
        ("5/3/2022", None),
    ],
)
def test_a_date_that_could_be_meant_either_way_is_not_taken(text: str, day: str | None) -> None:
    found = plain_date(text)
    assert (None if found is None else found.isoformat()) == day


def test_every_new_control_has_a_name(page: DesignPage, stage: Stage, drawing: DrawingScreen) -> None:
    page.press("tool.redline")
    for tab in ("files", "changes", "copies"):
        page.tab(tab)
        assert page.unnamed(drawing) == []


def test_a_dropped_drawing_offers_its_title_block_and_takes_it_by_one_key(
    page: DesignPage, stage: Stage, shared_dir: Path
) -> None:
    sheet = shared_dir / "samples" / "drawings-pdf" / "TC-FACE_v1.4.pdf"
    page.open("documents")
    receive(page.documents.desk, sheet, page.documents, page.documents.open_revision)
    page.settle()
    dialog = page.dialog(DroppedDrawingDialog)
    assert dialog.form.values()["number"] == "", "offered, not filled in"
    QTest.keyClick(dialog, Qt.Key.Key_F7)
    assert dialog.form.values() | {"kind": ""} == {
        "number": "TC-FACE",
        "label": "1.4",
        "title": "Tool Head Face Plate",
        "kind": "",
    }
    page.answer()
    head = stage.factory.ask(revision_by_label, "tc-face", "1.4")
    assert head is not None
    assert [file.name for file in head.files] == [sheet.name]
    other = stage.factory.place.folder.parent / sheet.name
    other.write_bytes(sheet.read_bytes().replace(b"%%EOF", b"% other\n%%EOF"))
    page.open("documents")
    receive(page.documents.desk, other, page.documents, page.documents.open_revision)
    page.settle()
    compared = page.dialog(CompareDialog)
    page.qtbot.waitUntil(lambda: compared.view.has_picture)
    page.answer("compare.close")
    again = stage.factory.ask(revision_by_label, "TC-FACE", "1.4")
    assert again is not None
    assert again.files == head.files


def test_a_released_drawing_becomes_obsolete_only_although_it_is_used(
    page: DesignPage, stage: Stage, drawing: DrawingScreen
) -> None:
    assert not drawing.acts.obsolete_act.isEnabled()
    screen = released(page, stage)
    assert screen.acts.obsolete_act.isEnabled()
    # Found in the menu of the screen, not by name only.
    assert screen.acts.more.isVisible()
    assert screen.acts.obsolete_act in screen.acts.more.acts.actions()
    assert not screen.acts.plan_act.isEnabled()
    screen.acts.obsolete_act.trigger()
    dialog = page.dialog(ObsoleteDocumentDialog)
    page.settle()
    assert "HB-2200-00" in dialog.users.text()
    page.fill(reason="단종")
    dialog.yes.click()
    page.settle()
    # The draft of the next revision is still open, and it would have nothing to supersede.
    assert dialog.refusal.isVisible()
    page.answer("cancel")
    head = stage.factory.ask(document_revision_head, stage.designed.drawing_revision)
    assert head is not None
    assert head.state is RevisionState.RELEASED


def test_a_draft_begun_by_mistake_is_discarded(page: DesignPage, stage: Stage) -> None:
    screen = released(page, stage)
    assert not screen.acts.drop_act.isEnabled()
    facts: dict[str, Any] = {"kind": DocumentKind.DRAWING, "label": "A", "actor": stage.crew.engineer}
    made = stage.factory.perform(add_document, number="DW-9000", title="캡", **facts).result
    page.open("documents")
    page.documents.open_revision(made)
    page.settle()
    page.window.toasts.clear()
    screen.acts.drop_act.trigger()
    page.settle()
    page.fill(reason="중복")
    page.answer()
    assert "DW-9000" not in page.cells("documents", 0)
    assert page.toasts == []
