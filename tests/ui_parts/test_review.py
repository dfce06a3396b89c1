"""The whole way of a revision through the screens: review, signatures with a password, release."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.demo.crew import PASSWORD
from app.parts.queries import part_head, part_id_of
from models.vocab import RevisionState
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.changes.form_dialog import FormDialog
from ui.changes.review_dialogs import RejectDialog, SignDialog, WithdrawDialog
from ui.widgets.dialogs import ConfirmDialog


@pytest.fixture
def part(page: DesignPage, stage: Stage) -> int:
    """A bought part with an open draft, shown."""
    found = stage.factory.ask(part_id_of, "HB-2240-02")
    assert found is not None
    page.open("parts", found)
    return found


def state(stage: Stage, part: int) -> RevisionState:
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert head.newest is not None
    return head.newest.state


def sign(page: DesignPage, secret: str = PASSWORD) -> None:
    page.press("review.sign")
    page.dialog(SignDialog)
    page.fill(secret=secret)
    page.answer()


def test_review_sign_and_release(page: DesignPage, stage: Stage, part: int) -> None:
    page.press("review.send")
    page.settle()
    assert state(stage, part) is RevisionState.IN_REVIEW
    for person in (stage.crew.engineer, stage.crew.quality, stage.crew.approver):
        stage.seat.actor = person
        sign(page)
    review = page.parts.workspace.review
    assert (
        [step.name for step in review.view.steps] == ["김설계", "이품질", "박승인"] if review.view else False
    )
    page.press("review.release")
    assert "a change needs a new revision" in " ".join(
        label.text() for label in page.dialog(ConfirmDialog).findChildren(QLabel)
    )
    page.answer()
    assert state(stage, part) is RevisionState.RELEASED
    assert page.find(QAbstractButton, "part.new_revision").isVisible()
    assert not review.ready.isVisible()


def test_a_wrong_password_stays_in_the_dialog(page: DesignPage, stage: Stage, part: int) -> None:
    page.press("review.send")
    page.settle()
    sign(page, "falsch")
    dialog = page.dialog(SignDialog)
    assert dialog.refusal.isVisible()
    assert dialog.refusal.text()
    shown = dialog.findChild(QLabel, "content_hash")
    assert isinstance(shown, QLabel)
    view = page.parts.workspace.review.view
    assert view is not None
    assert view.content_hash in shown.text().replace(" ", "")
    page.answer("cancel")
    assert all(step.at is None for step in view.steps)


def test_the_author_cannot_approve(page: DesignPage, stage: Stage, part: int) -> None:
    page.press("review.send")
    page.settle()
    sign(page)
    sign(page)
    assert (
        "Quality" in page.dialog(SignDialog).refusal.text()
        or "quality" in page.dialog(SignDialog).refusal.text()
    )
    page.answer("cancel")


def test_reject_and_withdraw_give_the_draft_back(page: DesignPage, stage: Stage, part: int) -> None:
    page.press("review.send")
    page.settle()
    page.press("review.reject")
    page.dialog(RejectDialog)
    page.answer()
    # Without a reason nothing is sent.
    assert page.dialog(FormDialog).isVisible()
    page.fill(reason="치수 누락", secret=PASSWORD)
    page.answer()
    assert state(stage, part) is RevisionState.DRAFT
    page.press("review.send")
    page.settle()
    page.press("review.withdraw")
    page.dialog(WithdrawDialog)
    page.fill(reason="다시 작성")
    page.answer()
    assert state(stage, part) is RevisionState.DRAFT


def test_unmet_conditions_stand_first(page: DesignPage, stage: Stage) -> None:
    page.open("parts", stage.drafts.part)
    review = page.parts.workspace.review
    assert review.ready.chip.text == "1 left"
    labels = [label.text() for label in review.conditions.findChildren(QLabel) if label.text()]
    assert labels[0] == "Signatures 1 of 3"
    assert "5 parts of the BOM are released" in labels
