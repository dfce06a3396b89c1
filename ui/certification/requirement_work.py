"""Work on one requirement: whose it is and by when, its points, and findings against it. Each act is one verb."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.certification.conduct import (
    assign_requirement,
    close_finding,
    raise_nonconformance,
    record_finding,
    score_requirement,
)
from app.certification.findings import FindingRow, revision_of_number
from app.certification.queries import RequirementRow
from app.certification.workspace import Workspace
from models.vocab import AssessmentState, FindingKind
from ui.certification.optional_day import add_optional_day
from ui.i18n import Shown, say, term
from ui.panels import Desk, Panel
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.chips import StateChip
from ui.widgets.facts import empty_layout
from ui.widgets.fields import ChoiceField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.wording import day_text, worded

_TONES: dict[FindingKind, Tone] = {
    FindingKind.MAJOR: "ng",
    FindingKind.MINOR: "warn",
    FindingKind.OBSERVATION: "neutral",
}
_NOTHING = ""
_SKIPPED = "-"


class RequirementWork(Panel):
    """The cards under a requirement's detail; filled by the screen, which asks for the rows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        texts = self.texts
        self.row: RequirementRow | None = None
        self._space: Workspace | None = None
        self.scores = Card(texts, term("certification", "Points"))
        self._score_lines = QVBoxLayout()
        self._score_lines.setSpacing(6)
        self.scores.add(self._score_lines)
        self.skipped, self._skipped_line = self._asked_for(
            "why", term("certification", "Why is it not evaluated?"), self._skip, "score"
        )
        self.scores.add(self.skipped)
        self.scores.add(self._skipped_line)
        self._skipping: tuple[int, str] | None = None
        self.whose = Card(texts, term("certification", "Whose and by when"))
        self.form = Form(texts, columns=2)
        self.owner: ChoiceField = self.form.add_choice("owner", term("certification", "Owner"), ())
        add_optional_day(self.form, texts, "due", term("certification", "Due"), "requirement.due")
        self.form.add_line("remark", term("certification", "Remark"), wide=True)
        self.whose.add(self.form)
        self.whose.add(
            self._line(
                Button(texts, term("certification", "Assign"), self._assign, name="requirement.assign")
            )
        )
        self.found = Card(texts, term("certification", "Findings"))
        self._found_lines = QVBoxLayout()
        self._found_lines.setSpacing(6)
        self.found.add(self._found_lines)
        self.closing, self._closing_line = self._asked_for(
            "closing", term("certification", "How was it settled?"), self._close_finding, "finding.closing"
        )
        self.found.add(self.closing)
        self.found.add(self._closing_line)
        self._settling: FindingRow | None = None
        self.finding = Form(texts, columns=2)
        self.finding.add_choice(
            "kind", term("certification", "Kind"), [(kind.value, worded(kind)) for kind in FindingKind]
        )
        self.finding.add_date("due", term("certification", "Settle by"))
        self.finding.add_text("text", term("certification", "What was found"), required=True, lines=2)
        self.finding.add_line(
            "part",
            term("certification", "Part it was seen on"),
            say("Its number; a finding about a part becomes a nonconformance."),
            wide=True,
        )
        self.found.add(self.finding)
        self.record = Button(
            texts, term("certification", "Record the finding"), self._record, name="finding.save"
        )
        self.found.add(self._line(self.record))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self.scores, self.whose, self.found):
            column.addWidget(card)

    def _asked_for(
        self, name: str, shown: Shown, save: Callable[[], object], key: str
    ) -> tuple[Form, QWidget]:
        """Return a form for the words that an act needs, and its buttons; both hidden until the act is wanted."""
        form, holder = Form(self.texts), QWidget()
        form.add_text(name, shown, required=True, lines=2)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(Button(self.texts, say("Cancel"), self._put_away, name=f"{key}.cancel"))
        line.addWidget(
            Button(self.texts, term("certification", "Record"), save, "primary", name=f"{key}.save")
        )
        form.hide()
        holder.hide()
        return form, holder

    def _put_away(self) -> None:
        """Close what asks for words; what was not kept is shown as it stands."""
        for widget in (self.skipped, self._skipped_line, self.closing, self._closing_line):
            widget.hide()
        self._skipping = self._settling = None
        if self.row is not None and self._space is not None:
            self._put_scores(self.row, self._space, is_open=self._is_open())

    def _is_open(self) -> bool:
        return self._space is not None and self._space.head.state is AssessmentState.OPEN

    def _line(self, button: Button) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(button)
        return line

    def put(self, row: RequirementRow | None, space: Workspace | None) -> None:
        """Show the work on a requirement; what is being typed about the same one stays."""
        changed = row is None or self.row is None or row.id != self.row.id or row.version != self.row.version
        self.row, self._space = row, space
        is_open = self._is_open()
        self.setVisible(row is not None)
        if row is None or space is None:
            return
        if changed:
            self._put_away()
            self._put_form(row, space)
        self.whose.setEnabled(is_open)
        self.finding.setVisible(is_open)
        self.record.setVisible(is_open)
        self.scores.setVisible(bool(space.points))
        self._put_scores(row, space, is_open=is_open)
        # Of an assessment about a part, that part is meant.
        self.finding.rows["part"].setVisible(not space.head.part_number)
        self._put_found([one for one in space.findings if one.code == row.code])

    def _put_form(self, row: RequirementRow, space: Workspace) -> None:
        nobody: tuple[str, Shown] = (_NOTHING, term("certification", "nobody yet"))
        self.owner.set_choices([nobody, *((str(key), name) for key, name in space.people)])
        today = QDate.currentDate().toString("yyyy-MM-dd")
        # Offered where it has no day of its own yet: that of the assessment.
        self.form.set_values({"due": day_text(space.head.due_on) or today})
        self.form.set_values(
            {
                "owner": str(row.owner_id or _NOTHING),
                "due": day_text(row.due_on),
                "remark": row.remark,
            }
        )
        self.finding.set_values(
            {"kind": FindingKind.MINOR.value, "due": day_text(space.head.due_on) or today, "text": ""}
        )

    def _put_scores(self, row: RequirementRow, space: Workspace, *, is_open: bool) -> None:
        empty_layout(self._score_lines)
        if not space.points:
            return
        korean = self.texts.code == "ko"
        choices: list[tuple[str, Shown]] = [(_NOTHING, term("certification", "not scored"))]
        choices += [
            (str(points), f"{points}  {meaning_ko if korean else meaning}".strip())
            for points, meaning, meaning_ko in space.points
        ]
        choices.append((_SKIPPED, term("certification", "not evaluated")))
        given = {score.step: score for score in row.scores}
        element = (row.section or row.code).split(".")[0]
        steps = space.head.steps if element in space.per_step else ()
        for step in steps or ("",):
            field = ChoiceField(self.texts, choices)
            field.setObjectName(f"score.{step}")
            self.texts.bind(field.setAccessibleName, say("Points {step}", step=step or row.code))
            score = given.get(step)
            if score is not None:
                field.set_value(_SKIPPED if score.points is None else str(score.points))
            field.setEnabled(is_open)
            field.chosen.connect(partial(self._score, row.id, step))
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            if step:
                line.addWidget(Label(self.texts, step))
            line.addWidget(field, 1)
            self._score_lines.addWidget(holder)
            if score is not None and score.points is None:
                self._score_lines.addWidget(Label(self.texts, score.not_evaluated, "muted", wrap=True))

    def _put_found(self, rows: list[FindingRow]) -> None:
        empty_layout(self._found_lines)
        for one in rows:
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(StateChip(self.texts, worded(one.kind), _TONES[one.kind], self))
            line.addWidget(Label(self.texts, one.text, wrap=True), 1)
            if one.nonconformance_id is not None:
                open_it = partial(self.desk.open_place, "nonconformances", one.nonconformance_id)
                line.addWidget(
                    Button(
                        self.texts, one.nonconformance, open_it, "quiet", name=f"finding.open.{one.number}"
                    )
                )
            elif one.closed_at is None:
                raise_it = partial(self._with_part, partial(self._raise, one))
                line.addWidget(
                    Button(
                        self.texts,
                        term("certification", "Nonconformance"),
                        raise_it,
                        "quiet",
                        name=f"finding.raise.{one.number}",
                    )
                )
            if one.closed_at is None:
                line.addWidget(
                    Button(
                        self.texts,
                        term("certification", "Settle"),
                        partial(self._settle, one),
                        "quiet",
                        name=f"finding.close.{one.number}",
                    )
                )
            else:
                line.addWidget(Label(self.texts, term("certification", "settled"), "muted"))
            self._found_lines.addWidget(holder)
            if one.closing:
                self._found_lines.addWidget(Label(self.texts, one.closing, "muted", wrap=True))

    def _score(self, requirement_id: int, step: str, value: str) -> None:
        if value == _NOTHING:
            return
        if value == _SKIPPED:
            self._skipping = (requirement_id, step)
            self.skipped.set_values({"why": ""})
            self.skipped.show()
            self._skipped_line.show()
            self.skipped.rows["why"].field.setFocus()
            return
        self.do(score_requirement, requirement_id, step=step, points=int(value))

    def _skip(self) -> None:
        if self._skipping is None or not self.skipped.complete():
            return
        requirement_id, step = self._skipping
        why = self.skipped.values()["why"]
        self.do(
            score_requirement,
            requirement_id,
            step=step,
            points=None,
            not_evaluated=why,
            then=lambda _changes: self._put_away(),
        )

    def _assign(self) -> None:
        row = self.row
        if row is None:
            return
        values = self.form.values()
        self.do(
            assign_requirement,
            row.id,
            expected_version=row.version,
            owner_id=int(values["owner"]) if values["owner"] else None,
            due_on=date.fromisoformat(values["due"]) if values["due"] else None,
            remark=values["remark"],
            said=say("{code} is assigned.", code=row.code),
        )

    def _record(self) -> None:
        if self.row is not None and self._space is not None and self.finding.complete():
            self._with_part(partial(self._record_on, self.row, self._space.head.id))

    def _record_on(self, row: RequirementRow, assessment_id: int, part_revision_id: int | None) -> None:
        values = self.finding.values()
        self.do(
            record_finding,
            assessment_id,
            kind=FindingKind(values["kind"]),
            text=values["text"],
            requirement_id=row.id,
            owner_id=row.owner_id,
            due_on=date.fromisoformat(values["due"]) if values["due"] else None,
            part_revision_id=part_revision_id,
            said=say("The finding is recorded."),
            then=lambda _changes: self.finding.set_values({"text": "", "part": ""}),
        )

    def _raise(self, one: FindingRow, part_revision_id: int | None) -> None:
        self.do(
            raise_nonconformance,
            one.id,
            part_revision_id=part_revision_id,
            said=say("Finding {number} is a nonconformance now.", number=one.number),
        )

    def _with_part(self, then: Callable[[int | None], object]) -> None:
        """Go on with the revision of the part that was named, or with none where none was."""
        line = self.finding.rows["part"]
        line.show_wrong("")
        number = self.finding.values()["part"].strip()
        if not number or line.isHidden():
            then(None)
            return

        def found(revision: int | None) -> None:
            if revision is None:
                line.show_wrong(say("There is no part {number}.", number=number))
            else:
                then(revision)

        self.ask(revision_of_number, number, then=found, key="part")

    def _settle(self, one: FindingRow) -> None:
        self._settling = one
        self.closing.set_values({"closing": ""})
        self.closing.show()
        self._closing_line.show()
        self.closing.rows["closing"].field.setFocus()

    def _close_finding(self) -> None:
        one = self._settling
        if one is None or not self.closing.complete():
            return
        self.do(
            close_finding,
            one.id,
            closing=self.closing.values()["closing"],
            said=say("Finding {number} is settled.", number=one.number),
            then=lambda _changes: self._put_away(),
        )
