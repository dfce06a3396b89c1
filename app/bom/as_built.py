"""What lots were made of, and went into: the consumptions that stand, and a lot as one side of a comparison.

Reads only. Stands this low because stock and comparisons count with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, localcontext
from typing import Final

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from models.consumption import Consumption
from models.part import Part
from models.person import User
from models.production import Lot
from models.rules.compare import ComparedLine
from models.vocab import LotState

# Digits that hold every product of the quantities of one part.
_EXACT: Final = 400


@dataclass(frozen=True)
class LotUse:
    """That some of one lot was used to make another; taken back where ``taken_back`` says why.

    Attributes:
        lot_id: The other lot: the used one, or the one made of it.
        quantity: In ``unit`` of the used part.
        reason: Why a part was used that the BOM does not name.
    """

    id: int
    lot_id: int
    number: str
    part_id: int
    part_number: str
    part_name: str
    heat_number: str
    state: LotState
    quantity: Decimal
    unit: str
    at: datetime
    person: str
    reason: str
    is_taken_back: bool
    taken_back: str


def standing() -> ColumnElement[bool]:
    """Return the condition on `Consumption` that a row puts something in and was not taken back."""
    counter = aliased(Consumption)
    return Consumption.takes_back_id.is_(None) & ~exists().where(counter.takes_back_id == Consumption.id)


def used_lots(session: Session, lot_id: int) -> tuple[LotUse, ...]:
    """Return what a lot was made of, in the order it was written down, taken back entries too."""
    return _uses(session, Consumption.made_lot_id == lot_id, other_is_used=True)


def made_lots(session: Session, lot_id: int) -> tuple[LotUse, ...]:
    """Return what a lot went into, in the order it was written down, taken back entries too."""
    return _uses(session, Consumption.used_lot_id == lot_id, other_is_used=False)


def _uses(session: Session, chosen: ColumnElement[bool], *, other_is_used: bool) -> tuple[LotUse, ...]:
    counter, used_part, used = aliased(Consumption), aliased(Part), aliased(Lot)
    other = Consumption.used_lot_id if other_is_used else Consumption.made_lot_id
    query = (
        select(Consumption, Lot, Part, used_part.unit, User.name, counter)
        .join(Lot, Lot.id == other)
        .join(Part, Part.id == Lot.part_id)
        .join(used, used.id == Consumption.used_lot_id)
        .join(used_part, used_part.id == used.part_id)
        .outerjoin(User, User.id == Consumption.used_by_id)
        .outerjoin(counter, counter.takes_back_id == Consumption.id)
        .where(chosen, Consumption.takes_back_id.is_(None))
        .order_by(Consumption.id)
    )
    return tuple(
        LotUse(
            row.id,
            lot.id,
            lot.number,
            part.id,
            part.number,
            part.name,
            lot.heat_number,
            lot.state,
            row.quantity,
            unit,
            row.used_at,
            person or "",
            row.reason,
            back is not None,
            "" if back is None else back.reason,
        )
        for row, lot, part, unit, person, back in session.execute(query)
    )


def lots_as_built(session: Session, part_id: int) -> tuple[tuple[int, str, datetime], ...]:
    """Return the lots of a part of which is known what went into them: id, number, when the first of it did."""
    query = (
        select(Lot.id, Lot.number, Consumption.used_at)
        .join(Consumption, Consumption.made_lot_id == Lot.id)
        .where(Lot.part_id == part_id, standing())
        .order_by(Consumption.id.desc())
    )
    return tuple({lot_id: (lot_id, number, at) for lot_id, number, at in session.execute(query)}.values())


def lines_as_built(session: Session, lot: Lot) -> tuple[ComparedLine, ...]:
    """Return what a lot was made of, one line per part, for the whole lot: the amount is exact for one piece."""
    query = (
        select(Part, Consumption.quantity)
        .join(Lot, Lot.id == Consumption.used_lot_id)
        .join(Part, Part.id == Lot.part_id)
        .where(Consumption.made_lot_id == lot.id, standing())
        .order_by(Part.number_key, Consumption.id)
    )
    lines = [
        ComparedLine((), "", part.number_key, part.number, part.name, quantity, lot.quantity, part.unit)
        for part, quantity in session.execute(query)
    ]
    return by_part(lines)


def by_part(lines: Sequence[ComparedLine]) -> tuple[ComparedLine, ...]:
    """Return lines as a lot can be held against them: those directly below the top, one per part and unit.

    Lots know parts and quantities only, so find numbers, notes and the like fall away; quantities add up exactly.
    """
    found: dict[tuple[str, str], ComparedLine] = {}
    for line in lines:
        if line.way:
            continue
        plain = replace(line, find_number="", facts=())
        key = (line.part, line.unit.casefold())
        found[key] = _together(found[key], plain) if key in found else plain
    return tuple(found.values())


def _together(one: ComparedLine, other: ComparedLine) -> ComparedLine:
    if one.quantity is None or other.quantity is None:
        return replace(one, quantity=None)
    with localcontext() as exact:
        exact.prec = _EXACT
        if one.per == other.per:
            return replace(one, quantity=one.quantity + other.quantity)
        quantity = one.quantity * other.per + other.quantity * one.per
        return replace(one, quantity=quantity, per=one.per * other.per)
