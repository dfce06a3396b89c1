"""The bars at the upper and lower edge of the window. They show what they are given and pass presses on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.i18n import Shown, Texts, Words, say, term
from ui.theme.icons import icon
from ui.theme.theme import current_theme
from ui.widgets.buttons import Button
from ui.widgets.chips import DeviceChip
from ui.widgets.facts import empty_layout
from ui.widgets.label import Label
from ui.widgets.painted import Painted, write

_LANGUAGE_NAMES: Final = {"ko": "한국어", "en": "English"}
_THEME_WORDS: Final = {
    "system": term("theme", "As the system"),
    "light": term("theme", "Light"),
    "dark": term("theme", "Dark"),
    "contrast": term("theme", "High contrast"),
}
_THEME_ICONS: Final = {"system": "contrast", "light": "sun", "dark": "moon", "contrast": "contrast"}


@dataclass(frozen=True)
class DeviceFact:
    """One device as the top bar shows it.

    Attributes:
        name: Its name, with its port or number.
        state: ``connected``, ``waiting``, ``lost``, ``flawed`` (its set-up cannot work) or ``off``.
    """

    name: str
    state: str


@dataclass(frozen=True)
class StatusFacts:
    """What the status bar shows of the factory.

    Attributes:
        factory: Its name.
        backup: Time of the last backup in plant time, or empty.
        backup_checked: Whether that backup was read back.
        audit_entries: Length of the audit log.
        chain: ``whole``, ``broken`` or ``unchecked``.
    """

    factory: str
    backup: str = ""
    backup_checked: bool = False
    audit_entries: int = 0
    chain: str = "unchecked"


class TopBar(QFrame):
    """Wordmark, search, devices and the person signed in.

    Args:
        texts: The window's language.
        search: The search box.

    Signals:
        user_pressed: The chip of the person signed in was pressed.
    """

    user_pressed = Signal()

    def __init__(self, texts: Texts, search: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self._texts = texts
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 6, 16, 6)
        line.setSpacing(8)
        line.addWidget(Wordmark(texts))
        line.addWidget(search, 3)
        line.addStretch(1)
        self._devices = QHBoxLayout()
        self._devices.setSpacing(6)
        line.addLayout(self._devices)
        self.user = Button(texts, say("Not signed in"), self.user_pressed.emit, "pill", "user", "user")
        line.addWidget(self.user)

    def set_devices(self, devices: Sequence[DeviceFact], most: int = 3) -> None:
        """Show devices, those with trouble first; more than ``most`` are counted."""
        empty_layout(self._devices)
        order = {"lost": 0, "flawed": 0, "waiting": 1, "connected": 2, "off": 3}
        ranked = sorted(devices, key=lambda device: order.get(device.state, 3))
        # Places stay put while nothing is wrong: the order changes only for what is cut off.
        kept = set(ranked[:most])
        for device in [device for device in devices if device in kept]:
            self._devices.addWidget(DeviceChip(self._texts, _device_words(device), device.state, self))
        if len(devices) > most:
            rest = say("{n} more", n=len(devices) - most)
            self._devices.addWidget(Label(self._texts, rest, "muted", parent=self))

    def set_user(self, shown: Shown) -> None:
        """Show who is signed in."""
        self.user.put(shown)


def _device_words(device: DeviceFact) -> Shown:
    if device.state == "lost":
        return say("{device}: connection lost", device=device.name)
    if device.state == "flawed":
        return say("{device}: set-up broken", device=device.name)
    if device.state == "waiting":
        return say("{device}: waiting", device=device.name)
    return device.name


class Wordmark(Painted):
    """The name of the program."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setFixedWidth(200)
        texts.bind(self.setAccessibleName, "Partproof")

    def paintEvent(self, _event: object) -> None:
        """Write part in ink and proof in the accent."""
        painter = self.painter()
        font = self.look.font(points=12.5, bold=True)
        painter.setFont(font)
        first = painter.fontMetrics().horizontalAdvance("part")
        rect = self.rect().toRectF()
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        write(painter, rect.adjusted(18, 0, 0, 0), "part", self.look.color("text"), font, align)
        write(painter, rect.adjusted(18 + first, 0, 0, 0), "proof", self.look.color("accent"), font, align)
        painter.end()


class StatusBar(QFrame):
    """Factory, backup and audit log on the left; language and theme on the right.

    Signals:
        language_pressed: The other language is wanted.
        theme_pressed: The next theme is wanted.
    """

    language_pressed = Signal()
    theme_pressed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._texts = texts
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 10, 0)
        line.setSpacing(18)
        self.factory = Label(texts)
        self.backup = Label(texts, elide=True)
        self.audit = Label(texts, elide=True)
        for label in (self.factory, self.backup, self.audit):
            line.addWidget(label)
        line.addStretch(1)
        self.language = Button(texts, "", self.language_pressed.emit, "status", "language", "language")
        self.theme = Button(texts, "", self.theme_pressed.emit, "status", "sun", "theme")
        for button in (self.language, self.theme):
            button.setIconSize(QSize(16, 16))
            line.addWidget(button)
        texts.follow(self, self._name_language)
        current_theme().changed.connect(self._name_theme)
        self._name_theme()

    def put(self, facts: StatusFacts) -> None:
        """Show the state of the factory."""
        self.factory.put(facts.factory)
        self.backup.put(_backup_words(facts))
        self.audit.put(_audit_words(facts))
        self.audit.set_role("bad" if facts.chain == "broken" else "body")

    def _name_language(self) -> None:
        self.language.setText(_LANGUAGE_NAMES[self._texts.code])
        self.language.setAccessibleName(
            self._texts.say("Language: {name}", name=_LANGUAGE_NAMES[self._texts.code])
        )

    def _name_theme(self) -> None:
        choice = current_theme().choice
        self.theme.put(_THEME_WORDS[choice])
        self.theme.setIcon(icon(_THEME_ICONS[choice], "muted"))
        self.language.setIcon(icon("language", "muted"))


def _backup_words(facts: StatusFacts) -> Words:
    if not facts.backup:
        return say("No backup yet")
    if facts.backup_checked:
        return say("Backup {time}, checked", time=facts.backup)
    return say("Backup {time}, not checked", time=facts.backup)


def _audit_words(facts: StatusFacts) -> Words:
    entries = f"{facts.audit_entries:,}"
    match facts.chain:
        case "whole":
            return say("Audit log {n} {n:entry|entries}, chain whole", n=entries)
        case "broken":
            return say("Audit log {n} {n:entry|entries}, CHAIN BROKEN", n=entries)
        case _:
            return say("Audit log {n} {n:entry|entries}", n=entries)
