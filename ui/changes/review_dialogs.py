"""What a person fills in to sign, reject or withdraw a review. The verbs decide whether it may be."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.changes.queries import ReviewView
from app.changes.reviews import reject_review, sign_review, withdraw_review
from app.labels import label
from ui.changes.form_dialog import FormDialog
from ui.i18n import say
from ui.panels import Desk
from ui.widgets.facts import FactList
from ui.widgets.label import Label


def _facts(dialog: FormDialog, view: ReviewView) -> None:
    """Show what is signed, as what, and the hash of exactly that content."""
    texts, facts = dialog.texts, FactList(dialog.texts)
    step = view.next_step
    facts.add(say("What"), view.what, strong=True)
    facts.add(say("Who"), dialog.desk.actor().name)
    if step is not None:
        facts.add(say("Meaning"), label(texts.language, step.meaning), strong=True)
        facts.add(say("Signer’s role"), label(texts.language, step.role))
    for _hash, name in view.files:
        facts.add(say("File"), name)
    dialog.above.addWidget(facts)
    seal = Label(
        texts, say("SHA-256 of the content: {hash}", hash=spaced(view.content_hash)), "hint", wrap=True
    )
    seal.setObjectName("content_hash")
    dialog.above.addWidget(seal)


def spaced(content_hash: str) -> str:
    """Return a hash in groups of eight, so that it can be compared and broken into lines."""
    return " ".join(content_hash[at : at + 8] for at in range(0, len(content_hash), 8))


class SignDialog(FormDialog):
    """Asks for the password at the moment of signing."""

    def __init__(self, desk: Desk, view: ReviewView, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Sign?"), say("Sign"), parent)
        self.setObjectName("sign_dialog")
        self._view = view
        _facts(self, view)
        self.form.add_password("secret", say("Your password"), required=True)
        self.form.add_line("comment", say("Comment"))
        self.form.rows["secret"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(
            sign_review,
            self._view.noun,
            self._view.entity_id,
            secret=values["secret"],
            comment=values["comment"],
        )


class RejectDialog(FormDialog):
    """Asks for the reason and the password; the revision is a draft again afterwards."""

    def __init__(self, desk: Desk, view: ReviewView, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Reject the review"), say("Reject"), parent)
        self.setObjectName("reject_dialog")
        self._view = view
        _facts(self, view)
        self.form.add_text("reason", say("Reason"), required=True)
        self.form.add_password("secret", say("Your password"), required=True)
        self.form.rows["reason"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(
            reject_review,
            self._view.noun,
            self._view.entity_id,
            reason=values["reason"],
            secret=values["secret"],
        )


class WithdrawDialog(FormDialog):
    """Asks for the reason of taking a review back."""

    def __init__(self, desk: Desk, view: ReviewView, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Withdraw the review"), say("Take back"), parent)
        self.setObjectName("withdraw_dialog")
        self._view = view
        again = say("{what} becomes a draft again; signatures given so far stay on record.", what=view.what)
        self.above.addWidget(Label(desk.texts, again, wrap=True))
        self.form.add_text("reason", say("Reason"), required=True)
        self.form.rows["reason"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(withdraw_review, self._view.noun, self._view.entity_id, reason=values["reason"])
