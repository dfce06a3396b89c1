"""Forms for parts: a new part, its master facts, facts and maturity of a revision, a new one, a customer's number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.bom.copies import revise_part
from app.parts.numbering import SchemeRow, scheme_rows
from app.parts.parts import (
    add_customer,
    add_part,
    edit_customer_link,
    edit_part,
    edit_revision,
    link_customer,
    set_maturity,
    unlink_customer,
)
from app.parts.queries import PartCustomerRow, PartHead, PartRevisionRow, customer_rows, part_head
from app.refusals import NOT_FOUND
from app.unit_of_work import UnitOfWork
from models.types import decimal_text
from models.vocab import LabelScheme, Maturity, PartKind, Source
from ui.changes.form_dialog import FormDialog, Stand
from ui.i18n import say
from ui.panels import Desk
from ui.parts.part_words import choices
from ui.widgets.check import CheckField


class NewPartDialog(FormDialog):
    """A new part with its first draft."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("New part"), say("Add the part"), parent, columns=2)
        self.setObjectName("new_part_dialog")
        form = self.form
        form.add_line("number", say("Part number"), say("empty: the next one of its kind"))
        form.add_line("name", say("Name"), required=True)
        form.add_line("name_en", say("English name"), say("for bilingual documents"))
        form.add_choice("kind", say("Kind"), choices(self.texts, PartKind))
        form.add_choice("source", say("Source"), choices(self.texts, Source))
        form.add_line("unit_name", say("Unit"), required=True).setText("EA")
        form.add_line("material", say("Material"))
        form.add_decimal("weight", say("Weight (kg)"), say("exactly as weighed, trailing zeros stay"))
        _add_price(self)
        form.rows["number"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            weight, cost = self.decimal("weight"), self.decimal("cost")
        except ValueError:
            return
        self.run(
            add_part,
            number=values["number"],
            name=values["name"],
            kind=PartKind(values["kind"]),
            source=Source(values["source"]),
            unit_name=values["unit_name"],
            name_en=values["name_en"],
            material=values["material"],
            weight=weight,
            cost=cost,
            currency=values["currency"] if cost is not None else "",
        )


def _add_price(dialog: FormDialog) -> None:
    """Add the price of one unit; of an assembly, what making it adds to its parts."""
    dialog.form.add_decimal("cost", say("Price per unit"), say("of an assembly: what making it adds"))
    dialog.form.add_line("currency", say("Currency")).setText("KRW")


def _head_of(session: Any, part_id: int) -> PartHead:
    """Return a part as it is now.

    Raises:
        PartproofError: It is not there any more.
    """
    head = part_head(session, part_id)
    if head is None:
        raise NOT_FOUND(what=f"part {part_id}")
    return head


def _part_stand(head: PartHead) -> Stand:
    return head.version, {
        "name": head.name,
        "name_en": head.name_en,
        "source": head.source.value,
        "active": "yes" if head.active else "no",
        "cost": "" if head.cost is None else decimal_text(head.cost),
        "currency": "KRW" if head.cost is None else head.currency,
    }


def _revision_stand(revision: PartRevisionRow) -> Stand:
    return revision.version, {
        "customer_label": revision.customer_label,
        "material": revision.material,
        "weight": "" if revision.weight is None else decimal_text(revision.weight),
        "reason": revision.reason,
    }


class EditPartDialog(FormDialog):
    """The master facts of a part, which are not controlled by its revision."""

    def __init__(self, desk: Desk, head: PartHead, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Change {number}", number=head.number), say("Save"), parent, columns=2)
        self.setObjectName("edit_part_dialog")
        self._head = head
        form = self.form
        form.add_line("name", say("Name"), required=True)
        form.add_line("name_en", say("English name"), say("for bilingual documents"))
        form.add_choice("source", say("Source"), choices(self.texts, Source))
        form.add_choice("active", say("Use"), (("yes", say("in use")), ("no", say("out of use"))))
        _add_price(self)
        form.add_text("reason", say("Reason"), required=True, lines=2)
        self.start_from(_part_stand(head), lambda session: _part_stand(_head_of(session, head.id)))

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            cost = self.decimal("cost")
        except ValueError:
            return
        self.run(
            edit_part,
            self._head.id,
            expected_version=self.version,
            reason=values["reason"],
            name=values["name"],
            name_en=values["name_en"],
            source=Source(values["source"]),
            active=values["active"] == "yes",
            cost=cost,
            currency=values["currency"] if cost is not None else "",
        )


class EditRevisionDialog(FormDialog):
    """The controlled facts of a draft."""

    def __init__(
        self, desk: Desk, head: PartHead, revision: PartRevisionRow, parent: QWidget | None = None
    ) -> None:
        title = say("Draft of {number}", number=head.number)
        super().__init__(desk, title, say("Save"), parent, columns=2)
        self.setObjectName("edit_revision_dialog")
        self._revision = revision
        form = self.form
        form.add_line("customer_label", say("Customer revision"), say("as the customer writes it"))
        form.add_line("material", say("Material"))
        form.add_decimal("weight", say("Weight (kg)"), say("exactly as weighed, trailing zeros stay"))
        form.add_text("reason", say("Reason of this revision"), lines=2)

        def now(session: Any) -> Stand:
            rows = _head_of(session, head.id).revisions
            return _revision_stand(next((row for row in rows if row.id == revision.id), revision))

        self.start_from(_revision_stand(revision), now)

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            weight = self.decimal("weight")
        except ValueError:
            return
        self.run(
            edit_revision,
            self._revision.id,
            customer_label=values["customer_label"],
            material=values["material"],
            weight=weight,
            without_weight=weight is None,
            reason=values["reason"],
            expected_version=self.version,
        )


class MaturityDialog(FormDialog):
    """How far a revision is on its way from prototype to phase-out; that is apart from its state."""

    def __init__(self, desk: Desk, revision: PartRevisionRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Maturity of Rev {label}", label=revision.label), say("Save"), parent)
        self.setObjectName("maturity_dialog")
        self._id = revision.id
        self.form.add_choice("maturity", say("Maturity"), choices(self.texts, Maturity))
        self.form.add_text("reason", say("Reason"), required=True, lines=2)
        self.form.set_values({"maturity": revision.maturity.value})

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(set_maturity, self._id, Maturity(values["maturity"]), reason=values["reason"])


class NewRevisionDialog(FormDialog):
    """The next draft of a part; BOM and documents are carried over."""

    def __init__(self, desk: Desk, head: PartHead, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, say("New revision of {number}", number=head.number), say("Start the draft"), parent
        )
        self.setObjectName("new_revision_dialog")
        self._head = head
        self.form.add_line("customer_label", say("Customer revision"), say("as the customer writes it"))
        self.form.add_text("reason", say("Reason of this revision"), required=True)
        self.form.rows["customer_label"].field.setFocus()
        self.small = CheckField(
            self.texts, say("A correction: only the number after the point goes up"), name="revision.small"
        )
        self.small.hide()
        self.above.addWidget(self.small)
        desk.tasks.read(lambda: desk.ask(scheme_rows), self._offer_small, owner=self)

    def _offer_small(self, rows: tuple[SchemeRow, ...]) -> None:
        """Offer it where revisions of this kind are written with a point."""
        schemes = {row.kind: row.facts.labels for row in rows}
        self.small.setVisible(schemes.get(self._head.kind) is LabelScheme.MAJOR_MINOR)

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(
            revise_part,
            self._head.id,
            reason=values["reason"],
            customer_label=values["customer_label"],
            small=self.small.isChecked(),
        )


class CustomerDialog(FormDialog):
    """How a customer knows a part; a customer not yet known is added."""

    def __init__(self, desk: Desk, head: PartHead, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, say("Customer of {number}", number=head.number), say("Link"), parent, columns=2
        )
        self.setObjectName("customer_dialog")
        self._head = head
        form = self.form
        self._customer = form.add_choice("customer", say("Customer"), ((_NEW, say("new customer …")),))
        form.add_line("customer_part_number", say("Customer’s part number"), required=True)
        form.add_line("code", say("Code of the new customer"))
        form.add_line("name", say("Name of the new customer"))
        form.add_line("vehicle", say("Vehicle or project"))
        form.add_line("engineering_order", say("Engineering order (EO)"))
        self._customer.currentIndexChanged.connect(lambda _at: self._turn())
        desk.tasks.read(lambda: desk.ask(customer_rows), self._offer, owner=self)

    def _offer(self, rows: Sequence[tuple[int, str, str]]) -> None:
        known = [(str(key), f"{name} ({code})") for key, code, name in rows]
        self._customer.set_choices([*known, (_NEW, say("new customer …"))])
        self._customer.setCurrentIndex(0)
        self._turn()

    def _turn(self) -> None:
        for name in ("code", "name"):
            self.form.rows[name].setVisible(self._customer.value() == _NEW)

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(_link, self._head.id, values)


class CustomerLinkDialog(FormDialog):
    """Corrects how a customer knows a part, or takes the link off."""

    def __init__(self, desk: Desk, row: PartCustomerRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("{customer} knows it so", customer=row.customer), say("Save"), parent)
        self.setObjectName("customer_link_dialog")
        self._id = row.id
        self.off = CheckField(self.texts, say("Take this link off"), name="link.off")
        self.above.addWidget(self.off)
        form = self.form
        form.add_line("customer_part_number", say("Customer’s part number"), required=True)
        form.add_line("vehicle", say("Vehicle or project"))
        form.add_line("engineering_order", say("Engineering order (EO)"))
        form.add_text("reason", say("Reason"), required=True, lines=2)
        form.set_values(
            {
                "customer_part_number": row.customer_part_number,
                "vehicle": row.vehicle,
                "engineering_order": row.engineering_order,
            }
        )

    @override
    def save(self, values: dict[str, str]) -> None:
        if self.off.isChecked():
            self.run(unlink_customer, self._id, reason=values["reason"])
        else:
            self.run(edit_customer_link, self._id, **values)


_NEW = "new"


def _link(unit: UnitOfWork, part_id: int, values: dict[str, str]) -> int:
    """Link a customer, adding it first where it is new, in one act."""
    known = values["customer"]
    new = known == _NEW
    customer = add_customer(unit, code=values["code"], name=values["name"]) if new else int(known)
    return link_customer(
        unit,
        part_id,
        customer,
        customer_part_number=values["customer_part_number"],
        vehicle=values["vehicle"],
        engineering_order=values["engineering_order"],
    )
