"""One submission in full: what was handed in, every answer of the customer with its paper, and the next answer."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.certification.submission_queries import SubmissionRow, VerdictRow
from models.types import decimal_text
from models.vocab import CustomerVerdict
from ui.certification.open_file import open_stored
from ui.certification.submission_forms import VerdictForm
from ui.certification.submission_words import VERDICT_TONES, attempt_words, left_words
from ui.i18n import say, term
from ui.panels import Desk
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card
from ui.widgets.facts import FactList, empty_layout
from ui.widgets.label import Label
from ui.wording import day_text, worded


class SubmissionDetail(QWidget):
    """The right half of the submissions' screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        self.row: SubmissionRow | None = None
        self.card = Card(self._texts, term("submissions", "Choose a submission"))
        self.card.title.setObjectName("submission.title")
        self.facts = FactList(self._texts)
        self.card.add(self.facts)
        self.open_assessment = Button(
            self._texts, term("submissions", "Open the assessment"), self._open, name="submission.assessment"
        )
        line = QHBoxLayout()
        line.addWidget(self.open_assessment)
        line.addStretch(1)
        self.card.add(line)
        self.answers = Card(self._texts, term("submissions", "Answers of the customer"))
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.answers.add(self._column)
        self.form = VerdictForm(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.card, self.answers, self.form):
            column.addWidget(widget)
        self._texts.language_changed.connect(lambda: self.put(self.row))
        self.put(None)

    def put(self, row: SubmissionRow | None) -> None:
        """Show a submission; None says that one is to be chosen."""
        self.row = row
        self.facts.clear()
        empty_layout(self._column)
        for widget in (self.facts, self.open_assessment, self.answers, self.form):
            widget.setVisible(row is not None)
        if row is None:
            self.card.set_title(term("submissions", "Choose a submission"))
            self.card.set_chip("")
            return
        self.card.set_title(
            say(
                "{part} Rev {revision}: {attempt}",
                part=row.part_number,
                revision=row.revision,
                attempt=attempt_words(row),
            )
        )
        self.card.set_chip(worded(row.verdict), VERDICT_TONES[row.verdict])
        facts = self.facts
        facts.add(term("submissions", "Customer"), row.customer)
        facts.add(term("submissions", "Reason"), worded(row.reason))
        if row.detail:
            facts.add(term("submissions", "In words"), row.detail)
        facts.add(
            term("submissions", "Handed in"), f"{day_text(row.submitted_on)} {row.submitted_by}".strip()
        )
        facts.add(term("submissions", "May leave"), left_words(row), VERDICT_TONES[row.verdict])
        if row.migrated:
            facts.add(term("submissions", "Before the program"), term("submissions", "taken over (migrated)"))
        self.open_assessment.setVisible(row.assessment_id is not None)
        for answer in row.answers:
            self._column.addWidget(self._answer(answer))
        if not row.answers:
            self._column.addWidget(
                Label(self._texts, say("The customer has not answered yet."), "muted", wrap=True)
            )
        final = row.verdict in (CustomerVerdict.APPROVED, CustomerVerdict.REJECTED)
        self.form.setVisible(not final)
        if not final:
            self.form.put(row)

    def _answer(self, answer: VerdictRow) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(
            Label(
                self._texts,
                say("{day}: {verdict}", day=day_text(answer.decided_on), verdict=worded(answer.verdict)),
                "strong",
            )
        )
        if answer.interim_quantity is not None:
            limits = say(
                "{allowed} until {day}; {shipped} shipped so far",
                allowed=decimal_text(answer.interim_quantity),
                day=day_text(answer.interim_until),
                shipped=decimal_text(answer.shipped),
            )
            words.addWidget(Label(self._texts, limits, wrap=True))
        more = " · ".join(filter(None, (answer.customer_number, answer.remark, answer.recorded_by)))
        if more:
            words.addWidget(Label(self._texts, more, "muted", wrap=True))
        line.addLayout(words, 1)
        if answer.file_hash:
            line.addWidget(
                IconButton(
                    self._texts,
                    "file-text",
                    say("Open {what}", what=answer.file_name),
                    lambda: open_stored(self._desk, answer.file_hash, answer.file_name),
                    f"verdict.file.{answer.id}",
                )
            )
        return holder

    def _open(self) -> None:
        if self.row is not None and self.row.assessment_id is not None:
            self._desk.open_place("assessments", self.row.assessment_id)
