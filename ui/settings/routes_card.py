"""The approval lines 결재선: who signs what, in order. Acts by the verb ``set_route``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.changes.queries import ApprovalStepRow, approval_line
from app.changes.reviews import set_route
from app.labels import label
from models.vocab import Meaning, Noun, Role
from ui.i18n import Words, say
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card
from ui.widgets.facts import empty_layout
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label

_MEANINGS: Final = (Meaning.PREPARED, Meaning.REVIEWED, Meaning.AGREED, Meaning.APPROVED)
_USUAL: Final = (
    (Meaning.PREPARED, Role.ENGINEER),
    (Meaning.REVIEWED, Role.QUALITY),
    (Meaning.APPROVED, Role.APPROVER),
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
        self._steps: list[tuple[ChoiceField, ChoiceField]] = []
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
        """Show the line as it is; a record that never was has the configured one."""
        self.ask(approval_line, self._noun, 0, then=self._put)

    def _put(self, rows: tuple[ApprovalStepRow, ...]) -> None:
        self.show_steps([(row.meaning, row.role) for row in rows] or list(_USUAL))
        self.empty.setVisible(not rows)

    def show_steps(self, steps: list[tuple[Meaning, Role]]) -> None:
        """Show steps to be changed."""
        empty_layout(self._list)
        self._steps.clear()
        for step in steps:
            self._line(*step)

    def steps(self) -> list[tuple[Meaning, Role]]:
        """Return the steps as they stand on the screen."""
        return [(Meaning(meaning.value()), Role(role.value())) for meaning, role in self._steps]

    def save(self) -> None:
        """Save the line; running reviews keep theirs."""
        self.do(set_route, self._noun, self.steps(), said=say("The approval line was saved."))

    def _line(self, meaning: Meaning, role: Role) -> None:
        texts, at = self.texts, len(self._steps) + 1
        language = texts.language
        meanings = ChoiceField(texts, [(entry.value, label(language, entry)) for entry in _MEANINGS])
        roles = ChoiceField(texts, [(entry.value, label(language, entry)) for entry in Role])
        meanings.set_value(meaning.value)
        roles.set_value(role.value)
        texts.bind(meanings.setAccessibleName, say("What step {n} means", n=at))
        texts.bind(roles.setAccessibleName, say("Role of step {n}", n=at))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Label(texts, f"{at}", "muted"))
        line.addWidget(meanings, 1)
        line.addWidget(roles, 1)
        pair = (meanings, roles)
        line.addWidget(IconButton(texts, "trash", say("Remove step {n}", n=at), self._remover(pair)))
        self._list.addWidget(row)
        self._steps.append(pair)

    def _remover(self, pair: tuple[ChoiceField, ChoiceField]) -> Callable[[], Any]:
        def remove() -> None:
            self._steps.remove(pair)
            self.show_steps(self.steps())

        return remove

    def _add(self) -> None:
        self._line(Meaning.REVIEWED, Role.QUALITY)

    def _relabel(self) -> None:
        self.show_steps(self.steps())
