"""Short lists inside cards: facts as label and value, conditions met or not, and the steps of a way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.i18n import Shown, Texts
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.card import rule
from ui.widgets.chips import StateChip
from ui.widgets.flow import Flow
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
        line.addWidget(name, self._room_of(label))
        if tone is not None:
            line.addWidget(StateChip(self._texts, value, tone, parent=row))
        else:
            shown = Label(self._texts, value, "strong" if strong else "body", wrap=True)
            shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.addWidget(shown, self._room_of(value, strong=strong))
        self._column.addWidget(row)

    def _room_of(self, shown: Shown, *, strong: bool = False) -> int:
        """Return a text's width: label and value share the line by it, and break into lines where both are long."""
        metrics = QFontMetrics(current_theme().font(bold=strong))
        lines = self._texts.show(shown).splitlines()
        return max(1, *(metrics.horizontalAdvance(line) for line in lines), 1)


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


class StepLine(Flow):
    """The steps of a way, the present one marked: draft › review › released.

    A long way goes on in the next line; the sign between two steps stays behind the first of them.
    """

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._texts = texts

    def set_steps(self, steps: Sequence[Shown], present: int) -> None:
        """Show steps; ``present`` is the place of the one that has been reached."""
        self.put([self._step(step, at == present, at + 1 < len(steps)) for at, step in enumerate(steps)])

    def _step(self, step: Shown, present: bool, more: bool) -> QWidget:
        holder = QWidget(self)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(5)
        line.addWidget(StateChip(self._texts, step, "info" if present else "neutral", holder))
        if more:
            line.addWidget(Label(self._texts, "›", "muted"))
        return holder
