"""The review of one revision: what blocks its release, who signed, and the next act. Shared by parts and drawings.

Decides nothing: the same guards that fill it block the verb.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.changes.queries import ApprovalStepRow, ReviewView, review_view
from app.changes.release import release
from app.changes.reviews import open_review
from app.labels import label
from models.vocab import Noun, ReviewState, RevisionState
from ui.changes.review_dialogs import RejectDialog, SignDialog, WithdrawDialog
from ui.changes.state_words import signer_words, when
from ui.i18n import Words, say, term
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button, make_action
from ui.widgets.card import Card
from ui.widgets.dialogs import ConfirmDialog, Question
from ui.widgets.facts import Conditions, FactList
from ui.widgets.label import Label

# More met conditions of one kind than this only hide the one that is not met.
_ALIKE = 2
_RELEASE = {
    Noun.PART_REVISION: term("part revision", "Release"),
    Noun.DOCUMENT_REVISION: term("document", "Release"),
}


def release_word(view: ReviewView) -> Words:
    """Return what releasing is called of this kind of record."""
    return term("drawing", "Release") if view.drawing else _RELEASE[view.noun]


class ReviewPanel(Panel):
    """Cards with the conditions of release and the approval line.

    Args:
        desk: What screens are given.
        between: A widget between the two cards, e.g. what else is affected.

    Attributes:
        buttons: The acts of now, for the head of a screen.
        view: What is shown, or None.

    Signals:
        told: The ReviewView now shown.
    """

    nouns = frozenset({"review", "part_revision", "document_revision", "bom", "characteristic", "file"})
    told = Signal(object)

    def __init__(self, desk: Desk, between: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._target: tuple[Noun, int] | None = None
        self.view: ReviewView | None = None
        texts = self.texts
        self.ready = Card(texts, say("Conditions of release"))
        self.conditions = Conditions(texts)
        self.ready.add(self.conditions)
        self.signed = Card(texts, say("Signatures"))
        self.line = FactList(texts)
        self.signed.add(self.line)
        self.void = Label(texts, say("The content changed after it was sent to review."), "bad", wrap=True)
        self.void.hide()
        self.signed.add(self.void)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.ready, between, self.signed):
            if widget is not None:
                column.addWidget(widget)
        self._make_acts()
        texts.language_changed.connect(self._retext)

    def _make_acts(self) -> None:
        self.buttons = QWidget()
        line = QHBoxLayout(self.buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        texts = self.texts
        self._acts: dict[str, tuple[QAction, Button]] = {}
        plan = (
            ("withdraw", say("Take back"), self._withdraw, "plain"),
            ("reject", say("Reject"), self._reject, "plain"),
            ("send", say("Ask for approval"), self._send, "primary"),
            ("sign", say("Sign"), self._sign, "primary"),
            ("release", term("part revision", "Release"), self._release, "primary"),
        )
        for name, shown, run, kind in plan:
            act = make_action(texts, shown, run, self.buttons)
            button = Button(texts, shown, act.trigger, "primary" if kind == "primary" else "plain")
            button.setObjectName(f"review.{name}")
            self._acts[name] = (act, button)
            line.addWidget(button)
            self._offer(name, False)

    def _offer(self, name: str, offered: bool) -> None:
        act, button = self._acts[name]
        act.setVisible(offered)
        act.setEnabled(offered)
        button.setVisible(offered)

    def show_revision(self, noun: Noun, entity_id: int) -> None:
        """Show the review of another revision."""
        self._target = (noun, entity_id)
        self.renew()

    @override
    def renew(self) -> None:
        # The acts stand in the head of a screen and must be right while the cards are in a hidden tab.
        self.stale = not (self.isVisible() or self.buttons.isVisible())
        if not self.stale:
            self.refresh()

    @override
    def refresh(self) -> None:
        if self._target is not None:
            self.ask(review_view, *self._target, then=self._show)

    def _retext(self) -> None:
        if self.view is not None:
            self._show(self.view)

    def _show(self, view: ReviewView) -> None:
        self.view = view
        drawn = view.noun is Noun.DOCUMENT_REVISION
        self.ready.set_title(say("Conditions of issue") if drawn else say("Conditions of release"))
        rows = _conditions(view)
        self.conditions.set_conditions(rows)
        left = sum(not met for met, _ in rows)
        self.ready.set_chip(say("{n} left", n=left) if left else "", "ng")
        self.ready.setVisible(bool(rows))
        self.line.clear()
        for step in view.steps:
            self._show_step(view, step)
        if not view.steps:
            self.line.add(say("No approval line is configured."))
        self.void.setVisible(not view.unchanged)
        self._offer_acts(view)
        self.told.emit(view)

    def _show_step(self, view: ReviewView, step: ApprovalStepRow) -> None:
        language = self.texts.language
        meaning = label(language, step.meaning)
        if step.at is not None:
            who = self.texts.show(signer_words(step))
            if step.valid:
                self.line.add(f"{meaning}  {who}", when(step.at, view.zone)[5:])
            else:
                self.line.add(f"{meaning}  {who}", say("void"), "ng")
            return
        mine = view.next_step is not None and step.position == view.next_step.position
        role = label(language, step.role)
        self.line.add(f"{meaning}  {role}", say("waiting") if mine else "—", "info" if mine else None)

    def _offer_acts(self, view: ReviewView) -> None:
        waiting = view.review is ReviewState.OPEN
        approved = view.state is RevisionState.IN_REVIEW and view.review is ReviewState.APPROVED
        self._offer("send", view.state is RevisionState.DRAFT)
        self._offer("sign", waiting)
        self._offer("reject", waiting)
        self._offer("withdraw", waiting or approved)
        self._offer("release", approved)
        act, button = self._acts["release"]
        button.put(release_word(view))
        self.texts.bind(act.setText, release_word(view))

    # acts
    def _send(self) -> None:
        if self.view is not None:
            said = say("{what} was sent to review.", what=self.view.what)
            self.do(open_review, self.view.noun, self.view.entity_id, said=said)

    def _sign(self) -> None:
        if self.view is not None:
            SignDialog(self.desk, self.view, self.window()).open()

    def _reject(self) -> None:
        if self.view is not None:
            RejectDialog(self.desk, self.view, self.window()).open()

    def _withdraw(self) -> None:
        if self.view is not None:
            WithdrawDialog(self.desk, self.view, self.window()).open()

    def _release(self) -> None:
        view = self.view
        if view is None:
            return
        what = say(
            "{what}: from then on its content never changes; a change needs a new revision.", what=view.what
        )
        dialog = ConfirmDialog(self.texts, Question.RELEASE, what, parent=self.window())
        dialog.setObjectName("release_dialog")
        dialog.yes.put(release_word(view))
        dialog.accepted.connect(lambda: self._do_release(view))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _do_release(self, view: ReviewView) -> None:
        said = say("{what} was released.", what=view.what)
        self.do(release, [(view.noun, view.entity_id)], said=said)


def _conditions(view: ReviewView) -> list[tuple[bool, Words]]:
    """Return the conditions, what is not met first; many met ones of one kind are one line."""
    unmet = [(False, Words(row.sentence, "", row.values)) for row in view.guards if not row.met]
    alike: dict[str, list[tuple[bool, Words]]] = {}
    for row in view.guards:
        if row.met:
            alike.setdefault(row.sentence, []).append((True, Words(row.sentence, "", row.values)))
    met: list[tuple[bool, Words]] = []
    for rows in alike.values():
        met += (
            rows
            if len(rows) <= _ALIKE
            else [(True, say("{n} {n:part of the BOM is|parts of the BOM are} released", n=len(rows)))]
        )
    return unmet + met
