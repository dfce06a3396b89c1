"""What is planned about an assessment: its day, due day, owner, process; and who takes part. Each act is one verb."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.certification.conduct import add_person, edit_assessment, remove_person
from app.certification.findings import PersonRow, person_rows
from app.certification.queries import AssessmentRow, assessment_row
from app.certification.workspace import Workspace
from models.vocab import AssessmentScope, AssessmentState
from ui.certification.optional_day import add_optional_day
from ui.i18n import Shown, say, term
from ui.panels import Desk
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card
from ui.widgets.facts import empty_layout
from ui.widgets.fields import ChoiceField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.wording import day_text


class PlanDialog(QDialog):
    """The plan and the people of one assessment.

    Args:
        desk: What a screen has at hand.
        space: The assessment.
    """

    def __init__(self, desk: Desk, space: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._head = desk, space.head
        self._open = space.head.state is AssessmentState.OPEN
        self.setModal(True)
        self.setObjectName("plan.dialog")
        self.setMinimumSize(720, 420)
        texts = desk.texts
        texts.bind(self.setWindowTitle, say("Plan and people of {number}", number=space.head.number))
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self._plan(space), 1)
        line.addWidget(self._people(), 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Done"), self.accept, "primary", name="plan.done"))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addLayout(line, 1)
        column.addLayout(foot)
        self.finished.connect(self.deleteLater)
        self._put_people(space.taking_part)

    def _plan(self, space: Workspace) -> Card:
        texts, head = self._desk.texts, space.head
        card = Card(texts, term("certification", "Plan"))
        self.form = Form(texts)
        if head.scope is not AssessmentScope.PART:
            held = term("certification", "Day of the audit")
            self.held = add_optional_day(self.form, texts, "held", held, "plan.held")
        self.due = add_optional_day(self.form, texts, "due", term("certification", "Due"), "plan.due")
        owners: list[tuple[str, Shown]] = [(str(key), name) for key, name in space.people]
        self.owner: ChoiceField = self.form.add_choice("owner", term("certification", "Owner"), owners)
        if head.scope is AssessmentScope.PROCESS:
            self.form.add_line("process", term("certification", "Process"), required=True)
        if head.scope is AssessmentScope.SUPPLIER or head.supplier:
            self.form.add_line("supplier", term("certification", "Supplier"))
        if head.steps:
            self.form.add_line(
                "steps",
                term("certification", "Process steps"),
                say("Steps that are scored apart, with commas between."),
            )
        # What is offered where there is no day yet.
        for name in ("held", "due"):
            self.form.set_values({name: f"{self._desk.today():%Y-%m-%d}"})
        self.form.set_values(
            {
                "held": day_text(head.held_on),
                "due": day_text(head.due_on),
                "owner": str(head.owner_id or ""),
                "process": head.process,
                "supplier": head.supplier,
                "steps": ", ".join(head.steps),
            }
        )
        self.form.setEnabled(self._open)
        card.add(self.form)
        card.add(
            Label(texts, say("Checklist, part and customer stay what it was opened for."), "hint", wrap=True)
        )
        line = QHBoxLayout()
        line.addStretch(1)
        self.save = Button(texts, say("Save the plan"), self._save, name="plan.save")
        self.save.setEnabled(self._open)
        line.addWidget(self.save)
        card.add(line)
        return card

    def _people(self) -> Card:
        texts = self._desk.texts
        card = Card(texts, term("certification", "Who takes part"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        card.add(self._lines)
        self.person = Form(texts)
        self.person.add_line("name", term("certification", "Name"), required=True)
        self.person.add_line("duty", term("certification", "Part in it"), say("Such as lead auditor."))
        card.add(self.person)
        line = QHBoxLayout()
        line.addStretch(1)
        self.add_one = Button(texts, say("Add to those who take part"), self._add, name="plan.add")
        line.addWidget(self.add_one)
        card.add(line)
        self.person.setVisible(self._open)
        self.add_one.setVisible(self._open)
        return card

    def _put_people(self, rows: tuple[PersonRow, ...]) -> None:
        texts = self._desk.texts
        empty_layout(self._lines)
        if not rows:
            self._lines.addWidget(Label(texts, say("Nobody is named yet."), "muted"))
        for row in rows:
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(Label(texts, row.name, "strong"))
            line.addWidget(Label(texts, row.duty, "muted"), 1)
            if self._open:
                shown = say("{name} does not take part", name=row.name)
                line.addWidget(
                    IconButton(texts, "x", shown, partial(self._remove, row.id), f"plan.remove.{row.name}")
                )
            self._lines.addWidget(holder)

    # acts
    def _do(self, verb: Any, *args: Any, **facts: Any) -> None:
        desk = self._desk
        desk.tasks.write(lambda: desk.perform(verb, *args, **facts), self._done, owner=self)

    def _done(self, _changes: object) -> None:
        desk, assessment_id = self._desk, self._head.id
        desk.tasks.read(lambda: desk.ask(person_rows, assessment_id), self._put_people, owner=self)
        desk.tasks.read(lambda: desk.ask(assessment_row, assessment_id), self._put_head, owner=self)

    def _put_head(self, head: AssessmentRow | None) -> None:
        if head is not None:
            self._head = head

    def _save(self) -> None:
        if not self.form.complete():
            return
        values = self.form.values()
        days = {f"{name}_on": values[name] for name in ("held", "due") if name in values}
        facts: dict[str, Any] = {name: date.fromisoformat(day) for name, day in days.items() if day}
        facts["without"] = tuple(name for name, day in days.items() if not day)
        if values["owner"]:
            facts["owner_id"] = int(values["owner"])
        facts.update({name: values[name] for name in ("process", "supplier") if name in values})
        if "steps" in values:
            facts["steps"] = tuple(filter(None, (step.strip() for step in values["steps"].split(","))))
        desk, head = self._desk, self._head

        def saved(changes: object) -> None:
            desk.notices.toast(say("The plan of {number} is saved.", number=head.number), "ok")
            self._done(changes)

        desk.tasks.write(
            lambda: desk.perform(edit_assessment, head.id, expected_version=head.version, **facts),
            saved,
            owner=self,
        )

    def _add(self) -> None:
        if self.person.complete():
            values = self.person.values()
            self._do(add_person, self._head.id, name=values["name"], duty=values["duty"])
            self.person.set_values({"name": "", "duty": ""})

    def _remove(self, person_id: int) -> None:
        self._do(remove_person, person_id)
