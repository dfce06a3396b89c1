"""The certification screen: what is missing and why, the acts of a requirement, packs with progress and cancel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.certification.queries import assessment_rows
from app.documents.warrant_entries import warrant_entries
from models.vocab import AssessmentScope, RequirementState
from tests.guards import ANSWER_MS
from tests.ui_certification.assessment_page import AssessmentPage
from ui.certification.assessment_words import BLOCKED
from ui.certification.warrant_dialog import WarrantDialog
from ui.i18n import Texts
from ui.widgets.dialogs import ConfirmDialog
from ui.widgets.forms import Form


def _confirm(page: AssessmentPage, **values: str) -> None:
    dialog = page.screen.acts.dialog
    assert isinstance(dialog, ConfirmDialog)
    form = dialog.findChild(Form)
    assert isinstance(form, Form)
    form.set_values(values)
    dialog.yes.click()
    page.settle()


def test_the_workspace_says_how_far_it_is(page: AssessmentPage) -> None:
    rows = page.screen.table.rows_model.rows
    assert len(rows) == 21
    done = sum(row.state not in BLOCKED for row in rows)
    assert page.screen.donut.accessibleName() == f"{done}/21 ready"
    assert page.window.title == "PPAP level 3 — HB-2200-00 Rev C"
    assert "missing" in page.screen.counts.text()


def test_models_keep_qts_rules(page: AssessmentPage) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [
        QAbstractItemModelTester(model, mode)
        for model in (page.screen.table.rows_model, page.screen.list.rows_model)
    ]
    page.press("assessment.blocked")
    page.press("assessment.blocked")
    assert len(testers) == 2


def test_the_first_thing_shown_is_what_blocks(page: AssessmentPage) -> None:
    row = page.detail.row
    assert row is not None
    assert row.state in BLOCKED
    assert "No evidence is attached." in page.said
    assert "Attach a file, or say why it does not apply." in page.said


def test_only_what_blocks_is_left_by_the_filter(page: AssessmentPage) -> None:
    page.press("assessment.blocked")
    assert page.codes
    assert all(row.state in BLOCKED for row in page.screen.table.rows_model.rows)
    page.press("assessment.blocked")
    assert len(page.codes) == 21


def test_reasons_and_titles_follow_the_language(page: AssessmentPage, texts: Texts) -> None:
    page.choose("10")
    assert any("No mill sheet" in said for said in page.said)
    texts.switch("ko")
    page.settle()
    assert page.window.title == "PPAP 레벨 3 — HB-2200-00 Rev C"
    assert "부품 개정에 연결된 밀시트가 없습니다." in page.said
    assert "Material, performance test results" in page.said


def test_a_file_is_attached_and_makes_it_ready(page: AssessmentPage, tmp_path: Path) -> None:
    page.files.attached = tmp_path / "PFMEA-2210.pdf"
    page.files.attached.write_bytes(b"%PDF-1.7 PFMEA")
    page.choose("6")
    page.press("requirement.attach")
    assert page.stored("6").state is RequirementState.READY
    assert "PFMEA-2210.pdf" in page.said
    assert page.toasts[-1] == "PFMEA-2210.pdf is attached to 6."
    # A paper that carries an older day says so when it is attached.
    page.choose("12")
    page.detail.paper.set_values({"dated": "2020-02-03"})
    page.press("requirement.attach")
    assert [str(one.paper_on) for one in page.stored("12").evidence] == ["2020-02-03"]


def test_what_waits_for_others_leads_to_the_first_of_them(page: AssessmentPage) -> None:
    page.choose("18")
    assert "Settle the open requirements first." in page.said
    page.press("requirement.first")
    assert page.detail.row is not None
    assert page.detail.row.code == next(
        row.code for row in page.screen.table.rows_model.rows if row.state in BLOCKED
    )


def test_the_warrant_is_filled_in_where_no_record_says_it(page: AssessmentPage) -> None:
    page.press("assessment.warrant")
    dialog = page.window.window.findChild(WarrantDialog)
    assert dialog is not None
    dialog.form.set_values({"imds_ref": "IMDS 1234567/1", "soc_reported": "yes", "rate": "300 / 8"})
    dialog.boxes["reason_tooling"].setChecked(True)
    dialog.yes.click()
    page.settle()
    kept = page.factory.ask(warrant_entries, page.assessment)
    assert kept.values == {
        "imds_ref": "IMDS 1234567/1",
        "soc_reported": "yes",
        "rate": "300 / 8",
        "reason_tooling": "yes",
    }
    page.press("assessment.warrant")
    again = next(one for one in page.window.window.findChildren(WarrantDialog) if one.isVisible())
    assert again.form.values()["imds_ref"] == "IMDS 1234567/1"
    assert again.boxes["reason_tooling"].isChecked()
    again.boxes["reason_tooling"].setChecked(False)
    again.yes.click()
    page.settle()
    assert "reason_tooling" not in page.factory.ask(warrant_entries, page.assessment).values


def test_accepting_needs_the_password(page: AssessmentPage) -> None:
    page.choose("5")
    page.press("requirement.accept")
    dialog = page.screen.acts.dialog
    assert dialog is not None
    dialog.yes.click()
    assert dialog.isVisible()
    _confirm(page, secret="wrong")
    assert page.stored("5").state is RequirementState.READY
    page.press("requirement.accept")
    _confirm(page, secret="partproof-demo")
    assert page.stored("5").state is RequirementState.ACCEPTED
    assert page.stored("5").accepted_by == "이품질"


def test_exclusion_needs_a_reason_and_can_be_undone(page: AssessmentPage) -> None:
    page.choose("17")
    page.press("requirement.exclude")
    page.press("exclude.save")
    assert page.stored("17").state is RequirementState.MISSING
    page.detail.form.set_values({"reason": "고객 고유 요구 없음"})
    page.press("exclude.save")
    assert page.stored("17").not_applicable_reason == "고객 고유 요구 없음"
    undo = page.window.window.toasts.toasts[-1].undo_button
    assert undo is not None
    undo.click()
    page.settle()
    assert page.stored("17").state is RequirementState.MISSING


def test_withdrawing_evidence_is_asked_with_its_reason(page: AssessmentPage) -> None:
    page.choose("5")
    evidence = page.stored("5").evidence[0]
    page.press(f"evidence.withdraw.{evidence.id}")
    _confirm(page, reason="옛 판")
    assert page.stored("5").evidence == ()
    assert page.stored("5").state is RequirementState.MISSING


def test_gathering_says_what_was_found(page: AssessmentPage) -> None:
    page.choose("9")
    page.press("requirement.gather")
    assert page.toasts[-1] == "Nothing new was found."


def test_a_pack_is_made_with_progress(page: AssessmentPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.window.press("assessment.pack")
    strip = page.screen.strip
    qtbot.waitUntil(lambda: strip.bar.maximum() == 10, timeout=ANSWER_MS)
    assert strip.isVisible()
    page.files.may_end.set()
    with qtbot.waitSignal(strip.finished, timeout=ANSWER_MS):
        pass
    page.settle()
    assert [file.read_bytes() for file in tmp_path.glob("PPAP-*.zip")] == [b"pack"]
    assert page.files.recipients == ["한길자동차"]
    assert not strip.isVisible()


def test_a_pack_can_be_stopped_and_nothing_is_kept(
    page: AssessmentPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.window.press("assessment.pack")
    strip = page.screen.strip
    qtbot.waitUntil(page.files.stepped.is_set, timeout=ANSWER_MS)
    with qtbot.waitSignal(strip.canceled, timeout=ANSWER_MS):
        page.window.press("work.cancel")
    page.settle()
    assert not list(tmp_path.glob("*.zip"))
    assert page.toasts[-1] == "Stopped; nothing of it was kept."


def test_the_checklist_is_written_as_a_document(page: AssessmentPage, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.screen.strip.finished, timeout=ANSWER_MS):
        page.window.press("assessment.xlsx")
    page.settle()
    assert (tmp_path / f"{page.assessment}.xlsx").read_bytes() == b"document"


def test_a_new_assessment_is_opened_from_the_form(page: AssessmentPage) -> None:
    page.press("assessment.new")
    form = page.screen.form.form
    assert form.values()["level"] == "3"
    form.set_values({"level": "2", "due": "2027-01-15"})
    page.press("assessment.save")
    rows = page.factory.ask(assessment_rows)
    assert sorted(row.level for row in rows) == ["2", "3"]
    assert page.screen.list.rows_model.rows == rows
    assert page.window.title.startswith("PPAP level 2")
    # A checklist of the plant is held at a supplier's.
    page.press("assessment.new")
    form.set_values({"template": "sq"})
    page.screen.form.template.chosen.emit("sq")
    form.set_values({"supplier": "대성정밀"})
    page.press("assessment.save")
    assert page.window.title == "SQ assessment — 대성정밀"
    newest = max(page.factory.ask(assessment_rows), key=lambda row: row.id)
    assert (newest.scope, newest.supplier) == (AssessmentScope.SUPPLIER, "대성정밀")


def test_every_control_has_a_name(page: AssessmentPage) -> None:
    buttons = [b for b in page.screen.findChildren(QAbstractButton) if b.isVisible()]
    assert len(buttons) >= 6
    assert all(button.accessibleName() for button in buttons)
    title = page.screen.findChild(QLabel, "requirement.title")
    assert title is not None
    assert title.text()
