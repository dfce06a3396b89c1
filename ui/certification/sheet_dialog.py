"""A customer's audit sheet: say by clicking which column holds what; remembered under a name for the next one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.certification.import_xlsx import (
    FIELDS,
    SheetView,
    forget_mapping,
    read_customer_sheet,
    remember_mapping,
    remembered_mappings,
    view_sheets,
)
from ui.i18n import Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.fields import ChoiceField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_WORDS: Final[dict[str, Words]] = {
    "code": term("sheet", "Number"),
    "section": term("sheet", "Field"),
    "title": term("sheet", "Short title"),
    "text": term("sheet", "What is asked"),
    "points": term("sheet", "Points"),
    "star": term("sheet", "Mark of importance"),
}
Line = tuple[int, tuple[str, ...]]


class SheetDialog(QDialog):
    """The clicking in.

    Args:
        desk: What a screen has at hand.
        path: The customer's file.
        taken: Gets the checklist's content and the file's name.
    """

    def __init__(
        self,
        desk: Desk,
        path: Path,
        taken: Callable[[dict[str, Any], str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._path, self._taken = desk, path, taken
        self._views: tuple[SheetView, ...] = ()
        texts = desk.texts
        self.setObjectName("sheet.dialog")
        self.resize(980, 640)
        texts.bind(self.setWindowTitle, say("Audit sheet of a customer"))
        column = QVBoxLayout(self)
        column.addWidget(
            Label(
                texts,
                say(
                    "Click the first row that asks something, then the heading of each column in turn; a second "
                    "click takes a column back."
                ),
                wrap=True,
            )
        )
        self.form = Form(texts, columns=3)
        self.sheet = self.form.add_choice("sheet", term("sheet", "Sheet"), ())
        self.sheet.chosen.connect(self._show)
        self.remembered = self.form.add_choice("remembered", term("sheet", "Remembered clicks"), ())
        self.remembered.chosen.connect(self._recall)
        self.form.add_line("title", term("sheet", "Name of the checklist"), required=True)
        self.form.add_line("edition", term("sheet", "Edition"), required=True)
        self.form.add_decimal("mark", term("sheet", "Pass mark"))
        self.form.add_line("first", term("sheet", "First row"), required=True)
        fields = [(field, _WORDS[field]) for field in FIELDS]
        self.next = self.form.add_choice("next", term("sheet", "The next heading clicked is"), fields)
        column.addWidget(self.form)
        grid = QGridLayout()
        self.columns: dict[str, ChoiceField] = {}
        for at, field in enumerate(FIELDS):
            choice = ChoiceField(texts, ())
            choice.setObjectName(f"sheet.{field}")
            texts.bind(choice.setAccessibleName, _WORDS[field])
            grid.addWidget(Label(texts, _WORDS[field]), 0, at)
            grid.addWidget(choice, 1, at)
            self.columns[field] = choice
        column.addLayout(grid)
        self.table: RowTable[Line] = RowTable(
            RowsModel(texts, self._columns(1), key=lambda row: row[0]), "sheet.rows"
        )
        texts.bind(self.table.setAccessibleName, term("sheet", "Sheet"))
        self.table.chosen_changed.connect(self._first_row)
        headings = self.table.horizontalHeader()
        headings.setSectionsClickable(True)
        headings.sectionClicked.connect(self._click)
        column.addWidget(self.table, 1)
        line = QHBoxLayout()
        self.forget = Button(texts, say("Forget these clicks"), self._forget, name="sheet.forget")
        self.forget.setEnabled(False)
        line.addWidget(self.forget)
        line.addStretch(1)
        line.addWidget(Button(texts, say("Cancel"), self.reject, name="sheet.cancel"))
        line.addWidget(
            Button(texts, term("sheet", "Make a checklist"), self._take, "primary", name="sheet.save")
        )
        column.addLayout(line)
        self.finished.connect(self.deleteLater)
        desk.tasks.read(lambda: view_sheets(path), self._put, failed=self._broken, owner=self)
        desk.tasks.read(lambda: desk.ask(remembered_mappings), self._put_remembered, owner=self)
        self._mappings: dict[str, dict[str, Any]] = {}

    def _columns(self, width: int) -> tuple[Column[Line], ...]:
        made: list[Column[Line]] = [Column("", lambda row: str(row[0]), "number")]
        for at in range(width):
            made.append(Column(_letter(at), partial(_cell, at), weight=1, tip=partial(_cell, at)))
        return tuple(made)

    def _broken(self, error: BaseException) -> None:
        self._desk.notices.failed(error)
        self.reject()

    def _put(self, views: tuple[SheetView, ...]) -> None:
        self._views = views
        self.sheet.set_choices([(view.sheet, view.sheet or self._path.name) for view in views])
        self.form.set_values({"title": self._path.stem, "edition": "1"})
        self._show(self.sheet.value())

    def _put_remembered(self, found: tuple[tuple[str, dict[str, Any]], ...]) -> None:
        self._mappings = dict(found)
        none = ("", term("certification", "none"))
        self.remembered.set_choices([none, *((name, name) for name, _ in found)])

    def _view(self) -> SheetView | None:
        return next((view for view in self._views if view.sheet == self.sheet.value()), None)

    def _show(self, _sheet: str) -> None:
        view = self._view()
        if view is None:
            return
        self.table.rows_model.set_columns(self._columns(view.width))
        self.table.rows_model.set_rows(view.rows)
        none = ("", term("certification", "none"))
        for choice in self.columns.values():
            kept = choice.value()
            choice.set_choices([none, *((str(at), _letter(at)) for at in range(view.width))])
            choice.set_value(kept or "")

    def _click(self, section: int) -> None:
        """Take the column of a heading for the field that is next; the numbers of the rows are no column of it."""
        if section < 1:
            return
        at, field = str(section - 1), self.next.value()
        taken = [choice for choice in self.columns.values() if choice.value() == at]
        for choice in taken:
            choice.set_value("")
        if taken:
            return
        self.columns[field].set_value(at)
        order = list(FIELDS)
        later = [*order[order.index(field) + 1 :], *order[: order.index(field)]]
        self.next.set_value(next((one for one in later if not self.columns[one].value()), field))

    def _first_row(self, row: Line | None) -> None:
        if row is not None:
            self.form.set_values({"first": str(row[0])})

    def _recall(self, name: str) -> None:
        kept = self._mappings.get(name)
        self.forget.setEnabled(kept is not None)
        if kept is None:
            return
        self.form.set_values(
            {
                "title": str(kept.get("title", "")),
                "edition": str(kept.get("edition", "")),
                "first": str(kept.get("first_row", "")),
                "mark": str(kept.get("pass_mark") or ""),
            }
        )
        if any(view.sheet == kept.get("sheet") for view in self._views):
            self.sheet.set_value(str(kept["sheet"]))
            self._show(str(kept["sheet"]))
        for field, choice in self.columns.items():
            at = kept.get("columns", {}).get(field)
            choice.set_value("" if at is None else str(at))

    def _forget(self) -> None:
        """Forget what is chosen among the remembered clicks; what is shown stays."""
        desk, name = self._desk, self.remembered.value()
        if name not in self._mappings:
            return

        def forgotten(_changes: object) -> None:
            desk.notices.toast(say("The clicks of {name} are forgotten.", name=name), "ok")
            self.forget.setEnabled(False)
            desk.tasks.read(lambda: desk.ask(remembered_mappings), self._put_remembered, owner=self)

        desk.tasks.write(lambda: desk.perform(forget_mapping, name), forgotten, owner=self)

    def _take(self) -> None:
        if not self.form.complete():
            return
        values = self.form.values()
        for name in ("first", "mark"):
            wrong = bool(values[name]) and not values[name].isdigit()
            self.form.rows[name].show_wrong(say("Please type a whole number.") if wrong else "")
            if wrong:
                return
        code = re.sub(r"[^0-9a-z]+", "_", values["title"].lower()).strip("_")[:60]
        facts: dict[str, Any] = {
            "sheet": values["sheet"],
            "first_row": int(values["first"]),
            "code": code or f"sheet_{zlib.crc32(values['title'].encode('utf-8')):08x}",
            "edition": values["edition"],
            "title": values["title"],
            "pass_mark": int(values["mark"]) if values["mark"] else None,
        }
        columns = {field: int(choice.value()) for field, choice in self.columns.items() if choice.value()}
        path, desk, taken = self._path, self._desk, self._taken

        def done(content: dict[str, Any]) -> None:
            taken(content, path.name)
            kept = {**facts, "columns": columns}
            desk.tasks.write(lambda: desk.perform(remember_mapping, values["title"], kept))
            self.accept()

        desk.tasks.read(
            lambda: read_customer_sheet(path, columns, **facts),
            done,
            failed=desk.notices.failed,
            owner=self,
        )


def _letter(at: int) -> str:
    """Return a column's letters as the spreadsheet program shows them."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _cell(at: int, row: Line) -> str:
    return row[1][at] if at < len(row[1]) else ""
