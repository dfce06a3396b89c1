"""What is missing to make so many of an assembly from what is on the shelf. Reads only.

Stock is what lots hold that are released for use; held, quarantined and shipped ones do not count, nor does what
is on order.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.bom_refusals import PIECES, TOO_DEEP
from app.bom.links import Link, Links, links_below
from app.bom.queries import DEEPEST, in_slices
from app.bom.stock import gone_by_lot
from app.bom.structure import NOW, AsOf, asked_as_of
from models.part import Part, PartRevision
from models.production import Lot
from models.rules.roll_up import decimal_of, exact, fraction_of
from models.rules.structure import topological
from models.rules.units import factor
from models.vocab import LotState, Source

_SLICE: Final = 500
_READY: Final = (Source.BOUGHT, Source.CUSTOMER_SUPPLIED)


@dataclass(frozen=True)
class ShortRow:
    """A part that is not there in sufficient quantity, in its own unit.

    Attributes:
        needed: What has to be taken, after what assemblies on the shelf already hold; with scrap.
        available: What released lots hold.
        missing: The rest.
    """

    part_id: int
    number: str
    name: str
    unit: str
    needed: Decimal
    available: Decimal
    missing: Decimal


@dataclass(frozen=True)
class Shortage:
    """What is missing for so many pieces.

    Attributes:
        rows: By number.
        unconverted: Numbers of parts whose line has a unit that does not convert; nothing is said about them.
    """

    pieces: Decimal
    rows: tuple[ShortRow, ...]
    unconverted: tuple[str, ...] = ()


def shortage(session: Session, revision_id: int, pieces: Decimal, as_of: AsOf = NOW) -> Shortage:
    """Return what is missing to make ``pieces`` of a revision new.

    Assemblies on the shelf are used up before their parts are needed; what is bought whole is not taken apart.
    Scrap is added, optional lines are not.

    Raises:
        PartproofError: ``bom.pieces`` for a number that is not above zero, ``bom.too_deep`` where a part contains
            itself.
    """
    if not pieces.is_finite() or pieces <= 0:
        raise PIECES(pieces=str(pieces))
    top = session.get(PartRevision, revision_id)
    if top is None:
        return Shortage(pieces, ())
    links = links_below(session, revision_id, top.part_id, asked_as_of(session, as_of))
    part_of = links.reached()
    edges = [(node, links.child(row)) for node in part_of for row in links.below.get(node, ())]
    try:
        order = topological(edges, links.top)
    except ValueError:
        raise TOO_DEEP(number=top.part.number, limit=DEEPEST) from None
    stock = _stock(session, set(part_of.values()))
    _stop_at_bought(session, links, part_of)
    needed, missing, odd = _walk(links, order, part_of, stock, Fraction(pieces))
    parts = {part.id: part for part in in_slices(session, Part, {*missing, *odd})}
    rows = [
        ShortRow(
            part_id,
            parts[part_id].number,
            parts[part_id].name,
            parts[part_id].unit,
            _decimal(needed[part_id]),
            _decimal(stock.get(part_id, Fraction(0))),
            _decimal(lacking),
        )
        for part_id, lacking in missing.items()
    ]
    rows.sort(key=lambda row: row.number)
    return Shortage(pieces, tuple(rows), tuple(sorted(parts[part_id].number for part_id in odd)))


def _walk(
    links: Links,
    order: tuple[int, ...],
    part_of: dict[int, int],
    stock: dict[int, Fraction],
    pieces: Fraction,
) -> tuple[dict[int, Fraction], dict[int, Fraction], set[int]]:
    """Return what is needed and what is missing by part, and the parts whose quantity does not convert."""
    left = dict(stock)
    gross: dict[int, Fraction] = defaultdict(Fraction, {links.top: pieces})
    needed: dict[int, Fraction] = defaultdict(Fraction)
    missing: dict[int, Fraction] = defaultdict(Fraction)
    odd: set[int] = set()
    for node in order:
        want, part = gross[node], part_of[node]
        if node != links.top:
            needed[part] += want
            taken = min(left.get(part, Fraction(0)), want)
            left[part] = left.get(part, Fraction(0)) - taken
            want -= taken
        rows = [row for row in links.below.get(node, ()) if not row[7]]
        if not rows and want > 0 and node != links.top:
            missing[part] += want
        for row in rows:
            link = Link(*row)
            by = Fraction(1) if link.unit is None else factor(link.unit, link.part_unit or "")
            if by is None:
                odd.add(link.part)
                continue
            share = fraction_of(exact(link.quantity, link.per)) * by * (1 + Fraction(link.scrap) / 100)
            gross[links.child(row)] += want * share
    return needed, missing, odd


def _stop_at_bought(session: Session, links: Links, part_of: dict[int, int]) -> None:
    """Forget what is inside of parts that come ready from outside: nobody here takes it off the shelf."""
    inside = {part_of[node] for node in links.below if node in part_of and node != links.top}
    ready = {part.id for part in in_slices(session, Part, inside) if part.source in _READY}
    for node, part in part_of.items():
        if part in ready and node != links.top:
            links.below.pop(node, None)


def _stock(session: Session, parts: set[int]) -> dict[int, Fraction]:
    """Return what released lots of some parts still hold: not what left, was scrapped or sent back."""
    found: dict[int, Fraction] = defaultdict(Fraction)
    listed = sorted(parts)
    for start in range(0, len(listed), _SLICE):
        chosen = (Lot.part_id.in_(listed[start : start + _SLICE]), Lot.state == LotState.RELEASED)
        gone = gone_by_lot(session, *chosen)
        for lot_id, part_id, quantity in session.execute(
            select(Lot.id, Lot.part_id, Lot.quantity).where(*chosen)
        ):
            found[part_id] += max(Fraction(quantity) - Fraction(gone.get(lot_id, 0)), Fraction(0))
    return dict(found)


def _decimal(value: Fraction) -> Decimal:
    return decimal_of((value.numerator, value.denominator, 0))
