"""Pictures of customers' forms, issued packs and an audit's plan, on records of the demo. Issues nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from app.certification.queries import assessment_rows
from app.desktop.settle import settle, wait_until
from app.documents.customer_forms import keep_form
from app.documents.form_queries import form_choices
from app.documents.form_sight import look_at_form
from app.documents.issue import issue_document
from app.documents.warrant_entries import warrant_entries
from app.factory import Factory
from app.unit_of_work import Actor
from models.vocab import AssessmentState
from ui.bridge import OutsideChanges
from ui.certification.assessments_screen import AssessmentsScreen
from ui.certification.comparison_dialog import ComparisonDialog
from ui.certification.plan_dialog import PlanDialog
from ui.certification.warrant_dialog import WarrantDialog
from ui.forms.click_dialog import ClickDialog
from ui.forms.clicks import Clicks
from ui.forms.issue_dialog import IssueDialog
from ui.forms.layout_dialog import LayoutDialog
from ui.forms.logo_dialog import LogoDialog
from ui.main_window import MainWindow

Take = Callable[[str, QWidget], object]


def take_certification(
    window: MainWindow, factory: Factory, place: Callable[[str, str, object], object], take: Take
) -> None:
    """Take the dialogs and places.

    Args:
        window: The window of the person signed in.
        factory: The demo.
        place: Takes a place with a record, under a name.
        take: Takes a dialog, under a name.
    """
    choices = factory.ask(form_choices)
    if choices.inspections and choices.customers:
        inspection = choices.inspections[-1].id
        content = _workbook(factory, window.desk.actor(), inspection)
        dialog = ClickDialog(window.desk, content, "고객 양식.xlsx", None, parent=window)
        _shown(window, dialog)
        dialog.inspection.set_value(str(inspection))
        dialog.put_clicks(_clicked(content))
        take("forms-clicking-dialog", dialog)
        dialog.preview()
        wait_until(lambda: dialog.filled)
        take("forms-filled-dialog", dialog)
        dialog.reject()
        _keep(factory, window.desk.actor(), content, choices.customers[0][0])
        window.bridge.publish(OutsideChanges(frozenset({"customer"})))
        place("forms-kept", "forms", None)
        for name, shown in (
            ("forms-issue-dialog", IssueDialog(window.desk, inspection, window)),
            ("forms-layout-dialog", LayoutDialog(window.desk, window)),
            ("forms-logos-dialog", LogoDialog(window.desk, window)),
        ):
            _take(window, name, shown, take)
    _take_warrant(window, factory, take)
    _take_audit(window, factory, take)


def _take_warrant(window: MainWindow, factory: Factory, take: Take) -> None:
    rows = [row for row in factory.ask(assessment_rows) if row.code == "ppap"]
    if rows:
        entries = factory.ask(warrant_entries, rows[0].id)
        _take(
            window, "assessment-warrant-dialog", WarrantDialog(window.desk, rows[0].id, entries, window), take
        )


def _take_audit(window: MainWindow, factory: Factory, take: Take) -> None:
    rows = [row for row in factory.ask(assessment_rows) if row.state is AssessmentState.OPEN]
    if not rows or not window.open_place("assessments", rows[-1].id):
        return
    settle(window, window.tasks)
    screen = window.shown_screen
    if isinstance(screen, AssessmentsScreen) and screen.space is not None:
        _take(window, "assessment-plan-dialog", PlanDialog(window.desk, screen.space, window), take)
        _take(
            window, "assessment-beside-dialog", ComparisonDialog(window.desk, screen.space.head, window), take
        )


def _take(window: MainWindow, name: str, dialog: QDialog, take: Take) -> None:
    _shown(window, dialog)
    take(name, dialog)
    dialog.reject()


def _shown(window: MainWindow, dialog: QDialog) -> None:
    dialog.open()
    settle(window, window.tasks)


def _workbook(factory: Factory, actor: Actor, inspection: int) -> bytes:
    """Return a workbook laid out as forms are: our own certificate stands for a customer's."""
    with tempfile.TemporaryDirectory(prefix="partproof-", ignore_cleanup_errors=True) as folder:
        paths = issue_document(
            factory, "inspection_certificate", inspection, Path(folder), actor=actor, formats=("xlsx",)
        )
        return paths[0].read_bytes()


def _clicked(content: bytes) -> Clicks:
    sheet = look_at_form(content, "")[0]
    clicks = Clicks(sheet.title)
    for code, place in (("number", (5, 1)), ("part_number", (8, 4)), ("lot_number", (9, 4))):
        clicks = clicks.put(code, *place, sheet)
    first = next((row for (row, column), text in sheet.cells.items() if column == 1 and text == "1"), 14)
    for code, column in (("no", 1), ("specification", 4), ("x1", 9)):
        clicks = clicks.put(code, first, column, sheet)
    return clicks


def _keep(factory: Factory, actor: Actor, content: bytes, customer: int) -> None:
    factory.perform(
        keep_form,
        customer_id=customer,
        part_id=None,
        name="검사성적서",
        content=content,
        file_name="고객 양식.xlsx",
        mapping=_clicked(content).mapping(),
        actor=actor,
    )
