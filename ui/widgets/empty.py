"""What stands where there is nothing yet: says so, why, and what to do first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.i18n import Shown, Texts
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.sign import Sign


class EmptyState(QWidget):
    """An icon, a line, a reason and perhaps a button in the middle of an empty place.

    Args:
        texts: The window's language.
        icon_name: An icon of resources/icons.
        shown: What is not there yet.
        why: How it comes to be there.
        action: Words and function of the first step.
    """

    def __init__(
        self,
        texts: Texts,
        icon_name: str,
        shown: Shown,
        why: Shown = "",
        action: tuple[Shown, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(Sign(icon_name, "muted", 36), 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = Label(texts, shown, "section", wrap=True)
        self.why = Label(texts, why, "muted", wrap=True)
        for label in (self.title, self.why):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self.why.setVisible(bool(why))
        self.button: Button | None = None
        if action is not None:
            self.button = Button(texts, action[0], action[1], "primary", name="empty.action")
            column.addSpacing(6)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
