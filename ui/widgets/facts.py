"""Short lists inside cards: facts as label and value, conditions met or not, and the steps of a way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.i18n import Shown, Texts
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.card import rule
from ui.widgets.chips import StateChip
from ui.widgets.label import Label
from ui.widgets.sign import Sign


def empty_layout(layout: QLayout) -> None:
    """Remove everything from a layout and delete its widgets."""
    while layout.count():
        taken = layout.takeAt(0)
        if taken is None:
            return
        widget, inner = taken.widget(), taken.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            empty_layout(inner)


class FactList(QWidget):
    """Label on the left, value or chip on the right, a thin line between."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def clear(self) -> None:
        """Remove all facts."""
        empty_layout(self._column)

    def add(self, label: Shown, value: Shown = "", tone: Tone | None = None, *, strong: bool = False) -> None:
        """Add a fact; with a tone its value is a chip."""
        if self._column.count():
            self._column.addWidget(rule())
        row = QFrame()
        row.setMinimumHeight(round(current_theme().size("row_px")) - 1)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(10)
        name = Label(self._texts, label, wrap=True)
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(name, 1)
        if tone is not None:
            line.addWidget(StateChip(self._texts, value, tone, parent=row))
        else:
            shown = Label(self._texts, value, "strong" if strong else "body")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.addWidget(shown)
        self._column.addWidget(row)


class Conditions(QWidget):
    """Conditions with a sign each: met, not met, or to be looked at."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def set_conditions(self, conditions: Sequence[tuple[bool | None, Shown]]) -> None:
        """Show conditions; None means that it cannot be told yet."""
        empty_layout(self._column)
        signs = {True: ("check", "muted"), False: ("x", "ng_text"), None: ("dots", "muted")}
        for met, shown in conditions:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(6)
            line.addWidget(Sign(*signs[met], 16), 0, Qt.AlignmentFlag.AlignTop)
            label = Label(self._texts, shown, "bad" if met is False else "body", wrap=True)
            line.addWidget(label, 1)
            self._column.addWidget(row)


class StepLine(QWidget):
    """The steps of a way, the present one marked: draft › review › released. A long way takes a second line."""

    _PER_LINE = 4

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(5)

    def set_steps(self, steps: Sequence[Shown], present: int) -> None:
        """Show steps; ``present`` is the place of the one that has been reached."""
        empty_layout(self._lines)
        for start in range(0, len(steps), self._PER_LINE):
            row = QWidget(self)
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(5)
            for at in range(start, min(start + self._PER_LINE, len(steps))):
                if at:
                    line.addWidget(Label(self._texts, "›", "muted"))
                tone: Tone = "info" if at == present else "neutral"
                line.addWidget(StateChip(self._texts, steps[at], tone, row))
            line.addStretch(1)
            self._lines.addWidget(row)
