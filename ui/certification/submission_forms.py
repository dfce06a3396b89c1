"""Hand an assessment in, and record the customer's answer with its paper. Each form runs one verb."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.certification.queries import AssessmentRow, assessment_rows
from app.certification.submission_queries import SubmissionRow
from app.certification.submissions import SCHEMES, record_verdict, submit
from models.vocab import AssessmentState, CustomerVerdict, SubmissionReason
from ui.i18n import say, term
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.wording import worded

ChooseFile = Callable[[QWidget, str], Path | None]


def choose_paper(parent: QWidget, title: str) -> Path | None:
    """Ask for the customer's paper or mail."""
    name, _kind = QFileDialog.getOpenFileName(parent, title)
    return Path(name) if name else None


class HandInForm(Panel):
    """Chooses an assessment and hands it in.

    Args:
        desk: What a panel has at hand.
        left: Called with the new submission's id, or None when nothing was handed in.
    """

    def __init__(self, desk: Desk, left: Callable[[int | None], object]) -> None:
        super().__init__(desk)
        texts = self.texts
        self._left = left
        card = Card(texts, term("submissions", "Hand in"))
        self.none = Label(
            texts,
            say("No open PPAP or ISIR names a part and a customer. Open one under Checklists."),
            wrap=True,
        )
        self.form = Form(texts)
        self.assessment = self.form.add_choice("assessment", term("submissions", "Assessment"), ())
        self.form.add_choice(
            "reason",
            term("submissions", "Reason"),
            [(reason.value, worded(reason)) for reason in SubmissionReason],
        )
        self.form.add_text("detail", term("submissions", "In words"), lines=2)
        self.form.add_date("day", term("submissions", "Handed in"))
        card.add(self.none)
        card.add(self.form)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(Button(texts, say("Cancel"), lambda: left(None), name="submission.cancel"))
        self.save = Button(
            texts, term("submissions", "Hand in"), self._save, "primary", name="submission.save"
        )
        line.addWidget(self.save)
        card.add(line)
        holder = QHBoxLayout(self)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(card)

    def refresh(self) -> None:
        """Offer what can be handed in."""
        self.ask(assessment_rows, then=self._put)

    def _put(self, rows: tuple[AssessmentRow, ...]) -> None:
        ready = [
            row
            for row in rows
            if row.state is AssessmentState.OPEN
            and row.code in SCHEMES
            and row.part_revision_id is not None
            and row.customer_id is not None
        ]
        self.assessment.set_choices(
            [
                (
                    str(row.id),
                    f"{row.number} {row.part_number} {row.revision} · {row.customer} ({row.done}/{row.total})",
                )
                for row in ready
            ]
        )
        self.none.setVisible(not ready)
        self.form.setVisible(bool(ready))
        self.save.setVisible(bool(ready))
        self.form.set_values({"day": QDate.currentDate().toString("yyyy-MM-dd"), "detail": ""})

    def _save(self) -> None:
        if not self.form.complete():
            return
        values = self.form.values()
        self.do(
            submit,
            int(values["assessment"]),
            reason=SubmissionReason(values["reason"]),
            detail=values["detail"],
            submitted_on=date.fromisoformat(values["day"]),
            said=say("It is handed in; the customer's answer is recorded here."),
            then=lambda changes: self._left(int(changes.result)),
        )


class VerdictForm(Panel):
    """Records the customer's answer to one submission."""

    def __init__(self, desk: Desk, to_open: ChooseFile = choose_paper) -> None:
        super().__init__(desk)
        texts = self.texts
        self.row: SubmissionRow | None = None
        self.to_open = to_open
        self._paper: Path | None = None
        card = Card(texts, term("submissions", "Record the customer's answer"))
        self.form = Form(texts, columns=2)
        answers = (CustomerVerdict.APPROVED, CustomerVerdict.INTERIM, CustomerVerdict.REJECTED)
        self.verdict: ChoiceField = self.form.add_choice(
            "verdict", term("submissions", "Verdict"), [(one.value, worded(one)) for one in answers]
        )
        self.form.add_date("decided", term("submissions", "Decided on"))
        self.form.add_decimal("quantity", term("submissions", "Interim quantity"))
        self.form.add_date("until", term("submissions", "Last day"))
        self.form.add_line("number", term("submissions", "Customer's number"))
        self.form.add_line("remark", term("submissions", "Remark"))
        self.verdict.chosen.connect(self._show_limits)
        card.add(self.form)
        self.paper = Label(texts, "", "muted", wrap=True)
        self.paper.setObjectName("verdict.paper")
        line = QHBoxLayout()
        line.addWidget(
            Button(
                texts,
                term("submissions", "Paper of the customer"),
                self._choose,
                icon_name="paperclip",
                name="verdict.attach",
            )
        )
        line.addWidget(self.paper, 1)
        line.addWidget(
            Button(texts, term("submissions", "Record"), self._save, "primary", name="verdict.save")
        )
        card.add(line)
        holder = QHBoxLayout(self)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(card)

    def put(self, row: SubmissionRow) -> None:
        """Take the submission that is answered; what is being typed about the same one stays."""
        if self.row is not None and self.row.id == row.id:
            self.row = row
            return
        self.row = row
        self._paper = None
        self.paper.put("")
        today = QDate.currentDate().toString("yyyy-MM-dd")
        later = QDate.currentDate().addMonths(1).toString("yyyy-MM-dd")
        self.form.set_values(
            {
                "verdict": CustomerVerdict.APPROVED.value,
                "decided": today,
                "until": later,
                "quantity": "",
                "number": "",
                "remark": "",
            }
        )
        self._show_limits(self.verdict.value())

    def _show_limits(self, verdict: str) -> None:
        interim = verdict == CustomerVerdict.INTERIM.value
        self.form.rows["quantity"].setVisible(interim)
        self.form.rows["until"].setVisible(interim)

    def _choose(self) -> None:
        self._paper = self.to_open(self, self.texts.say("Paper or mail of the customer")) or self._paper
        self.paper.put(self._paper.name if self._paper is not None else "")

    def _save(self) -> None:
        row, paper = self.row, self._paper
        if row is None or not self.form.complete():
            return
        values = self.form.values()
        verdict = CustomerVerdict(values["verdict"])
        facts: dict[str, Any] = {
            "decided_on": date.fromisoformat(values["decided"]),
            "customer_number": values["number"],
            "remark": values["remark"],
        }
        if verdict is CustomerVerdict.INTERIM:
            facts["interim_quantity"] = Decimal(values["quantity"]) if values["quantity"] else None
            facts["interim_until"] = date.fromisoformat(values["until"])

        def record(content: bytes | None) -> None:
            named: dict[str, Any] = {} if paper is None else {"content": content, "file_name": paper.name}
            said = say("The customer's answer is recorded.")
            self.do(record_verdict, row.id, verdict, said=said, then=self._recorded, **facts, **named)

        if paper is None:
            record(None)
        else:
            # Read where a slow disk holds nobody up.
            self.desk.tasks.read(paper.read_bytes, record, owner=self)

    def _recorded(self, _changes: object) -> None:
        self.row = None
