"""What a new factory needs before anything can be released: steps with a tick each. Shown until all are done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.i18n import Shown, Texts, say
from ui.theme.icons import icon
from ui.widgets.buttons import Button
from ui.widgets.card import Card, rule
from ui.widgets.facts import empty_layout
from ui.widgets.label import Label


@dataclass(frozen=True)
class FirstStep:
    """One step: whether it is done, its words, and the place where it is done."""

    done: bool
    title: Shown
    why: Shown
    place: str


class FirstSteps(Card):
    """The steps.

    Args:
        texts: The window's language.
        open_place: Goes to a place.
    """

    def __init__(self, texts: Texts, open_place: Callable[[str], object]) -> None:
        super().__init__(texts, say("First steps"), say("until the first part can be released"))
        self._words, self._open = texts, open_place
        holder = QWidget()
        self._steps = QVBoxLayout(holder)
        self._steps.setContentsMargins(0, 0, 0, 0)
        self._steps.setSpacing(8)
        self.add(holder)

    def put(self, steps: Sequence[FirstStep]) -> None:
        """Show steps; the card hides itself when all are done."""
        empty_layout(self._steps)
        for at, step in enumerate(steps):
            if at:
                self._steps.addWidget(rule())
            self._steps.addWidget(self._row(step))
        self.setVisible(not all(step.done for step in steps))

    def _row(self, step: FirstStep) -> QWidget:
        texts = self._words
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        sign = Label(texts)
        sign.setPixmap(icon("circle-check" if step.done else "circle", "muted").pixmap(18, 18))
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(texts, step.title, "muted" if step.done else "strong"))
        words.addWidget(Label(texts, step.why, "muted", wrap=True))
        line.addLayout(words, 1)
        if not step.done:
            button = Button(texts, say("Show"), lambda: self._open(step.place), name=f"step.{step.place}")
            texts.bind(button.setAccessibleName, step.title)
            line.addWidget(button)
        return row
