"""What a person fills in to correct the head of a customer's change or of a concession: what it says now, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.changes.corrections import correct_concession, correct_customer_change
from app.changes.ledger import entry_facts
from models.types import decimal_text
from models.vocab import Noun
from ui.changes.form_dialog import Stand
from ui.changes.ledger_dialog import LedgerDialog
from ui.i18n import say, term
from ui.panels import Desk
from ui.widgets.check import CheckField
from ui.wording import day_text


class _CorrectionDialog(LedgerDialog):
    """The head of an entry as it is now; its number, and what it is about, stay.

    Args:
        desk: What screens are given.
        facts: The columns of the entry.
    """

    def __init__(self, desk: Desk, facts: Mapping[str, Any], parent: QWidget | None = None) -> None:
        title = say("Correct {number}", number=facts["number"])
        super().__init__(desk, title, term("ledger", "Correct"), parent, columns=2)
        self.setObjectName("correction_dialog")
        self._id = int(facts["id"])

    def _fill(self, noun: Noun, facts: Mapping[str, Any], names: Mapping[str, str]) -> None:
        """Show what the entry says now: names of fields and of the columns behind them."""
        entry = self._id

        def stand(now: Mapping[str, Any]) -> Stand:
            return int(now["version"]), {field: _written(now[column]) for field, column in names.items()}

        self.start_from(stand(facts), lambda session: stand(entry_facts(session, noun, entry)))
        self.form.add_text("why", term("ledger", "Why it is corrected"), required=True, lines=2)


class CorrectCustomerChangeDialog(_CorrectionDialog):
    """Corrects what was written down of a customer's EO."""

    def __init__(self, desk: Desk, facts: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(desk, facts, parent)
        form = self.form
        form.add_line("title", term("ledger", "What changes"), required=True, wide=True)
        form.add_line("revision", term("ledger", "Customer's revision"))
        self.add_day("due", term("ledger", "Answer by"))
        self.add_day("effective", term("ledger", "Effective from"))
        form.add_line("lot", term("ledger", "Or from lot"))
        form.add_text("note", term("ledger", "Note"), lines=2)
        self._fill(
            Noun.CUSTOMER_CHANGE,
            facts,
            {
                "title": "title",
                "revision": "customer_revision",
                "due": "reply_due",
                "effective": "effective_on",
                "lot": "effective_lot",
                "note": "note",
            },
        )

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            due, effective = self.day("due"), self.day("effective")
        except ValueError:
            return
        self.run(
            correct_customer_change,
            self._id,
            why=values["why"],
            expected_version=self.version,
            title=values["title"],
            customer_revision=values["revision"],
            reply_due=due,
            effective_on=effective,
            effective_lot=values["lot"],
            note=values["note"],
        )


class CorrectConcessionDialog(_CorrectionDialog):
    """Corrects a concession that was not sent on its way."""

    def __init__(self, desk: Desk, facts: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(desk, facts, parent)
        form = self.form
        form.add_line("characteristic", term("ledger", "Characteristic no."))
        form.add_line("title", term("ledger", "From what, and how far"), required=True, wide=True)
        form.add_decimal("lower", term("ledger", "Conceded from"))
        form.add_decimal("upper", term("ledger", "Conceded up to"))
        self.add_day("until", term("ledger", "Until"))
        form.add_decimal("quantity", term("ledger", "Or for how many"))
        form.add_text("reason", term("ledger", "Reason"), required=True, lines=2)
        words = term("ledger", "It is a characteristic of the customer")
        self.customers = CheckField(desk.texts, words, name="concession.customers")
        self.above.addWidget(self.customers)
        self.ticks = {"customers": self.customers}
        self._fill(
            Noun.CONCESSION,
            facts,
            {
                "characteristic": "characteristic",
                "title": "title",
                "lower": "lower_limit",
                "upper": "upper_limit",
                "until": "until",
                "quantity": "quantity",
                "reason": "reason",
                "customers": "customers",
            },
        )

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            until, quantity = self.day("until"), self.decimal("quantity")
            lower, upper = self.decimal("lower"), self.decimal("upper")
        except ValueError:
            return
        self.run(
            correct_concession,
            self._id,
            why=values["why"],
            expected_version=self.version,
            title=values["title"],
            reason=values["reason"],
            characteristic=values["characteristic"],
            lower_limit=lower,
            upper_limit=upper,
            customers=self.customers.isChecked(),
            until=until,
            quantity=quantity,
        )


def correct_entry(desk: Desk, noun: Noun, facts: Mapping[str, Any], parent: QWidget) -> None:
    """Open the dialog that corrects an entry of the ledger."""
    kind = CorrectConcessionDialog if noun is Noun.CONCESSION else CorrectCustomerChangeDialog
    kind(desk, facts, parent).open()


def _written(value: Any) -> str:
    """Return a column as its field is typed."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if value is None or isinstance(value, date):
        return day_text(value)
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
