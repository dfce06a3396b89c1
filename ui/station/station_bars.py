"""The dark line at the top of the station and the line of big buttons at its foot. They hold no state of the job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.i18n import Shown, Texts, term
from ui.theme.theme import current_theme
from ui.widgets.buttons import Button
from ui.widgets.chips import DeviceChip
from ui.widgets.facts import empty_layout
from ui.widgets.label import Label

_FACTS: Final = (
    ("order", term("station", "Work order")),
    ("part", term("station", "Part · revision")),
    ("kind", term("station", "Inspection")),
    ("lot", term("station", "Lot")),
    ("progress", term("station", "Measured / planned")),
)


class StationBar(QFrame):
    """What is worked on, and by whom."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stationbar")
        line = QHBoxLayout(self)
        line.setContentsMargins(28, 5, 28, 5)
        line.setSpacing(28)
        self._values: dict[str, Label] = {}
        for key, name in _FACTS:
            line.addLayout(self._fact(texts, key, name))
        line.addStretch(1)
        line.addLayout(
            self._fact(texts, "operator", term("station", "Operator"), Qt.AlignmentFlag.AlignRight)
        )

    def _fact(
        self, texts: Texts, key: str, name: Shown, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        small = Label(texts, name, "muted")
        value = Label(texts, "—", "strong")
        value.setObjectName(f"bar.{key}")
        for label in (small, value):
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(label)
        self._values[key] = value
        return column

    def put(self, **values: Shown) -> None:
        """Show facts by key: order, part, kind, lot, progress, operator; an empty one shows a dash."""
        for key, value in values.items():
            self._values[key].put(value or "—")

    def text_of(self, key: str) -> str:
        """Return what is shown for a key."""
        return self._values[key].text()


class StationFoot(QFrame):
    """Buttons of at least 20 mm with 3 mm between, and the dots of the devices."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setProperty("role", "footbar")
        theme = current_theme()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(24, 9, 24, 9)
        self._line.setSpacing(theme.pixels(theme.size("gap_mm")))
        self.buttons: dict[str, Button] = {}
        self._devices = QVBoxLayout()
        self._devices.setSpacing(4)
        self._line.addStretch(1)
        self._line.addLayout(self._devices)

    def add(self, key: str, shown: Shown, run: Callable[[], object], *, primary: bool = False) -> Button:
        """Add a button: acts on the left, the one that ends the job on the right."""
        button = Button(self._texts, shown, run, "primary" if primary else "plain", name=f"station.{key}")
        # The focus stays with the resting place: a scanner's Enter must press nothing.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setMinimumWidth(current_theme().pixels(current_theme().size("target_mm")))
        self.buttons[key] = button
        if primary:
            button.setMinimumWidth(current_theme().pixels(38))
            self._line.addWidget(button)
        else:
            self._line.insertWidget(len(self.buttons) - 1, button)
        return button

    def set_devices(self, devices: Sequence[tuple[Shown, str]]) -> None:
        """Show devices with their states."""
        empty_layout(self._devices)
        for shown, state in devices:
            self._devices.addWidget(
                DeviceChip(self._texts, shown, state, self), 0, Qt.AlignmentFlag.AlignRight
            )
