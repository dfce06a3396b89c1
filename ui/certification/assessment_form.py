"""Opens a new assessment: checklist, level, part revision, customer, due day. Lies in the place of the detail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.certification.workspace import ScopeChoices, TemplateChoice
from models.vocab import AssessmentScope
from ui.certification.source_words import edition_words
from ui.i18n import Shown, Texts, Words, say, term
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.wording import worded

_LEAD_DAYS = 14
# What customers ask for most.
_FIRST = "ppap"


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
        self.form.add_choice("operation", term("certification", "Process on record"), ())
        self.form.add_line("process", term("certification", "Process"))
        self.form.add_line(
            "steps",
            term("certification", "Process steps"),
            say("Steps that are scored apart, with commas between."),
        )
        self.form.add_line("supplier", term("certification", "Supplier"))
        self.form.add_date("held", term("certification", "Day of the audit"))
        self.form.add_date("due", term("certification", "Due"))
        self.about = Label(texts, "", "muted", wrap=True)
        self.add(self.form)
        self.add(self.about)
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
        listed = (
            ("revision", choices.revisions),
            ("customer", choices.customers),
            ("operation", choices.operations),
        )
        for name, pairs in listed:
            field = fields[name].field
            assert isinstance(field, ChoiceField)
            field.set_choices([*((str(key), text) for key, text in pairs), nobody])
        if choices.revisions:
            self.form.set_values({"revision": str(choices.revisions[0][0])})
        if any(one.code == _FIRST for one in choices.templates):
            self.template.set_value(_FIRST)
        self._choose_levels(self.template.value())
        due = QDate.currentDate().addDays(_LEAD_DAYS).toString("yyyy-MM-dd")
        blank = {"operation": "", "process": "", "steps": "", "supplier": ""}
        self.form.set_values({"due": due, "held": due, **blank})

    def _chosen(self, code: str) -> TemplateChoice | None:
        templates = self._choices.templates if self._choices is not None else ()
        return next((one for one in templates if one.code == code), None)

    def _choose_levels(self, code: str) -> None:
        """Show the fields that this checklist's scope needs."""
        chosen = self._chosen(code)
        levels = chosen.levels if chosen is not None else ()
        self.level.set_choices([(level, level) for level in levels])
        self.level.set_value(chosen.default_level if chosen is not None else "")
        scope = chosen.scope if chosen is not None else AssessmentScope.PLANT
        rows = self.form.rows
        rows["level"].setVisible(bool(levels))
        rows["revision"].setVisible(scope is AssessmentScope.PART)
        for name in ("operation", "process"):
            rows[name].setVisible(scope is AssessmentScope.PROCESS)
        rows["steps"].setVisible(chosen is not None and chosen.steps)
        # A checklist of the plant, SQ for one, is held at a supplier's too.
        rows["supplier"].setVisible(scope is not AssessmentScope.PART)
        rows["held"].setVisible(scope is not AssessmentScope.PART)
        self.about.put("" if chosen is None else template_words(chosen))

    def _open(self) -> None:
        if not self.form.complete():
            return
        values = self.form.values()
        shown = {name for name, row in self.form.rows.items() if row.isVisibleTo(self.form)}
        given = {name: value if name in shown else "" for name, value in values.items()}
        self._opened(
            {
                "template": values["template"],
                "level": given["level"],
                "part_revision_id": int(given["revision"]) if given["revision"] else None,
                "customer_id": int(values["customer"]) if values["customer"] else None,
                "operation_id": int(given["operation"]) if given["operation"] else None,
                "process": given["process"],
                "supplier": given["supplier"],
                "steps": tuple(filter(None, (step.strip() for step in given["steps"].split(",")))),
                "held_on": date.fromisoformat(given["held"]) if given["held"] else None,
                "due_on": date.fromisoformat(values["due"]),
            }
        )


def template_words(chosen: TemplateChoice) -> Words:
    """Return how many rows a checklist has, how many are unverified, and where it comes from."""
    return say(
        "{origin}, edition {edition}, version {version}: {count} {count:row|rows}, of {open} "
        "number and title are unverified.",
        origin=worded(chosen.origin),
        edition=edition_words(chosen.edition),
        version=chosen.sequence or 1,
        count=chosen.rows,
        open=chosen.unverified,
    )
