"""One nonconformance: where it stands, what is written down about it, the readings that show it, its signature."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout

from app.inspection.under_concession import Conceding, conceding
from app.nonconformance.nonconformances import edit_nonconformance, sign_disposition, take_step
from app.nonconformance.queries import (
    FoundReading,
    NonconformanceRow,
    disposition_signatures,
    found_readings,
)
from app.nonconformance.wording import dispositions_line
from app.people.queries import SignatureRow
from models.vocab import NonconformanceState
from ui.i18n import Words, say, term
from ui.inspection.concession_dialog import ConcessionUseDialog
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.nonconformance.disposition_card import DispositionCard
from ui.panels import Desk, Panel, stacked
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.dialogs import ConfirmDialog, Question
from ui.widgets.facts import FactList, StepLine
from ui.widgets.flow import Flow
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.wording import minute_text, with_zone, worded

STEPS: Final = tuple(NonconformanceState)
_FIELDS: Final[tuple[tuple[str, Words, Words], ...]] = (
    ("description", term("nonconformances", "What was found"), say("What is not as required, and how much.")),
    ("containment", term("nonconformances", "Containment"), say("What was done at once, before CONTAINED.")),
    ("cause", term("nonconformances", "Cause"), say("Why it came about, before the action plan.")),
    ("action", term("nonconformances", "Corrective action"), say("What is done against the cause.")),
    ("verification", term("nonconformances", "Verification"), say("How the action was seen to work.")),
    (
        "disposition_note",
        term("nonconformances", "Remarks on the disposition"),
        say("Beside the dispositions above; signed with them."),
    ),
)


class NonconformanceDetail(Panel):
    """The right half of the nonconformances' screen."""

    nouns = frozenset({"nonconformance", "reading", "inspection", "concession"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: NonconformanceRow | None = None
        self.dialog: ConfirmDialog | None = None
        self._zone = ZoneInfo("UTC")
        texts = self.texts
        self.card = Card(texts, " ")
        self.card.title.setWordWrap(True)
        self.steps = StepLine(texts)
        self.facts = FactList(texts)
        self.next = Button(texts, " ", self._step, "primary", name="nonconformance.step")
        self.sign = Button(
            texts, term("nonconformances", "Sign the disposition"), self._sign, name="nonconformance.sign"
        )
        self.concede = Button(
            texts,
            term("nonconformances", "Accept under a concession"),
            self._concede,
            name="nonconformance.concede",
        )
        self.concede.hide()
        self._conceding: Conceding | None = None
        line = Flow(6, 6)
        line.put([self.next, self.sign, self.concede])
        self.signed = Label(texts, "", "muted", wrap=True)
        self.signed.setObjectName("nonconformance.signed")
        self.card.add(self.steps)
        self.card.add(self.facts)
        self.card.add(line)
        self.card.add(self.signed)
        words = Card(texts, term("nonconformances", "What is known"))
        self.form = Form(texts)
        for name, shown, hint in _FIELDS:
            self.form.add_text(name, shown, hint, lines=2)
        self.save = Button(texts, term("nonconformances", "Save"), self._save, name="nonconformance.save")
        words.add(self.form)
        words.add(self.save)
        self.parts = DispositionCard(desk)
        found = Card(texts, term("nonconformances", "Readings that show it"), flush=True)
        self.readings = RowTable(RowsModel(texts, self._columns(), key=lambda row: row.reading_id), "found")
        texts.bind(self.readings.setAccessibleName, term("nonconformances", "Readings that show it"))
        self.readings.when_empty(say("It was opened by hand: no reading stands behind it."))
        self.readings.opened.connect(lambda _row: self._open_inspection())
        found.add(self.readings, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(stacked(self.card, self.parts, words, found, fill=True))

    def _columns(self) -> tuple[Column[FoundReading], ...]:
        return (
            Column(term("nonconformances", "Balloon"), lambda row: row.balloon, "strong"),
            Column(term("nonconformances", "Requirement"), lambda row: row.specification, weight=1),
            Column(term("nonconformances", "Sample"), lambda row: str(row.sample), "number"),
            Column(
                term("nonconformances", "Value"),
                lambda row: f"{row.value or row.attribute} {row.unit}".strip(),
                "chip",
                tone=lambda row: "ng" if row.holds else "neutral",
            ),
            Column(
                term("nonconformances", "Measured"),
                lambda row: minute_text(row.measured_at, self._zone),
                "muted",
            ),
        )

    def put(self, row: NonconformanceRow | None) -> None:
        """Show a nonconformance; what is being typed about the same one stays."""
        changed = row is None or self.row is None or row.id != self.row.id
        older = self.row
        self.row = row
        self.setVisible(row is not None)
        if row is None:
            return
        closed = row.state is NonconformanceState.CLOSED
        self.card.set_title(say("{number} {title}", number=row.number, title=row.title))
        self.card.set_chip(worded(row.state), "neutral" if closed else "warn")
        self.steps.set_steps([worded(step) for step in STEPS], STEPS.index(row.state))
        self._put_facts(row)
        self.parts.put(row, self._zone)
        if changed or older is None or older.version != row.version:
            self.form.set_values({name: getattr(row, name) for name, _shown, _hint in _FIELDS})
        self.form.setEnabled(not closed)
        self.save.setVisible(not closed)
        self.next.setVisible(not closed)
        self.sign.setVisible(not closed)
        if not closed:
            coming = STEPS[STEPS.index(row.state) + 1]
            self.next.put(say("Next step: {step}", step=worded(coming)))
        self.renew()

    def _put_facts(self, row: NonconformanceRow) -> None:
        self.facts.clear()
        self.facts.add(term("nonconformances", "Part"), f"{row.part_number} {row.part_name}")
        if row.lot_number:
            held = row.lot_state is not None and row.lot_state.value == "hold"
            self.facts.add(term("nonconformances", "Lot"), row.lot_number)
            if row.lot_state is not None:
                self.facts.add(
                    term("nonconformances", "Lot state"), worded(row.lot_state), "warn" if held else "neutral"
                )
        if row.inspection_number:
            self.facts.add(term("nonconformances", "Inspection"), row.inspection_number)
        found = say("{name}, {when}", name=row.found_by, when=minute_text(row.found_at, self._zone))
        self.facts.add(term("nonconformances", "Found by"), found)

    def refresh(self) -> None:
        """Ask for the readings and the signatures."""
        if self.row is None:
            return
        self.ask(with_zone(found_readings), self.row.id, then=self._put_readings, key="readings")
        self.ask(disposition_signatures, self.row.id, then=self._put_signed, key="signed")
        if self.row.inspection_id is None:
            self._put_conceding(None)
        else:
            now = datetime.now(UTC)
            self.ask(conceding, self.row.inspection_id, now=now, then=self._put_conceding, key="conceding")

    def _put_conceding(self, found: Conceding | None) -> None:
        self._conceding = found
        closed = self.row is None or self.row.state is NonconformanceState.CLOSED
        self.concede.setVisible(found is not None and not closed)

    def _concede(self) -> None:
        found = self._conceding
        if found is None:
            return
        dialog = ConcessionUseDialog(self.desk, found, self.window())
        dialog.done_with.connect(lambda _changes: self._conceded(found))
        dialog.open()

    def _conceded(self, found: Conceding) -> None:
        """Propose the concession as the disposition of the parts left; nothing is decided by that."""
        used = next((row.concession.id for row in found.rows if row.concession is not None), None)
        if used is not None:
            self.parts.propose_concession(used)
        self.renew()

    def _put_readings(self, found: tuple[tuple[FoundReading, ...], ZoneInfo]) -> None:
        rows, self._zone = found
        self.readings.rows_model.set_rows(rows)
        if self.row is not None:
            self._put_facts(self.row)
            self.parts.put(self.row, self._zone)

    def _put_signed(self, rows: tuple[SignatureRow, ...]) -> None:
        valid = next((row for row in reversed(rows) if row.valid), None)
        if valid is not None:
            when = minute_text(valid.at, self._zone)
            self.signed.put(say("Disposition signed by {name}, {when}.", name=valid.name, when=when))
        elif rows:
            self.signed.put(say("What was signed was changed since; it must be signed again."))
        else:
            self.signed.put(say("Nobody has signed the disposition yet."))
        self.signed.set_role("warn" if rows and valid is None else "muted")

    def _save(self) -> None:
        if self.row is not None:
            values: dict[str, Any] = self.form.values()
            said = say("{number} is saved.", number=self.row.number)
            self.do(edit_nonconformance, self.row.id, expected_version=self.row.version, said=said, **values)

    def _step(self) -> None:
        row = self.row
        if row is not None and row.state is not NonconformanceState.CLOSED:
            coming = STEPS[STEPS.index(row.state) + 1]
            said = say("{number}: {step}", number=row.number, step=worded(coming))
            self.do(take_step, row.id, coming, expected_version=row.version, said=said)

    def _sign(self) -> None:
        row = self.row
        if row is None:
            return
        form = Form(self.texts)
        form.add_password("secret", term("nonconformances", "Your password"), required=True)
        form.add_line("comment", term("nonconformances", "Comment"))
        disposed = dispositions_line(self.texts.language, row)
        what = say("{number}: “{disposition}”", number=row.number, disposition=disposed or "—")
        self.dialog = dialog = ConfirmDialog(self.texts, Question.SIGN_OFF, what, form, self)

        def sign() -> None:
            said = say("The disposition of {number} is signed.", number=row.number)
            values: dict[str, Any] = form.values()
            self.do(sign_disposition, row.id, said=said, **values)

        # An empty password keeps the dialog open.
        dialog.yes.clicked.disconnect()
        dialog.yes.clicked.connect(lambda _checked=False: dialog.accept() if form.complete() else None)
        form.submitted.connect(dialog.yes.click)
        dialog.accepted.connect(sign)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_inspection(self) -> None:
        if self.row is not None and self.row.inspection_id is not None:
            self.desk.open_place("inspections", self.row.inspection_id)
