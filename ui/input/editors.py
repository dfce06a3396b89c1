"""What is common to the open editors (line, text, spin box, editable combo) for taking a scan out of them again.

Knows positions and texts only; when something is a scan is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

Field = QLineEdit | QTextEdit | QPlainTextEdit
# Qt counts positions in UTF-16 units, Python in characters: texts are cut as UTF-16.
_UTF16: Final = "utf-16-le"


def field_of(focus: QObject | None) -> Field | None:
    """Return the field that takes what is typed while this object has the focus; None where there is none."""
    field: QObject | None = focus
    if isinstance(focus, QComboBox):
        field = focus.lineEdit() if focus.isEditable() else None
    elif isinstance(focus, QAbstractSpinBox):
        field = focus.findChild(QLineEdit)
    if isinstance(field, QLineEdit | QTextEdit | QPlainTextEdit) and not field.isReadOnly():
        return field
    return None


@dataclass(frozen=True)
class FieldSnapshot:
    """A field as it was before a burst began.

    Attributes:
        field: The field.
        before: Its text in UTF-16.
        start: Begin of the selection, or the cursor, in UTF-16 units.
        end: End of the selection, or the cursor.
    """

    field: Field
    before: bytes
    start: int
    end: int

    @classmethod
    def take(cls, field: Field) -> FieldSnapshot:
        """Return the field as it is now."""
        start, end = _selection(field)
        return cls(field, _text(field), start, end)

    def inserted(self) -> str | None:
        """Return what was inserted since; None where the field changed in another way (mask, completion)."""
        after = _text(self.field)
        head, tail = self.before[: 2 * self.start], self.before[2 * self.end :]
        if len(after) < len(head) + len(tail) or not (after.startswith(head) and after.endswith(tail)):
            return None
        return after[len(head) : len(after) - len(tail)].decode(_UTF16, "surrogatepass")

    def take_out(self) -> None:
        """Take out what was inserted since and put back what it replaced, as an edit that can be undone."""
        inserted = self.inserted()
        if inserted is None:
            _put(self.field, self.before.decode(_UTF16, "surrogatepass"))
            return
        length = len(inserted.encode(_UTF16, "surrogatepass")) // 2
        replaced = self.before[2 * self.start : 2 * self.end].decode(_UTF16, "surrogatepass")
        if length or replaced:
            _replace(self.field, self.start, length, replaced)
        _select(self.field, self.start, self.end)


class EditorBurst:
    """Keys that go into an open editor while they may be a scan.

    Attributes:
        snapshot: The field before the burst.
        composed: An input method took part: the keys themselves were never seen, only the field shows them.
        pending: What is still being composed.
        controls: (place in the inserted text, control character) of keys no field would take.
    """

    def __init__(self, snapshot: FieldSnapshot, lead: str) -> None:
        self.snapshot = snapshot
        self.composed = False
        self.pending = ""
        self.controls: list[tuple[int, str]] = []
        # A syllable the user was composing when the scanner began; it is the user's, not the scan's.
        self._lead = lead

    def inserted(self) -> str:
        """Return what has reached the field, with what is still being composed."""
        return (self.snapshot.inserted() or "") + self.pending

    def text(self) -> str:
        """Return what the scanner sent, as far as the field shows it, with the control characters put back."""
        text, done = self.inserted(), 0
        parts: list[str] = []
        for place, sign in self.controls:
            parts += [text[done:place], sign]
            done = place
        return "".join([*parts, text[done:]]).removeprefix(self._lead)

    def is_complete(self) -> bool:
        """Whether the field can have taken everything; a length limit, validator or mask may have eaten signs."""
        field = self.snapshot.field
        if not self.inserted().startswith(self._lead):
            # The first key of the scan joined the user's syllable: no longer to be told apart.
            return False
        if not isinstance(field, QLineEdit):
            return True
        full = len(field.text()) >= field.maxLength()
        return self.snapshot.inserted() is not None and not (full or field.validator() or field.inputMask())

    def take_out(self) -> None:
        """Take the scan out of the field; a syllable the user was composing stays."""
        self.snapshot.take_out()
        field = self.snapshot.field
        if self._lead and isinstance(field, QLineEdit):
            field.insert(self._lead)
        elif self._lead and not isinstance(field, QLineEdit):
            field.textCursor().insertText(self._lead)


def _text(field: Field) -> bytes:
    text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
    return text.encode(_UTF16, "surrogatepass")


def _selection(field: Field) -> tuple[int, int]:
    if isinstance(field, QLineEdit):
        if field.hasSelectedText():
            return field.selectionStart(), field.selectionEnd()
        return field.cursorPosition(), field.cursorPosition()
    cursor = field.textCursor()
    return cursor.selectionStart(), cursor.selectionEnd()


def _replace(field: Field, start: int, length: int, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.setSelection(start, length)
        field.insert(text) if text else field.del_()
        return
    _select(field, start, start + length)
    field.textCursor().insertText(text)


def _select(field: Field, start: int, end: int) -> None:
    if isinstance(field, QLineEdit):
        field.setCursorPosition(start)
        if end > start:
            field.setSelection(start, end - start)
        return
    cursor = field.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)


def _put(field: Field, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.setText(text)
    else:
        field.setPlainText(text)
