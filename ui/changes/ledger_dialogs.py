"""What a person fills in for the change ledger: EO, items of a change order, 4M change, concession, a password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from typing_extensions import override

from app.changes.concessions import make_concession, use_concession
from app.changes.customer_changes import make_request, receive_customer_change
from app.changes.four_m import RuleRow, four_m_rules, report_four_m, try_four_m
from app.changes.items_below import add_items_below
from app.changes.order_flow import sign_order
from app.changes.orders import add_item, record_order_approval
from app.changes.picks import Pick, customer_picks, lots_of_entry, owner_picks
from models.vocab import Noun
from ui.changes.form_dialog import FormDialog
from ui.changes.ledger_dialog import LedgerDialog, picked
from ui.changes.rules_dialog import RulesDialog
from ui.i18n import Shown, say, term
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.check import CheckField
from ui.widgets.label import Label

ChooseFiles = Callable[[QWidget, str], Sequence[Path]]


def choose_files(parent: QWidget, title: str) -> Sequence[Path]:
    """Let a person choose files. The edge that tests replace."""
    names, _ = QFileDialog.getOpenFileNames(parent, title)
    return [Path(name) for name in names]


class CustomerChangeDialog(LedgerDialog):
    """Enters a customer's EO."""

    def __init__(
        self,
        desk: Desk,
        part_id: int | None = None,
        parent: QWidget | None = None,
        *,
        to_open: ChooseFiles = choose_files,
    ) -> None:
        super().__init__(desk, term("ledger", "A customer's change came in"), say("Enter"), parent, columns=2)
        self.setObjectName("eo_dialog")
        self._to_open, self._files = to_open, list[tuple[str, bytes]]()
        form = self.form
        form.add_choice("customer", term("ledger", "Customer"), ())
        form.add_line("number", term("ledger", "EO number"), required=True)
        form.add_line("title", term("ledger", "What changes"), required=True, wide=True)
        self.offer_parts(part_id, several=True)
        form.add_line("revision", term("ledger", "Customer's revision"))
        form.add_date("received", term("ledger", "Received on"))
        form.set_values({"received": QDate.currentDate().toString("yyyy-MM-dd")})
        self.add_day("due", term("ledger", "Answer by"))
        self.add_day("effective", term("ledger", "Effective from"))
        form.add_line("lot", term("ledger", "Or from lot"))
        form.add_text("note", term("ledger", "Note"), lines=2)
        self.names = Label(desk.texts, "", "muted", elide=True)
        line = QHBoxLayout()
        line.addWidget(Button(desk.texts, term("ledger", "Attach files"), self._attach, name="eo.files"))
        line.addWidget(self.names, 1)
        self.above.addLayout(line)
        desk.tasks.read(lambda: desk.ask(customer_picks), self._put_customers, owner=self)

    def _put_customers(self, picks: tuple[Pick, ...]) -> None:
        self.offer(self.form.rows["customer"].field, picks)

    def _attach(self) -> None:
        paths = self._to_open(self, self.texts.term("ledger", "Attach files"))
        self.desk.tasks.read(
            lambda: [(path.name, path.read_bytes()) for path in paths], self._keep, owner=self
        )

    def _keep(self, files: list[tuple[str, bytes]]) -> None:
        self._files += files
        self.names.put(", ".join(name for name, _ in self._files))

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            due, effective = self.day("due"), self.day("effective")
        except ValueError:
            return
        if not values["customer"]:
            self.say_wrong(say("Enter the customer first, on a part."))
            return
        self.run(
            receive_customer_change,
            customer_id=int(values["customer"]),
            number=values["number"],
            title=values["title"],
            received_on=date.fromisoformat(values["received"]),
            part_ids=self.parts(),
            customer_revision=values["revision"],
            effective_on=effective,
            effective_lot=values["lot"],
            reply_due=due,
            note=values["note"],
            files=tuple(self._files),
        )


class RequestDialog(LedgerDialog):
    """Writes a wish for a change down, for us to decide or for the customer."""

    def __init__(self, desk: Desk, part_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, term("ledger", "Ask for a change"), term("ledger", "Write it down"), parent)
        self.setObjectName("request_dialog")
        self.offer_parts(part_id, several=True)
        self.form.add_line("title", term("ledger", "What should change"), required=True)
        self.form.add_text("reason", term("ledger", "Reason"), required=True, lines=3)
        words = term("ledger", "It goes to the customer, whose part it is")
        self.to_customer = CheckField(desk.texts, words, name="request.to_customer")
        self.above.addWidget(self.to_customer)

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(
            make_request,
            title=values["title"],
            reason=values["reason"],
            part_ids=self.parts(),
            to_customer=self.to_customer.isChecked(),
        )


class AffectedDialog(LedgerDialog):
    """Puts a part or a drawing into a change order; its next revision is started where none is."""

    def __init__(self, desk: Desk, order_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, term("ledger", "Add an affected item"), say("Add"), parent)
        self.setObjectName("item_dialog")
        self._order = order_id
        kinds = (
            (Noun.PART_REVISION.value, term("noun", "Part")),
            (Noun.DOCUMENT_REVISION.value, term("noun", "Drawing or document")),
        )
        self.kind = self.form.add_choice("kind", term("ledger", "Kind"), kinds)
        self.form.add_choice("part", term("ledger", "Which"), ())
        self.offer_find(term("ledger", "Find it by number or name"))
        self.form.add_line("label", term("ledger", "New revision"), say("The customer's label, as it is."))
        self.form.add_line("note", term("ledger", "What changes in it"))
        words = term("ledger", "With all below it that was never released, and their drawings")
        self.below = CheckField(desk.texts, words, name="item.below")
        self.above.addWidget(self.below)
        self.kind.chosen.connect(lambda _key: self._ask())
        self._ask()

    def _ask(self) -> None:
        noun, ask = Noun(self.kind.value()), self.desk.ask
        self.below.setVisible(noun is Noun.PART_REVISION)
        self.desk.tasks.read(lambda: picked(ask(owner_picks, noun)), self.put_picks, owner=self)

    @override
    def save(self, values: dict[str, str]) -> None:
        owner = self.part()
        if owner is None:
            self.say_wrong(term("ledger", "Choose what it is about first."))
        else:
            noun, facts = Noun(values["kind"]), {"label": values["label"], "note": values["note"]}
            if noun is Noun.PART_REVISION and self.below.isChecked():
                self.run(add_items_below, self._order, owner, **facts)
            else:
                self.run(add_item, self._order, noun, owner, **facts)


class FourMDialog(LedgerDialog):
    """Reports a 4M change; its sort says whether the customer must be told."""

    def __init__(self, desk: Desk, part_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, term("ledger", "Report a 4M change"), say("Report"), parent, columns=2)
        self.setObjectName("four_m_dialog")
        self._rules: tuple[RuleRow, ...] = ()
        self.rule = self.form.add_choice("rule", term("ledger", "Sort"), ())
        self.rule.chosen.connect(lambda _key: self._say_rule())
        self.offer_parts(part_id, several=True)
        self.form.add_line("title", term("ledger", "What changes"), required=True, wide=True)
        self.form.add_line("before", term("ledger", "Before"))
        self.form.add_line("after", term("ledger", "After"))
        self.form.add_line("operation", term("ledger", "Operation"))
        self.add_day("planned", term("ledger", "Planned for"))
        self.form.add_text("reason", term("ledger", "Reason"), required=True, lines=2)
        self.told = Label(desk.texts, "", "warn", wrap=True)
        self.told.setObjectName("four_m.told")
        self.above.addWidget(self.told)
        rules = Button(
            desk.texts, term("ledger", "Sorts of 4M changes"), self._open_rules, "quiet", name="four_m.rules"
        )
        self.above.addWidget(rules)
        desk.tasks.read(lambda: desk.ask(four_m_rules), self._put_rules, owner=self)

    def _open_rules(self) -> None:
        dialog = RulesDialog(self.desk, self)
        ask = self.desk.ask
        dialog.finished.connect(
            lambda _code: self.desk.tasks.read(lambda: ask(four_m_rules), self._put_rules, owner=self)
        )
        dialog.open()

    def _put_rules(self, rules: tuple[RuleRow, ...]) -> None:
        self._rules = rules
        korean = self.texts.code == "ko"
        self.rule.set_choices([(row.code, row.title_ko if korean else row.title) for row in rules])
        self._say_rule()

    def _say_rule(self) -> None:
        row = next((row for row in self._rules if row.code == self.rule.value()), None)
        told = row is not None and row.tell_customer
        self.told.put(say("The customer must be told of this before it takes effect.") if told else "")
        self.told.setVisible(told)

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            planned = self.day("planned")
        except ValueError:
            return
        self.run(
            report_four_m,
            rule=values["rule"],
            title=values["title"],
            reason=values["reason"],
            part_ids=self.parts(),
            before=values["before"],
            after=values["after"],
            operation=values["operation"],
            planned_on=planned,
        )


class ConcessionDialog(LedgerDialog):
    """Asks for a concession with its limits."""

    def __init__(self, desk: Desk, part_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, term("ledger", "Ask for a concession"), say("Ask"), parent, columns=2)
        self.setObjectName("concession_dialog")
        self.offer_parts(part_id)
        self.form.add_line("characteristic", term("ledger", "Characteristic no."))
        self.form.add_line("title", term("ledger", "From what, and how far"), required=True, wide=True)
        self.form.add_decimal("lower", term("ledger", "Conceded from"))
        self.form.add_decimal("upper", term("ledger", "Conceded up to"))
        self.add_day("until", term("ledger", "Until"))
        self.form.add_decimal("quantity", term("ledger", "Or for how many"))
        self.form.add_text("reason", term("ledger", "Reason"), required=True, lines=2)
        words = term("ledger", "It is a characteristic of the customer")
        self.customers = CheckField(desk.texts, words, name="concession.customers")
        self.above.addWidget(self.customers)

    @override
    def save(self, values: dict[str, str]) -> None:
        part = self.part()
        try:
            until, quantity = self.day("until"), self.decimal("quantity")
            lower, upper = self.decimal("lower"), self.decimal("upper")
        except ValueError:
            return
        if part is None:
            self.say_wrong(term("ledger", "Choose what it is about first."))
        else:
            self.run(
                make_concession,
                part_id=part,
                title=values["title"],
                reason=values["reason"],
                characteristic=values["characteristic"],
                lower_limit=lower,
                upper_limit=upper,
                customers=self.customers.isChecked(),
                until=until,
                quantity=quantity,
            )


class LotDialog(LedgerDialog):
    """Picks a lot: the first one of a 4M change, or one of which a quantity goes out under a concession."""

    def __init__(self, desk: Desk, noun: Noun, entity_id: int, parent: QWidget | None = None) -> None:
        self._uses = noun is Noun.CONCESSION
        title = term("ledger", "Use for a lot") if self._uses else term("ledger", "Name the first lot")
        super().__init__(desk, title, say("Enter"), parent)
        self.setObjectName("lot_dialog")
        self._id = entity_id
        self.form.add_choice("part", term("noun", "Lot"), ())
        if self._uses:
            self.form.add_decimal("quantity", term("change order", "Quantity"), required=True)
        desk.tasks.read(lambda: desk.ask(lots_of_entry, noun, entity_id), self._put_lots, owner=self)

    def _put_lots(self, picks: tuple[Pick, ...]) -> None:
        self.offer(self.form.rows["part"].field, picks)

    @override
    def save(self, values: dict[str, str]) -> None:
        lot = self.part()
        if lot is None:
            self.say_wrong(say("There is no lot of this part yet."))
        elif self._uses:
            try:
                quantity = self.decimal("quantity")
            except ValueError:
                return
            self.run(use_concession, self._id, lot_id=lot, quantity=quantity)
        else:
            self.run(try_four_m, self._id, lot_id=lot)


class CustomerApprovalDialog(LedgerDialog):
    """Keeps the customer's approval of a change order: number, day and file."""

    def __init__(
        self, desk: Desk, order_id: int, parent: QWidget | None = None, *, to_open: ChooseFiles = choose_files
    ) -> None:
        super().__init__(desk, term("ledger", "The customer approved"), say("Enter"), parent)
        self.setObjectName("approval_dialog")
        self._order, self._to_open = order_id, to_open
        self._file: tuple[str, bytes] | None = None
        self.form.add_line("number", term("ledger", "Number of the customer's approval"), required=True)
        self.form.add_date("on", term("ledger", "Approved on"))
        self.form.set_values({"on": QDate.currentDate().toString("yyyy-MM-dd")})
        self.name = Label(desk.texts, "", "muted", elide=True)
        line = QHBoxLayout()
        line.addWidget(Button(desk.texts, term("ledger", "Attach files"), self._attach, name="approval.file"))
        line.addWidget(self.name, 1)
        self.above.addLayout(line)

    def _attach(self) -> None:
        paths = list(self._to_open(self, self.texts.term("ledger", "Attach files")))
        if paths:
            path = paths[0]
            self.desk.tasks.read(path.read_bytes, lambda content: self._keep(path.name, content), owner=self)

    def _keep(self, name: str, content: bytes) -> None:
        self._file = (name, content)
        self.name.put(name)

    @override
    def save(self, values: dict[str, str]) -> None:
        if self._file is None:
            self.say_wrong(say("Attach what the customer sent first."))
            return
        on = date.fromisoformat(values["on"])
        self.run(record_order_approval, self._order, number=values["number"], approved_on=on, file=self._file)


class SecretDialog(FormDialog):
    """Asks for the password at the moment of an act, with a reason where one is needed."""

    def __init__(
        self,
        desk: Desk,
        title: Shown,
        what: Shown,
        verb: Callable[..., Any],
        entity_id: int,
        parent: QWidget | None = None,
        *,
        reason: bool = False,
    ) -> None:
        super().__init__(desk, title, title, parent)
        self.setObjectName("secret_dialog")
        self._verb, self._id, self._reason = verb, entity_id, reason
        self.above.addWidget(Label(desk.texts, what, wrap=True))
        if reason:
            self.form.add_text("reason", say("Reason"), required=True)
        self.form.add_password("secret", say("Your password"), required=True)
        if not reason:
            self.form.add_line("comment", say("Comment"))

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(self._verb, self._id, **values)


def sign_dialog(desk: Desk, order_id: int, number: str, parent: QWidget) -> SecretDialog:
    """Return the dialog that signs a change order with those of its items that wait for the same person."""
    what = say("{number}: you sign the change order and those of its items that wait for you.", number=number)
    return SecretDialog(desk, say("Sign"), what, sign_order, order_id, parent)
