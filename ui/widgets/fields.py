"""Fields a person types into. They know their unfinished Hangul; what they hold is NFC text, never a float."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QRectF, QRegularExpression, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QRegularExpressionValidator,
)
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from ui.i18n import Shown, Texts, say
from ui.theme.icons import paint_icon
from ui.widgets.buttons import IconButton
from ui.widgets.preedit import commit_preedit

if TYPE_CHECKING:
    _Field = QWidget
else:
    # Qt allows one class of its own among the bases: beside a field's own this one must be none.
    _Field = object


class _Composing(_Field):
    """What a line and a text share: a syllable the input method still holds is part of what was typed."""

    _preedit = ""

    @property
    def preedit(self) -> str:
        """The text the input method still holds."""
        return self._preedit

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._preedit = event.preeditString()

    def finish(self) -> None:
        """Take the unfinished syllable in."""
        if self.hasFocus():
            commit_preedit()
        if self._preedit:
            self.inputMethodEvent(_committing(self._preedit))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        # Most systems have handed it over by now; where they have not, Qt would drop it here.
        if self._preedit:
            self.inputMethodEvent(_committing(self._preedit))
        super().focusOutEvent(event)


class LineField(_Composing, QLineEdit):
    """One line of text."""

    def value(self) -> str:
        """Return the text, unfinished syllable included, without outer blanks, NFC."""
        self.finish()
        return unicodedata.normalize("NFC", self.text().strip())

    def set_value(self, value: str) -> None:
        """Show a text."""
        self.setText(value)


def _committing(syllable: str) -> QInputMethodEvent:
    event = QInputMethodEvent("", [])
    event.setCommitString(syllable)
    return event


class DecimalField(LineField):
    """A decimal number as text; a pasted comma is understood, trailing zeros stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"[+\-−]?\d*([.,]\d*)?"), self))

    def paste_number(self) -> None:
        """Paste, reading ``1.234,5`` and ``1,234.5`` alike."""
        self.insert(plain_decimal(QGuiApplication.clipboard().text()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_number()
            return
        super().keyPressEvent(event)

    def value(self) -> str:
        """Return the number in ASCII with a decimal point, or an empty text."""
        return plain_decimal(super().value())


_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


def plain_decimal(text: str) -> str:
    """Return a typed or pasted number in ASCII: one point, no grouping, an ASCII minus.

    Where both ``.`` and ``,`` stand, the last one is the decimal sign; ``0,25`` and ``12,5`` are read with a
    decimal comma. ``1,240`` may be either and is returned unchanged, so that it is refused instead of guessed.
    """
    raw = "".join(text.split()).replace("\N{MINUS SIGN}", "-")
    point, comma = raw.rfind("."), raw.rfind(",")
    if point >= 0 and comma >= 0:
        return raw.replace("," if point > comma else ".", "").replace(",", ".")
    if raw.count(",") > 1:
        return raw.replace(",", "")
    return raw if _AMBIGUOUS.fullmatch(raw) else raw.replace(",", ".")


class TextField(_Composing, QPlainTextEdit):
    """Several lines of text; Tab leaves it."""

    def __init__(self, parent: QWidget | None = None, lines: int = 3) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 16)

    def value(self) -> str:
        """Return the text, unfinished syllable included, without outer blanks, NFC."""
        self.finish()
        return unicodedata.normalize("NFC", self.toPlainText().strip())

    def set_value(self, value: str) -> None:
        """Show a text."""
        self.setPlainText(value)


def _paint_arrow(field: QWidget) -> None:
    """Draw the sign of a list to open; the style sheet could only use an image of one fixed colour."""
    painter = QPainter(field)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    token = "muted" if field.isEnabled() else "disabled"
    paint_icon(painter, "chevron-down", token, QRectF(field.width() - 25, field.height() / 2 - 8, 16, 16))
    painter.end()


class ChoiceField(QComboBox):
    """One of a few choices, each with a key.

    Signals:
        chosen: The key a person chose.
    """

    chosen = Signal(str)

    def __init__(
        self, texts: Texts, choices: Sequence[tuple[str, Shown]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._choices: tuple[tuple[str, Shown], ...] = ()
        self.set_choices(choices)
        self.activated.connect(lambda _at: self.chosen.emit(self.value()))
        texts.language_changed.connect(self._relabel)

    def set_choices(self, choices: Sequence[tuple[str, Shown]]) -> None:
        """Offer other choices; the chosen key stays where it is still offered."""
        kept = self.value()
        self._choices = tuple(choices)
        self.clear()
        for key, shown in self._choices:
            self.addItem(self._texts.show(shown), key)
        self.set_value(kept)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # Left to itself Qt cuts a long text in the middle of a letter.
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        whole: Any = option
        place, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        painter.drawComplexControl(place, option)
        room = self.style().subControlRect(place, option, field, self).width()
        whole.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        _paint_arrow(self)

    def _relabel(self) -> None:
        for at, (_key, shown) in enumerate(self._choices):
            self.setItemText(at, self._texts.show(shown))

    def value(self) -> str:
        """Return the chosen key, or an empty text."""
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Choose a key."""
        at = self.findData(value)
        if at >= 0:
            self.setCurrentIndex(at)


class DateField(QDateEdit):
    """A day, written the ISO way in every language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)

    def setAccessibleName(self, name: str) -> None:
        """Name the line inside too, which is what takes the focus."""
        super().setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_arrow(self)

    def value(self) -> str:
        """Return the day as ``YYYY-MM-DD``."""
        return self.date().toString("yyyy-MM-dd")

    def set_value(self, value: str) -> None:
        """Show a day given as ``YYYY-MM-DD``."""
        day = date.fromisoformat(value)
        self.setDate(QDate(day.year, day.month, day.day))


class PasswordField(QWidget):
    """A hidden line with an eye to look at it."""

    returnPressed = Signal()  # noqa: N815 - named like QLineEdit's

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.returnPressed.connect(self.returnPressed)
        self.eye = IconButton(texts, "eye", say("Show or hide what is typed"), self._turn, "eye")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.line, 1)
        line.addWidget(self.eye)
        self.setFocusProxy(self.line)

    def setAccessibleName(self, name: str) -> None:
        """Name the line itself, which is what takes the focus."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def _turn(self) -> None:
        hidden = self.line.echoMode() == QLineEdit.EchoMode.Password
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)

    def value(self) -> str:
        """Return what was typed, exactly."""
        return self.line.text()

    def set_value(self, value: str) -> None:
        """Replace what was typed; used to empty it."""
        self.line.setText(value)
