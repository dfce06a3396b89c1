"""Forms: labelled fields in a column, values as texts, refusals beside the field. Saves nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts, say
from ui.theme.theme import current_theme
from ui.widgets.buttons import IconButton
from ui.widgets.fields import ChoiceField, DateField, DecimalField, LineField, PasswordField, TextField
from ui.widgets.label import Label, restyle
from ui.widgets.preedit import commit_preedit


class Field(Protocol):
    """What a form needs of a field."""

    def value(self) -> str:
        """Return what it holds."""
        ...

    def set_value(self, value: str) -> None:
        """Show a value."""
        ...


W = TypeVar("W", bound=QWidget)


class FormRow(QWidget):
    """A label over a field, with a line for a hint or for what is wrong.

    Args:
        texts: The window's language.
        shown: The label.
        field: Any widget with ``value`` and ``set_value``.
        hint: Quiet words under the field.
        required: Marked with a word, not with colour.
    """

    def __init__(
        self,
        texts: Texts,
        shown: Shown,
        field: QWidget,
        hint: Shown = "",
        *,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._hint = texts, hint
        self.field = field
        self.label = Label(texts, shown, "muted")
        self.label.setBuddy(field)
        texts.bind(field.setAccessibleName, shown)
        self.below = Label(texts, hint, "hint", wrap=True)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.label)
        top.addStretch(1)
        if required:
            top.addWidget(Label(texts, say("required"), "hint"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(top)
        column.addWidget(field)
        column.addWidget(self.below)
        # Not before it has its place: shown without one it were a window of its own and took the keyboard away.
        self.below.setVisible(bool(hint))

    def show_wrong(self, shown: Shown) -> None:
        """Say what is wrong with the field; an empty text takes it back."""
        self.below.put(shown or self._hint)
        self.below.set_role("bad" if shown else "hint")
        self.below.setVisible(bool(shown or self._hint))
        wrong = "true" if shown else "false"
        if (self.field.property("wrong") or "false") != wrong:
            # Choosing the style anew is dear, and a form asks all its rows.
            self.field.setProperty("wrong", wrong)
            restyle(self.field)


class Form(QWidget):
    """Labelled fields by name.

    Args:
        texts: The window's language.
        columns: How many rows stand side by side.

    Signals:
        submitted: Enter was pressed in a line.
    """

    submitted = Signal()

    def __init__(self, texts: Texts, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._columns = texts, columns
        self.rows: dict[str, FormRow] = {}
        self._fields: dict[str, Field] = {}
        self._required: list[str] = []
        self._wide: set[FormRow] = set()
        self._place = (0, 0)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(round(current_theme().size("gap_px")))
        self._grid.setVerticalSpacing(10)

    def add(
        self,
        name: str,
        shown: Shown,
        field: W,
        hint: Shown = "",
        *,
        required: bool = False,
        wide: bool = False,
    ) -> W:
        """Add any field under a name; ``wide`` takes the whole width. Returns the field."""
        if not field.objectName():
            field.setObjectName(f"field.{name}")
        row = FormRow(self._texts, shown, field, hint, required=required)
        self.rows[name] = row
        self._fields[name] = field  # type: ignore[assignment]
        if required:
            self._required.append(name)
        if wide:
            self._wide.add(row)
        at, column = self._next_place(wide)
        self._grid.addWidget(row, at, column, 1, self._columns if wide else 1, Qt.AlignmentFlag.AlignTop)
        if isinstance(field, LineField | PasswordField):
            field.returnPressed.connect(self.submitted)
        return field

    def close_gaps(self) -> None:
        """Let the rows move up where others are hidden; called after hiding or showing rows."""
        self._place = (0, 0)
        for row in self.rows.values():
            if row.isHidden():
                continue
            wide = row in self._wide
            at, column = self._next_place(wide)
            self._grid.addWidget(row, at, column, 1, self._columns if wide else 1, Qt.AlignmentFlag.AlignTop)

    def _next_place(self, wide: bool) -> tuple[int, int]:
        row, column = self._place
        if wide and column:
            row, column = row + 1, 0
        following = self._columns if wide else column + 1
        self._place = (row + 1, 0) if following >= self._columns else (row, following)
        return row, column

    def add_line(
        self, name: str, shown: Shown, hint: Shown = "", *, required: bool = False, wide: bool = False
    ) -> LineField:
        """Add one line of text."""
        return self.add(name, shown, LineField(), hint, required=required, wide=wide)

    def add_decimal(
        self, name: str, shown: Shown, hint: Shown = "", *, required: bool = False
    ) -> DecimalField:
        """Add a decimal number."""
        return self.add(name, shown, DecimalField(), hint, required=required)

    def add_text(
        self, name: str, shown: Shown, hint: Shown = "", *, required: bool = False, lines: int = 3
    ) -> TextField:
        """Add several lines of text over the whole width."""
        return self.add(name, shown, TextField(lines=lines), hint, required=required, wide=True)

    def add_choice(
        self, name: str, shown: Shown, choices: Sequence[tuple[str, Shown]], hint: Shown = ""
    ) -> ChoiceField:
        """Add one of a few choices."""
        return self.add(name, shown, ChoiceField(self._texts, choices), hint)

    def add_date(self, name: str, shown: Shown, hint: Shown = "") -> DateField:
        """Add a day."""
        return self.add(name, shown, DateField(), hint)

    def add_password(
        self, name: str, shown: Shown, hint: Shown = "", *, required: bool = False
    ) -> PasswordField:
        """Add a hidden line."""
        return self.add(name, shown, PasswordField(self._texts), hint, required=required)

    def values(self) -> dict[str, str]:
        """Return what all fields hold, unfinished Hangul included."""
        commit_preedit()
        return {name: field.value() for name, field in self._fields.items()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Show values; names the form does not have are left out."""
        for name, value in values.items():
            if name in self._fields:
                self._fields[name].set_value(value)

    def complete(self) -> bool:
        """Say beside each required field that is empty what is missing; True where none is."""
        values, missing = self.values(), ""
        for name in self._required:
            wrong = not values[name]
            self.rows[name].show_wrong(say("Please fill this in.") if wrong else "")
            missing = missing or (name if wrong else "")
        if missing:
            self.rows[missing].field.setFocus()
        return not missing


class FieldEditor(QWidget):
    """A value that is read until its pencil is pressed: Enter keeps the change, Esc drops it.

    Args:
        texts: The window's language.
        shown: What the value is, for the accessible name.
        value: The value.

    Signals:
        committed: The new text; only when it differs.
    """

    committed = Signal(str)

    def __init__(self, texts: Texts, shown: Shown, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        self.line = LineField()
        texts.bind(self.line.setAccessibleName, shown)
        texts.bind(self.setAccessibleName, shown)
        self.read = Label(texts, value, elide=True)
        self.pencil = IconButton(texts, "pencil", say("Change {what}", what=shown), self.edit, "pencil")
        reading = QWidget()
        line = QHBoxLayout(reading)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.read, 1)
        line.addWidget(self.pencil)
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._stack.addWidget(reading)
        self._stack.addWidget(self.line)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.setFocusProxy(self.pencil)
        self.line.editingFinished.connect(self._finish)

    def value(self) -> str:
        """Return the value last committed."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show another value."""
        self._value = value
        self.read.put(value)
        self.line.setText(value)

    def set_editable(self, editable: bool) -> None:
        """Show or hide the pencil; what is released has none."""
        self.pencil.setVisible(editable)

    def edit(self) -> None:
        """Open the line."""
        self.line.setText(self._value)
        self._stack.setCurrentIndex(1)
        self.line.setFocus()
        self.line.selectAll()

    def _finish(self) -> None:
        if self._stack.currentIndex() == 0:
            return
        typed = self.line.value()
        self._stack.setCurrentIndex(0)
        if typed != self._value:
            self.set_value(typed)
            self.committed.emit(typed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentIndex() == 1:
            self.line.setText(self._value)
            self._stack.setCurrentIndex(0)
            self.pencil.setFocus()
        elif event.key() == Qt.Key.Key_F2 and self.pencil.isVisible():
            self.edit()
        else:
            super().keyPressEvent(event)
