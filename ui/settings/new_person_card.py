"""Adding a person: names, first password, roles. Acts by the verb ``add_user``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from app.people.users import add_user
from ui.i18n import say, term
from ui.panels import Desk
from ui.settings.person_card import RoleBoxes
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.forms import Form
from ui.widgets.label import Label


class NewPersonCard(Card):
    """The form of a new person.

    Args:
        desk: What screens are given.
        do: Runs a verb: ``Screen.do``.
        done: Called when it is over; with the new id, or None when it was given up.
    """

    def __init__(self, desk: Desk, do: Callable[..., Any], done: Callable[[int | None], object]) -> None:
        super().__init__(desk.texts, say("New person"))
        texts = desk.texts
        self._do, self._done = do, done
        self.form = Form(texts, 2)
        self.form.add_line("name", term("person", "Name"), required=True)
        self.form.add_line("title", term("person", "Title"), say("Printed beside signatures."))
        self.form.add_line("login", say("Sign-in name"), required=True)
        self.form.add_line("badge", say("Badge"))
        least = say("At least 8 characters; a sentence is easy to remember.")
        self.form.add_password("password", say("First password"), least, required=True)
        self.form.add_password("pin", say("PIN for signing at the station"), say("At least 6 digits."))
        self.add(self.form)
        self.add(Label(texts, say("Roles"), "strong"))
        self.roles = RoleBoxes(desk)
        self.add(self.roles)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(Button(texts, say("Cancel"), lambda: done(None), name="person.cancel"))
        line.addWidget(Button(texts, say("Add"), self.save, "primary", name="person.save"))
        self.add(line)

    def start(self) -> None:
        """Empty the form and put the focus into it."""
        self.form.set_values(dict.fromkeys(self.form.rows, ""))
        self.roles.put(())
        self.form.rows["name"].field.setFocus()

    def save(self) -> None:
        """Add the person."""
        if not self.form.complete():
            return
        values = self.form.values()
        self._do(
            add_user,
            login=values["login"],
            name=values["name"],
            title=values["title"],
            password=values["password"],
            badge=values["badge"].removeprefix("PP:B:") or None,
            pin=values["pin"] or None,
            roles=self.roles.chosen(),
            then=lambda changes: self._done(changes.result),
            said=say("{name} was added.", name=values["name"]),
        )
