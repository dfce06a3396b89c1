"""The approval lines 결재선: who signs what, in order. Acts by the verb ``set_route``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.changes.approval_line import RouteStep, route_steps
from app.changes.queries import configured_steps
from app.changes.reviews import set_route
from app.labels import label
from app.people.queries import UserRow, user_rows
from models.vocab import Meaning, Noun, Role
from ui.i18n import Shown, Texts, Words, say
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card
from ui.widgets.check import CheckField
from ui.widgets.facts import empty_layout
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label

_MEANINGS: Final = (Meaning.PREPARED, Meaning.REVIEWED, Meaning.AGREED, Meaning.APPROVED)
_USUAL: Final = (
    (Meaning.PREPARED, Role.ENGINEER),
    (Meaning.REVIEWED, Role.QUALITY),
    (Meaning.APPROVED, Role.APPROVER),
)


_ANYBODY: Final = "-"


class _StepRow(QWidget):
    """One box of the line: what it means, who signs, and how it stands to the boxes before it."""

    def __init__(
        self,
        texts: Texts,
        at: int,
        step: RouteStep,
        people: list[tuple[str, Shown]],
        remove: Callable[[_StepRow], object],
        *,
        beside: bool,
        boxes: int,
    ) -> None:
        super().__init__()
        language = texts.language
        self.meaning = ChoiceField(texts, [(entry.value, label(language, entry)) for entry in _MEANINGS])
        self.role = ChoiceField(texts, [(entry.value, label(language, entry)) for entry in Role])
        self.person = ChoiceField(texts, [(_ANYBODY, say("anybody")), *people])
        self.beside = CheckField(texts, say("parallel"), name=f"step.{at}.beside")
        self.enough = ChoiceField(
            texts,
            [
                ("0", say("all of them sign")),
                *((str(n), say("{n} of them are enough", n=n)) for n in range(1, 5)),
            ],
        )
        self.enough.setObjectName(f"step.{at}.enough")
        texts.bind(self.enough.setAccessibleName, say("How many signatures of the stage are enough"))
        self.decides = CheckField(texts, say("decides alone"), name=f"step.{at}.decides")
        self.meaning.set_value(step.meaning.value)
        self.role.set_value(step.role.value)
        self.person.set_value(_ANYBODY if step.user_id is None else str(step.user_id))
        self.beside.setChecked(beside)
        self.beside.setEnabled(at > 1)
        self.enough.set_value(str(step.quorum) if beside and step.quorum < boxes else "0")
        self.enough.setVisible(beside)
        self.beside.toggled.connect(self.enough.setVisible)
        self.decides.setChecked(step.may_decide)
        texts.bind(self.meaning.setAccessibleName, say("What step {n} means", n=at))
        texts.bind(self.role.setAccessibleName, say("Role of step {n}", n=at))
        texts.bind(self.person.setAccessibleName, say("Person of step {n}", n=at))
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(Label(texts, f"{at}", "muted"))
        for field in (self.meaning, self.role, self.person):
            first.addWidget(field, 1)
        first.addWidget(IconButton(texts, "trash", say("Remove step {n}", n=at), lambda: remove(self)))
        second = QHBoxLayout()
        second.setContentsMargins(18, 0, 0, 6)
        for box in (self.beside, self.enough, self.decides):
            second.addWidget(box)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(second)

    def step(self, stage: int) -> RouteStep:
        """Return the box as it stands on the screen; its quorum is set when its stage is whole."""
        person = self.person.value()
        return RouteStep(
            Meaning(self.meaning.value()),
            Role(self.role.value()),
            stage,
            1,
            None if person in (_ANYBODY, "") else int(person),
            self.decides.isChecked(),
        )


class RouteCard(Panel):
    """The approval line of one noun.

    Args:
        desk: What screens are given.
        noun: PART_REVISION or DOCUMENT_REVISION.
        title: What it is of.
    """

    nouns = frozenset({Noun.REVIEW.value})

    def __init__(self, desk: Desk, noun: Noun, title: Words) -> None:
        super().__init__(desk)
        texts = self.texts
        self._noun = noun
        self._steps: list[_StepRow] = []
        self._people: list[tuple[str, Shown]] = []
        self.card = Card(texts, title)
        self.empty = Label(
            texts, say("Nobody is named yet. Without an approver nothing can be released."), "warn", wrap=True
        )
        self.card.add(self.empty)
        holder = QWidget()
        self._list = QVBoxLayout(holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(6)
        self.card.add(holder)
        foot = QHBoxLayout()
        name = noun.value
        foot.addWidget(
            Button(texts, say("Add a step"), self._add, icon_name="plus", name=f"route.{name}.add")
        )
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Save"), self.save, "primary", name=f"route.{name}.save"))
        self.card.add(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        texts.language_changed.connect(self._relabel)

    def refresh(self) -> None:
        """Show the line as it is."""
        self.ask(user_rows, then=self._put_people, key="people")

    def _put_people(self, people: tuple[UserRow, ...]) -> None:
        self._people = [(str(row.id), row.name) for row in people if row.active]
        self.ask(configured_steps, self._noun, then=self._put, key="line")

    def _put(self, steps: tuple[RouteStep, ...]) -> None:
        self.show_steps(steps or _USUAL)
        self.empty.setVisible(not steps)

    def show_steps(self, steps: Sequence[tuple[Meaning, Role] | RouteStep]) -> None:
        """Show steps to be changed."""
        empty_layout(self._list)
        self._steps.clear()
        before = 0
        line = route_steps(steps)
        boxes = Counter(step.stage for step in line)
        for step in line:
            self._line(step, beside=step.stage == before, boxes=boxes[step.stage])
            before = step.stage

    def steps(self) -> list[RouteStep]:
        """Return the steps as they stand on the screen: all of a stage sign, unless fewer are enough."""
        stage, found, enough = 0, list[RouteStep](), dict[int, int]()
        for row in self._steps:
            stage += 0 if row.beside.isChecked() and stage else 1
            found.append(row.step(stage))
            wanted = int(row.enough.value() or 0)
            if row.beside.isChecked() and wanted:
                enough[stage] = wanted
        boxes = Counter(step.stage for step in found)
        return [
            replace(step, quorum=min(enough.get(step.stage, boxes[step.stage]), boxes[step.stage]))
            for step in found
        ]

    def save(self) -> None:
        """Save the line; running reviews keep theirs."""
        self.do(set_route, self._noun, self.steps(), said=say("The approval line was saved."))

    def _line(self, step: RouteStep, *, beside: bool = False, boxes: int = 1) -> None:
        at = len(self._steps) + 1
        row = _StepRow(self.texts, at, step, self._people, self._remove, beside=beside, boxes=boxes)
        self._list.addWidget(row)
        self._steps.append(row)
        row.enough.chosen.connect(lambda key: self._same_in_stage(row, key))

    def _same_in_stage(self, chosen: _StepRow, key: str) -> None:
        """Let all boxes of a stage say the same of how many are enough."""
        stage = {id(row): step.stage for row, step in zip(self._steps, self.steps(), strict=True)}
        for row in self._steps:
            if stage[id(row)] == stage.get(id(chosen)):
                row.enough.set_value(key)

    def _remove(self, row: _StepRow) -> None:
        self._steps.remove(row)
        self.show_steps(self.steps())

    def _add(self) -> None:
        self._line(RouteStep(Meaning.REVIEWED, Role.QUALITY))

    def _relabel(self) -> None:
        self.show_steps(self.steps())
