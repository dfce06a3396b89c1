"""The gauge register: every gauge with what it is today, and the detail of the one chosen."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget
from typing_extensions import override

from app.gauges.gauges import add_gauge
from app.gauges.queries import GaugeRow
from app.gauges.register import register_rows
from models.rules.calibration import GaugeCondition
from ui.changes.document_dialog import offer_documents
from ui.gauges.gauge_detail import ChooseFile, GaugeDetail, choose_certificate
from ui.gauges.gauge_words import CALLING, CONDITIONS, left_words
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Screen, stacked
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.forms import Form
from ui.widgets.tables import RowTable
from ui.wording import day_text

_DECIMALS = ("resolution", "low", "high")


class GaugesScreen(Screen):
    """The register.

    Args:
        desk: What a screen has at hand.
        to_open: Asks for the certificate's file.
    """

    nouns = frozenset({"gauge"})

    def __init__(self, desk: Desk, to_open: ChooseFile = choose_certificate) -> None:
        super().__init__(desk, term("gauges", "Gauge register"))
        texts = self.texts
        self._chosen: int | None = None
        self._rows: tuple[GaugeRow, ...] = ()
        self.add_action(term("gauges", "New gauge"), self._open_form, icon_name="plus", name="gauge.new")
        card = Card(texts, term("gauges", "Gauges"), flush=True)
        self.calling = Button(
            texts, term("gauges", "Only what needs somebody"), self._put, name="gauge.calling"
        )
        self.calling.setCheckable(True)
        card.add_head(self.calling)
        self.table = RowTable(
            RowsModel(texts, self._columns(), key=lambda row: row.id), "gauges", sortable=True
        )
        texts.bind(self.table.setAccessibleName, term("gauges", "Gauges"))
        self.table.chosen_changed.connect(self._choose)
        self.offer_tags("gauge", lambda: getattr(self.table.chosen(), "id", None), self.table.chosen_changed)
        offer_documents(self, lambda: (("gauge_register", 0),))
        card.add(self.table, 1)
        self.detail = GaugeDetail(desk, to_open)
        self.form_card = self._form_card()
        self.side = QStackedWidget()
        self.side.addWidget(self.detail)
        self.side.addWidget(stacked(self.form_card))
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(
            EmptyState(
                texts,
                "gauge",
                term("gauges", "No gauge yet"),
                say("A reading is only taken with a gauge of the register whose calibration is in force."),
                (term("gauges", "New gauge"), self._open_form),
            )
        )
        self.columns((self.pages, 11), (self.side, 7))

    def _columns(self) -> tuple[Column[GaugeRow], ...]:
        return (
            Column(term("gauges", "Number"), lambda row: row.number, "strong"),
            Column(term("gauges", "Name"), lambda row: row.name, weight=3),
            Column(term("gauges", "Holds until"), lambda row: day_text(row.due_on)),
            Column(
                term("gauges", "State"),
                lambda row: CONDITIONS[row.condition][0],
                "chip",
                tone=lambda row: CONDITIONS[row.condition][1],
            ),
            Column(
                term("gauges", "Days"),
                left_words,
                "muted",
                sort=lambda row: (row.days_left is None, row.days_left or 0),
            ),
        )

    def _form_card(self) -> Card:
        texts = self.texts
        card = Card(texts, term("gauges", "New gauge"))
        self.form = Form(texts, 2)
        for name, shown in (
            ("number", term("gauges", "Number")),
            ("name", term("gauges", "Name")),
            ("kind", term("gauges", "Kind")),
            ("unit", term("gauges", "Unit")),
        ):
            self.form.add_line(name, shown, required=True)
        self.form.add_decimal("resolution", term("gauges", "Resolution"), required=True)
        self.form.add_decimal("months", term("gauges", "Calibration interval in months"), required=True)
        self.form.add_decimal("low", term("gauges", "Measures from"), required=True)
        self.form.add_decimal("high", term("gauges", "Measures to"), required=True)
        self.form.add_line("maker", term("gauges", "Maker"))
        self.form.add_line("serial", term("gauges", "Serial number"))
        card.add(self.form)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(Button(texts, say("Cancel"), self._close_form, name="gauge.cancel"))
        line.addWidget(
            Button(texts, term("gauges", "Enter into the register"), self._add, "primary", name="gauge.save")
        )
        card.add(line)
        return card

    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, int):
            self._chosen = record
            self.calling.setChecked(False)
            self.renew()

    @override
    def refresh(self) -> None:
        self.ask(register_rows, now=datetime.now(UTC), then=self._put_rows)

    def _put_rows(self, rows: tuple[GaugeRow, ...]) -> None:
        self._rows = rows
        late = sum(CONDITIONS[row.condition][1] == "ng" for row in rows)
        soon = sum(row.condition is GaugeCondition.DUE_SOON for row in rows)
        chips: list[tuple[Shown, Tone]] = []
        if late:
            chips.append((say("{count} may not be used", count=late), "ng"))
        if soon:
            chips.append((say("{count} due soon", count=soon), "warn"))
        self.head.put(term("gauges", "Gauge register"), say("{count} {count:gauge|gauges}", count=len(rows)))
        self.head.set_chips(*chips)
        self.pages.setCurrentIndex(0 if rows else 1)
        self._put()

    def _put(self) -> None:
        rows = self._rows
        if self.calling.isChecked():
            rows = tuple(row for row in rows if row.condition in CALLING)
        calling = next((row.id for row in rows if row.condition in CALLING), None)
        self.detail.put(self.table.put_rows(rows, self._chosen, calling))

    def _choose(self, row: GaugeRow | None) -> None:
        if row is not None:
            self._chosen = row.id
            self.side.setCurrentIndex(0)
            self.detail.put(row)

    def _open_form(self) -> None:
        self.form.set_values({"unit": "mm", "months": "12", "low": "0", "resolution": "0.01"})
        self.side.setCurrentIndex(1)
        self.form.rows["number"].field.setFocus()

    def _close_form(self) -> None:
        self.side.setCurrentIndex(0)

    def _add(self) -> None:
        values = self.form.values()
        numbers = self._decimals(values)
        if not self.form.complete() or numbers is None:
            return

        def added(changes: object) -> None:
            self._chosen = int(getattr(changes, "result", 0))
            self.form.set_values(dict.fromkeys(("number", "name", "maker", "serial"), ""))
            self._close_form()
            self.renew()

        self.do(
            add_gauge,
            number=values["number"],
            name=values["name"],
            kind=values["kind"],
            measures_in=values["unit"],
            resolution=numbers["resolution"],
            range_low=numbers["low"],
            range_high=numbers["high"],
            interval_months=int(numbers["months"]),
            maker=values["maker"],
            serial_number=values["serial"],
            then=added,
            said=say(
                "{number} is in the register; record its calibration before use.", number=values["number"]
            ),
        )

    def _decimals(self, values: dict[str, str]) -> dict[str, Decimal] | None:
        found: dict[str, Decimal] = {}
        for name in (*_DECIMALS, "months"):
            try:
                found[name] = Decimal(values[name])
            except InvalidOperation:
                if values[name]:
                    self.form.rows[name].show_wrong(say("This is no number."))
        return found if len(found) == len(_DECIMALS) + 1 else None
