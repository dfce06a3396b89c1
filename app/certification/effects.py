"""What happens here when something happens below: a shipment is let go only as the customer approved."""

from __future__ import annotations

from app.certification.refusals import INTERIM_OVER, INTERIM_USED_UP, NOT_APPROVED
from app.certification.shipment_right import ShipmentRight, shipment_right
from app.events import ShipmentAsked
from app.hooks import Hooks
from app.unit_of_work import UnitOfWork
from models.certification import InterimShipment
from models.part import Part
from models.types import decimal_text
from models.vocab import CustomerVerdict, Noun


def register(hooks: Hooks) -> None:
    """Register this room's effects."""
    hooks.on(ShipmentAsked, let_go)


def let_go(unit: UnitOfWork, asked: ShipmentAsked) -> None:
    """Refuse a mass shipment that the customer has not approved; count down an interim approval.

    Raises:
        PartproofError: ``shipment.not_approved``, ``shipment.interim_quantity`` or ``shipment.interim_over``.
    """
    if not asked.mass:
        return
    right = shipment_right(unit.session, asked.part_revision_id, asked.customer_id)
    # Two stations that ship at once wait for each other here, or both would take the last pieces.
    unit.session.get(Part, right.part_id, with_for_update=True)
    right = shipment_right(unit.session, asked.part_revision_id, asked.customer_id)
    if right.verdict is CustomerVerdict.INTERIM:
        _count_down(unit, asked, right)
    elif right.verdict is not CustomerVerdict.APPROVED:
        raise NOT_APPROVED(**_names(right), state=right.state)


def _count_down(unit: UnitOfWork, asked: ShipmentAsked, right: ShipmentRight) -> None:
    if right.until is None or asked.day > right.until:
        raise INTERIM_OVER(**_names(right), until=right.until)
    left = right.left
    if left is None or asked.quantity > left:
        raise INTERIM_USED_UP(
            **_names(right),
            allowed=decimal_text(right.allowed),
            shipped=decimal_text(right.shipped),
            asked=decimal_text(asked.quantity),
            left=decimal_text(left or right.allowed - right.shipped),
        )
    assert right.verdict_id is not None
    unit.session.add(
        InterimShipment(
            verdict_id=right.verdict_id, lot_id=asked.lot_id, quantity=asked.quantity, shipped_at=unit.now
        )
    )
    unit.record("interim_shipped", Noun.SUBMISSION, right.submission_id, quantity=asked.quantity)


def _names(right: ShipmentRight) -> dict[str, str]:
    return {"part": right.part, "revision": right.revision, "customer": right.customer}
