"""The change ledger 변경 대장: customers' EOs, change orders, 4M changes and concessions on one line of time."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.changes.ledger import LedgerRow, ledger_rows
from app.changes.picks import Pick, owner_picks
from app.parts.part_list import PartChoices, part_choices
from models.vocab import FourMState, Noun
from ui.changes.document_dialog import give_out
from ui.changes.entry_card import EntryCard
from ui.changes.ledger_dialogs import (
    ConcessionDialog,
    CustomerChangeDialog,
    FourMDialog,
    RequestDialog,
)
from ui.changes.ledger_words import KINDS, kind_words, state_words, tone_of
from ui.changes.order_card import OrderCard
from ui.changes.order_dialogs import ChangeOrderDialog
from ui.changes.rules_dialog import RulesDialog
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import begin_by_key, link_choices, link_of
from ui.panels import Desk, Screen
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.tables import RowTable

_ALL: Final = "-"
_DOCUMENTS: Final = {Noun.CHANGE_ORDER: "change_report", Noun.FOUR_M_CHANGE: "four_m_report"}


class LedgerScreen(Screen):
    """The ledger; ``open_record`` takes ``(noun, id)`` of an entry, or ``("part", id)`` for one part's history."""

    nouns = frozenset(
        {"customer_change", "change_request", "change_order", "four_m_change", "concession", "part_revision"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, term("place", "Change ledger"))
        self._chosen: tuple[Noun, int] | None = None
        self._rows: tuple[LedgerRow, ...] = ()
        self._wanted_part = ""
        self._links: list[tuple[str, Shown]] = []
        self._parts: list[tuple[str, Shown]] = []
        self._add_acts()
        self.table: RowTable[LedgerRow] = RowTable(
            RowsModel(self.texts, self._columns(), key=lambda row: (row.noun, row.id)),
            "ledger",
            sortable=True,
        )
        self.texts.bind(self.table.setAccessibleName, term("place", "Change ledger"))
        self.table.chosen_changed.connect(self._choose)
        self.order = OrderCard(desk)
        self.entry = EntryCard(desk)
        self.entry.order_wanted.connect(self._order_for)
        self.side = QStackedWidget()
        self.side.addWidget(self.order)
        self.side.addWidget(self.entry)
        for card in (self.order.card, self.entry.card):
            button = Button(self.texts, term("give out", "Document"), self._give_out, name="documents.give")
            card.add_head(button)
        self.columns((self._list(), 15), (self.side, 11))

    def _add_acts(self) -> None:
        self.add_action(term("ledger", "Customer EO"), self._new_eo, icon_name="file-text", name="ledger.eo")
        self.add_action(term("ledger", "Request"), self._new_request, name="ledger.request")
        self.add_action(term("ledger", "4M change"), self._new_4m, name="ledger.four_m")
        self.add_action(term("ledger", "Sorts of 4M changes"), self._rules, kind=None, name="ledger.rules")
        self.add_action(term("ledger", "Concession"), self._new_concession, name="ledger.concession")
        self.add_action(
            term("ledger", "Change order"),
            self._new_order,
            shortcut="Ctrl+N",
            kind="primary",
            name="ledger.order",
        )

    def _list(self) -> QStackedWidget:
        texts = self.texts
        card = Card(texts, term("ledger", "All changes"), flush=True)
        self.part = ChoiceField(texts, ((_ALL, term("ledger", "All parts")),))
        self.part.setObjectName("ledger.part")
        texts.bind(self.part.setAccessibleName, say("Part, vehicle, customer or EO"))
        begin_by_key(self, self.part)
        kinds: list[tuple[str, Shown]] = [(_ALL, term("ledger", "All kinds"))]
        kinds += [(noun.value, words) for noun, words in KINDS.items()]
        self.kind = ChoiceField(texts, kinds)
        self.kind.setObjectName("ledger.kind")
        texts.bind(self.kind.setAccessibleName, term("ledger", "Kind"))
        self.open_only = Button(texts, term("ledger", "Only open ones"), self.renew, name="ledger.open")
        self.open_only.setCheckable(True)
        for field in (self.part, self.kind):
            field.chosen.connect(lambda _key: self.renew())
            card.add_head(field)
        card.add_head(self.open_only)
        self.table.seen_facts = self._facts
        card.add(self.table, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        words = say("A customer's EO, a change of our own, a 4M change or a concession begins it.")
        act = (term("ledger", "Customer EO"), self._new_eo)
        self.pages.addWidget(
            EmptyState(texts, "arrows-exchange", say("No change in the ledger yet"), words, act)
        )
        return self.pages

    def _facts(self) -> list[tuple[str, str]]:
        """Return what the ledger was filtered by."""
        told = [field.currentText() for field in (self.part, self.kind) if field.value() not in (_ALL, "")]
        told += [self.open_only.text()] if self.open_only.isChecked() else []
        return [(self.texts.say("Filter"), " · ".join(told))] if told else []

    def _columns(self) -> tuple[Column[LedgerRow], ...]:
        now = self.desk.today()
        return (
            Column(
                term("ledger", "Day"),
                lambda row: f"{row.day:%m-%d}" if row.day.year == now.year else row.day.isoformat(),
                "muted",
                sort=lambda row: row.day,
                tip=lambda row: row.day.isoformat(),
            ),
            Column(term("ledger", "Number"), lambda row: row.number, "strong"),
            Column(term("ledger", "Kind"), kind_words, "chip", spare=True),
            Column(term("ledger", "What"), lambda row: row.title, weight=3, second=lambda row: row.about),
            Column(term("ledger", "State"), state_words, "chip", tone=lambda row: tone_of(row, now)),
        )

    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, tuple) and len(record) == 2:
            if record[0] == Noun.PART.value:
                self._wanted_part = str(record[1])
            else:
                self._chosen = (Noun(record[0]), int(record[1]))
                self.part.set_value(_ALL)
                self.kind.set_value(_ALL)
                self.open_only.setChecked(False)
            self.renew()

    @override
    def refresh(self) -> None:
        self.ask(part_choices, then=self._put_links, key="links")
        self.ask(owner_picks, Noun.PART_REVISION, then=self._put_parts, key="parts")
        self._ask_rows()

    def _put_links(self, found: PartChoices) -> None:
        self._links = [choice for choice in link_choices(found) if choice[0]]
        self._offer_parts()

    def _put_parts(self, picks: tuple[Pick, ...]) -> None:
        self._parts = [(str(pick.id), pick.number) for pick in picks]
        self._offer_parts()
        if self._wanted_part:
            self.part.set_value(self._wanted_part)
            self._wanted_part = ""
            self._ask_rows()

    def _offer_parts(self) -> None:
        self.part.set_choices([(_ALL, term("ledger", "All parts")), *self._links, *self._parts])

    def _ask_rows(self) -> None:
        part, kind = self.part.value(), self.kind.value()
        linked = link_of(part)
        self.ask(
            ledger_rows,
            part_id=None if part in (_ALL, "") or linked else int(part),
            linked=linked,
            nouns=frozenset() if kind in (_ALL, "") else frozenset({Noun(kind)}),
            open_only=self.open_only.isChecked(),
            then=self._put,
            key="rows",
        )

    def _put(self, rows: tuple[LedgerRow, ...]) -> None:
        self._rows = rows
        going = sum(not row.ended for row in rows)
        waiting = sum(row.state in (FourMState.CUSTOMER_PENDING,) for row in rows)
        late = sum(row.due_on is not None and row.due_on < self.desk.today() for row in rows)
        chips: list[tuple[Shown, Tone]] = []
        if going:
            chips.append((say("{count} under way", count=going), "neutral"))
        if waiting:
            chips.append((say("{count} {count:waits|wait} for the customer", count=waiting), "warn"))
        if late:
            chips.append((say("{count} late", count=late), "ng"))
        subtitle = term("ledger", "Customer EOs · design changes · 4M · concessions")
        self.head.put(term("place", "Change ledger"), subtitle)
        self.head.set_chips(*chips)
        filtered = self.part.value() not in (_ALL, "") or self.kind.value() not in (_ALL, "")
        self.pages.setCurrentIndex(0 if rows or filtered or self.open_only.isChecked() else 1)
        wanted = self._chosen
        self.table.rows_model.set_rows(rows)
        keys = [(row.noun, row.id) for row in rows]
        if keys and (self.table.chosen() is None or wanted in keys):
            self.table.choose(wanted if wanted in keys else keys[0])
        self._show(self.table.chosen())

    def _choose(self, row: LedgerRow | None) -> None:
        if row is not None:
            self._chosen = (row.noun, row.id)
            self._show(row)

    def _show(self, row: LedgerRow | None) -> None:
        self.side.setVisible(row is not None)
        if row is None:
            return
        if row.noun is Noun.CHANGE_ORDER:
            self.side.setCurrentWidget(self.order)
            self.order.show_order(row.id)
        else:
            self.side.setCurrentWidget(self.entry)
            self.entry.show_entry(row)

    def _give_out(self) -> None:
        row = self.table.chosen()
        kind = None if row is None else _DOCUMENTS.get(row.noun)
        give_out(self, () if row is None or kind is None else ((kind, row.id),))

    # what begins
    def _part_now(self) -> int | None:
        key = self.part.value()
        return None if key in (_ALL, "") or link_of(key) else int(key)

    def _begin(self, dialog: Any, noun: Noun) -> None:
        def made(changes: Any) -> None:
            self._chosen = (noun, int(changes.result))
            self.renew()

        dialog.done_with.connect(made)
        dialog.open()

    def _new_eo(self) -> None:
        self._begin(CustomerChangeDialog(self.desk, self._part_now(), self.window()), Noun.CUSTOMER_CHANGE)

    def _new_order(self) -> None:
        self._begin(ChangeOrderDialog(self.desk, self.window()), Noun.CHANGE_ORDER)

    def _order_for(self, cause: tuple[Noun, int, str, str]) -> None:
        self._begin(ChangeOrderDialog(self.desk, self.window(), cause=cause), Noun.CHANGE_ORDER)

    def _new_request(self) -> None:
        self._begin(RequestDialog(self.desk, self._part_now(), self.window()), Noun.CHANGE_REQUEST)

    def _new_4m(self) -> None:
        self._begin(FourMDialog(self.desk, self._part_now(), self.window()), Noun.FOUR_M_CHANGE)

    def _rules(self) -> None:
        RulesDialog(self.desk, self.window()).open()

    def _new_concession(self) -> None:
        self._begin(ConcessionDialog(self.desk, self._part_now(), self.window()), Noun.CONCESSION)
