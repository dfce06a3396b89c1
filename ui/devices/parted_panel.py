"""A panel whose parts are made one after the other, each in a turn of its own: the window answers in between.

Who needs the panel whole calls ``finish``. Shows and asks nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from ui.panels import Desk, Panel, stacked

Part = Callable[[], object]


class CardColumn:
    """Cards one under the other that come one by one; it scrolls where they do not fit.

    Args:
        fill: The cards themselves share the height; else what is left stays empty.

    Attributes:
        area: What stands in the panel.
    """

    def __init__(self, *, fill: bool = False) -> None:
        self.area = stacked(fill=fill)
        # What a column leaves empty stands behind its cards.
        self._behind = 0 if fill else 1

    def add(self, card: QWidget, stretch: int = 0) -> None:
        """Put a card under the others."""
        holder = self.area.widget() if isinstance(self.area, QScrollArea) else None
        column = holder.layout() if holder is not None else None
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.count() - self._behind, card, stretch)


class PartedPanel(Panel):
    """A panel made in turns of the event loop; subclasses hand their parts to ``make_in_turns``.

    It asks its queries when the last part stands.

    Args:
        desk: What screens are given.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._parts: list[Part] = []
        # Single-shot, so that whoever waits for the window to come to rest sees it.
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._make_next)

    @property
    def whole(self) -> bool:
        """Whether every part stands."""
        return not self._parts

    def make_in_turns(self, *parts: Part) -> None:
        """Make the first part now and the others turn by turn."""
        self._parts = list(parts)
        self._make_next()

    def finish(self) -> None:
        """Make what is still to be made."""
        while self._parts:
            self._make_next()

    def _make_next(self) -> None:
        if not self._parts:
            return
        self._parts.pop(0)()
        if self._parts:
            self._turn.start()
            return
        self._turn.stop()
        if self.stale and self.isVisible():
            self.renew()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        if self.whole:
            super().showEvent(event)
        else:
            QWidget.showEvent(self, event)

    @override
    def renew(self) -> None:
        if self.whole:
            super().renew()
        else:
            self.stale = True
