"""One's own password and PIN. Acts by the verbs of people, as the person signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from app.people.users import set_password, set_pin
from ui.i18n import Words, say
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.forms import Form


class OwnSecretCard(Card):
    """A password or a PIN, typed twice.

    Args:
        desk: What screens are given.
        do: Runs a verb: ``Screen.do``.
        pin: The PIN instead of the password.
    """

    def __init__(self, desk: Desk, do: Callable[..., Any], *, pin: bool) -> None:
        title: Words = say("My PIN") if pin else say("My password")
        super().__init__(desk.texts, title)
        texts = desk.texts
        self._desk, self._do, self._pin = desk, do, pin
        name = "pin" if pin else "password"
        first = say("New PIN") if pin else say("New password")
        hint = (
            say("At least 6 digits.")
            if pin
            else say("At least 8 characters; a sentence is easy to remember.")
        )
        self.form = Form(texts, 2)
        self.form.add_password("first", first, hint, required=True)
        self.form.add_password("again", say("The same again"), required=True)
        for row in self.form.rows.values():
            row.field.setObjectName(f"own.{name}.{row.field.objectName()}")
        self.form.submitted.connect(self.save)
        self.add(self.form)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(Button(texts, say("Save"), self.save, name=f"own.{name}.save"))
        self.add(line)

    def save(self) -> None:
        """Set it for the person signed in."""
        person = self._desk.actor().user_id
        if person is None or not self.form.complete():
            return
        values = self.form.values()
        differs = values["first"] != values["again"]
        self.form.rows["again"].show_wrong(say("The two are not the same.") if differs else "")
        if differs:
            return
        said = say("You have a new PIN.") if self._pin else say("You have a new password.")
        self._do(
            set_pin if self._pin else set_password,
            person,
            values["first"],
            then=lambda _changes: self.form.set_values({"first": "", "again": ""}),
            said=said,
        )
