"""The theme of the running application: chooses tokens, sets palette, style sheet, fonts and colour scheme.

There is one per QApplication, as there is one QPalette. Remembers nothing; the caller stores the choice.
"""

from __future__ import annotations

import math
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.theme.fonts import load_fonts, make_font
from ui.theme.palette import make_palette
from ui.theme.tokens import RESOURCES, THEMES, Tokens, load_tokens

SHEET_FILE: Final = RESOURCES / "tokens" / "sheet.qss"
CHOICES: Final = ("system", *THEMES)
_MM_PER_INCH: Final = 25.4


class Theme(QObject):
    """Colours, sizes and fonts by token.

    Signals:
        changed: Another theme or room is shown; widgets that paint themselves update.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.setObjectName("theme")
        self._application = application
        self._choice, self._room = "light", "office"
        self._ruler = 0.0
        self._fonts: dict[tuple[float, bool], QFont] = {}
        self._tokens: Tokens = load_tokens("light", "office")
        self._showing = self._shown = False
        # Both wrappers are kept: Qt owns the objects, but a dropped wrapper takes its child along.
        self._hints = application.styleHints()
        self._accessibility = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._system_changed)
        self._accessibility.contrastPreferenceChanged.connect(self._system_changed)

    @property
    def tokens(self) -> Tokens:
        """The tokens now shown."""
        return self._tokens

    @property
    def choice(self) -> str:
        """What was chosen: ``system``, ``light``, ``dark`` or ``contrast``."""
        return self._choice

    @property
    def room(self) -> str:
        """``office`` or ``station``."""
        return self._room

    def choose(self, choice: str) -> None:
        """Show a theme; ``system`` follows light, dark and the contrast preference of the system."""
        if choice not in CHOICES:
            raise ValueError(f"no theme {choice}")
        if choice == self._choice and choice != "system" and self._shown:
            # Qt would go through every widget there is, for nothing.
            return
        self._choice = choice
        self._show()

    def enter_room(self, room: str) -> None:
        """Use the sizes of the office or of the station."""
        if room != self._room:
            self._room = room
            self._show()

    def calibrate(self, pixels_per_mm: float) -> None:
        """Use a measured resolution for targets in millimetres; 0 returns to the system's own figure."""
        self._ruler = pixels_per_mm
        self._show()

    def color(self, token: str) -> QColor:
        """Return a colour by its token."""
        return QColor(self._tokens.colors[token])

    def size(self, token: str) -> float:
        """Return a number by its token, in the unit of its suffix."""
        return self._tokens.sizes[token]

    def pixels(self, millimetres: float) -> int:
        """Return how many device-independent pixels a length on the screen takes."""
        per_mm = self._ruler
        if not per_mm:
            screen = self._application.primaryScreen()
            per_mm = (screen.logicalDotsPerInch() if screen else 96.0) / _MM_PER_INCH
        return max(1, math.ceil(millimetres * per_mm - 0.05))

    def font(self, token: str = "text_pt", *, bold: bool = False, points: float = 0.0) -> QFont:
        """Return the program's font at a token's size, or at ``points``."""
        key = (points or self._tokens.sizes[token], bold)
        made = self._fonts.get(key)
        if made is None:
            made = self._fonts[key] = make_font(key[0], bold=bold)
        # A copy: whoever asks may strike it out.
        return QFont(made)

    def _system_changed(self) -> None:
        if self._choice == "system" and not self._showing:
            self._show()

    def _wanted(self) -> str:
        if self._choice != "system":
            return self._choice
        if self._accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if self._hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _show(self) -> None:
        self._showing = True
        if self._choice == "system":
            self._hints.unsetColorScheme()
        self._tokens = load_tokens(self._wanted(), self._room)
        if self._choice != "system":
            # The hint alone was partial on some systems and so was the palette alone: set both.
            dark = self._tokens.dark
            self._hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._showing, self._shown = False, True
        self._application.setPalette(make_palette(self._tokens))
        self._application.setFont(self.font())
        self._application.setStyleSheet(self._sheet())
        self.changed.emit()

    def _sheet(self) -> str:
        values: dict[str, str] = dict(self._tokens.colors)
        for name, value in self._tokens.sizes.items():
            values[name] = f"{value:g}"
        target = self.pixels(self._tokens.sizes["target_mm"])
        # A style sheet's min-height leaves out padding and border: one pixel border each side.
        values["target"] = str(target - 2)
        values["target_focus"] = str(target - 4)
        values["resources"] = RESOURCES.as_posix()
        return Template(SHEET_FILE.read_text(encoding="utf-8")).substitute(values)


def install_theme(application: QApplication, choice: str = "system") -> Theme:
    """Load the fonts, set Fusion and show a theme; called once at the start.

    Raises:
        PartproofError: A bundled font is missing.
    """
    existing = application.findChild(Theme, "theme")
    if existing is None:
        load_fonts()
        # Style sheets paint badly on the native Windows styles.
        application.setStyle(QStyleFactory.create("Fusion"))
        existing = Theme(application)
    existing.choose(choice)
    return existing


def current_theme() -> Theme:
    """Return the theme of the running application.

    Raises:
        RuntimeError: ``install_theme`` was not called.
    """
    application = QApplication.instance()
    found = application.findChild(Theme, "theme") if application else None
    if found is None:
        raise RuntimeError("install_theme was not called")
    return found
