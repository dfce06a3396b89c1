"""A floor with a customer, an EO and a change order on its part and drawing, by the ordinary verbs. No assertions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.changes.content import files_of
from app.changes.customer_changes import receive_customer_change
from app.changes.order_flow import (
    release_change_order,
    route_order,
    sign_order,
    work_out_impact,
)
from app.changes.orders import add_item, decide_disposition, items_of, make_change_order
from app.changes.reviews import set_route
from app.drawings.documents import attach_file, use_document
from app.factory import Factory
from app.parts.parts import add_customer
from app.people.signatures import record_opened
from app.unit_of_work import SYSTEM
from models.change import AffectedRevision, ChangeDisposition, ChangeOrder
from models.vocab import ChangeOrderState, Disposition, Meaning, Noun, Role
from tests.crew import PASSWORD
from tests.production.floor import Floor

LINE = (
    (Meaning.PREPARED, Role.ENGINEER),
    (Meaning.REVIEWED, Role.QUALITY),
    (Meaning.APPROVED, Role.APPROVER),
)
NOUNS = (Noun.CHANGE_ORDER, Noun.CONCESSION)


@dataclass
class Ledger:
    """The floor, and ids of what stands in the ledger."""

    floor: Floor
    customer_id: int
    eo_id: int
    order_id: int = 0

    @property
    def factory(self) -> Factory:
        """The factory."""
        return self.floor.factory

    def do(self, verb: Any, *args: Any, role: Role = Role.ENGINEER, **facts: Any) -> Any:
        """Perform a verb as somebody and return its result."""
        return self.floor.do(verb, *args, actor=self.floor.crew.actor(role), **facts)

    def get(self, mapped: Any, entity_id: int) -> Any:
        """Return a row, detached."""
        with self.factory.reading() as session:
            found = session.get_one(mapped, entity_id)
            session.expunge(found)
            return found

    @property
    def order(self) -> ChangeOrder:
        """The change order as it is now."""
        found: ChangeOrder = self.get(ChangeOrder, self.order_id)
        return found

    def is_in(self, state: ChangeOrderState) -> bool:
        """Whether the order is in a state now."""
        return self.order.state is state

    def items(self) -> list[AffectedRevision]:
        """The items of the order."""
        with self.factory.reading() as session:
            return list(items_of(session, self.order_id))

    def make_order(self, **facts: Any) -> int:
        """Begin a change order with the part and its drawing, both with a new draft."""
        self.order_id = self.do(
            make_change_order,
            title="볼트 M8×20 → M8×25",
            reason="고객 EO",
            customer_change_id=self.eo_id,
            **facts,
        )
        drawing = self.do(
            add_item,
            self.order_id,
            Noun.DOCUMENT_REVISION,
            self.floor.document_id,
            label=f"R{self.order_id}",
            note="치수 변경",
        )
        part = self.do(add_item, self.order_id, Noun.PART_REVISION, self.floor.part_id, label="D")
        revisions = {item.id: item.to_revision_id for item in self.items()}
        self.do(attach_file, revisions[drawing], f"ISO-10303 order {self.order_id}".encode(), "R.step")
        self.do(use_document, revisions[part], revisions[drawing])
        return self.order_id

    def to_review(self) -> None:
        """Work the impact out and send the order on its way."""
        self.do(work_out_impact, self.order_id)
        self.do(route_order, self.order_id)

    def sign(self, *roles: Role) -> None:
        """Let people open everything and sign the order with its items."""
        for role in roles or (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
            self.read(role)
            self.do(sign_order, self.order_id, secret=PASSWORD, role=role)

    def read(self, role: Role) -> None:
        """Let somebody open every file of the order and its items."""
        targets = [(item.noun, item.to_revision_id) for item in self.items()]
        for noun, entity_id in (*targets, (Noun.CHANGE_ORDER, self.order_id)):
            for file_hash in self.factory.ask(files_of, noun, entity_id):
                self.do(record_opened, file_hash, role=role)

    def released(self) -> None:
        """Bring a new order to its release."""
        self.make_order()
        self.to_review()
        self.sign()
        self.do(release_change_order, self.order_id)

    def dispositions(self) -> list[ChangeDisposition]:
        """The dispositions of the order."""
        with self.factory.reading() as session:
            rows = session.query(ChangeDisposition).filter_by(change_order_id=self.order_id)
            return list(rows.order_by(ChangeDisposition.id))

    def decide_all(self) -> None:
        """Decide about all goods."""
        for row in self.dispositions():
            if row.decision is None:
                self.do(decide_disposition, row.id, Disposition.USE_UP)


def make_ledger(factory: Factory, floor: Floor) -> Ledger:
    """Make it on a floor."""
    for noun in NOUNS:
        factory.perform(set_route, noun, LINE, actor=SYSTEM)
    engineer = floor.engineer
    customer = factory.perform(add_customer, code="HMC", name="현대자동차", actor=engineer).result
    eo = factory.perform(
        receive_customer_change,
        customer_id=customer,
        number="EO-7731",
        title="체결 볼트 길이 변경",
        received_on=date(2026, 11, 20),
        part_ids=[floor.part_id],
        customer_revision="D",
        reply_due=date(2026, 11, 27),
        effective_lot="2612-01",
        files=[("EO-7731.pdf", b"%PDF-1.4 EO")],
        actor=engineer,
    ).result
    return Ledger(floor, customer, eo)
