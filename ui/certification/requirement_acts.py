"""What a person does to a requirement: attach, gather, accept with a signature, exclude, withdraw, open.

Each is one verb of app.certification; the screens refresh by what it changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.certification.assessments import (
    accept_requirement,
    attach_evidence,
    exclude_requirement,
    gather_evidence,
    include_requirement,
    link_proposal,
    reject_proposal,
    withdraw_evidence,
)
from app.certification.queries import EvidenceRow
from app.certification.rule_kinds import Found
from app.certification.workspace import evidence_target
from models.vocab import Noun
from ui.certification.assessment_words import PLACES, title_of
from ui.certification.open_file import open_stored
from ui.certification.requirement_card import RequirementCard
from ui.i18n import Words, say, term
from ui.panels import Screen
from ui.widgets.dialogs import ConfirmDialog, Question
from ui.widgets.forms import Form

ChooseFile = Callable[[QWidget, str, str], Path | None]


class RequirementActs(QObject):
    """Runs the verbs behind the buttons of a requirement's card.

    Args:
        screen: Whose verbs they are.
        card: Where the buttons stand.
        assessment: Returns the id of the assessment shown.
        to_open: Asks for a file to attach.
    """

    def __init__(
        self,
        screen: Screen,
        card: RequirementCard,
        assessment: Callable[[], int | None],
        to_open: ChooseFile,
    ) -> None:
        super().__init__(screen)
        self._screen, self._card, self._assessment, self._to_open = screen, card, assessment, to_open
        self.dialog: ConfirmDialog | None = None
        card.attach.connect(self._attach)
        card.gather.connect(self._gather)
        card.accept.connect(self._accept)
        card.exclude.connect(self._exclude)
        card.include.connect(self._include)
        card.withdraw.connect(self._withdraw)
        card.open_evidence.connect(self._open_evidence)
        card.open_record.connect(self._open_record)
        card.link.connect(self._link)
        card.reject.connect(self._reject)

    def _attach(self) -> None:
        row = self._card.row
        if row is None:
            return
        title = self._screen.texts.say("Attach a file to {code}", code=row.code)
        path = self._to_open(self._screen, title, "")
        if path is None:
            return
        said = say("{file} is attached to {code}.", file=path.name, code=row.code)
        requirement_id, dated_on = row.id, self._card.paper_day()
        # Read where a slow disk holds nobody up.
        self._screen.desk.tasks.read(
            path.read_bytes,
            lambda content: self._screen.do(
                attach_evidence, requirement_id, content, path.name, dated_on=dated_on, said=said
            ),
            owner=self._screen,
        )

    def _gather(self) -> None:
        assessment_id = self._assessment()
        if assessment_id is None:
            return

        def told(changes: Any) -> None:
            count = int(changes.result)
            said = say(
                "{count} {count:piece|pieces} of evidence {count:was|were} found and linked.", count=count
            )
            self._screen.desk.notices.toast(
                said if count else say("Nothing new was found."), "ok" if count else "info"
            )

        self._screen.do(gather_evidence, assessment_id, then=told)

    def _accept(self) -> None:
        row = self._card.row
        if row is None:
            return
        form = Form(self._screen.texts)
        form.add_password("secret", term("certification", "Your password"), required=True)
        form.add_line("comment", term("certification", "Comment"))
        what = say(
            "{code} {title}: you accept its evidence ({count}) exactly as it is now.",
            code=row.code,
            title=title_of(self._screen.texts, row),
            count=len(row.evidence),
        )

        def sign() -> None:
            values = form.values()
            self._screen.do(
                accept_requirement,
                row.id,
                secret=values["secret"],
                comment=values["comment"],
                said=say("{code} is accepted.", code=row.code),
            )

        self._confirm(Question.SIGN_OFF, what, form, sign)

    def _exclude(self, reason: str) -> None:
        row = self._card.row
        if row is not None:
            said = say("{code} does not apply.", code=row.code)
            undo = partial(self._screen.do, include_requirement, row.id, reason="undo")
            self._screen.do(exclude_requirement, row.id, reason=reason, said=said, undo=undo)

    def _include(self) -> None:
        row = self._card.row
        if row is not None:
            reason = row.not_applicable_reason
            undo = partial(self._screen.do, exclude_requirement, row.id, reason=reason)
            said = say("{code} applies again.", code=row.code)
            self._screen.do(include_requirement, row.id, reason="applies again", said=said, undo=undo)

    def _withdraw(self, entry: EvidenceRow) -> None:
        form = Form(self._screen.texts)
        form.add_line("reason", term("certification", "Reason"), required=True)
        what = say(
            "{label} no longer counts as evidence; both the link and this act stay on record.",
            label=entry.label,
        )

        def withdraw() -> None:
            said = say("{label} is withdrawn.", label=entry.label)
            self._screen.do(withdraw_evidence, entry.id, reason=form.values()["reason"], said=said)

        self._confirm(Question.WITHDRAW_EVIDENCE, what, form, withdraw)

    def _confirm(self, question: Question, what: Words, form: Form, then: Callable[[], None]) -> None:
        self.dialog = ConfirmDialog(self._screen.texts, question, what, form, self._screen)
        dialog = self.dialog
        # An empty secret or reason keeps the dialog open.
        dialog.yes.clicked.disconnect()
        dialog.yes.clicked.connect(lambda _checked=False: dialog.accept() if form.complete() else None)
        form.submitted.connect(dialog.yes.click)
        dialog.accepted.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _link(self, found: Found) -> None:
        row = self._card.row
        if row is not None:
            said = say("{label} counts as evidence.", label=found.label)
            self._screen.do(link_proposal, row.id, found.noun, found.entity_id, said=said)

    def _reject(self, found: Found) -> None:
        row = self._card.row
        if row is None:
            return
        form = Form(self._screen.texts)
        form.add_line("reason", term("certification", "Reason"), required=True)
        what = say(
            "{label} does not count as evidence; it is proposed again when it changes.", label=found.label
        )
        requirement_id = row.id

        def reject() -> None:
            said = say("{label} is rejected.", label=found.label)
            reason = form.values()["reason"]
            self._screen.do(
                reject_proposal, requirement_id, found.noun, found.entity_id, reason=reason, said=said
            )

        self._confirm(Question.WITHDRAW_EVIDENCE, what, form, reject)

    def _open_evidence(self, entry: EvidenceRow) -> None:
        if entry.entity_id is not None:
            self._open_record(entry.noun, entry.entity_id, entry.label)
        elif entry.file_hash:
            open_stored(self._screen.desk, entry.file_hash, entry.label)

    def _open_record(self, noun: Noun, entity_id: int, label: str) -> None:
        def found(target: tuple[Noun, int] | None) -> None:
            place = PLACES.get(target[0], "") if target is not None else ""
            # The ledger keeps several sorts of entries, each named with its id.
            record: object = None if target is None else target[1]
            if target is not None and place == "changes":
                record = (target[0].value, target[1])
            if target is None or not self._screen.desk.open_place(place, record):
                self._screen.desk.notices.toast(say("No screen shows {label}.", label=label), "warn")

        self._screen.ask(evidence_target, noun, entity_id, then=found, key="target")
