"""The words in the middle of a list that has no rows. Knows no noun: the screen gives the words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView
from typing_extensions import override

from ui.i18n import Shown, Texts, say
from ui.widgets.label import Label

_NOTHING = say("Nothing here yet.")


class EmptyRows(Label):
    """What a list says while it is empty: what comes here, and what to do for it.

    Until its first answer has come a list says nothing.

    Args:
        texts: The window's language.
        view: The list; its model is already set.
    """

    def __init__(self, texts: Texts, view: QAbstractItemView) -> None:
        super().__init__(texts, _NOTHING, "muted", wrap=True, parent=view.viewport())
        self.setObjectName("rows.empty")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setContentsMargins(12, 4, 12, 4)
        self._view = view
        self.hide()
        view.viewport().installEventFilter(self)
        model = view.model()
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self._look)

    def tell(self, shown: Shown, *, at_once: bool = False) -> None:
        """Say this while there are no rows, at once or from the first answer on."""
        self.put(shown)
        if at_once:
            self._look()

    def _look(self) -> None:
        self.setGeometry(self._view.viewport().rect())
        self.setVisible(self._view.model().rowCount() == 0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.viewport().rect())
        return super().eventFilter(watched, event)
