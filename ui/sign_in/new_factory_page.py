"""A new factory: its name, its folder and its first administrator. Makes nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.i18n import Shown, Texts, say, term
from ui.sign_in.door_window import centred
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import LineField
from ui.widgets.forms import Form
from ui.widgets.label import Label

_WIDTH = 640


@dataclass(frozen=True)
class NewFactory:
    """What was typed."""

    name: str
    folder: Path
    language: str
    person: str
    login: str
    password: str


class FolderField(QWidget):
    """A line for a folder with a button to choose one.

    Signals:
        choose_wanted: The folder dialog is wanted.
    """

    choose_wanted = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = LineField()
        self.line.setObjectName("folder.line")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.line, 1)
        line.addWidget(Button(texts, say("Choose a folder"), self.choose_wanted.emit, name="folder.choose"))
        self.setFocusProxy(self.line)

    def setAccessibleName(self, name: str) -> None:
        """Name the line inside, which is what takes the focus."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def value(self) -> str:
        """Return the folder as typed or chosen."""
        return self.line.value()

    def set_value(self, value: str) -> None:
        """Show a folder."""
        self.line.set_value(value)


class NewFactoryPage(QWidget):
    """The form.

    Signals:
        make_wanted: A NewFactory.
        back_wanted: Back to the choice.
        folder_wanted: The folder dialog is wanted.
    """

    make_wanted = Signal(object)
    back_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, texts: Texts, folder: Path) -> None:
        super().__init__()
        self._texts = texts
        plant = Card(texts, say("The new factory"))
        self.plant = Form(texts, 2)
        self.plant.add_line(
            "name", say("Name of the plant"), say("As it stands on documents."), required=True
        )
        self.plant.add_choice(
            "language",
            say("Language of documents"),
            (("ko", "한국어"), ("en", "English")),
            say("The window's language is chosen above."),
        )
        self.folder = FolderField(texts)
        self.folder.choose_wanted.connect(self.folder_wanted)
        hint = say("A new folder on this PC's own disk; not on a network drive or in a cloud folder.")
        self.plant.add("folder", say("Folder"), self.folder, hint, required=True, wide=True)
        plant.add(self.plant)
        person = Card(texts, say("The administrator"), say("adds the other people later"))
        self.person = Form(texts, 2)
        self.person.add_line("person", term("person", "Name"), required=True)
        self.person.add_line("login", say("Sign-in name"), required=True)
        least = say("At least 8 characters; a sentence is easy to remember.")
        self.person.add_password("password", say("Password"), least, required=True)
        self.person.add_password("again", say("Password again"), required=True)
        person.add(self.person)
        self.wrong = Label(texts, "", "bad", wrap=True)
        self.wrong.hide()
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(
            Button(texts, term("page", "Back"), self.back_wanted.emit, icon_name="chevron-left", name="back")
        )
        line.addStretch(1)
        self.make = Button(texts, say("Make the factory"), self._make, "primary", name="make")
        line.addWidget(self.make)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(centred(plant, person, self.wrong, foot, width=_WIDTH))
        self.plant.set_values({"language": texts.code, "folder": str(folder)})
        for form in (self.plant, self.person):
            form.submitted.connect(self._make)

    def start(self) -> None:
        """Put the focus where typing begins."""
        self.plant.rows["name"].field.setFocus()

    def set_folder(self, folder: Path) -> None:
        """Show the folder that was chosen."""
        self.folder.set_value(str(folder))

    def show_wrong(self, shown: Shown) -> None:
        """Say why it was not made."""
        self.make.setEnabled(True)
        self.wrong.put(shown)
        self.wrong.setVisible(bool(shown))

    def _make(self) -> None:
        whole = [form.complete() for form in (self.plant, self.person)]
        plant, person = self.plant.values(), self.person.values()
        differs = bool(person["again"]) and person["password"] != person["again"]
        if differs:
            self.person.rows["again"].show_wrong(say("The two are not the same."))
        if not all(whole) or differs:
            return
        self.make.setEnabled(False)
        self.show_wrong("")
        self.make.setEnabled(False)
        self.make_wanted.emit(
            NewFactory(
                plant["name"],
                Path(plant["folder"]).expanduser(),
                plant["language"],
                person["person"],
                person["login"],
                person["password"],
            )
        )
