"""Lines of text in the roles the style sheet knows. Translates through the window's texts."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts

Role = Literal["body", "muted", "strong", "section", "title", "subtitle", "hint", "bad", "warn", "good"]


class Label(QLabel):
    """A line or paragraph.

    Args:
        texts: The window's language.
        shown: Data or words.
        role: Size, weight and colour.
        wrap: Break into lines; otherwise one line.
        elide: Shorten with … where there is no room; the whole text is the tool tip then.
    """

    def __init__(
        self,
        texts: Texts,
        shown: Shown = "",
        role: Role = "body",
        *,
        wrap: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._elide = elide
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            # Keeps the height-for-width that setWordWrap has set.
            policy = self.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
            self.setSizePolicy(policy)
            self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.put(shown)

    def put(self, shown: Shown) -> None:
        """Show other data or words."""
        self._texts.bind(self.setText, shown)

    def set_role(self, role: Role) -> None:
        """Change size, weight and colour."""
        if self.property("role") != role:
            self.setProperty("role", role)
            restyle(self)

    @property
    def shortens(self) -> bool:
        """Whether the text may be shortened where there is no room."""
        return self._elide

    @property
    def elided(self) -> bool:
        """Whether the text does not fit now."""
        return self._elide and self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 40), hint.height()) if self._elide else hint

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._elide:
            self.setToolTip(self.text() if self.elided else "")
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.elided:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        rect = self.contentsRect()
        short = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, self.alignment() | Qt.AlignmentFlag.AlignVCenter, short)
        painter.end()


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_tone(widget: QWidget, tone: str) -> None:
    """Set the property ``tone`` and restyle the widget and its labels."""
    if widget.property("tone") == tone:
        return
    widget.setProperty("tone", tone)
    restyle(widget)
    children: list[QObject] = list(widget.findChildren(QWidget))
    for child in children:
        if isinstance(child, QWidget):
            restyle(child)
