"""The plant's own columns, order and wording of our documents, kind by kind, kept by one verb. Invents no value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.documents.document import Paper
from app.documents.form_layout import keep_layout
from app.documents.form_shape import FormShape, ShapeColumn, changeable_kinds, form_shape
from app.documents.wording import CONTEXT
from ui.i18n import Shown, Words, say, term
from ui.panels import Desk
from ui.widgets.buttons import Button, IconButton
from ui.widgets.check import CheckField
from ui.widgets.facts import empty_layout
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.forms import Form
from ui.widgets.label import Label

_IN: Final[dict[str, Callable[[str], Words]]] = {
    "ko": lambda name: say("{column} in Korean", column=name),
    "en": lambda name: say("{column} in English", column=name),
}

_PAPERS: Final[tuple[tuple[str, Shown], ...]] = (
    ("", say("As the program prints it")),
    *((name, name) for name in Paper.__members__),
)


def _head(shape: FormShape) -> dict[str, str]:
    """Return what the form above the columns shows of a kind of document."""
    return {**shape.title, "paper": shape.paper}


class LayoutDialog(QDialog):
    """Columns, order and words of one kind of document.

    Args:
        desk: What a screen has at hand, with an open factory.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shape: FormShape | None = None
        self._table = ""
        self._lines: list[tuple[CheckField, LineField, LineField]] = []
        texts = desk.texts
        self.setModal(True)
        self.setObjectName("layout.dialog")
        self.setMinimumSize(760, 600)
        texts.bind(self.setWindowTitle, say("Columns and words of our documents"))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(
            Label(
                texts,
                say(
                    "What is not ticked is not printed; values never change. Issued documents stay as they were."
                ),
                "muted",
                wrap=True,
            )
        )
        self.form = Form(texts, columns=2)
        kinds = [(one.kind, Words(one.title, CONTEXT)) for one in changeable_kinds()]
        self.kind: ChoiceField = self.form.add_choice("kind", term("form", "Document"), kinds)
        self.table: ChoiceField = self.form.add_choice("table", term("form", "Table"), ())
        self.form.add_line("ko", term("form", "Title in Korean"))
        self.form.add_line("en", term("form", "Title in English"))
        self.form.add_choice("paper", term("form", "Paper"), _PAPERS)
        self.kind.chosen.connect(self._ask)
        self.table.chosen.connect(self._turn)
        column.addWidget(self.form)
        self.says = Label(texts, "", "muted", wrap=True)
        self.says.setObjectName("layout.says")
        column.addWidget(self.says)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        column.addLayout(self._foot())
        self.finished.connect(self.deleteLater)
        self._ask(self.kind.value())

    def _foot(self) -> QHBoxLayout:
        texts, foot = self._desk.texts, QHBoxLayout()
        self.shipped = Button(texts, say("As the program prints it"), self._forget, name="layout.shipped")
        foot.addWidget(self.shipped)
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Cancel"), self.reject, name="layout.cancel"))
        self.yes = Button(texts, term("certification", "Keep"), self._keep, "primary", name="layout.keep")
        foot.addWidget(self.yes)
        return foot

    # asking
    def _ask(self, kind: str) -> None:
        desk, factory = self._desk, self._desk.factory
        if factory is None or not kind:
            return
        read_file = factory.read_file
        self._put(None)
        self.says.put(say("Looking at the newest record"))
        desk.tasks.read(lambda: desk.ask(form_shape, kind, read_file), partial(self._found, kind), owner=self)

    def _found(self, kind: str, shape: FormShape | None) -> None:
        if kind == self.kind.value():
            self._put(shape)
            none = say("No record shows this document yet; its columns can be changed once there is one.")
            self.says.put("" if shape is not None else none)

    def _put(self, shape: FormShape | None) -> None:
        self._shape, self._table = shape, ""
        code = self._desk.texts.code
        tables = () if shape is None else shape.tables
        self.table.set_choices([(one.key, one.title.get(code) or one.key) for one in tables])
        self.form.set_values({"ko": "", "en": "", "paper": ""} if shape is None else _head(shape))
        for button in (self.yes, self.shipped):
            button.setEnabled(shape is not None)
        self._lines = []
        empty_layout(self._grid)
        if tables:
            self._turn(tables[0].key)

    # showing
    def _turn(self, key: str) -> None:
        """Show another table; what was typed of the one before is taken along."""
        self._take()
        self._table = key
        self._show()

    def _columns(self) -> tuple[ShapeColumn, ...]:
        tables = () if self._shape is None else self._shape.tables
        return next((one.columns for one in tables if one.key == self._table), ())

    def _show(self) -> None:
        texts = self._desk.texts
        self._lines = []
        empty_layout(self._grid)
        columns = self._columns()
        for at, one in enumerate(columns):
            name = one.shipped.get(texts.code) or texts.term("form", "Measured values")
            box = CheckField(texts, "", f"layout.show.{one.key}")
            texts.bind(box.setAccessibleName, say("Print {column}", column=name))
            box.setChecked(one.shown)
            words = []
            for code in ("ko", "en"):
                line = LineField()
                line.setObjectName(f"layout.{code}.{one.key}")
                texts.bind(line.setAccessibleName, _IN[code](name))
                line.set_value(one.words.get(code, "") or (name if one.samples else ""))
                line.setEnabled(not one.samples)
                words.append(line)
            up = IconButton(
                texts,
                "chevron-up",
                say("{column} further to the front", column=name),
                partial(self._move, at, -1),
                f"layout.up.{one.key}",
            )
            down = IconButton(
                texts,
                "chevron-down",
                say("{column} further to the back", column=name),
                partial(self._move, at, 1),
                f"layout.down.{one.key}",
            )
            up.setEnabled(at > 0)
            down.setEnabled(at < len(columns) - 1)
            for place, widget in enumerate((box, *words, up, down)):
                self._grid.addWidget(widget, at, place)
            self._lines.append((box, words[0], words[1]))
        self._grid.setRowStretch(len(columns), 1)

    def _move(self, at: int, by: int) -> None:
        self._take()
        columns = list(self._columns())
        columns.insert(at + by, columns.pop(at))
        self._set(tuple(columns))
        self._show()

    def _take(self) -> None:
        """Take what was ticked and typed along."""
        if not self._lines:
            return
        taken = []
        for one, (box, korean, english) in zip(self._columns(), self._lines, strict=True):
            words = one.words if one.samples else {"ko": korean.value(), "en": english.value()}
            taken.append(replace(one, shown=box.isChecked(), words=words))
        self._set(tuple(taken))

    def _set(self, columns: tuple[ShapeColumn, ...]) -> None:
        assert self._shape is not None
        tables = tuple(
            replace(one, columns=columns) if one.key == self._table else one for one in self._shape.tables
        )
        self._shape = replace(self._shape, tables=tables)

    # acts
    def _keep(self) -> None:
        if self._shape is None:
            return
        self._take()
        if any(not any(one.shown for one in table.columns) for table in self._shape.tables):
            self.says.put(say("A table keeps at least one column."))
            return
        values = self.form.values()
        titled = replace(
            self._shape, title={code: values[code] for code in ("ko", "en")}, paper=values["paper"]
        )
        self._write(titled, say("The document is printed like that from now on."))

    def _forget(self) -> None:
        if self._shape is not None:
            plain = replace(self._shape, title=self._shape.shipped, tables=(), paper="")
            self._write(plain, say("The document is printed as the program has it."))

    def _write(self, shape: FormShape, said: Words) -> None:
        desk = self._desk

        def kept(_changes: object) -> None:
            desk.notices.toast(said, "ok")
            self.accept()

        desk.tasks.write(lambda: desk.perform(keep_layout, shape.kind, shape.layout()), kept, owner=self)
