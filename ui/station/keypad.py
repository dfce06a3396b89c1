"""A number pad for a value read off a gauge without a cable, and the list of defects; both lie over the drawing.

No dialogs: the job goes on behind them, and a scan or a reading closes them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts, say, term
from ui.theme.theme import current_theme
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.charts import BigValue
from ui.widgets.label import Label

_KEYS: Final = ("7", "8", "9", "4", "5", "6", "1", "2", "3", "−", "0", ".")
_MOST_SIGNS: Final = 12
DEFECTS: Final = (
    term("defect", "Dimension"),
    term("defect", "Burr"),
    term("defect", "Scratch or dent"),
    term("defect", "Thread"),
    term("defect", "Material"),
    term("defect", "Other"),
)


class Keypad(Card):
    """Digits in squares of at least 20 mm; what is typed stands over them.

    Args:
        texts: The window's language.
        entered: Called with the value as it was typed.
        left: Called when nothing is to be typed after all.
    """

    def __init__(
        self,
        texts: Texts,
        entered: Callable[[str], object],
        left: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(texts, say("Type the value you read"), parent=parent)
        self.setObjectName("station.keypad")
        self._entered, self._left = entered, left
        self._typed = ""
        hint = say("Scan the code of the gauge first; the value is marked as keyed.")
        self.add(Label(texts, hint, "muted", wrap=True))
        self.value = BigValue(texts, term("station", "Typed value"))
        self.value.setMinimumHeight(96)
        self.value.setMaximumHeight(110)
        self.add(self.value)
        theme = current_theme()
        grid = QGridLayout()
        grid.setSpacing(theme.pixels(theme.size("gap_mm")))
        side = theme.pixels(theme.size("target_mm"))
        for at, sign in enumerate(_KEYS):
            button = self._button(texts, sign, partial(self.press, sign), f"keypad.{sign}")
            button.setMinimumSize(side, side)
            grid.addWidget(button, at // 3, at % 3)
        last = (
            ("back", term("station", "Delete"), self._delete),
            ("leave", say("Close"), self._left),
            ("enter", term("station", "Take over"), self._enter),
        )
        for at, (key, shown, run) in enumerate(last):
            button = self._button(texts, shown, run, f"keypad.{key}")
            button.setMinimumSize(side, side)
            grid.addWidget(button, at, 3)
        self.add(grid)

    def _button(self, texts: Texts, shown: Shown, run: Callable[[], object], name: str) -> Button:
        button = Button(texts, shown, run, name=name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def press(self, sign: str) -> None:
        """Add a sign; a second point or a minus in the middle is not taken."""
        sign = "-" if sign == "−" else sign
        wrong = (sign == "." and "." in self._typed) or (sign == "-" and self._typed)
        if not wrong and len(self._typed) < _MOST_SIGNS:
            self._put(self._typed + sign)

    def clear(self) -> None:
        """Forget what was typed."""
        self._put("")

    def _put(self, typed: str) -> None:
        self._typed = typed
        self.value.put(typed)

    def _delete(self) -> None:
        self._put(self._typed[:-1])

    def _enter(self) -> None:
        typed = self._typed
        if typed:
            self.clear()
            self._entered(typed)

    def take_key(self, event: QKeyEvent) -> bool:
        """Take a key of the keyboard; False where it is none of the pad's."""
        text = event.text()
        if text and text in "0123456789.-":
            self.press(text)
        elif event.key() == Qt.Key.Key_Backspace:
            self._delete()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self._left()
        else:
            return False
        return True


class DefectSheet(Card):
    """What is wrong with the part, one big button each.

    Args:
        texts: The window's language.
        chosen: Called with the words of the defect.
        left: Called when nothing is to be reported after all.
    """

    def __init__(
        self,
        texts: Texts,
        chosen: Callable[[Shown], object],
        left: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(texts, say("What is wrong with the part?"), parent=parent)
        self.setObjectName("station.defects")
        self._left = left
        note = say("A nonconformance is opened and the lot is held at once.")
        self.add(Label(texts, note, "muted", wrap=True))
        theme = current_theme()
        grid = QGridLayout()
        grid.setSpacing(theme.pixels(theme.size("gap_mm")))
        for at, word in enumerate(DEFECTS):
            button = Button(texts, word, partial(chosen, word), name=f"defect.{at}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setMinimumSize(theme.pixels(38), theme.pixels(24))
            grid.addWidget(button, at // 2, at % 2)
        close = Button(texts, say("Close"), left, name="defect.leave")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.setMinimumHeight(theme.pixels(20))
        grid.addWidget(close, 3, 0, 1, 2)
        self.add(grid)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._left()
            return
        super().keyPressEvent(event)
