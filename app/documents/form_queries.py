"""What can be chosen for customers' forms: customers, their parts, inspections. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.customer_forms import FormRow, IssueRow, forms_of_inspection, issue_rows
from app.errors import PartproofError
from models.inspection import Inspection
from models.part import Customer, Part, PartCustomer, PartRevision
from models.production import Lot
from models.vocab import InspectionState

_NEWEST: Final = 300


@dataclass(frozen=True)
class PartChoice:
    """A part that a customer buys."""

    id: int
    customer_id: int
    number: str


@dataclass(frozen=True)
class InspectionChoice:
    """An inspection that can be reported."""

    id: int
    part_id: int
    number: str
    part: str
    lot: str
    state: InspectionState
    at: datetime


@dataclass(frozen=True)
class FormChoices:
    """What a form can be kept for and tried on.

    Attributes:
        customers: (id, name), by name.
        parts: By number; only those some customer buys.
        inspections: Newest first, finished ones and open ones.
    """

    customers: tuple[tuple[int, str], ...]
    parts: tuple[PartChoice, ...]
    inspections: tuple[InspectionChoice, ...]

    def of_part(self, customer_id: int | None, part_id: int | None) -> tuple[InspectionChoice, ...]:
        """Return the inspections of a part, or of all parts of a customer."""
        mine = {one.id for one in self.parts if one.customer_id == customer_id}
        wanted = {part_id} if part_id is not None else mine
        return tuple(one for one in self.inspections if one.part_id in wanted)


@dataclass(frozen=True)
class IssueChoice:
    """What issuing an inspection in a customer's form would do.

    Attributes:
        forms: It can be reported in, the one kept last at the end; empty where none is kept.
        before: What was issued of it, oldest first.
    """

    inspection: InspectionChoice
    forms: tuple[FormRow, ...]
    before: tuple[IssueRow, ...]

    def number_of(self, form: str) -> tuple[str, int]:
        """Return the number that a form of this name keeps (empty: a new one) and the count it gets."""
        mine = [row for row in self.before if row.form == form]
        return (mine[-1].number, len(mine) + 1) if mine else ("", 1)


def form_choices(session: Session) -> FormChoices:
    """Return customers, their parts, and the newest inspections."""
    customers = session.execute(select(Customer.id, Customer.name).order_by(Customer.name))
    parts = (
        select(Part.id, PartCustomer.customer_id, Part.number)
        .join(PartCustomer, PartCustomer.part_id == Part.id)
        .order_by(Part.number_key)
    )
    bought = {(row[0], row[1], row[2]) for row in session.execute(parts)}
    return FormChoices(
        tuple((row[0], row[1]) for row in customers),
        tuple(PartChoice(*one) for one in sorted(bought, key=lambda one: (one[2], one[1]))),
        tuple(_inspections(session, _INSPECTIONS.limit(_NEWEST))),
    )


def issue_choice(session: Session, inspection_id: int) -> IssueChoice | None:
    """Return what issuing an inspection would do, or None where it is not there."""
    found = _inspections(session, _INSPECTIONS.where(Inspection.id == inspection_id))
    if not found:
        return None
    try:
        forms = forms_of_inspection(session, inspection_id)
    except PartproofError:
        forms = ()
    before = tuple(row for row in issue_rows(session) if row.inspection_id == inspection_id)
    return IssueChoice(found[0], forms, before)


_INSPECTIONS: Final[Any] = (
    select(
        Inspection.id,
        PartRevision.part_id,
        Inspection.number,
        Part.number,
        Lot.number,
        Inspection.state,
        Inspection.opened_at,
    )
    .join(PartRevision, PartRevision.id == Inspection.part_revision_id)
    .join(Part, Part.id == PartRevision.part_id)
    .join(Lot, Lot.id == Inspection.lot_id)
    .order_by(Inspection.id.desc())
)


def _inspections(session: Session, query: Any) -> list[InspectionChoice]:
    return [InspectionChoice(*row) for row in session.execute(query)]
