"""The places of readiness, submissions and checklists, used as a quality engineer uses them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.certification.assessments import exclude_requirement, open_assessment
from app.certification.findings import finding_rows, person_rows
from app.certification.import_xlsx import remembered_mappings
from app.certification.queries import assessment_row, assessment_rows, requirement_rows
from app.certification.submission_queries import submission_rows
from app.certification.templates import read_template, template_content
from app.demo.crew import DemoCrew
from app.demo.design import Designed
from app.documents.checklist_export import write_checklist
from app.factory import Factory
from models.vocab import CustomerVerdict, RequirementState, SubmissionReason
from tests.certification.test_sheets import COLUMNS, _audit_sheet
from tests.ui.pages import WindowPage
from tests.ui_certification.certification_window import CertificationWindow, make_window
from ui.certification.assessments_screen import AssessmentsScreen
from ui.certification.checklists_screen import ChecklistsScreen
from ui.certification.comparison_dialog import ComparisonDialog
from ui.certification.plan_dialog import PlanDialog
from ui.certification.readiness_screen import ReadinessScreen
from ui.certification.sheet_dialog import SheetDialog
from ui.certification.submissions_screen import SubmissionsScreen
from ui.changes.document_dialog import DocumentDialog
from ui.i18n import Texts

Certified = tuple[Path, DemoCrew, Designed, int]


@pytest.fixture
def page(
    factory: Factory, certified: Certified, texts: Texts, qtbot: QtBot, tmp_path: Path
) -> Iterator[CertificationWindow]:
    """The window at the size of the smallest office screen."""
    window = make_window(factory, certified[1].quality, texts, tmp_path)
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
    shown = CertificationWindow(WindowPage(window, qtbot), factory, tmp_path)
    shown.settle()
    yield shown
    window.toasts.clear()
    window.close()
    window.deleteLater()


def test_a_red_row_leads_to_its_requirement(page: CertificationWindow) -> None:
    screen = page.open("readiness", ReadinessScreen)
    rows = screen.red.rows_model.rows
    assert len(rows) == 13
    assert {row.number for row in rows} == {"PPAP-2026-001"}
    QAbstractItemModelTester(screen.red.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    wanted = next(row for row in rows if row.code == "8")
    screen.red.opened.emit(wanted)
    page.settle()
    work = page.shown(AssessmentsScreen)
    assert work.detail.row is not None
    assert work.detail.row.code == "8"
    # A day that is late makes the row late, and the filter leaves only such rows.
    work.more.form.set_values({"due": "2020-01-01", "remark": "교육 후 재시험"})
    page.press("requirement.assign")
    screen = page.open("readiness", ReadinessScreen)
    page.press("readiness.late")
    assert [row.code for row in screen.red.rows_model.rows] == ["8"]
    assert "requirement" in {row.kind for row in screen.days.rows_model.rows}


def test_handing_in_and_the_customers_answer(
    page: CertificationWindow, certified: Certified, factory: Factory
) -> None:
    _, crew, designed, _ = certified
    facts: dict[str, Any] = {"template": "isir", "actor": crew.quality}
    isir = factory.perform(
        open_assessment, part_revision_id=designed.top_revision, customer_id=designed.customer, **facts
    ).result
    for row in factory.ask(requirement_rows, isir):
        factory.perform(exclude_requirement, row.id, reason="시험", actor=crew.quality)
    screen = page.open("submissions", SubmissionsScreen)
    assert screen.pages.currentIndex() == 1
    page.press("submission.new")
    screen.form.form.set_values(
        {"assessment": str(isir), "reason": SubmissionReason.FOUR_M.value, "detail": "CNC 5호기"}
    )
    page.press("submission.save")
    (handed,) = factory.ask(submission_rows)
    assert (handed.attempt, handed.reason, handed.detail) == (1, SubmissionReason.FOUR_M, "CNC 5호기")
    assert screen.detail.row is not None
    paper = page.folder / "승인.pdf"
    paper.write_bytes(b"interim")
    screen.detail.form.to_open = lambda _parent, _title: paper
    screen.detail.form.form.set_values(
        {
            "verdict": "interim",
            "quantity": "500",
            "until": "2030-01-31",
            "decided": handed.submitted_on.isoformat(),
        }
    )
    page.press("verdict.attach")
    page.press("verdict.save")
    (answered,) = factory.ask(submission_rows)
    assert answered.verdict is CustomerVerdict.INTERIM
    assert answered.answer is not None
    assert (answered.answer.interim_until, answered.answer.file_name) == (date(2030, 1, 31), "승인.pdf")
    assert any(
        "500 until 2030-01-31; 0 shipped so far" in label.text() for label in screen.findChildren(QLabel)
    )


def test_points_findings_and_proposals_in_an_audit(
    page: CertificationWindow, factory: Factory, certified: Certified
) -> None:
    quality = certified[1].quality
    audit = factory.perform(open_assessment, template="sq", actor=quality).result
    rows = {row.code: row for row in factory.ask(requirement_rows, audit)}
    screen = page.open("assessments", AssessmentsScreen, (audit, rows["2.8"].id))
    assert screen.detail.row is not None
    assert [found.label for found in screen.detail.row.proposals] == ["DW-2210 B"]
    page.press("proposal.reject.0")
    dialog = screen.acts.dialog
    assert dialog is not None
    field = dialog.findChild(type(screen.more.form))
    assert field is not None
    field.set_values({"reason": "다른 부품의 도면"})
    dialog.yes.click()
    page.settle()
    after = {row.code: row for row in factory.ask(requirement_rows, audit)}["2.8"]
    assert after.proposals == ()
    assert "다른 부품의 도면" in str(after.reasons)
    own = factory.perform(open_assessment, template="internal_audit", actor=quality).result
    drawings = {row.code: row for row in factory.ask(requirement_rows, own)}["6"]
    page.open("assessments", AssessmentsScreen, (own, drawings.id))
    page.press("proposal.link.0")
    linked = {row.code: row for row in factory.ask(requirement_rows, own)}["6"]
    assert (linked.state, linked.evidence[0].label) == (RequirementState.READY, "DW-2210 B")
    screen = page.open("assessments", AssessmentsScreen, (audit, rows["4.2"].id))
    score = page.window.find(type(screen.more.owner), "score.")
    score.set_value("75")
    score.chosen.emit("75")
    page.settle()
    assert {row.code: row.scores for row in factory.ask(requirement_rows, audit)}["4.2"][0].points == 75
    assert "so far" in screen.result.text()
    screen.more.finding.set_values({"kind": "major", "text": "게이지 G-009 기한 초과"})
    page.press("finding.save")
    (found,) = factory.ask(finding_rows, audit)
    assert (found.code, found.kind.value) == ("4.2", "major")
    assert not found.nonconformance
    # It was seen on a part: with the part's number it becomes a nonconformance.
    screen.more.finding.set_values({"part": "HB-없음"})
    page.press("finding.raise.1")
    assert not factory.ask(finding_rows, audit)[0].nonconformance
    screen.more.finding.set_values({"part": "hb-2200-00"})
    page.press("finding.raise.1")
    assert factory.ask(finding_rows, audit)[0].nonconformance


def test_what_is_skipped_says_why_and_what_is_settled_says_how(
    page: CertificationWindow, factory: Factory, certified: Certified
) -> None:
    audit = factory.perform(open_assessment, template="sq", actor=certified[1].quality).result
    row = {one.code: one for one in factory.ask(requirement_rows, audit)}["4.2"]
    screen = page.open("assessments", AssessmentsScreen, (audit, row.id))

    def given() -> list[tuple[int | None, str]]:
        (stored,) = (one for one in factory.ask(requirement_rows, audit) if one.id == row.id)
        return [(score.points, score.not_evaluated) for score in stored.scores]

    page.window.find(type(screen.more.owner), "score.").chosen.emit("-")
    page.press("score.save")
    # Why is said by a person, never by the program.
    assert given() == []
    screen.more.skipped.set_values({"why": "야간조만 쓰는 설비"})
    page.press("score.save")
    assert given() == [(None, "야간조만 쓰는 설비")]
    assert screen.more.skipped.isHidden()
    assert any(label.text() == "야간조만 쓰는 설비" for label in screen.more.findChildren(QLabel))
    screen.more.finding.set_values({"kind": "observation", "text": "게이지함 표시 흐림"})
    page.press("finding.save")
    page.press("finding.close.1")
    page.press("finding.closing.save")
    assert factory.ask(finding_rows, audit)[0].closed_at is None
    screen.more.closing.set_values({"closing": "표시 교체, 사진 확인"})
    page.press("finding.closing.save")
    (found,) = factory.ask(finding_rows, audit)
    assert (found.closing, found.closed_at is not None) == ("표시 교체, 사진 확인", True)
    assert screen.more.closing.isHidden()


def test_points_are_given_at_each_process_step_where_the_checklist_says_so(
    page: CertificationWindow, factory: Factory, certified: Certified
) -> None:
    quality = certified[1].quality
    facts: dict[str, Any] = {
        "template": "vda63",
        "process": "선삭",
        "steps": ("선삭", "세척"),
        "actor": quality,
    }
    audit = factory.perform(open_assessment, **facts).result
    rows = {row.code: row for row in factory.ask(requirement_rows, audit)}
    screen = page.open("assessments", AssessmentsScreen, (audit, rows["P6.1"].id))
    for step, points in (("선삭", "10"), ("세척", "8")):
        page.window.find(type(screen.more.owner), f"score.{step}").chosen.emit(points)
        page.settle()
    page.open("assessments", AssessmentsScreen, (audit, rows["P2"].id))
    page.window.find(type(screen.more.owner), "score.").chosen.emit("6")
    page.settle()
    given = {row.code: row.scores for row in factory.ask(requirement_rows, audit) if row.scores}
    assert {code: [(one.step, one.points) for one in scores] for code, scores in given.items()} == {
        "P2": [("", 6)],
        "P6.1": [("선삭", 10), ("세척", 8)],
    }


@pytest.mark.parametrize(
    ("template", "kinds"),
    [
        ("isir", ["isir_cover", "checklist", "assessment_report", "findings_list"]),
        ("sq", ["checklist", "assessment_report", "findings_list"]),
    ],
)
def test_documents_of_an_assessment_are_given_out_from_its_screen(
    page: CertificationWindow, factory: Factory, certified: Certified, template: str, kinds: list[str]
) -> None:
    _, crew, designed, _ = certified
    about = {"part_revision_id": designed.top_revision} if template == "isir" else {}
    made = factory.perform(open_assessment, template=template, actor=crew.quality, **about).result
    page.open("assessments", AssessmentsScreen, made)
    page.press("documents.give")
    (dialog,) = page.window.window.findChildren(DocumentDialog, "document_dialog")
    assert list(dialog._offered.items()) == [(kind, made) for kind in kinds]
    dialog.desk = replace(dialog.desk, factory=factory, actor=lambda: crew.quality)
    dialog.to_folder = lambda _parent, _title: page.folder
    dialog.form.set_values({"format": "xlsx", "language": "en"})
    dialog.yes.click()
    page.settle()
    (file,) = page.folder.glob("*_en.xlsx")
    assert file.name.startswith(kinds[0])


def test_plan_and_people_and_the_last_audit(
    page: CertificationWindow, factory: Factory, certified: Certified
) -> None:
    quality = certified[1].quality
    first = factory.perform(open_assessment, template="sq", actor=quality).result
    (row, *_) = factory.ask(requirement_rows, first)
    factory.perform(exclude_requirement, row.id, reason="해당 없음", actor=quality)
    audit = factory.perform(open_assessment, template="sq", actor=quality).result
    screen = page.open("assessments", AssessmentsScreen, audit)
    page.press("assessment.plan")
    dialog = next(one for one in page.window.window.findChildren(PlanDialog) if one.isVisible())
    dialog.person.set_values({"name": "박심사", "duty": "선임 심사원"})
    page.press("plan.add")
    dialog.person.set_values({"name": "잘못"})
    page.press("plan.add")
    page.press("plan.remove.잘못")
    # Nothing is planned yet, and saving plans no day that nobody chose; a day can be taken away again.
    assert (dialog.form.values()["held"], dialog.form.values()["due"]) == ("", "")
    for held in ("2027-03-03", ""):
        dialog.form.set_values({"held": held})
        page.press("plan.save")
        planned = factory.ask(assessment_row, audit)
        assert planned is not None
        assert (str(planned.held_on or ""), planned.due_on) == (held, None)
    dialog.form.set_values({"held": "2027-03-02", "due": "2027-02-26"})
    page.press("plan.save")
    page.press("plan.done")
    assert [(one.name, one.duty) for one in factory.ask(person_rows, audit)] == [("박심사", "선임 심사원")]
    head = factory.ask(assessment_row, audit)
    assert head is not None
    assert (f"{head.held_on}", f"{head.due_on}") == ("2027-03-02", "2027-02-26")
    assert screen._space is not None
    page.press("assessment.compare")
    beside = next(one for one in page.window.window.findChildren(ComparisonDialog) if one.isVisible())
    page.settle()
    (only,) = beside.table.rows_model.rows
    assert (only.code, only.before) == (row.code, RequirementState.NOT_APPLICABLE)
    page.press("comparison.only")
    assert beside.table.rows_model.rowCount() == len(factory.ask(requirement_rows, audit))
    page.press("comparison.done")


def test_a_checklist_is_compared_edited_and_goes_out_and_in(
    page: CertificationWindow, factory: Factory
) -> None:
    screen = page.open("checklists", ChecklistsScreen, "iatf16949")
    rows = screen.rows.rows_model.rows
    assert (len(rows), sum(not row.verified for row in rows)) == (103, 46)
    screen.detail.copy_form.set_values({"copy": "IATF 16949:2016 3호"})
    page.press("checklist.one")
    assert sum(bool(row.licensed) for row in screen.rows.rows_model.rows) == 1
    # A comparison that was none is taken back with its reason, and made again.
    page.press("checklist.back")
    assert sum(bool(row.licensed) for row in screen.rows.rows_model.rows) == 1
    screen.detail.back_form.set_values({"reason": "다른 판을 봄"})
    page.press("checklist.back")
    assert not any(row.licensed for row in screen.rows.rows_model.rows)
    assert screen.detail.back.isHidden()
    page.press("checklist.one")
    screen.detail.form.set_values({"text": "A written scope says which functions belong.", "note": "짧게"})
    page.press("checklist.save")
    assert factory.ask(template_content, "iatf16949")["requirements"][0]["text"].startswith("A written")
    # The comparison was with other words.
    assert not any(row.licensed for row in screen.rows.rows_model.rows)
    page.press("checklist.export")
    assert (page.folder / "out.xlsx").stat().st_size > 10_000
    changed = {**read_template("internal_audit"), "title_ko": "내부심사 2판"}
    write_checklist(changed, page.folder / "in.xlsx")
    page.press("checklist.import")
    assert factory.ask(template_content, "internal_audit")["title_ko"] == "내부심사 2판"


def test_a_customers_sheet_is_clicked_in(page: CertificationWindow, factory: Factory) -> None:
    _audit_sheet(page.folder / "in.xlsx")
    screen = page.open("checklists", ChecklistsScreen)
    page.press("checklist.sheet")
    dialog = page.window.window.findChild(SheetDialog)
    assert dialog is not None
    page.settle()
    dialog.table.choose(4)
    # A second click takes a column back; what the sheet does not have is passed over.
    heading = dialog.table.horizontalHeader().sectionClicked
    heading.emit(3)
    heading.emit(3)
    assert not any(choice.value() for choice in dialog.columns.values())
    dialog.next.set_value("code")
    for field in ("code", "section", "text", "points", "star"):
        if field == "text":
            assert dialog.next.value() == "title"
            dialog.next.set_value("text")
        assert dialog.next.value() == field
        heading.emit(COLUMNS[field] + 1)
    assert {field: choice.value() for field, choice in dialog.columns.items() if choice.value()} == {
        field: str(at) for field, at in COLUMNS.items()
    }
    dialog.form.set_values({"title": "한길 평가표", "edition": "2026", "mark": "8.5"})
    dialog._take()
    # No mark is cut to a whole one in silence.
    assert dialog.form.rows["mark"].below.isVisible()
    assert dialog.isVisible()
    dialog.form.set_values({"mark": "8"})
    assert dialog.form.values()["first"] == "4"
    dialog._take()
    page.settle()
    assert [name for name, _ in factory.ask(remembered_mappings)] == ["한길 평가표"]
    page.press("checklist.sheet")
    again = next(one for one in page.window.window.findChildren(SheetDialog) if one.isVisible())
    page.settle()
    again.remembered.set_value("한길 평가표")
    again.remembered.chosen.emit("한길 평가표")
    assert again.form.values()["first"] == "4"
    page.press("sheet.forget")
    assert factory.ask(remembered_mappings) == ()
    again.reject()
    assert len(screen.rows.rows_model.rows) == 3
    assert len(factory.ask(assessment_rows)) == 1
