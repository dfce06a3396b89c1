"""The label printers of this PC: their addresses, how they stand now, a test print. Kept on this PC only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.documents.tag_printers import (
    BAUDS,
    RESOLUTIONS,
    find_printer,
    forget_printer,
    keep_printer,
    known_printers,
)
from app.documents.tag_sending import TagPrinter, require_ready, send_test_tag
from app.documents.tag_test_page import make_test_label
from app.errors import PartproofError
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_NEW: Final = {"name": "", "address": "", "dpi": "203", "width": "104", "baud": "9600"}


class PrintersCard(QWidget):
    """Printers on the left, the chosen or new one on the right.

    Args:
        desk: What screens are given.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.texts = desk, desk.texts
        self._editing = ""
        texts = self.texts
        self.table: RowTable[TagPrinter] = RowTable(
            RowsModel(texts, self._columns(), key=lambda row: row.name), "printers"
        )
        texts.bind(self.table.setAccessibleName, term("tag", "Label printers of this PC"))
        self.table.chosen_changed.connect(self._choose)
        listed = Card(texts, term("tag", "Label printers of this PC"), flush=True)
        listed.add_head(Button(texts, term("tag", "New printer"), self.begin, name="printer.new"))
        listed.add(self.table, 1)
        self.form_card = self._form_card()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(listed, 10)
        line.addWidget(self.form_card, 8)
        self.put()

    def _columns(self) -> tuple[Column[TagPrinter], ...]:
        return (
            Column(term("tag", "Name"), lambda row: row.name, "strong", weight=1),
            Column(term("tag", "Address"), lambda row: row.address, weight=2),
            Column(term("tag", "Resolution"), lambda row: say("{dpi} dpi", dpi=row.dpi)),
            Column(term("tag", "Width"), lambda row: say("{width} mm", width=f"{row.width:g}"), "number"),
        )

    def _form_card(self) -> Card:
        texts = self.texts
        card = Card(texts, term("tag", "Printer"))
        self.form = Form(texts, 2)
        self.form.add_line("name", term("tag", "Name"), required=True)
        self.form.add_line(
            "address",
            term("tag", "Address"),
            say("tcp://192.168.0.30:9100 or serial:COM5"),
            required=True,
        )
        self.form.add_choice(
            "dpi", term("tag", "Resolution"), [(str(dpi), say("{dpi} dpi", dpi=dpi)) for dpi in RESOLUTIONS]
        )
        self.form.add_decimal("width", term("tag", "Prints across, mm"), required=True)
        self.form.add_choice(
            "baud", term("tag", "Speed of the serial line"), [(str(b), str(b)) for b in BAUDS]
        )
        card.add(self.form)
        self.said = Label(texts, "", "muted", wrap=True)
        self.said.setObjectName("printer.said")
        card.add(self.said)
        line = QHBoxLayout()
        self.forget = Button(texts, say("Forget"), self._forget, name="printer.forget")
        self.test = Button(
            texts, term("tag", "Test print"), self._test, icon_name="printer", name="printer.test"
        )
        self.ask = Button(texts, term("tag", "Is it ready?"), self._ask, name="printer.ask")
        self.keep = Button(texts, say("Save"), self._keep, "primary", name="printer.keep")
        for button in (self.forget, self.ask, self.test):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.keep)
        column = QVBoxLayout()
        column.addLayout(line)
        card.add(column)
        return card

    def put(self) -> None:
        """Show the printers of this PC."""
        rows = known_printers()
        self.table.rows_model.set_rows(rows)
        if rows and self.table.chosen() is None:
            self.table.choose(rows[0].name)
        elif not rows:
            self.begin()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.put()

    def begin(self) -> None:
        """Describe a new printer."""
        self._editing = ""
        self.form.set_values(_NEW)
        self._ready(False)
        self.said.put(
            say("Printers are remembered by this PC; a printer with a system driver needs no entry.")
        )

    def _choose(self, row: TagPrinter | None) -> None:
        if row is None:
            return
        self._editing = row.name
        self.form.set_values(
            {
                "name": row.name,
                "address": row.address,
                "dpi": str(row.dpi),
                "width": f"{row.width:g}",
                "baud": str(row.baud),
            }
        )
        self._ready(True)
        self.said.put("")

    def _ready(self, known: bool) -> None:
        for button in (self.forget, self.test, self.ask):
            button.setEnabled(known)

    def _described(self) -> TagPrinter | None:
        if not self.form.complete():
            return None
        values = self.form.values()
        try:
            width = float(values["width"])
        except ValueError:
            self.form.rows["width"].show_wrong(say("This is no number."))
            return None
        return TagPrinter(values["name"], values["address"], int(values["dpi"]), width, int(values["baud"]))

    def _keep(self) -> None:
        described = self._described()
        if described is None:
            return
        try:
            kept = keep_printer(described, instead_of=self._editing)
        except PartproofError as refusal:
            self.said.put(self.texts.explain(refusal))
            return
        self.put()
        self.table.choose(kept.name)
        self.said.put(say("{name} is remembered by this PC.", name=kept.name))

    def _forget(self) -> None:
        row = self.table.chosen()
        if row is not None:
            forget_printer(row.name)
            self.put()
            self.desk.notices.toast(
                say("{name} is forgotten.", name=row.name), "ok", lambda: self._remember(row)
            )

    def _remember(self, row: TagPrinter) -> None:
        keep_printer(row)
        self.put()

    def _ask(self) -> None:
        self._with_printer(require_ready, term("tag", "It is ready, as far as it says."))

    def _test(self) -> None:
        language = self.texts.language

        def send(printer: TagPrinter) -> None:
            # The clock of the wall, as the label only says when it was tried.
            send_test_tag(printer, [make_test_label(printer, language, datetime.now().astimezone())])

        self._with_printer(send, term("tag", "The test label was handed over; look whether it came out."))

    def _with_printer(self, act: Callable[[TagPrinter], object], said: object) -> None:
        row = self.table.chosen()
        if row is None:
            return
        self._ready(False)
        self.said.put(say("Talking to {name} …", name=row.name))

        def done(_nothing: object) -> None:
            self._ready(True)
            self.said.put(said)  # type: ignore[arg-type]

        def failed(error: BaseException) -> None:
            self._ready(True)
            if isinstance(error, PartproofError):
                self.said.put(self.texts.explain(error))
            else:
                self.said.put("")
                self.desk.notices.failed(error)

        self.desk.tasks.read(lambda: act(find_printer(row.name)), done, failed=failed, owner=self)
