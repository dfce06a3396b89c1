"""A button that opens the further acts of a screen, each with its words and its key. Holds no act of its own."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ui.i18n import Texts, say
from ui.widgets.buttons import IconButton


class MoreButton(IconButton):
    """Three dots; acts that cannot be done now stand in the menu greyed.

    Args:
        texts: The window's language.
        name: objectName, for tests.
    """

    def __init__(self, texts: Texts, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(texts, "dots", say("More"), name=name, parent=parent)
        self.acts = QMenu(self)
        self.acts.setObjectName(f"{name}.menu")
        texts.bind(self.acts.setAccessibleName, say("More"))
        self.setMenu(self.acts)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def offer(self, *acts: QAction) -> None:
        """Add acts at the end of the menu."""
        self.acts.addActions(acts)
