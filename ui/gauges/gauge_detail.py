"""One gauge: its facts, its calibrations, what is in doubt since a failed one, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.gauges.calibrations import record_calibration
from app.gauges.gauges import retire_gauge, send_to_repair
from app.gauges.queries import CalibrationRow, GaugeRow, SuspectReading, calibration_rows, suspect_readings
from models.rules.calibration import GaugeCondition
from models.types import decimal_text
from models.vocab import CalibrationResult
from ui.gauges.gauge_words import CONDITIONS, left_words, range_text
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel, stacked
from ui.tones import LOT_TONES
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.flow import Flow
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.reason import ReasonLine
from ui.widgets.tables import RowTable
from ui.wording import day_text, minute_text, with_zone, worded

ChooseFile = Callable[[QWidget, str], Path | None]


def choose_certificate(parent: QWidget, title: str) -> Path | None:
    """Ask for the file of a certificate."""
    name, _kind = QFileDialog.getOpenFileName(parent, title)
    return Path(name) if name else None


class GaugeDetail(Panel):
    """The right half of the register.

    Args:
        desk: What the screen has at hand.
        to_open: Asks for the certificate's file.
    """

    nouns = frozenset({"gauge", "reading", "lot"})

    def __init__(self, desk: Desk, to_open: ChooseFile = choose_certificate) -> None:
        super().__init__(desk)
        self._to_open = to_open
        self.row: GaugeRow | None = None
        self._file: tuple[str, bytes] | None = None
        self._zone = ZoneInfo("UTC")
        texts = self.texts
        self.card = Card(texts, " ")
        self.facts = FactList(texts)
        self.reason = ReasonLine(texts)
        line = Flow(6, 6)
        self.calibrate = Button(
            texts, term("gauges", "Record a calibration"), self._open_form, "primary", name="gauge.calibrate"
        )
        self.repair = Button(texts, term("gauges", "Send to repair"), self._repair, name="gauge.repair")
        self.retire = Button(texts, term("gauges", "Retire"), self._retire, name="gauge.retire")
        line.put([self.calibrate, self.repair, self.retire])
        self.card.add(self.facts)
        self.card.add(line)
        self.card.add(self.reason)
        self.form_card = self._form_card()
        history = Card(texts, term("gauges", "Calibrations"), flush=True)
        self.history = RowTable(RowsModel(texts, self._columns(), key=lambda row: row.id), "calibrations")
        texts.bind(self.history.setAccessibleName, term("gauges", "Calibrations"))
        self.history.when_empty(
            say("Record the first calibration: without one no reading is taken with this gauge.")
        )
        history.add(self.history, 1)
        self.doubt = Card(texts, term("gauges", "In doubt since the last good calibration"), flush=True)
        self.suspects = RowTable(
            RowsModel(texts, self._suspect_columns(), key=lambda row: row.reading_id), "suspects"
        )
        texts.bind(
            self.suspects.setAccessibleName, term("gauges", "In doubt since the last good calibration")
        )
        self.suspects.opened.connect(lambda row: desk.open_place("inspections", row.inspection_id))
        self.doubt.add(self.suspects, 1)
        self.doubt.hide()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(stacked(self.card, self.form_card, self.doubt, history, fill=True))

    def _form_card(self) -> Card:
        texts = self.texts
        card = Card(texts, term("gauges", "Record a calibration"))
        self.form = Form(texts, 2)
        self.form.add_date("done", term("gauges", "Calibrated on"))
        results = [(result.value, worded(result)) for result in CalibrationResult]
        self.form.add_choice("result", term("gauges", "Result"), results)
        self.form.add_line("certificate", term("gauges", "Certificate number"), required=True)
        self.form.add_line("laboratory", term("gauges", "Laboratory"))
        card.add(self.form)
        line = QHBoxLayout()
        self.file = Label(texts, "", "muted", elide=True)
        line.addWidget(
            Button(texts, term("gauges", "Attach the certificate"), self._attach, name="gauge.file")
        )
        line.addWidget(self.file, 1)
        line.addWidget(Button(texts, say("Cancel"), card.hide, name="calibration.cancel"))
        line.addWidget(
            Button(texts, term("gauges", "Record"), self._record, "primary", name="calibration.save")
        )
        card.add(line)
        card.hide()
        return card

    def _columns(self) -> tuple[Column[CalibrationRow], ...]:
        return (
            Column(term("gauges", "Calibrated on"), lambda row: day_text(row.done_on)),
            Column(term("gauges", "Holds until"), lambda row: day_text(row.due_on)),
            Column(
                term("gauges", "Result"),
                lambda row: _transferred(row) if row.migrated else worded(row.result),
                "chip",
                tone=lambda row: "ng" if row.result is CalibrationResult.FAIL else "neutral",
            ),
            Column(
                term("gauges", "Certificate number"),
                lambda row: row.certificate,
                weight=1,
                second=lambda row: row.laboratory,
            ),
        )

    def _suspect_columns(self) -> tuple[Column[SuspectReading], ...]:
        return (
            Column(term("gauges", "Inspection"), lambda row: row.inspection_number),
            Column(term("gauges", "Lot"), lambda row: row.lot_number),
            Column(
                term("gauges", "Lot state"),
                lambda row: worded(row.lot_state),
                "chip",
                tone=lambda row: LOT_TONES[row.lot_state],
            ),
            Column(term("gauges", "Balloon"), lambda row: row.characteristic),
            Column(
                term("gauges", "Value"),
                lambda row: "" if row.value is None else f"{decimal_text(row.value)} {row.unit}",
                "number",
            ),
            Column(
                term("gauges", "Measured"),
                lambda row: minute_text(row.measured_at, self._zone),
                "muted",
                weight=1,
            ),
        )

    def put(self, row: GaugeRow | None) -> None:
        """Show a gauge."""
        changed = row is None or self.row is None or row.id != self.row.id
        self.row = row
        self.card.setVisible(row is not None)
        if changed:
            self.form_card.hide()
            self.reason.leave()
        if row is None:
            return
        word, tone = CONDITIONS[row.condition]
        self.card.set_title(say("{number} {name}", number=row.number, name=row.name))
        self.card.set_chip(word, tone)
        facts = self.facts
        facts.clear()
        facts.add(term("gauges", "Kind"), row.kind)
        facts.add(term("gauges", "Measures"), range_text(row))
        facts.add(term("gauges", "Resolution"), f"{decimal_text(row.resolution)} {row.unit}")
        facts.add(term("gauges", "Maker, serial number"), f"{row.maker} {row.serial_number}".strip())
        facts.add(
            term("gauges", "Calibration interval"),
            say("{months} {months:month|months}", months=row.interval_months),
        )
        facts.add(term("gauges", "Holds until"), day_text(row.due_on))
        if row.days_left is not None:
            facts.add(term("gauges", "Days"), left_words(row), tone if tone != "neutral" else None)
        in_use = row.condition not in (GaugeCondition.RETIRED, GaugeCondition.REPAIR)
        self.repair.setEnabled(in_use)
        self.retire.setEnabled(row.condition is not GaugeCondition.RETIRED)
        self.calibrate.setEnabled(row.condition is not GaugeCondition.RETIRED)
        self.renew()

    def refresh(self) -> None:
        """Ask for the calibrations, and for what they put in doubt."""
        if self.row is None:
            return
        self.ask(calibration_rows, self.row.id, then=self.history.rows_model.set_rows, key="history")
        self.ask(with_zone(suspect_readings), self.row.id, then=self._put_suspects, key="suspects")

    def _put_suspects(self, found: tuple[tuple[SuspectReading, ...], ZoneInfo]) -> None:
        rows, self._zone = found
        self.suspects.rows_model.set_rows(rows)
        self.doubt.setVisible(bool(rows))
        self.doubt.set_chip(say("{count} {count:reading|readings}", count=len(rows)), "warn")

    def _open_form(self) -> None:
        self._file = None
        self.file.put("")
        today = QDate.currentDate().toString("yyyy-MM-dd")
        self.form.set_values({"done": today, "certificate": "", "result": CalibrationResult.PASS.value})
        self.form_card.show()
        self.form.rows["certificate"].field.setFocus()

    def _attach(self) -> None:
        path = self._to_open(self, self.texts.term("gauges", "Attach the certificate"))
        if path is not None:
            self.desk.tasks.read(path.read_bytes, lambda content: self._keep(path.name, content), owner=self)

    def _keep(self, name: str, content: bytes) -> None:
        self._file = (name, content)
        self.file.put(name)

    def _record(self) -> None:
        if self.row is None or not self.form.complete():
            return
        values = self.form.values()
        facts: dict[str, Any] = {
            "done_on": date.fromisoformat(values["done"]),
            "result": CalibrationResult(values["result"]),
            "certificate": values["certificate"],
            "laboratory": values["laboratory"],
        }
        if self._file is not None:
            facts |= {"file_name": self._file[0], "file": self._file[1]}
        said = say("The calibration of {number} is recorded.", number=self.row.number)
        self.do(record_calibration, self.row.id, then=lambda _c: self.form_card.hide(), said=said, **facts)

    def _repair(self) -> None:
        if self.row is not None:
            self.reason.ask(
                term("gauges", "Send to repair"), lambda reason: self._take_out(send_to_repair, reason)
            )

    def _retire(self) -> None:
        if self.row is not None:
            self.reason.ask(term("gauges", "Retire"), lambda reason: self._take_out(retire_gauge, reason))

    def _take_out(self, verb: Callable[..., Any], reason: str) -> None:
        if self.row is not None:
            said = say("{number} is taken out of use.", number=self.row.number)
            self.do(verb, self.row.id, expected_version=self.row.version, reason=reason, said=said)


def _transferred(row: CalibrationRow) -> Shown:
    return say("{state} · transferred", state=worded(row.result))
