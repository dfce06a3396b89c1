"""The lots that went into a lot 투입: the list, putting one in by its number or tag, taking a wrong entry back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout

from app.bom.as_built import LotUse
from app.errors import PartproofError
from app.production.consumption import consume_for, take_back_consumption
from app.production.consumption_queries import LotGenealogy, UsableLot, lot_genealogy, usable_lot
from app.production.queries import LotRow
from devices.events import ScanReceived
from models.types import decimal_text
from models.vocab import LotState
from ui.i18n import say, term
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import DecimalField, LineField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.reason import ReasonLine
from ui.widgets.tables import RowTable
from ui.wording import minute_text, short_time, with_zone

_MAKING = (LotState.QUARANTINE, LotState.RELEASED)


class UsedLots(Panel):
    """The card of a lot's screen."""

    nouns = frozenset({"lot"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: LotRow | None = None
        self._zone = ZoneInfo("UTC")
        self._scan: ScanReceived | None = None
        texts = self.texts
        card = Card(texts, term("lots", "Used lots"), flush=True)
        self.put_in = Button(texts, term("lots", "Put a lot in"), self.begin, name="used.new")
        self.take_back = Button(texts, term("lots", "Take back"), self._take_back, name="used.back")
        card.add_head(self.put_in)
        card.add_head(self.take_back)
        self.form = self._form()
        self.save = Button(texts, term("lots", "Put in"), self._save, "primary", name="used.save")
        self.leave = Button(texts, say("Cancel"), self.end, name="used.cancel")
        acts = QHBoxLayout()
        acts.setContentsMargins(12, 0, 12, 8)
        acts.setSpacing(8)
        acts.addStretch(1)
        acts.addWidget(self.leave)
        acts.addWidget(self.save)
        self.found = Label(texts, "", "muted", wrap=True)
        self.found.setObjectName("used.found")
        self.found.setContentsMargins(12, 0, 12, 4)
        self.refusal = Label(texts, "", "bad", wrap=True)
        self.refusal.setObjectName("used.refusal")
        self.refusal.setContentsMargins(12, 0, 12, 8)
        self.reason = ReasonLine(texts)
        self.table = RowTable(
            RowsModel(texts, self._columns(), key=lambda row: row.id, look=_look), "lot.used"
        )
        texts.bind(self.table.setAccessibleName, term("lots", "Used lots"))
        self.table.when_empty(say("What went into this lot is not written down."))
        self.table.setMinimumHeight(96)
        self.table.opened.connect(lambda row: self.desk.open_place("lots", row.lot_id))
        self.table.chosen_changed.connect(lambda _row: self._offer())
        self.went = Label(texts, "", "muted", wrap=True)
        self.went.setObjectName("used.went")
        self.went.setContentsMargins(12, 4, 12, 8)
        for part in (self.form, self.found, acts, self.refusal, self.reason):
            card.add(part)
        card.add(self.table, 1)
        card.add(self.went)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        self.end()

    def _form(self) -> Form:
        texts = self.texts
        form = Form(texts, 2)
        form.setContentsMargins(12, 8, 12, 4)
        self.lot: LineField = form.add(
            "used_lot",
            term("lots", "Used lot"),
            LineField(),
            say("Scan its tag, or type its number and press Enter."),
        )
        self.quantity: DecimalField = form.add_decimal(
            "used_quantity", term("lots", "Used quantity"), say("In the unit of the used part.")
        )
        self.why: LineField = form.add(
            "used_reason",
            term("lots", "Reason"),
            LineField(),
            say("Only for a part that the BOM does not name: why, or the number of the concession."),
            wide=True,
        )
        self.lot.returnPressed.connect(self._look_up)
        self.quantity.returnPressed.connect(self._save)
        return form

    def _columns(self) -> tuple[Column[LotUse], ...]:
        return (
            Column(term("lots", "Lot"), lambda row: row.number, "strong"),
            Column(
                term("lots", "Part"), lambda row: row.part_number, weight=1, second=lambda row: row.part_name
            ),
            Column(
                term("lots", "Quantity"), lambda row: f"{decimal_text(row.quantity)} {row.unit}", "number"
            ),
            Column(term("lots", "Who"), lambda row: row.person, "muted"),
            Column(
                term("lots", "Time"),
                lambda row: short_time(row.at, self._zone),
                "muted",
                tip=lambda row: minute_text(row.at, self._zone),
            ),
            Column(
                term("lots", "Remark"),
                lambda row: (
                    say("Taken back: {reason}", reason=row.taken_back) if row.is_taken_back else row.reason
                ),
                "muted",
                weight=1,
            ),
        )

    def put(self, row: LotRow) -> None:
        """Show what went into a lot."""
        if self.row is None or row.id != self.row.id:
            self.end()
            self.reason.leave()
        self.row = row
        self.put_in.setVisible(row.state in _MAKING)
        self.renew()

    def refresh(self) -> None:
        """Ask for both directions."""
        if self.row is not None:
            self.ask(with_zone(lot_genealogy), self.row.id, then=self._put)

    def _put(self, found: tuple[LotGenealogy, ZoneInfo]) -> None:
        genealogy, self._zone = found
        self.table.rows_model.set_rows(genealogy.used)
        into = dict.fromkeys(row.number for row in genealogy.made if not row.is_taken_back)
        self.went.setVisible(bool(into))
        self.went.put(say("Went into: {lots}", lots=", ".join(into)))
        self._offer()

    def _offer(self) -> None:
        chosen = self.table.chosen()
        self.take_back.setEnabled(chosen is not None and not chosen.is_taken_back)

    # putting one in
    @property
    def entering(self) -> bool:
        """Whether a lot is being put in, so that scans come here."""
        return not self.form.isHidden()

    def begin(self) -> None:
        """Open the form."""
        self._clear()
        for part in (self.form, self.save, self.leave):
            part.show()
        self.lot.setFocus()

    def end(self) -> None:
        """Close the form."""
        self._clear()
        for part in (self.form, self.save, self.leave):
            part.hide()

    def _clear(self) -> None:
        self._scan = None
        self.found.hide()
        self.form.set_values({"used_lot": "", "used_quantity": "", "used_reason": ""})
        self._say_wrong(None)

    def take_scan(self, scan: ScanReceived) -> bool:
        """Take a scanned tag as the used lot; False where nothing is being put in."""
        if not (self.entering and self.isVisible()):
            return False
        self._scan = scan
        self.lot.set_value(scan.text)
        self._look_up()
        return True

    def _look_up(self) -> None:
        """Say what the lot is and how much of it is left, and go on to the quantity."""
        self._ask_lot(self._named)

    def _ask_lot(self, then: Any) -> None:
        code, ask = self.lot.value(), self.desk.ask
        if code:
            self.desk.tasks.read(lambda: ask(usable_lot, code), then, failed=self._say_wrong, owner=self)

    def _named(self, lot: UsableLot) -> None:
        self._say_wrong(None)
        left = f"{decimal_text(lot.left)} {lot.unit}"
        self.found.put(say("{lot} · {part} · {left} left", lot=lot.number, part=lot.part_number, left=left))
        self.found.show()
        self.quantity.setFocus()

    def _save(self) -> None:
        try:
            quantity = Decimal(self.quantity.value())
        except InvalidOperation:
            quantity = Decimal(0)
        wrong = quantity <= 0
        self.form.rows["used_quantity"].show_wrong(
            say("Please write a number such as 0.4120.") if wrong else ""
        )
        if not wrong and self.row is not None:
            self._ask_lot(partial(self._write, self.row.id, quantity))

    def _write(self, made: int, quantity: Decimal, lot: UsableLot) -> None:
        perform, reason = self.desk.perform, self.why.value()
        scanned = self._scan is not None and self._scan.text == self.lot.value()
        event = self._scan.event_id if scanned and self._scan is not None else None
        self.save.setEnabled(False)
        self.desk.tasks.write(
            lambda: perform(consume_for, made, lot.id, quantity=quantity, reason=reason, event_id=event),
            lambda _changes: self.begin(),
            failed=self._say_wrong,
            owner=self,
        )

    def _say_wrong(self, error: BaseException | None) -> None:
        self.save.setEnabled(True)
        self.refusal.setVisible(isinstance(error, PartproofError))
        if isinstance(error, PartproofError):
            self.refusal.put(self.texts.explain(error))
        elif error is not None:
            self.desk.notices.failed(error)

    def _take_back(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            run = partial(self.do, take_back_consumption, chosen.id)
            self.reason.ask(term("lots", "Take back"), lambda reason: run(reason=reason))


def _look(row: LotUse) -> Look:
    return Look(None, struck=row.is_taken_back)
