"""A line that asks for a reason in its place, under what it is about. No dialog: leaving it costs nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.i18n import Shown, Texts, say, term
from ui.widgets.buttons import Button
from ui.widgets.fields import LineField
from ui.widgets.label import Label


class ReasonLine(QFrame):
    """Asks why, then does it. Hidden while nothing is asked.

    Args:
        texts: The window's language.
    """

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reason")
        self._then: Callable[[str], object] | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.what = Label(texts, "", "strong")
        self.field = LineField()
        self.field.setObjectName("reason.text")
        texts.bind(self.field.setPlaceholderText, term("reason", "Reason"))
        texts.bind(self.field.setAccessibleName, term("reason", "Reason"))
        self.field.returnPressed.connect(self.enter)
        line.addWidget(self.what)
        line.addWidget(self.field, 1)
        line.addWidget(Button(texts, say("Cancel"), self.leave, name="reason.cancel"))
        line.addWidget(Button(texts, term("reason", "Do it"), self.enter, "primary", name="reason.enter"))
        self.hide()

    def ask(self, what: Shown, then: Callable[[str], object]) -> None:
        """Ask for the reason of an act; ``then`` gets it."""
        self._then = then
        self.what.put(what)
        self.field.set_value("")
        self.show()
        self.field.setFocus()

    def enter(self) -> None:
        """Take the reason; an empty one keeps the line open."""
        reason = self.field.value()
        if reason and self._then is not None:
            then = self._then
            self.leave()
            then(reason)

    def leave(self) -> None:
        """Ask no more."""
        self._then = None
        self.hide()
