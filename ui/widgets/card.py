"""A card: a white frame with a head line and a body. Holds no facts."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.i18n import Shown, Texts
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.chips import StateChip
from ui.widgets.label import Label
from ui.widgets.list_menu import ListMark, lists_in

_STRIP: Final = 42


class Card(QFrame):
    """A frame around one matter.

    Args:
        texts: The window's language.
        title: What it is about; without a title there is no head line.
        note: Quieter words after the title.
        flush: No margin around the body; for tables that reach to the frame.

    Attributes:
        body: Layout for the content.
        head: Layout of the head line; chips and buttons stand at its right end.
    """

    def __init__(
        self,
        texts: Texts,
        title: Shown = "",
        note: Shown = "",
        *,
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._marks: list[ListMark] = []
        self.setProperty("role", "card")
        pad = round(current_theme().size("pad_px"))
        outer = QVBoxLayout(self)
        # Inside the one-pixel frame, so that a flush table does not paint over it.
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self._strip = QFrame()
        self._strip.setProperty("role", "cardhead")
        # With and without a button in it, so that cards side by side begin at one height.
        self._strip.setMinimumHeight(_STRIP)
        self.head = QHBoxLayout(self._strip)
        self.head.setContentsMargins(pad, 3, pad - 4, 3)
        self.head.setSpacing(8)
        self.title = Label(texts, "", "section")
        self.note = Label(texts, "", "muted", elide=True)
        self.chip = StateChip(texts, "", parent=self._strip)
        self.head.addWidget(self.title)
        self.head.addWidget(self.note)
        self.head.addStretch(1)
        self.head.addWidget(self.chip)
        outer.addWidget(self._strip)
        holder = QWidget()
        self.body = QVBoxLayout(holder)
        side = 0 if flush else pad
        self.body.setContentsMargins(side, 0 if flush else pad - 4, side, 0 if flush else pad - 2)
        self.body.setSpacing(0 if flush else 8)
        # What does not stretch stays at the top; the rest of a tall card stays empty.
        self._outer = outer
        outer.addWidget(holder, 1 if flush else 0)
        outer.addStretch(0 if flush else 1)
        self.set_title(title, note)

    def set_title(self, title: Shown, note: Shown = "") -> None:
        """Show another title and note."""
        self.title.put(title)
        self.note.put(note)
        self._texts.bind(self.setAccessibleName, title)
        self._strip.setVisible(bool(title))

    def set_chip(self, shown: Shown, tone: Tone = "neutral") -> None:
        """Show a state at the right end of the head line; an empty text takes it away."""
        self.chip.put(shown, tone)

    def add(self, what: QWidget | QLayout, stretch: int = 0) -> None:
        """Add a widget or layout to the body; lists in it get the sign by which they go to Excel in the head line."""
        for listed in lists_in(what) if isinstance(what, QWidget) else ():
            self._marks.append(ListMark(self._texts, listed))
            self.head.addWidget(self._marks[-1])
        if isinstance(what, QWidget):
            self.body.addWidget(what, stretch)
            if stretch:
                self._outer.setStretch(1, 1)
                self._outer.setStretch(2, 0)
        else:
            self.body.addLayout(what, stretch)

    def add_head(self, widget: QWidget, *, left: bool = False) -> None:
        """Add a button or chip to the head line: at the right end before the signs of lists, or after the title."""
        if left:
            self.head.insertWidget(1, widget)
        else:
            self.head.insertWidget(self.head.count() - len(self._marks), widget)


def rule() -> QFrame:
    """Return a thin line between two parts of a card."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line
