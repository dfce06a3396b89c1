"""One lot: its facts and acts, what it was made of, its inspections and nonconformances, and what was done to it."""

from __future__ import annotations

from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout

from app.audit_words import ACT_CONTEXT, act_word
from app.production.lot_record import LotEntry, LotInspection, LotNonconformance, LotRecord, lot_record
from app.production.lots import consume_lot, hold_lot, reject_lot, release_lot
from app.production.queries import LotRow
from models.types import decimal_text
from models.vocab import LotState
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel, stacked
from ui.production.used_lots import UsedLots
from ui.tones import INSPECTION_TONES, LOT_TONES, NONCONFORMANCE_TONES
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.reason import ReasonLine
from ui.widgets.tables import RowTable
from ui.wording import day_text, minute_text, short_time, with_zone, worded

_HOLDABLE: Final = (LotState.QUARANTINE, LotState.RELEASED)
_DECIDABLE: Final = (LotState.QUARANTINE, LotState.HOLD)


class LotDetail(Panel):
    """The right half of the lots' screen."""

    nouns = frozenset({"lot", "inspection", "nonconformance"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: LotRow | None = None
        self._zone = ZoneInfo("UTC")
        texts = self.texts
        self.card = Card(texts, " ")
        self.facts = FactList(texts)
        self.card.add(self.facts)
        self.card.add(self._acts())
        self.reason = ReasonLine(texts)
        self.card.add(self.reason)
        inspections = Card(texts, term("lots", "Inspections"), flush=True)
        self.inspections = RowTable(
            RowsModel(texts, _inspection_columns(), key=lambda row: row.id), "lot.inspections"
        )
        texts.bind(self.inspections.setAccessibleName, term("lots", "Inspections"))
        self.inspections.when_empty(say("Scan this lot at the station to inspect it."))
        self.inspections.opened.connect(lambda row: self.desk.open_place("inspections", row.id))
        inspections.add(self.inspections, 1)
        troubles = Card(texts, term("lots", "Nonconformances"), flush=True)
        self.troubles = RowTable(
            RowsModel(texts, _nonconformance_columns(), key=lambda row: row.id), "lot.nonconformances"
        )
        texts.bind(self.troubles.setAccessibleName, term("lots", "Nonconformances"))
        self.troubles.when_empty(say("Nothing was found wrong with this lot."))
        self.troubles.opened.connect(lambda row: self.desk.open_place("nonconformances", row.id))
        troubles.add(self.troubles, 1)
        self.used = UsedLots(desk)
        history = Card(texts, term("lots", "History"), flush=True)
        self.entries = RowTable(
            RowsModel(texts, self._entry_columns(), key=lambda row: row.seq), "lot.history"
        )
        texts.bind(self.entries.setAccessibleName, term("lots", "History"))
        history.add(self.entries, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(stacked(self.card, self.used, inspections, troubles, history, fill=True))

    def _acts(self) -> QHBoxLayout:
        texts = self.texts
        self.release = Button(texts, term("orders", "Release the lot"), self._release, name="lot.release")
        self.hold = Button(texts, term("orders", "Hold the lot"), self._hold, name="lot.hold")
        self.consume = Button(texts, term("lots", "Used up"), self._consume, name="lot.consume")
        self.reject = Button(texts, term("lots", "Reject"), self._reject, name="lot.reject")
        line = QHBoxLayout()
        for button in (self.release, self.hold, self.consume, self.reject):
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _entry_columns(self) -> tuple[Column[LotEntry], ...]:
        return (
            Column(
                term("lots", "Time"),
                lambda row: short_time(row.at, self._zone),
                "muted",
                tip=lambda row: minute_text(row.at, self._zone),
            ),
            Column(term("lots", "Who"), lambda row: row.actor),
            Column(term("lots", "Act"), lambda row: term(ACT_CONTEXT, act_word(row.action))),
            Column(term("lots", "Reason"), lambda row: row.reason, "muted", weight=1),
        )

    def put(self, row: LotRow | None) -> None:
        """Show a lot."""
        if row is None or self.row is None or row.id != self.row.id:
            self.reason.leave()
        self.row = row
        self.setVisible(row is not None)
        if row is None:
            return
        self.card.set_title(say("Lot {number}", number=row.number))
        self.card.set_chip(worded(row.state), LOT_TONES[row.state])
        self.facts.clear()
        self.facts.add(term("lots", "Part"), f"{row.part_number} {row.part_name}")
        self.facts.add(term("lots", "Quantity"), f"{decimal_text(row.quantity)} {row.unit}", strong=True)
        if row.taken_out:
            out = f"{decimal_text(row.taken_out)} {row.unit}"
            self.facts.add(term("lots", "Scrapped or sent back"), out, "ng")
        self.facts.add(term("lots", "Work order"), row.order_number or "—")
        self.facts.add(term("orders", "Heat number"), row.heat_number or "—")
        self.facts.add(term("lots", "Work day"), day_text(row.work_day))
        self.release.setVisible(row.state in _DECIDABLE)
        self.reject.setVisible(row.state in _DECIDABLE)
        self.hold.setVisible(row.state in _HOLDABLE)
        self.consume.setVisible(row.state is LotState.RELEASED)
        self.used.put(row)
        self.renew()

    def refresh(self) -> None:
        """Ask for what is known of it."""
        if self.row is not None:
            self.ask(with_zone(lot_record), self.row.id, then=self._put_record)

    def _put_record(self, found: tuple[LotRecord, ZoneInfo]) -> None:
        record, self._zone = found
        self.inspections.rows_model.set_rows(record.inspections)
        self.troubles.rows_model.set_rows(record.nonconformances)
        self.entries.rows_model.set_rows(record.entries)

    # acts, each with the reason it is written down with
    def _release(self) -> None:
        if self.row is not None:
            run = partial(self.do, release_lot, self.row.id, expected_version=self.row.version)
            self.reason.ask(term("orders", "Release the lot"), lambda reason: run(reason=reason))

    def _reject(self) -> None:
        if self.row is not None:
            run = partial(self.do, reject_lot, self.row.id, expected_version=self.row.version)
            self.reason.ask(term("lots", "Reject"), lambda reason: run(reason=reason))

    def _hold(self) -> None:
        if self.row is not None:
            run = partial(self.do, hold_lot, self.row.id)
            self.reason.ask(term("orders", "Hold the lot"), lambda reason: run(reason=reason))

    def _consume(self) -> None:
        if self.row is not None:
            run = partial(self.do, consume_lot, self.row.id)
            self.reason.ask(term("lots", "Used up"), lambda reason: run(reason=reason))


def _inspection_columns() -> tuple[Column[LotInspection], ...]:
    return (
        Column(term("lots", "Number"), lambda row: row.number, "strong"),
        Column(term("lots", "Kind"), lambda row: worded(row.kind), weight=1),
        Column(
            term("lots", "State"),
            lambda row: worded(row.state),
            "chip",
            tone=lambda row: INSPECTION_TONES[row.state],
        ),
        Column(term("lots", "Work day"), lambda row: day_text(row.work_day), "muted"),
    )


def _nonconformance_columns() -> tuple[Column[LotNonconformance], ...]:
    return (
        Column(term("lots", "Number"), lambda row: row.number, "strong"),
        Column(term("lots", "What was found"), lambda row: row.title, weight=1),
        Column(
            term("lots", "State"),
            lambda row: worded(row.state),
            "chip",
            tone=lambda row: NONCONFORMANCE_TONES[row.state],
        ),
    )
