"""One requirement in full: why it is in its state, its evidence, and the next step with its button.

Runs no verb itself: what a person wants leaves as a signal.
"""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.certification.queries import EvidenceRow, RequirementRow
from app.certification.rules import OF_THE_WHOLE
from models.vocab import Noun, RequirementState
from ui.certification.assessment_words import (
    NOT_COMPARED,
    STATE_TONES,
    other_title,
    sentence,
    submission_words,
    title_of,
)
from ui.i18n import Shown, Texts, say, term
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card
from ui.widgets.chips import StateChip
from ui.widgets.facts import empty_layout
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.wording import minute_text, worded


class RequirementCard(Card):
    """The detail of a requirement.

    Signals:
        attach: A file is to be attached.
        gather: Evidence is to be looked for.
        accept: The evidence is to be accepted.
        exclude: It does not apply, with the reason.
        include: It applies again.
        withdraw: An EvidenceRow is to be taken back.
        open_evidence: An EvidenceRow's record is to be opened.
    """

    attach = Signal()
    gather = Signal()
    accept = Signal()
    exclude = Signal(str)
    include = Signal()
    withdraw = Signal(object)
    open_evidence = Signal(object)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts, " ", parent=parent)
        self._words = texts
        self.title.setWordWrap(True)
        self.title.setObjectName("requirement.title")
        self.row: RequirementRow | None = None
        self._open, self._zone = False, ZoneInfo("UTC")
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.add(self._column)
        self.form = Form(texts)
        self.form.add_text("reason", say("Why does it not apply?"), required=True, lines=2)
        self.form.hide()
        self._form_line = QWidget()
        line = QHBoxLayout(self._form_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(Button(texts, say("Cancel"), self._close_form, name="exclude.cancel"))
        line.addWidget(
            Button(texts, term("certification", "Exclude"), self._exclude, "primary", name="exclude.save")
        )
        self._form_line.hide()
        self.add(self.form)
        self.add(self._form_line)
        texts.language_changed.connect(self._again)

    def put(self, row: RequirementRow | None, zone: ZoneInfo, *, open_for_work: bool) -> None:
        """Show a requirement; None says that one is to be chosen."""
        changed = self.row is None or row is None or self.row.id != row.id
        self.row, self._open, self._zone = row, open_for_work, zone
        if changed:
            self._close_form()
        empty_layout(self._column)
        if row is None:
            self.set_title(say("Choose a requirement"))
            self.set_chip("")
            return
        self.set_title(say("{code} {title}", code=row.code, title=title_of(self._words, row)))
        self.set_chip(worded(row.state), STATE_TONES[row.state])
        self._add_text(row)
        self._add_why(row)
        self._add_evidence(row)
        self._add_next(row)

    def _again(self) -> None:
        if self.row is not None:
            self.put(self.row, self._zone, open_for_work=self._open)

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _head(self, shown: Shown) -> None:
        self._column.addSpacing(4)
        self._add(Label(self._words, shown, "strong"))

    def _add_text(self, row: RequirementRow) -> None:
        other = other_title(self._words, row)
        if other:
            self._add(Label(self._words, other, "muted", wrap=True))
        text = row.text_ko if self._words.code == "ko" else row.text
        if text:
            self._add(Label(self._words, text, wrap=True))
        asked = submission_words(row.submission)
        if asked:
            self._add(Label(self._words, asked, "muted", wrap=True))
        if not row.verified:
            self._add(StateChip(self._words, NOT_COMPARED, "warn", self))

    def _add_why(self, row: RequirementRow) -> None:
        if not row.reasons:
            return
        self._head(term("certification", "Why"))
        for reason in row.reasons:
            self._add(Label(self._words, sentence(reason), wrap=True))

    def _add_evidence(self, row: RequirementRow) -> None:
        if not row.evidence:
            return
        self._head(term("certification", "Evidence"))
        for entry in row.evidence:
            self._add(self._evidence(entry))

    def _evidence(self, entry: EvidenceRow) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        card.setObjectName(f"evidence.{entry.id}")
        line = QHBoxLayout(card)
        line.setContentsMargins(10, 6, 6, 6)
        words = QVBoxLayout()
        words.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(Label(self._words, entry.label, "strong", wrap=True), 1)
        if not entry.fresh:
            stale = StateChip(self._words, term("certification", "changed since"), "warn", card)
            top.addWidget(stale, 0, Qt.AlignmentFlag.AlignTop)
        words.addLayout(top)
        linked = say("found {when}", when=minute_text(entry.linked_at, self._zone))
        if not entry.automatic:
            linked = say("attached by hand {when}", when=minute_text(entry.linked_at, self._zone))
        words.addWidget(Label(self._words, linked, "muted"))
        line.addLayout(words, 1)
        if entry.noun is not Noun.FILE:
            line.addWidget(
                IconButton(
                    self._words,
                    "link",
                    say("Open {what}", what=entry.label),
                    lambda: self.open_evidence.emit(entry),
                    f"evidence.open.{entry.id}",
                )
            )
        if self._open:
            line.addWidget(
                IconButton(
                    self._words,
                    "x",
                    say("Withdraw {what}", what=entry.label),
                    lambda: self.withdraw.emit(entry),
                    f"evidence.withdraw.{entry.id}",
                )
            )
        return card

    def _add_next(self, row: RequirementRow) -> None:
        self._head(term("certification", "Next"))
        self._add(Label(self._words, sentence(row.next_step), wrap=True))
        if not self._open:
            return
        acts = self._acts(row)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        for at in range(0, len(acts), 2):
            line = QHBoxLayout()
            line.setSpacing(8)
            for kind_at, (name, shown, run) in enumerate(acts[at : at + 2]):
                first = at + kind_at == 0
                line.addWidget(
                    Button(
                        self._words, shown, run, "primary" if first else "plain", name=f"requirement.{name}"
                    )
                )
            line.addStretch(1)
            column.addLayout(line)
        self._add(holder)

    def _acts(self, row: RequirementRow) -> list[tuple[str, Shown, Callable[[], object]]]:
        """What can be done, the most helpful first."""
        attach = ("attach", term("certification", "Attach a file"), self.attach.emit)
        gather = ("gather", term("certification", "Gather evidence"), self.gather.emit)
        accept = ("accept", term("certification", "Accept and sign"), self.accept.emit)
        exclude = ("exclude", term("certification", "Does not apply"), self._open_form)
        include = ("include", term("certification", "Applies again"), self.include.emit)
        if row.state is RequirementState.NOT_APPLICABLE:
            return [include]
        if row.state is RequirementState.READY:
            return [accept, attach, exclude]
        if row.state is RequirementState.ACCEPTED:
            return [attach]
        by_rule = bool(row.rule) and row.rule not in OF_THE_WHOLE
        if row.state is RequirementState.STALE and row.acceptable:
            # The evidence is whole and fresh, only not the one that was accepted: a person may accept it anew.
            return [accept, *([gather] if by_rule else []), attach, exclude]
        return [gather, attach, exclude] if by_rule else [attach, exclude]

    def _open_form(self) -> None:
        self.form.set_values({"reason": ""})
        self.form.show()
        self._form_line.show()
        self.form.rows["reason"].field.setFocus()

    def _close_form(self) -> None:
        self.form.hide()
        self._form_line.hide()

    def _exclude(self) -> None:
        if self.form.complete():
            self.exclude.emit(self.form.values()["reason"])
            self._close_form()
