"""The first question: try the demo, open a factory, or make one; and the factories opened before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.i18n import Shown, Texts, say
from ui.sign_in.door_window import centred
from ui.theme.icons import icon
from ui.theme.theme import current_theme
from ui.widgets.buttons import Button, ButtonKind
from ui.widgets.card import Card, rule
from ui.widgets.label import Label

_WIDTH = 860


@dataclass(frozen=True)
class RecentFactory:
    """A factory opened before: where it lies, and whether it is there now."""

    folder: Path
    there: bool


class FirstStartPage(QWidget):
    """Three ways in.

    Signals:
        demo_wanted: Try the demo.
        open_wanted: Choose the folder of a factory.
        new_wanted: Make a factory.
        recent_wanted: The folder (Path) of a factory opened before.
    """

    demo_wanted = Signal()
    open_wanted = Signal()
    new_wanted = Signal()
    recent_wanted = Signal(object)

    def __init__(self, texts: Texts, recent: Sequence[RecentFactory] = ()) -> None:
        super().__init__()
        self._texts = texts
        self._signs: list[tuple[Label, str]] = []
        title = Label(texts, say("Which factory?"), "title")
        title.setObjectName("door.title")
        why = say(
            "Drawings, BOMs, readings and certificates of a factory lie in one folder on this PC. "
            "Nothing leaves it by itself."
        )
        ways = QWidget()
        line = QHBoxLayout(ways)
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(round(current_theme().size("gap_px")))
        # What a newcomer wants first is the demo; who has a factory already finds it in the list below.
        first: ButtonKind = "plain" if recent else "primary"
        for way in (
            self._way(
                "player-play",
                say("Try the demo"),
                say(
                    "A small maker of a machined hub bracket: parts, drawing, measuring, PPAP. "
                    "It takes about a minute and changes nothing else."
                ),
                (say("Start the demo"), self.demo_wanted.emit, "choose.demo"),
                first,
            ),
            self._way(
                "building-factory-2",
                say("Open a factory"),
                say("Choose the folder in which a factory lies, for example after moving to this PC."),
                (say("Choose a folder"), self.open_wanted.emit, "choose.open"),
                "plain",
            ),
            self._way(
                "plus",
                say("Make a new factory"),
                say("Begin with your own plant: its name, a folder on this PC, and an administrator."),
                (say("Make a factory"), self.new_wanted.emit, "choose.new"),
                "plain",
            ),
        ):
            line.addWidget(way, 1)
        parts: list[QWidget] = [title, Label(texts, why, "muted", wrap=True), ways]
        if recent:
            parts.append(self._list(recent))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(centred(*parts, width=_WIDTH))
        current_theme().changed.connect(self._tint)
        self._tint()

    def start(self) -> None:
        """Put the focus where most begin: the factory opened last, else the demo."""
        for name in ("recent.0", "choose.demo"):
            button = self.findChild(Button, name)
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _way(
        self,
        sign: str,
        title: Shown,
        why: Shown,
        act: tuple[Shown, Callable[[], object], str],
        kind: ButtonKind,
    ) -> Card:
        texts = self._texts
        card = Card(texts)
        mark = Label(texts)
        self._signs.append((mark, sign))
        card.add(mark)
        card.add(Label(texts, title, "section", wrap=True))
        words = Label(texts, why, "muted", wrap=True)
        words.setMinimumHeight(words.fontMetrics().lineSpacing() * 5)
        card.add(words)
        line = QHBoxLayout()
        line.addWidget(Button(texts, act[0], act[1], kind, name=act[2]))
        line.addStretch(1)
        card.add(line)
        return card

    def _list(self, recent: Sequence[RecentFactory]) -> Card:
        texts = self._texts
        card = Card(texts, say("Opened before"))
        for at, factory in enumerate(recent[:4]):
            if at:
                card.add(rule())
            line = QHBoxLayout()
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Label(texts, factory.folder.name, "strong", elide=True))
            words.addWidget(Label(texts, str(factory.folder.parent), "muted", elide=True))
            line.addLayout(words, 1)
            if factory.there:
                button = Button(texts, say("Open"), self._opener(factory.folder), name=f"recent.{at}")
                name = say("Open {name}", name=factory.folder.name)
                texts.bind(button.setAccessibleName, name)
                line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            else:
                line.addWidget(Label(texts, say("not there now"), "muted"))
            card.add(line)
        return card

    def _opener(self, folder: Path) -> Callable[[], object]:
        return lambda: self.recent_wanted.emit(folder)

    def _tint(self) -> None:
        for label, sign in self._signs:
            label.setPixmap(icon(sign, "accent").pixmap(28, 28))
