"""Signing in: name and password; a badge only fills the name in. On the demo its people and password are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.i18n import Shown, Texts, say, term
from ui.sign_in.door_window import centred
from ui.widgets.buttons import Button
from ui.widgets.card import Card, rule
from ui.widgets.forms import Form
from ui.widgets.label import Label

_WIDTH = 420
_WIDE = 860


@dataclass(frozen=True)
class KnownPerson:
    """A person of the demo, shown to be chosen."""

    login: str
    name: str
    what: str


class SignInPage(QWidget):
    """The sign-in.

    Args:
        texts: The window's language.
        factory: Name of the factory.
        people: People of a demo; empty everywhere else.
        password: The demo's password, shown; empty everywhere else.
        login: Who signed in last on this PC.

    Signals:
        sign_in_wanted: Name and password.
        other_wanted: Another factory is wanted.
    """

    sign_in_wanted = Signal(str, str)
    other_wanted = Signal()

    def __init__(
        self,
        texts: Texts,
        factory: str,
        people: Sequence[KnownPerson] = (),
        password: str = "",
        login: str = "",
    ) -> None:
        super().__init__()
        self._texts, self._password = texts, password
        card = Card(texts)
        card.add(Label(texts, factory, "muted", elide=True))
        title = Label(texts, say("Sign in"), "title")
        title.setObjectName("door.title")
        card.add(title)
        self.form = Form(texts)
        self.form.add_line("login", say("Sign-in name"), say("Or scan your badge, then type the password."))
        self.form.add_password("password", say("Password"))
        self.form.submitted.connect(self._sign_in)
        card.add(self.form)
        self.said = Label(texts, "", "bad", wrap=True)
        self.said.setObjectName("sign_in.said")
        self.said.hide()
        card.add(self.said)
        self.button = Button(texts, say("Sign in"), self._sign_in, "primary", "login", "sign_in")
        card.add(self.button)
        other = Button(texts, say("Another factory"), self.other_wanted.emit, "quiet", name="other")
        card.add(other)
        holder: QWidget = card
        if people:
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(16)
            line.addWidget(card, 1)
            line.addWidget(self._people(people), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(centred(holder, width=_WIDE if people else _WIDTH))
        self.form.set_values({"login": login})

    def start(self) -> None:
        """Put the focus where typing begins."""
        empty = not self.form.values()["login"]
        self.form.rows["login" if empty else "password"].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _people(self, people: Sequence[KnownPerson]) -> Card:
        texts = self._texts
        card = Card(texts, say("People of the demo"))
        card.add(Label(texts, say("Password of all: {password}", password=self._password), "muted"))
        for person in people:
            card.add(rule())
            line = QHBoxLayout()
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Label(texts, person.name, "strong"))
            words.addWidget(Label(texts, person.what, "muted", elide=True))
            line.addLayout(words, 1)
            button = Button(
                texts, term("sign-in", "Take"), self._taker(person), name=f"person.{person.login}"
            )
            texts.bind(button.setAccessibleName, say("Sign in as {name}", name=person.name))
            line.addWidget(button)
            card.add(line)
        return card

    def _taker(self, person: KnownPerson) -> Callable[[], object]:
        def take() -> None:
            self.form.set_values({"login": person.login, "password": self._password})
            self._sign_in()

        return take

    def identify(self, login: str, name: str) -> None:
        """Show whom a badge named; the password is still asked for."""
        self.form.set_values({"login": login, "password": ""})
        self.tell(say("Hello {name}. Please type your password.", name=name), wrong=False)
        self.form.rows["password"].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, shown: Shown, *, wrong: bool = True) -> None:
        """Say something under the fields; an empty text takes it away."""
        self.said.put(shown)
        self.said.set_role("bad" if wrong else "body")
        self.said.setVisible(bool(shown))

    def set_busy(self, busy: bool) -> None:
        """Show that the password is being checked."""
        self.button.setEnabled(not busy)
        self.button.put(say("Signing in …") if busy else say("Sign in"))
        if not busy:
            self.form.set_values({"password": ""})
            self.form.rows["password"].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sign_in(self) -> None:
        if not self.button.isEnabled():
            return
        values = self.form.values()
        if not values["login"]:
            self.form.rows["login"].field.setFocus()
            self.tell(say("Please type your sign-in name."))
            return
        self.tell("")
        self.sign_in_wanted.emit(values["login"], values["password"])
