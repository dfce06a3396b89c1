"""One entry of the ledger that is no change order: EO, request, 4M change, concession; its facts and next acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.changes.concessions import (
    end_concession,
    record_concession_approval,
    route_concession,
    send_back_concession,
    sign_concession,
)
from app.changes.customer_changes import (
    answer_customer_change,
    close_customer_change,
    decide_request,
    submit_request,
)
from app.changes.four_m import (
    approve_four_m,
    assess_four_m,
    close_four_m,
    put_four_m_in_effect,
    reject_four_m,
)
from app.changes.ledger import LedgerRow, entry_facts
from app.changes.queries import ApprovalStepRow, approval_line
from app.labels import label
from models.types import decimal_text
from models.vocab import ChangeRequestState, ConcessionState, CustomerChangeState, FourMState, Noun
from ui.changes.correction_dialogs import correct_entry
from ui.changes.ledger_dialogs import ChooseFiles, LotDialog, SecretDialog, choose_files
from ui.changes.ledger_words import kind_words, state_words, tone_of
from ui.changes.opened_file import OpenOutside, open_outside, open_stored
from ui.changes.state_words import signer_words
from ui.i18n import Shown, Words, say, term
from ui.panels import Desk, Panel, stacked
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.fields import LineField
from ui.widgets.reason import ReasonLine
from ui.wording import day_text

_FACTS: Final[dict[str, Words]] = {
    "customer": term("ledger", "Customer"),
    "customer_revision": term("ledger", "Customer's revision"),
    "received_on": term("ledger", "Received on"),
    "reply_due": term("ledger", "Answer by"),
    "effective_on": term("ledger", "Effective from"),
    "effective_lot": term("ledger", "Or from lot"),
    "reason": term("ledger", "Reason"),
    "note": term("ledger", "Note"),
    "before": term("ledger", "Before"),
    "after": term("ledger", "After"),
    "operation": term("ledger", "Operation"),
    "planned_on": term("ledger", "Planned for"),
    "assessment": term("ledger", "Assessment"),
    "characteristic": term("ledger", "Characteristic no."),
    "lower_limit": term("ledger", "Conceded from"),
    "upper_limit": term("ledger", "Conceded up to"),
    "until": term("ledger", "Until"),
    "left": term("ledger", "Used"),
    "customer_approval": term("ledger", "Customer's approval"),
    "trial_lot": term("ledger", "First lot"),
    "trial_result": term("ledger", "What it showed"),
    "reply": term("ledger", "Answer"),
    "answer": term("ledger", "Answer"),
    "replied_on": term("ledger", "Answered on"),
}
_Act = tuple[str, Words, str]
# By kind and state (states of two kinds may have one word): objectName, words, name of the method.
_ACTS: Final[dict[tuple[Noun, StrEnum], tuple[_Act, ...]]] = {
    (Noun.CUSTOMER_CHANGE, CustomerChangeState.RECEIVED): (
        ("entry.order", term("ledger", "Make the change order"), "order"),
        ("entry.decline", term("ledger", "Decline it"), "decline"),
        ("entry.correct", term("ledger", "Correct"), "correct"),
    ),
    (Noun.CUSTOMER_CHANGE, CustomerChangeState.IN_WORK): (
        ("entry.answer", term("ledger", "Answer the customer"), "answer"),
        ("entry.order", term("ledger", "Make the change order"), "order"),
        ("entry.correct", term("ledger", "Correct"), "correct"),
    ),
    (Noun.CUSTOMER_CHANGE, CustomerChangeState.REPLIED): (
        ("entry.close", term("ledger", "Close it"), "close_eo"),
    ),
    (Noun.CHANGE_REQUEST, ChangeRequestState.DRAFT): (
        ("entry.submit", term("ledger", "Hand it in"), "submit"),
    ),
    (Noun.CHANGE_REQUEST, ChangeRequestState.SUBMITTED): (
        ("entry.accept", term("ledger", "Accept it"), "accept"),
        ("entry.turn_down", term("ledger", "Reject it"), "turn_down"),
        ("entry.duplicate", term("ledger", "It is a duplicate"), "duplicate"),
    ),
    (Noun.CHANGE_REQUEST, ChangeRequestState.ACCEPTED): (
        ("entry.order", term("ledger", "Make the change order"), "order"),
    ),
    (Noun.FOUR_M_CHANGE, FourMState.REPORTED): (
        ("entry.assess", term("ledger", "Assess"), "assess"),
        ("entry.reject", term("ledger", "Reject it"), "reject"),
    ),
    (Noun.FOUR_M_CHANGE, FourMState.ASSESSED): (("entry.approve", term("ledger", "Approve"), "approve"),),
    (Noun.FOUR_M_CHANGE, FourMState.CUSTOMER_PENDING): (
        ("entry.approve", term("ledger", "The customer approved"), "approve"),
    ),
    (Noun.FOUR_M_CHANGE, FourMState.APPROVED): (
        ("entry.trial", term("ledger", "Name the first lot"), "trial"),
    ),
    (Noun.FOUR_M_CHANGE, FourMState.TRIAL): (
        ("entry.effect", term("ledger", "It takes effect"), "effect"),
        ("entry.reject", term("ledger", "Reject it"), "reject"),
    ),
    (Noun.FOUR_M_CHANGE, FourMState.EFFECTIVE): (("entry.close", term("ledger", "Close it"), "close_4m"),),
    (Noun.CONCESSION, ConcessionState.DRAFT): (
        ("entry.route", term("ledger", "Send to review"), "route"),
        ("entry.customer", term("ledger", "The customer approved"), "approve"),
        ("entry.correct", term("ledger", "Correct"), "correct"),
    ),
    (Noun.CONCESSION, ConcessionState.ROUTED): (
        ("entry.sign", say("Sign"), "sign"),
        ("entry.send_back", term("change order", "Send back"), "send_back"),
    ),
    (Noun.CONCESSION, ConcessionState.ACTIVE): (
        ("entry.use", term("ledger", "Use for a lot"), "use"),
        ("entry.end", term("ledger", "End it"), "end"),
    ),
}


class EntryCard(Panel):
    """An entry of the ledger.

    Args:
        desk: What screens are given.
        opener: Opens a file outside.
        to_open: Asks for the customer's file.

    Signals:
        order_wanted: (noun, id, number, title) of an EO or a request that a change order is to be made for.
    """

    nouns = frozenset({"customer_change", "change_request", "four_m_change", "concession", "review"})
    order_wanted = Signal(object)

    def __init__(
        self, desk: Desk, opener: OpenOutside = open_outside, to_open: ChooseFiles = choose_files
    ) -> None:
        super().__init__(desk)
        self.row: LedgerRow | None = None
        self._facts: dict[str, Any] = {}
        self._opener, self._to_open = opener, to_open
        texts = self.texts
        self.card = Card(texts, " ")
        self.facts = FactList(texts)
        self.files = QHBoxLayout()
        self.acts = QHBoxLayout()
        self.acts.setSpacing(6)
        self.number = LineField()
        self.number.setObjectName("entry.number")
        texts.bind(self.number.setAccessibleName, term("ledger", "Number of the customer's approval"))
        texts.bind(self.number.setPlaceholderText, term("ledger", "Number of the customer's approval"))
        self.number.hide()
        self.reason = ReasonLine(texts)
        self.signed = FactList(texts)
        self.signed.hide()
        self.card.add(self.facts)
        self.card.add(self.signed)
        for part in (self.files, self.acts):
            self.card.add(part)
        self.card.add(self.number)
        self.card.add(self.reason)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(stacked(self.card))

    def show_entry(self, row: LedgerRow) -> None:
        """Show another entry."""
        if self.row is None or (row.noun, row.id) != (self.row.noun, self.row.id):
            self.reason.leave()
        self.row = row
        self.renew()

    @override
    def refresh(self) -> None:
        row = self.row
        if row is not None and row.noun is not Noun.CHANGE_ORDER:
            self.ask(entry_facts, row.noun, row.id, then=self._put)
            self.signed.setVisible(row.noun is Noun.CONCESSION)
            if row.noun is Noun.CONCESSION:
                self.ask(approval_line, row.noun, row.id, then=self._put_line, key="line")

    def _put(self, facts: dict[str, Any]) -> None:
        row = self.row
        if row is None or not facts:
            return
        self._facts = facts
        self.card.set_title(row.number, row.title)
        self.card.set_chip(state_words(row), tone_of(row, self.desk.today()))
        self.facts.clear()
        self.facts.add(term("ledger", "Kind"), kind_words(row))
        self.facts.add(term("ledger", "About"), row.about)
        for name, words in _FACTS.items():
            value = facts.get(name)
            if value not in (None, ""):
                self.facts.add(words, _shown(value))
        if facts.get("to_customer"):
            self.facts.add(term("ledger", "Who decides"), term("ledger", "the customer"))
        if facts.get("customer_needed") or facts.get("customers"):
            self.facts.add(term("ledger", "The customer must approve it"), say("yes"), "warn")
        self._put_buttons(row)
        asks_number = row.state in (FourMState.CUSTOMER_PENDING, ConcessionState.DRAFT)
        self.number.setVisible(asks_number and bool(facts.get("customer_needed") or facts.get("customers")))

    def _put_line(self, steps: tuple[ApprovalStepRow, ...]) -> None:
        """Show who signed the concession, as what and when, and who has still to."""
        self.signed.clear()
        language = self.texts.language
        for step in steps:
            meaning = label(language, step.meaning)
            if step.at is None:
                self.signed.add(f"{meaning}  {label(language, step.role)}", say("waiting"))
                continue
            at = f"{step.at.astimezone(self.desk.zone()):%m-%d %H:%M}"
            who = self.texts.show(signer_words(step))
            self.signed.add(f"{meaning}  {who}", at if step.valid else say("void"))
        if not steps:
            self.signed.add(say("No approval line is configured."))

    def _put_buttons(self, row: LedgerRow) -> None:
        _clear(self.acts)
        _clear(self.files)
        for name, words, method in _ACTS.get((row.noun, row.state), ()):
            self.acts.addWidget(Button(self.texts, words, getattr(self, f"_{method}"), name=name))
        self.acts.addStretch(1)
        for file_hash, file in self._facts["files"]:
            run = partial(open_stored, self.desk, self, file_hash, file, self._opener)
            self.files.addWidget(Button(self.texts, file, run, "quiet", "file-text", name="entry.file"))
        self.files.addStretch(1)

    # acts
    def _order(self) -> None:
        if self.row is not None:
            self.order_wanted.emit((self.row.noun, self.row.id, self.row.number, self.row.title))

    def _correct(self) -> None:
        if self.row is not None and self._facts:
            correct_entry(self.desk, self.row.noun, self._facts, self.window())

    def _submit(self) -> None:
        self._plain(submit_request)

    def _accept(self) -> None:
        self._decide_request(term("ledger", "Accept it"), ChangeRequestState.ACCEPTED)

    def _turn_down(self) -> None:
        self._decide_request(term("ledger", "Reject it"), ChangeRequestState.REJECTED)

    def _duplicate(self) -> None:
        self._decide_request(term("ledger", "It is a duplicate"), ChangeRequestState.DUPLICATE)

    def _decide_request(self, words: Words, state: ChangeRequestState) -> None:
        self._ask_why(decide_request, words, "answer", state=state)

    def _ask_why(self, verb: Callable[..., Any], words: Words, field: str, **facts: Any) -> None:
        row = self.row
        if row is not None:
            self.reason.ask(
                words, lambda text: self.do(partial(_with_text, verb, field), row.id, text, **facts)
            )

    def _answer(self) -> None:
        words = term("ledger", "Answer the customer")
        self._ask_why(answer_customer_change, words, "reply", replied_on=self.desk.today())

    def _decline(self) -> None:
        words = term("ledger", "Decline it")
        self._ask_why(answer_customer_change, words, "reply", replied_on=self.desk.today(), decline=True)

    def _close_eo(self) -> None:
        self._plain(close_customer_change)

    def _close_4m(self) -> None:
        self._plain(close_four_m)

    def _plain(self, verb: Callable[..., Any]) -> None:
        if self.row is not None:
            self.do(verb, self.row.id)

    def _assess(self) -> None:
        needed = bool(self._facts.get("customer_needed"))
        self._ask_why(assess_four_m, term("ledger", "Assess"), "assessment", customer_needed=needed)

    def _reject(self) -> None:
        self._ask_why(reject_four_m, term("ledger", "Reject it"), "reason")

    def _end(self) -> None:
        self._ask_why(end_concession, term("ledger", "End it"), "reason")

    def _trial(self) -> None:
        if self.row is not None:
            LotDialog(self.desk, self.row.noun, self.row.id, self.window()).open()

    def _use(self) -> None:
        self._trial()

    def _effect(self) -> None:
        words = term("ledger", "What it showed")
        self._ask_why(put_four_m_in_effect, words, "result", effective_on=self.desk.today())

    def _route(self) -> None:
        self._plain(route_concession)

    def _sign(self) -> None:
        row = self.row
        if row is not None:
            what = say("{number}: you sign the concession with its limits.", number=row.number)
            SecretDialog(self.desk, say("Sign"), what, sign_concession, row.id, self.window()).open()

    def _send_back(self) -> None:
        row = self.row
        if row is not None:
            what = say("{number} and its limits can be changed again.", number=row.number)
            words = term("change order", "Send back")
            SecretDialog(
                self.desk, words, what, send_back_concession, row.id, self.window(), reason=True
            ).open()

    def _approve(self) -> None:
        """Approve a 4M change of our own, or take the customer's number and file in."""
        row = self.row
        if row is None:
            return
        if row.state is FourMState.ASSESSED:
            self.do(approve_four_m, row.id)
            return
        paths = self._to_open(self, self.texts.term("ledger", "The customer approved"))
        if paths:
            path = paths[0]
            self.desk.tasks.read(
                path.read_bytes, lambda content: self._keep_approval(path, content), owner=self
            )

    def _keep_approval(self, path: Path, content: bytes) -> None:
        row, number = self.row, self.number.value()
        if row is None:
            return
        file = (path.name, content)
        if row.noun is Noun.CONCESSION:
            self.do(record_concession_approval, row.id, number=number, file=file)
        else:
            self.do(approve_four_m, row.id, number=number, approved_on=self.desk.today(), file=file)


def _with_text(
    verb: Callable[..., Any], field: str, unit: Any, entity_id: int, text: str, **facts: Any
) -> Any:
    """Run a verb with what was typed under the name the verb knows it by."""
    return verb(unit, entity_id, **{field: text}, **facts)


def _clear(line: QHBoxLayout) -> None:
    while line.count():
        taken = line.takeAt(0)
        widget: QWidget | None = None if taken is None else taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _shown(value: Any) -> Shown:
    if isinstance(value, date):
        return day_text(value)
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
