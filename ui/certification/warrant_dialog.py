"""The fields of a part submission warrant that no record holds: entered here, printed on the warrant. One verb."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from app.documents.warrant_entries import WarrantEntries, enter_warrant
from app.documents.warrant_fields import ANSWERS, BY_HAND, SECTIONS, TICKED_BY_HAND, YES_OR_NO, Field
from app.documents.wording import CONTEXT
from ui.changes.form_dialog import FormDialog
from ui.i18n import Shown, Words, say, term
from ui.panels import Desk
from ui.widgets.check import CheckField
from ui.widgets.label import Label

_COLUMNS = 3


class WarrantDialog(FormDialog):
    """Enters what only a person knows.

    Args:
        desk: What screens are given.
        assessment_id: Whose warrant.
        entries: What was entered so far.
    """

    def __init__(
        self, desk: Desk, assessment_id: int, entries: WarrantEntries, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk,
            term("certification", "What no record says of the warrant"),
            term("certification", "Keep"),
            parent,
            columns=_COLUMNS,
        )
        self.setObjectName("warrant.dialog")
        self.setMinimumWidth(980)
        self._assessment, self._version = assessment_id, entries.version
        fields = [field for section in SECTIONS for field in section.fields if field.name in BY_HAND]
        self.boxes = {
            field.name: CheckField(self.texts, _words(field), f"warrant.{field.name}")
            for field in fields
            if field.box
        }
        self._add_words(entries)
        answers: list[tuple[str, Shown]] = [("", term("certification", "not said"))]
        answers += [(key, Words(word, CONTEXT)) for key, word in ANSWERS.items()]
        for field in fields:
            if field.name in YES_OR_NO:
                self.form.add_choice(field.name, _words(field), answers)
            elif not field.box:
                self.form.add_line(field.name, _words(field))
        self.form.set_values({**entries.offered, **entries.values})
        for name, box in self.boxes.items():
            box.setChecked(bool(entries.values.get(name)))

    def _add_words(self, entries: WarrantEntries) -> None:
        texts = self.texts
        self.above.addWidget(
            Label(
                texts,
                say(
                    "Everything else on the warrant comes from records; what stays empty prints as not entered."
                ),
                "muted",
                wrap=True,
            )
        )
        if entries.signed:
            again = say("The warrant was accepted; changed, it has to be accepted again.")
            self.above.addWidget(Label(texts, again, "bad", wrap=True))
        reasons = next(section.title for section in SECTIONS if any(one.box for one in section.fields))
        self.above.addWidget(Label(texts, Words(reasons, CONTEXT), "strong"))
        grid = QGridLayout()
        for at, box in enumerate(self.boxes.values()):
            grid.addWidget(box, *divmod(at, 2))
        self.above.addLayout(grid)

    @override
    def save(self, values: dict[str, str]) -> None:
        ticked = {name: TICKED_BY_HAND if box.isChecked() else "" for name, box in self.boxes.items()}
        self.run(enter_warrant, self._assessment, {**values, **ticked}, expected_version=self._version)


def _words(field: Field) -> Words:
    return Words(field.label, CONTEXT)
