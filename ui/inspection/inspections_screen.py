"""Inspections: the list, and the sheet of the one that was opened, each value with its proof."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.inspection.queries import (
    InspectionRow,
    InspectionSheet,
    SheetCell,
    inspection_rows,
    inspection_sheet,
)
from app.inspection.trace import ReadingTrace, reading_trace
from app.inspection.under_concession import Conceding, conceding
from models.vocab import EntryMode, InspectionState
from ui.changes.document_dialog import Offered, offer_documents
from ui.i18n import Shown, say, term
from ui.inspection.concession_dialog import ConcessionUseDialog
from ui.inspection.sheet_table import SheetTable
from ui.inspection.trace_card import TraceCard
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen, stacked
from ui.theme.tokens import Tone
from ui.tones import INSPECTION_TONES, LOT_TONES
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.wording import day_text, minute_text, with_zone, worded

_DOCUMENTS: Final = (
    "inspection_certificate",
    "dimensional_results",
    "material_results",
    "performance_results",
)


class InspectionsScreen(Screen):
    """The list of inspections and the sheet; ``open_record`` takes an inspection's id, None the list."""

    nouns = frozenset({"inspection", "reading", "nonconformance", "lot"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, term("inspections", "Inspections"))
        texts = self.texts
        self._open_id: int | None = None
        self._sheet_of: tuple[int, int] | None = None
        self.back = self.add_action(
            term("inspections", "All inspections"),
            self._show_list,
            icon_name="chevron-left",
            name="sheet.back",
        )
        self.concede = self.add_action(
            term("nonconformances", "Accept under a concession"), self._concede, name="sheet.concede"
        )
        self._offer_concession(False)
        self.in_form = self._offer_form()
        offer_documents(self, self._documents)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._list_page())
        self.pages.addWidget(
            EmptyState(
                texts,
                "ruler-measure",
                term("inspections", "No inspection yet"),
                say("An inspection begins at the station, when an order and a lot were scanned."),
            )
        )
        self.pages.addWidget(self._sheet_page())
        self.body.addWidget(self.pages, 1)
        self._show_head()

    def _offer_form(self) -> QAction | None:
        """Add issuing in the customer's own form; None where nobody offers it."""
        act = self.desk.panels.act("forms.issue")
        if act is None:
            return None
        return self.add_action(
            say("Issue in the customer's form"), lambda: act(self.desk, self._open_id), name="sheet.form"
        )

    def _documents(self) -> tuple[Offered, ...]:
        return () if self._open_id is None else tuple((kind, self._open_id) for kind in _DOCUMENTS)

    def _show_form(self, shown: bool) -> None:
        if self.in_form is not None:
            self.in_form.setVisible(shown)
            self.in_form.setEnabled(shown)

    def _list_page(self) -> QWidget:
        texts = self.texts
        card = Card(texts, term("inspections", "Inspections"), flush=True)
        columns: tuple[Column[InspectionRow], ...] = (
            Column(term("inspections", "Number"), lambda row: row.number, "strong"),
            Column(term("inspections", "Kind"), lambda row: worded(row.kind)),
            Column(
                term("inspections", "State"),
                lambda row: worded(row.state),
                "chip",
                tone=lambda row: INSPECTION_TONES[row.state],
            ),
            Column(
                term("inspections", "Part"),
                lambda row: row.part_number,
                weight=3,
                second=lambda row: row.part_name,
            ),
            Column(term("inspections", "Lot"), lambda row: row.lot_number),
            Column(
                term("inspections", "Lot state"),
                lambda row: worded(row.lot_state),
                "chip",
                tone=lambda row: LOT_TONES[row.lot_state],
            ),
            Column(term("inspections", "Work order"), lambda row: row.order_number, "muted"),
            Column(
                term("inspections", "Drawing"),
                lambda row: f"{row.drawing_number} {row.drawing_revision}",
                "muted",
            ),
            Column(term("inspections", "Work day"), lambda row: day_text(row.work_day)),
            Column(term("inspections", "Opened by"), lambda row: row.opened_by, "muted"),
        )
        self.list = RowTable(RowsModel(texts, columns, key=lambda row: row.id), "inspections", sortable=True)
        texts.bind(self.list.setAccessibleName, term("inspections", "Inspections"))
        self.list.opened.connect(lambda row: self.open_record(row.id))
        self.list.clicked.connect(lambda index: self.open_record(self.list.rows_model.row(index).id))
        self.link = LinkFilter(self, self.list, "inspections.link")
        card.add_head(self.link)
        card.add(self.list, 1)
        return card

    def _sheet_page(self) -> QWidget:
        texts = self.texts
        page = QWidget()
        line = QHBoxLayout(page)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self.card = Card(texts, term("sheet", "Inspection sheet"), flush=True)
        self.holder = QVBoxLayout()
        self.modes = Label(texts, "", "muted")
        self.modes.setObjectName("sheet.modes")
        self.modes.setContentsMargins(14, 8, 14, 10)
        inside = QWidget()
        inside.setLayout(self.holder)
        self.holder.setContentsMargins(0, 0, 0, 0)
        self.card.add(inside, 1)
        self.card.add(self.modes)
        self.table: SheetTable | None = None
        self.trace = TraceCard(texts)
        line.addWidget(self.card, 20)
        line.addWidget(stacked(self.trace), 9)
        return page

    @override
    def open_record(self, record: object) -> None:
        self._open_id = record if isinstance(record, int) else None
        self.trace.put(None)
        self.renew()

    @override
    def refresh(self) -> None:
        if self._open_id is None:
            self.ask(inspection_rows, linked=self.link.wanted(), then=self._put_list, key="list")
        else:
            self.ask(with_zone(inspection_sheet), self._open_id, then=self._put_sheet, key="sheet")

    def _offer_concession(self, failed: bool) -> None:
        self.concede.setVisible(failed)
        self.concede.setEnabled(failed)

    def _concede(self) -> None:
        if self._open_id is not None:
            now = datetime.now(UTC)
            self.ask(conceding, self._open_id, now=now, then=self._open_concession, key="conceding")

    def _open_concession(self, found: Conceding | None) -> None:
        if found is not None:
            ConcessionUseDialog(self.desk, found, self.window()).open()

    def _show_list(self) -> None:
        self.open_record(None)

    def _put_list(self, rows: tuple[InspectionRow, ...]) -> None:
        self.list.rows_model.set_rows(rows)
        self.pages.setCurrentIndex(0 if rows or self.link.taken else 1)
        self._show_head()

    def _show_head(self) -> None:
        self.back.setEnabled(False)
        self.back.setVisible(False)
        self._offer_concession(False)
        self._show_form(False)
        self.head.put(term("inspections", "Inspections"))
        self.head.set_chips()

    def _put_sheet(self, found: tuple[InspectionSheet, ZoneInfo]) -> None:
        sheet, zone = found
        head = sheet.head
        self.pages.setCurrentIndex(2)
        self.back.setEnabled(True)
        self.back.setVisible(True)
        self._offer_concession(head.state is InspectionState.FAIL)
        self._show_form(True)
        self.head.put(
            say("{number} · {kind}", number=head.number, kind=worded(head.kind)),
            path=say(
                "Inspections / {part} {name} / lot {lot}",
                part=head.part_number,
                name=head.part_name,
                lot=head.lot_number,
            ),
        )
        chips: list[tuple[Shown, Tone]] = [(worded(head.state), INSPECTION_TONES[head.state])]
        if sheet.ng:
            chips.append((say("{count} out of tolerance", count=sheet.ng), "ng"))
        if sheet.missing:
            chips.append((say("{count} missing", count=sheet.missing), "warn"))
        if head.lot_state.value == "hold":
            chips.append((say("Lot: {state}", state=worded(head.lot_state)), "warn"))
        self.head.set_chips(*chips)
        self.card.set_title(
            say("{drawing} Rev {revision}", drawing=head.drawing_number, revision=head.drawing_revision),
            say("opened by {name}, {when}", name=head.opened_by, when=minute_text(head.opened_at, zone)),
        )
        self._put_table(sheet)
        self._put_modes(sheet)

    def _put_table(self, sheet: InspectionSheet) -> None:
        shape = (sheet.head.id, sheet.head.sample_size)
        if self.table is not None and self._sheet_of == shape:
            self.table.put(sheet)
            return
        if self.table is not None:
            self.holder.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        self._sheet_of = shape
        self.table = SheetTable(self.texts, sheet)
        self.table.place_chosen.connect(self._trace)
        self.holder.addWidget(self.table)
        self.table.choose_worst()

    def _put_modes(self, sheet: InspectionSheet) -> None:
        total = sum(sheet.modes.values())
        shares = [
            self.texts.say(
                "{mode} {count} of {total}", mode=worded(mode), count=sheet.modes[mode], total=total
            )
            for mode in EntryMode
            if sheet.modes.get(mode)
        ]
        self.modes.put(" · ".join(shares))

    def _trace(self, cell: SheetCell | None) -> None:
        if cell is None or cell.reading_id is None:
            self.trace.put(None)
            return
        self.ask(with_zone(reading_trace), cell.reading_id, then=self._put_trace, key="trace")

    def _put_trace(self, found: tuple[ReadingTrace, ZoneInfo]) -> None:
        self.trace.put(*found)
