"""What belongs to a customer, a vehicle or an EO: the one condition by which every list is filtered. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from models.part import Customer, PartCustomer, PartRevision

# Arguments of parts_linked by name; an empty one takes everything.
Linked = Mapping[str, str]


def parts_linked(*, customer: str = "", vehicle: str = "", engineering_order: str = "") -> Select[Any]:
    """Return the question for the parts linked to a customer, a vehicle and an EO, for the lists of other nouns."""
    linked = select(PartCustomer.part_id).join(Customer, Customer.id == PartCustomer.customer_id)
    if customer:
        linked = linked.where(Customer.name == customer)
    if vehicle:
        linked = linked.where(PartCustomer.vehicle == vehicle)
    if engineering_order:
        linked = linked.where(PartCustomer.engineering_order == engineering_order)
    return linked


def belonging(part_id: InstrumentedAttribute[int], linked: Linked | None) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a row's part is linked so; none where nothing is asked for.

    Args:
        part_id: The column that holds the part.
        linked: What is looked for, see ``parts_linked``; a row of a shared part belongs to each of its vehicles.
    """
    return (part_id.in_(parts_linked(**linked)),) if linked else ()


def revisions_belonging(
    revision_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], linked: Linked | None
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions as ``belonging`` does, for a row that holds a part revision or none."""
    if not linked:
        return ()
    return (revision_id.in_(select(PartRevision.id).where(*belonging(PartRevision.part_id, linked))),)
