"""Opens a new assessment: checklist, level, part revision, customer, due day. Lies in the place of the detail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.certification.workspace import ScopeChoices
from ui.i18n import Shown, Texts, say, term
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField
from ui.widgets.forms import Form

_LEAD_DAYS = 14


class AssessmentForm(Card):
    """The form of a new assessment.

    Args:
        texts: The window's language.
        opened: Called with the facts of ``open_assessment``.
        left: Called when it is not to be opened after all.
    """

    def __init__(
        self,
        texts: Texts,
        opened: Callable[[dict[str, Any]], object],
        left: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(texts, term("certification", "New assessment"), parent=parent)
        self._words, self._opened = texts, opened
        self._choices: ScopeChoices | None = None
        self.form = Form(texts)
        self.template = self.form.add_choice("template", term("certification", "Checklist"), ())
        self.template.chosen.connect(self._choose_levels)
        self.level: ChoiceField = self.form.add_choice("level", term("certification", "Level"), ())
        self.form.add_choice("revision", term("certification", "Part revision"), ())
        self.form.add_choice("customer", term("certification", "Customer"), ())
        self.form.add_date("due", term("certification", "Due"))
        self.add(self.form)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(Button(texts, say("Cancel"), left, name="assessment.cancel"))
        line.addWidget(
            Button(texts, term("certification", "Open"), self._open, "primary", name="assessment.save")
        )
        self.add(line)

    def put(self, choices: ScopeChoices) -> None:
        """Offer checklists, released part revisions and customers."""
        self._choices = choices
        korean = self._words.code == "ko"
        self.template.set_choices([(t.code, t.title_ko if korean else t.title) for t in choices.templates])
        nobody: tuple[str, Shown] = ("", term("certification", "none"))
        fields = self.form.rows
        for name, pairs in (("revision", choices.revisions), ("customer", choices.customers)):
            field = fields[name].field
            assert isinstance(field, ChoiceField)
            field.set_choices([*((str(key), text) for key, text in pairs), nobody])
        if choices.revisions:
            self.form.set_values({"revision": str(choices.revisions[0][0])})
        self._choose_levels(self.template.value())
        due = QDate.currentDate().addDays(_LEAD_DAYS)
        self.form.set_values({"due": due.toString("yyyy-MM-dd")})

    def _choose_levels(self, code: str) -> None:
        templates = self._choices.templates if self._choices is not None else ()
        levels = next((t.levels for t in templates if t.code == code), ())
        self.level.set_choices([(level, level) for level in levels])
        # Level 3 is what customers ask for unless they say otherwise (PPAP 4th edition, 4.1).
        self.level.set_value("3")
        self.form.rows["level"].setVisible(bool(levels))

    def _open(self) -> None:
        if not self.form.complete():
            return
        values = self.form.values()
        revision, customer = values["revision"], values["customer"]
        self._opened(
            {
                "template": values["template"],
                "level": values["level"],
                "part_revision_id": int(revision) if revision else None,
                "customer_id": int(customer) if customer else None,
                "due_on": date.fromisoformat(values["due"]),
            }
        )
