"""Where a part is used: one level up with quantities, or all levels up to the products. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.parts.ancestors import ancestors_of
from app.parts.links import Linked, belonging
from models.bom import BomLine, BomSubstitute
from models.part import Part, PartCustomer, PartRevision
from models.vocab import RevisionState

_SLICE: Final = 500


@dataclass(frozen=True)
class AboveRow:
    """A part above another one.

    Attributes:
        level: Shortest way up; 1 is directly above.
        product: Nothing holds it any more.
    """

    part_id: int
    number: str
    name: str
    level: int
    product: bool
    revision: str
    state: RevisionState | None
    vehicles: str


def where_used_everywhere(
    session: Session, part_id: int, *, linked: Linked | None = None
) -> tuple[AboveRow, ...]:
    """Return all parts above a part, through lines and substitutes of revisions not obsolete, by level and number.

    ``linked`` leaves those that are linked so themselves (see app.parts.links), whatever leads to them.
    """
    levels = ancestors_of(session, [part_id])
    held = _held(session, set(levels))
    rows: list[AboveRow] = []
    listed = sorted(levels)
    for start in range(0, len(listed), _SLICE):
        ids = listed[start : start + _SLICE]
        newest: dict[int, PartRevision] = {}
        query = select(PartRevision).where(
            PartRevision.part_id.in_(ids), PartRevision.state != RevisionState.OBSOLETE
        )
        for revision in session.scalars(query.order_by(PartRevision.counter)):
            newest[revision.part_id] = revision
        vehicles: dict[int, set[str]] = {}
        links = select(PartCustomer.part_id, PartCustomer.vehicle).where(PartCustomer.part_id.in_(ids))
        for above, vehicle in session.execute(links):
            if vehicle:
                vehicles.setdefault(above, set()).add(vehicle)
        parts = select(Part.id, Part.number, Part.name).where(Part.id.in_(ids), *belonging(Part.id, linked))
        for above, number, name in session.execute(parts):
            found = newest.get(above)
            label = (
                "" if found is None else found.customer_label or found.internal_label or str(found.counter)
            )
            rows.append(
                AboveRow(
                    above,
                    number,
                    name,
                    levels[above],
                    above not in held,
                    label,
                    None if found is None else found.state,
                    ", ".join(sorted(vehicles.get(above, ()))),
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.level, row.number)))


def _held(session: Session, parts: set[int]) -> set[int]:
    """Return which of the parts some revision that is not obsolete holds."""
    found: set[int] = set()
    listed = sorted(parts)
    for start in range(0, len(listed), _SLICE):
        ids = listed[start : start + _SLICE]
        lines = (
            select(BomLine.child_part_id)
            .join(PartRevision, PartRevision.id == BomLine.revision_id)
            .where(BomLine.child_part_id.in_(ids), PartRevision.state != RevisionState.OBSOLETE)
        )
        others = (
            select(BomSubstitute.part_id)
            .join(BomLine, BomLine.id == BomSubstitute.line_id)
            .join(PartRevision, PartRevision.id == BomLine.revision_id)
            .where(BomSubstitute.part_id.in_(ids), PartRevision.state != RevisionState.OBSOLETE)
        )
        found.update(session.scalars(lines))
        found.update(session.scalars(others))
    return found
