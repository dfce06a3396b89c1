"""The card of one person: roles, badge, secrets, and being taken out of service. Acts by the verbs of people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.labels import label
from app.people.queries import UserRow
from app.people.users import deactivate_user, set_badge, set_password, set_pin, set_roles, unlock_user
from models.vocab import Role
from ui.i18n import say, term
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card, rule
from ui.widgets.check import CheckField
from ui.widgets.facts import FactList
from ui.widgets.forms import Form
from ui.widgets.label import Label

Do = Callable[..., Any]


class RoleBoxes(QWidget):
    """Roles to tick."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        self.boxes: dict[Role, CheckField] = {}
        for at, role in enumerate(Role):
            box = CheckField(self._texts, name=f"role.{role.value}")
            self.boxes[role] = box
            grid.addWidget(box, at // 2, at % 2)
        self._texts.follow(self, self._name)

    def _name(self) -> None:
        for role, box in self.boxes.items():
            box.put(label(self._texts.language, role))

    def put(self, roles: tuple[Role, ...]) -> None:
        """Tick these roles and no others."""
        for role, box in self.boxes.items():
            box.setChecked(role in roles)

    def chosen(self) -> tuple[Role, ...]:
        """Return the roles that are ticked."""
        return tuple(role for role, box in self.boxes.items() if box.isChecked())


class PersonCard(Card):
    """One person.

    Args:
        desk: What screens are given.
        do: Runs a verb: ``Screen.do``.
    """

    def __init__(self, desk: Desk, do: Do) -> None:
        super().__init__(desk.texts, say("Person"))
        texts = self._words = desk.texts
        self._do, self._row = do, UserRow(0, "", "", "", "", (), True, None)
        self.facts = FactList(texts)
        self.add(self.facts)
        self.add(rule())
        self.add(Label(texts, say("Roles"), "strong"))
        self.roles = RoleBoxes(desk)
        self.add(self.roles)
        self.save_roles = Button(texts, say("Save roles"), self._save_roles, name="roles.save")
        self.add(_left(self.save_roles))
        self.add(rule())
        self.form = Form(texts)
        self.form.add_line(
            "badge", say("Badge"), say("Scan it into this field. A badge identifies, it never signs.")
        )
        self.add(self.form)
        self.save_badge = Button(texts, say("Save badge"), self._save_badge, name="badge.save")
        self.add(_left(self.save_badge))
        self.add(rule())
        self.secrets = Form(texts, 2)
        self.secrets.add_password("password", say("New password"))
        self.secrets.add_password("pin", say("New PIN"))
        self.add(self.secrets)
        self.save_secrets = Button(texts, term("secret", "Set"), self._save_secrets, name="secrets.save")
        self.add(_left(self.save_secrets))
        self.add(rule())
        self.unlock = Button(texts, say("End the lock"), self._unlock, icon_name="lock-open", name="unlock")
        self.away = Button(
            texts, say("Take out of service"), self._deactivate, icon_name="lock", name="deactivate"
        )
        self.add(_left(self.away, self.unlock))

    def put(self, row: UserRow) -> None:
        """Show a person."""
        self._row = row
        self.set_title(row.name)
        self.set_chip("" if row.active else say("Out of service"), "neutral")
        self.facts.clear()
        self.facts.add(say("Sign-in name"), row.login)
        self.facts.add(term("person", "Title"), row.title or "—")
        if row.locked_until is not None:
            self.facts.add(say("Signing in"), term("person", "Locked"), "warn")
        self.roles.put(row.roles)
        self.form.set_values({"badge": row.badge})
        self.secrets.set_values({"password": "", "pin": ""})
        self.unlock.setVisible(row.locked_until is not None)
        for widget in (
            self.roles,
            self.form,
            self.secrets,
            self.save_roles,
            self.save_badge,
            self.save_secrets,
        ):
            widget.setEnabled(row.active)
        self.away.setVisible(row.active)

    def _save_roles(self) -> None:
        row, wanted = self._row, self.roles.chosen()
        if set(wanted) != set(row.roles):
            self._do(
                set_roles,
                row.id,
                wanted,
                reason="roles changed",
                said=say("The roles of {name} were saved.", name=row.name),
                undo=lambda: self._do(set_roles, row.id, row.roles, reason="taken back"),
            )

    def _save_badge(self) -> None:
        row, badge = self._row, self.form.values()["badge"]
        badge = badge.removeprefix("PP:B:")
        if badge != row.badge:
            self._do(
                set_badge,
                row.id,
                badge or None,
                said=say("The badge of {name} was saved.", name=row.name),
                undo=lambda: self._do(set_badge, row.id, row.badge or None),
            )

    def _save_secrets(self) -> None:
        row, values = self._row, self.secrets.values()
        if values["password"]:
            said = say("{name} has a new password.", name=row.name)
            self._do(set_password, row.id, values["password"], said=said)
        if values["pin"]:
            self._do(set_pin, row.id, values["pin"], said=say("{name} has a new PIN.", name=row.name))
        self.secrets.set_values({"password": "", "pin": ""})

    def _unlock(self) -> None:
        self._do(unlock_user, self._row.id, said=say("{name} may sign in again.", name=self._row.name))

    def _deactivate(self) -> None:
        row = self._row
        said = say("{name} is out of service; the record stays.", name=row.name)
        self._do(deactivate_user, row.id, reason="out of service", said=said)


def _left(*buttons: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    return line
