"""A customer's form: choose a field, click its cell; see it filled in; keep it with the customer and the part.

Shows and collects; the one verb it runs keeps the form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.documents.customer_forms import FormRow, keep_form
from app.documents.form_queries import FormChoices, form_choices
from app.documents.form_sight import FormPreview, SheetSight, look_at_form, preview_form
from app.errors import PartproofError
from ui.forms.clicks import Clicks, field_words, repeated
from ui.forms.form_grid import NOTHING, FormGrid
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.fields import ChoiceField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable


@dataclass(frozen=True)
class FieldLine:
    """One field of the list: where it goes, and what it was filled with."""

    code: str
    place: str
    value: str = ""


class ClickDialog(QDialog):
    """The clicking in.

    Args:
        desk: What a screen has at hand, with an open factory.
        content: The customer's workbook.
        file_name: Its name.
        kept: The form as it is kept, where it is clicked again; its customer, part and name stay.
        done: Called when it is kept.
    """

    def __init__(
        self,
        desk: Desk,
        content: bytes,
        file_name: str,
        kept: FormRow | None = None,
        done: Callable[[], object] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._content, self._file = desk, content, file_name
        self._kept, self._done = kept, done
        self._sheets: tuple[SheetSight, ...] = ()
        self._pages: tuple[SheetSight, ...] = ()
        self._choices = FormChoices((), (), ())
        self._values: dict[str, str] = {}
        self.clicks = Clicks() if kept is None else Clicks.of(kept.mapping)
        self.setModal(True)
        self.setObjectName("form.dialog")
        self.setMinimumSize(900, 620)
        self.resize(1180, 720)
        desk.texts.bind(self.setWindowTitle, say("Form of a customer: {file}", file=file_name))
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addLayout(self._left(), 4)
        line.addLayout(self._right(), 9)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addLayout(line, 1)
        column.addLayout(self._foot())
        self.finished.connect(self.deleteLater)
        desk.tasks.read(
            lambda: look_at_form(content, file_name), self._put_sheets, failed=self._broken, owner=self
        )
        desk.tasks.read(lambda: desk.ask(form_choices), self._put_choices, owner=self)

    # building
    def _left(self) -> QVBoxLayout:
        texts = self._desk.texts
        column = QVBoxLayout()
        column.setSpacing(8)
        self.form = Form(texts)
        self.customer = self.form.add_choice("customer", term("form", "Customer"), ())
        self.part = self.form.add_choice("part", term("form", "Part"), ())
        self.form.add_line("name", term("form", "Name of the form"), required=True)
        self.customer.chosen.connect(self._put_parts)
        self.part.chosen.connect(self._put_inspections)
        column.addWidget(self.form)
        columns: tuple[Column[FieldLine], ...] = (
            Column(term("form cells", "Field"), lambda row: field_words(row.code), weight=2),
            Column(term("form", "Cell"), lambda row: row.place, "strong"),
            Column(
                term("form", "What goes in"),
                lambda row: row.value,
                "muted",
                weight=1,
                tip=lambda row: row.value,
            ),
        )
        self.fields = RowTable(RowsModel(texts, columns, key=lambda row: row.code), "form.fields")
        texts.bind(self.fields.setAccessibleName, term("form cells", "Field"))
        self.fields.chosen_changed.connect(self._say_what)
        column.addWidget(self.fields, 1)
        self.take_away = Button(texts, say("Take the cell away"), self.clear, name="form.clear")
        column.addWidget(self.take_away)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.fields)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.clear)
        return column

    def _right(self) -> QVBoxLayout:
        texts = self._desk.texts
        column = QVBoxLayout()
        column.setSpacing(8)
        self.hint = Label(texts, say("Reading the form"), wrap=True)
        self.hint.setObjectName("form.hint")
        column.addWidget(self.hint)
        self.sheet = ChoiceField(texts, ())
        self.sheet.setObjectName("form.sheet")
        texts.bind(self.sheet.setAccessibleName, term("form", "Sheet"))
        self.sheet.chosen.connect(self._choose_sheet)
        self.inspection = ChoiceField(texts, ())
        self.inspection.setObjectName("form.inspection")
        texts.bind(self.inspection.setAccessibleName, say("Inspection to try it on"))
        self.show_filled = Button(texts, say("Show it filled in"), self.preview, name="form.preview")
        self.show_filled.setCheckable(True)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Label(texts, term("form", "Sheet"), "muted"))
        top.addWidget(self.sheet, 1)
        top.addSpacing(12)
        top.addWidget(Label(texts, say("Inspection to try it on"), "muted"))
        top.addWidget(self.inspection, 1)
        top.addWidget(self.show_filled)
        column.addLayout(top)
        self.grid = FormGrid(texts, "form.grid")
        self.grid.taken.connect(self.take)
        column.addWidget(self.grid, 1)
        return column

    def _foot(self) -> QHBoxLayout:
        texts = self._desk.texts
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.says = Label(texts, "", "muted", wrap=True)
        foot.addWidget(self.says, 1)
        foot.addWidget(Button(texts, say("Cancel"), self.reject, name="cancel"))
        self.keep = Button(texts, term("form", "Keep the form"), self._keep, "primary", name="form.keep")
        foot.addWidget(self.keep)
        return foot

    # what was asked for
    def _broken(self, error: BaseException) -> None:
        self._desk.notices.failed(error)
        self.reject()

    def _put_sheets(self, sheets: tuple[SheetSight, ...]) -> None:
        self._sheets = sheets
        titles = [one.title for one in sheets]
        self.sheet.set_choices([(title, title) for title in titles])
        if self.clicks.sheet not in titles:
            self.clicks = Clicks(titles[0] if titles else "")
        self.sheet.set_value(self.clicks.sheet)
        self._show()
        self._choose(self.clicks.after(""))

    def _put_choices(self, choices: FormChoices) -> None:
        self._choices, kept = choices, self._kept
        self.customer.set_choices([(str(key), name) for key, name in choices.customers])
        name = self._file.rsplit(".", 1)[0] if kept is None else kept.name
        self.form.set_values({"name": name})
        if kept is not None:
            self.customer.set_value(str(kept.customer_id))
        self._put_parts(self.customer.value())
        if kept is not None:
            self.part.set_value("" if kept.part_id is None else str(kept.part_id))
            self._put_inspections(self.part.value())
        for row in self.form.rows.values():
            # Under another name or customer it would be another form.
            row.field.setEnabled(kept is None)

    def _put_parts(self, customer: str) -> None:
        everything: tuple[str, Shown] = ("", say("all parts without a form of their own"))
        mine = [one for one in self._choices.parts if str(one.customer_id) == customer]
        self.part.set_choices([everything, *((str(one.id), one.number) for one in mine)])
        self._put_inspections(self.part.value())

    def _put_inspections(self, part: str) -> None:
        customer = self.customer.value()
        found = self._choices.of_part(int(customer) if customer else None, int(part) if part else None)
        self.inspection.set_choices(
            [(str(one.id), f"{one.number} · {one.part} · {one.lot}") for one in found]
        )
        self.show_filled.setEnabled(bool(found))

    # showing
    def _sight(self) -> SheetSight:
        return next((one for one in self._sheets if one.title == self.clicks.sheet), NOTHING)

    def _show(self) -> None:
        """Show the empty form with its clicks."""
        self._pages = ()
        self._values = {}
        self.show_filled.setChecked(False)
        self.grid.put(self._sight(), self.clicks.marks())
        self._put_fields()
        self._say_what(self.fields.chosen())

    def _put_fields(self) -> None:
        clicks = self.clicks
        self.fields.rows_model.set_rows(
            [FieldLine(code, clicks.place_words(code), self._values.get(code, "")) for code in clicks.codes()]
        )

    def _choose(self, code: str) -> None:
        self.fields.choose(code)
        self._say_what(self.fields.chosen())

    def _choose_sheet(self, title: str) -> None:
        if self._pages:
            page = next((one for one in self._pages if one.title == title), None)
            if page is not None:
                self.grid.put(page, {})
            return
        if title != self.clicks.sheet:
            # Cells of one sheet mean nothing on another.
            self.clicks = Clicks(title)
            self._show()
            self._choose(self.clicks.after(""))

    def _say_what(self, row: FieldLine | None) -> None:
        if self._pages:
            self.hint.put(
                say(
                    "{n} {n:page as it|pages as they} would be issued; nothing is issued yet. Click into the "
                    "form to go on.",
                    n=len(self._pages),
                )
            )
            return
        if row is None:
            return
        words = field_words(row.code)
        self.take_away.setEnabled(bool(row.place))
        if repeated(row.code) and not self.clicks.first:
            self.hint.put(say("Click the cell of “{field}” in the first of the repeated rows.", field=words))
        else:
            self.hint.put(say("Click the cell where “{field}” belongs.", field=words))

    @property
    def filled(self) -> bool:
        """Whether the form is shown filled in."""
        return bool(self._pages)

    def put_clicks(self, clicks: Clicks) -> None:
        """Show other clicks on the form."""
        self.clicks = clicks
        self._show()
        self._choose(clicks.after(""))

    # acts
    def take(self, row: int, column: int) -> None:
        """Let the chosen field go to a cell, and choose the next one."""
        if self._pages:
            self._back()
            return
        line = self.fields.chosen()
        if line is None:
            return
        self.clicks = self.clicks.put(line.code, row, column, self._sight())
        self._put_clicks()
        self._choose(self.clicks.after(line.code))

    def clear(self) -> None:
        """Let the chosen field go nowhere."""
        line = self.fields.chosen()
        if line is not None and line.place and not self._pages:
            self.clicks = self.clicks.without(line.code)
            self._put_clicks()
            self._choose(line.code)

    def _put_clicks(self) -> None:
        self.grid.put_marks(self.clicks.marks())
        self._put_fields()
        first, last = self.clicks.first, self.clicks.last
        self.says.put(
            say("Rows {first} to {last} are repeated; more take further pages.", first=first, last=last)
            if first
            else ""
        )

    def _back(self) -> None:
        self.sheet.set_choices([(one.title, one.title) for one in self._sheets])
        self.sheet.set_value(self.clicks.sheet)
        self._show()

    def preview(self) -> None:
        """Fill the form in for the chosen inspection and show its pages; pressed again, show the clicks."""
        factory, wanted = self._desk.factory, self.inspection.value()
        if self._pages or factory is None or not wanted:
            self._back()
            return
        try:
            mapping = self.clicks.mapping()
        except PartproofError as error:
            self.show_filled.setChecked(False)
            self._desk.notices.failed(error)
            return
        actor, name = self._desk.actor(), self.form.values()["name"]
        self._desk.tasks.read(
            lambda: preview_form(
                factory, int(wanted), self._content, self._file, mapping, actor=actor, form=name
            ),
            self._put_preview,
            failed=self._not_shown,
            owner=self,
        )

    def _not_shown(self, error: BaseException) -> None:
        self.show_filled.setChecked(False)
        self._desk.notices.failed(error)

    def _put_preview(self, preview: FormPreview) -> None:
        self._pages = preview.pages
        first = dict(preview.values.rows[0]) if preview.values.rows else {}
        pages = str(len(preview.pages))
        self._values = {**preview.values.fields, **first, "page": "1", "pages": pages}
        self.show_filled.setChecked(True)
        self.sheet.set_choices([(one.title, one.title) for one in preview.pages])
        self.grid.put(preview.pages[0], {})
        self._put_fields()
        self._say_what(None)

    def _keep(self) -> None:
        customer = self.customer.value()
        if not self.form.complete() or not customer:
            return
        values = self.form.values()
        try:
            mapping = self.clicks.mapping()
        except PartproofError as error:
            self._desk.notices.failed(error)
            return
        facts: dict[str, Any] = {
            "customer_id": int(customer),
            "part_id": int(values["part"]) if values["part"] else None,
            "name": values["name"],
            "content": self._content,
            "file_name": self._file,
            "mapping": mapping,
        }
        perform = self._desk.perform

        def kept(_changes: object) -> None:
            self._desk.notices.toast(say("The form is kept; the next one takes one act."), "ok")
            self._done()
            self.accept()

        self._desk.tasks.write(lambda: perform(keep_form, **facts), kept, owner=self)
