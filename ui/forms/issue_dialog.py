"""One act: an inspection in its customer's form, numbered by the register. Says what will happen, asks where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.documents.customer_forms import issue_form
from app.documents.form_queries import (
    FormChoices,
    InspectionChoice,
    IssueChoice,
    form_choices,
    issue_choice,
)
from models.vocab import InspectionState
from ui.bridge import OutsideChanges
from ui.i18n import Texts, say, term
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.wording import worded

ChooseFolder = Callable[[QWidget, str], Path | None]
_UNFINISHED = (InspectionState.OPEN, InspectionState.INCOMPLETE)
_LANGUAGES = (("ko", "한국어"), ("en", "English"))


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for the folder that the filled form is put into."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None


class IssueDialog(QDialog):
    """Issues an inspection in a customer's form.

    Args:
        desk: What a screen has at hand, with an open factory.
        inspection_id: What is reported; None lets it be chosen.
        to_folder: Asks for a folder.
    """

    def __init__(
        self,
        desk: Desk,
        inspection_id: int | None,
        parent: QWidget | None = None,
        *,
        to_folder: ChooseFolder = choose_folder,
    ) -> None:
        super().__init__(parent)
        self._desk, self._to_folder = desk, to_folder
        self._wanted = inspection_id
        self._choice: IssueChoice | None = None
        texts = desk.texts
        self.setModal(True)
        self.setObjectName("issue.dialog")
        self.setMinimumWidth(560)
        texts.bind(self.setWindowTitle, say("Issue in the customer's form"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        self.form = self._fields(texts)
        column.addWidget(self.form)
        self.says = Label(texts, "", wrap=True)
        self.says.setObjectName("issue.says")
        column.addWidget(self.says)
        column.addStretch(1)
        column.addLayout(self._foot(texts))
        self.finished.connect(self.deleteLater)
        desk.tasks.read(lambda: desk.ask(form_choices), self._put_choices, owner=self)

    def _fields(self, texts: Texts) -> Form:
        form = Form(texts)
        self.inspection = form.add_choice("inspection", term("form", "Inspection"), ())
        self.inspection.chosen.connect(self._ask)
        self.kept = form.add_choice("form", term("form", "Form"), ())
        self.kept.chosen.connect(self._put_number)
        form.add_line("recipient", term("form", "For whom"))
        form.add_choice("language", term("form", "Language of the words"), _LANGUAGES)
        form.set_values({"language": texts.code})
        form.add_line("reason", term("form", "Why again"))
        form.rows["reason"].hide()
        return form

    def _foot(self, texts: Texts) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Cancel"), self.reject, name="cancel"))
        self.yes = Button(texts, say("Choose a folder and issue"), self._issue, "primary", name="issue.enter")
        self.yes.setEnabled(False)
        foot.addWidget(self.yes)
        return foot

    def _put_choices(self, choices: FormChoices) -> None:
        self.inspection.set_choices([(str(one.id), _inspection_text(one)) for one in choices.inspections])
        if self._wanted is not None:
            self.inspection.set_value(str(self._wanted))
            self.inspection.setEnabled(False)
        self._ask(str(self._wanted or self.inspection.value()))

    def _ask(self, inspection: str) -> None:
        desk = self._desk
        if inspection:
            desk.tasks.read(lambda: desk.ask(issue_choice, int(inspection)), self._put_choice, owner=self)
        else:
            self.says.put(say("There is no inspection yet."))

    def _put_choice(self, choice: IssueChoice | None) -> None:
        self._choice = choice
        forms = () if choice is None else choice.forms
        self.kept.set_choices([(str(one.id), f"{one.name} · {one.customer}") for one in reversed(forms)])
        if choice is not None and self._wanted is not None and not self.inspection.value():
            self.inspection.set_choices([(str(choice.inspection.id), _inspection_text(choice.inspection))])
        self.yes.setEnabled(bool(forms))
        self._put_number(self.kept.value())

    def _put_number(self, form: str) -> None:
        choice = self._choice
        row = None if choice is None else next((one for one in choice.forms if str(one.id) == form), None)
        again = self.form.rows["reason"]
        again.hide()
        if choice is None or row is None:
            self.says.put(say("No form is kept for this part. Keep the customer's form once, under Forms."))
            return
        if not self.form.values()["recipient"]:
            self.form.set_values({"recipient": row.customer})
        number, count = choice.number_of(row.name)
        again.setVisible(bool(number))
        if number:
            words = say("It keeps its number {number}; this is issue {count}.", number=number, count=count)
        elif choice.inspection.state in _UNFINISHED:
            words = say(
                "It gets the next number of the register. The inspection is {state}: gaps print as not measured.",
                state=worded(choice.inspection.state),
            )
        else:
            words = say("It gets the next number of the register, and the approval line as signed.")
        self.says.put(words)

    def _issue(self) -> None:
        desk, choice = self._desk, self._choice
        factory = desk.factory
        if factory is None or choice is None:
            return
        values = self.form.values()
        reason = self.form.rows["reason"]
        if reason.isVisibleTo(self) and not values["reason"].strip():
            reason.show_wrong(say("Please say why it is issued again."))
            return
        reason.show_wrong("")
        folder = self._to_folder(self, desk.texts.say("Folder for the filled form"))
        if folder is None:
            return
        facts: dict[str, Any] = {
            "actor": desk.actor(),
            "recipient": values["recipient"],
            "language": values["language"],
            "reason": values["reason"],
            "form_id": int(values["form"]),
        }
        self.yes.setEnabled(False)
        desk.tasks.read(
            lambda: issue_form(factory, choice.inspection.id, folder, **facts),
            self._issued,
            failed=self._refused,
            owner=self,
        )

    def _refused(self, error: BaseException) -> None:
        self.yes.setEnabled(True)
        self._desk.notices.failed(error)

    def _issued(self, path: Path) -> None:
        self._desk.notices.toast(
            say("{file} is written and entered into the register.", file=path.name), "ok"
        )
        # What issues files tells nobody by itself.
        self._desk.bridge.publish(OutsideChanges(frozenset({"issued_document", "inspection"})))
        self.accept()


def _inspection_text(one: InspectionChoice) -> str:
    return f"{one.number} · {one.part} · {one.lot}"
