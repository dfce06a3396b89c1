"""Fonts, colours and measured texts of the theme of now, made once: a screen full of cells asks for them hundreds
of times at each painting. Knows no cell and no row.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from shiboken6 import isValid

from ui.theme.theme import Theme, current_theme
from ui.theme.tokens import Tokens

# So many texts are kept measured: some thirty screens full.
_KEPT: Final = 8_192


class Script:
    """A font, and what texts take in it.

    Attributes:
        font: Not to be changed.
        height: Of a line, in pixels.
    """

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self.height = self._metrics.height()
        self._widths: dict[str, float] = {}
        self._shortened: dict[tuple[str, float], str] = {}

    def width(self, text: str) -> float:
        """Return how wide a text is in pixels."""
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) >= _KEPT:
                self._widths.clear()
            found = self._widths[text] = self._metrics.horizontalAdvance(text)
        return found

    def shortened(self, text: str, room: float) -> str:
        """Return a text as it fits into a room in pixels, with … where something is left out."""
        found = self._shortened.get((text, room))
        if found is None:
            if len(self._shortened) >= _KEPT:
                self._shortened.clear()
            found = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._shortened[text, room] = found
        return found


class CellTools:
    """What cells are painted with in one theme.

    Args:
        theme: As it is now; another choice of it needs other tools.
    """

    def __init__(self, theme: Theme) -> None:
        self.tokens: Tokens = theme.tokens
        self._theme = theme
        self._colors: dict[str, QColor] = {}
        self._scripts: dict[tuple[str, bool, bool], Script] = {}

    @property
    def current(self) -> bool:
        """Whether the theme is still what it was."""
        return isValid(self._theme) and self._theme.tokens is self.tokens

    def color(self, token: str) -> QColor:
        """Return a colour by its token; not to be changed."""
        found = self._colors.get(token)
        if found is None:
            found = self._colors[token] = self._theme.color(token)
        return found

    def script(self, token: str = "text_pt", *, bold: bool = False, struck: bool = False) -> Script:
        """Return the program's font at a token's size with what texts take in it."""
        found = self._scripts.get((token, bold, struck))
        if found is None:
            font = self._theme.font(token, bold=bold)
            if struck:
                font.setStrikeOut(True)
            found = self._scripts[token, bold, struck] = Script(font)
        return found


_made: list[CellTools] = []


def cell_tools() -> CellTools:
    """Return the tools of the theme of now.

    Raises:
        RuntimeError: There is no theme yet.
    """
    if not _made or not _made[0].current:
        _made[:] = [CellTools(current_theme())]
    return _made[0]
