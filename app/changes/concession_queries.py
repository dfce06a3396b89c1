"""Which concessions 특채 are in force for a part today, and what they leave. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.unit_of_work import number_key
from models.change import Concession, ConcessionUse
from models.characteristic import Characteristic
from models.document import PartDocument
from models.part import PartRevision
from models.types import decimal_text
from models.vocab import ConcessionState, Special


@dataclass(frozen=True)
class OfferedConcession:
    """A concession that is in force on a day.

    Attributes:
        characteristic: Number of the characteristic it deviates from; empty where it is about none.
        lower: Smallest value conceded, None without.
        upper: Largest value conceded, None without.
        left: What may still be used; None where only a day limits it.
        approved: The customer's number and file are there.
    """

    id: int
    number: str
    title: str
    characteristic: str
    lower: Decimal | None
    upper: Decimal | None
    until: date | None
    left: Decimal | None
    approved: bool

    def covers(self, value: Decimal | None) -> bool:
        """Return whether a measured value lies inside what is conceded; a judgement without a value always does."""
        if value is None:
            return True
        above = self.lower is None or value >= self.lower
        return above and (self.upper is None or value <= self.upper)

    @property
    def limits(self) -> str:
        """Its limits as they are shown, e.g. ``…0.25, 188, 2026-12-31``."""
        ends = ["" if end is None else decimal_text(end) for end in (self.lower, self.upper)]
        parts = ["…".join(ends)] if any(ends) else []
        parts += [] if self.left is None else [decimal_text(self.left)]
        return ", ".join([*parts, *([] if self.until is None else [self.until.isoformat()])])


def concessions_in_force(session: Session, part_id: int, *, day: date) -> tuple[OfferedConcession, ...]:
    """Return the concessions of a part that are signed and neither past their day nor used up, oldest first."""
    query = (
        select(Concession)
        .where(Concession.part_id == part_id, Concession.state == ConcessionState.ACTIVE)
        .where(or_(Concession.until.is_(None), Concession.until >= day))
        .order_by(Concession.id)
    )
    found = [_offered(row) for row in session.scalars(query)]
    return tuple(entry for entry in found if entry.left is None or entry.left > 0)


def concessions_used_by(session: Session, lot_id: int) -> tuple[OfferedConcession, ...]:
    """Return the concessions under which some of a lot was used already and that are not ended, oldest first."""
    used = select(ConcessionUse.concession_id).where(ConcessionUse.lot_id == lot_id)
    query = select(Concession).where(Concession.id.in_(used), Concession.state == ConcessionState.ACTIVE)
    return tuple(_offered(row) for row in session.scalars(query.order_by(Concession.id)))


def _offered(row: Concession) -> OfferedConcession:
    return OfferedConcession(
        row.id,
        row.number,
        row.title,
        row.characteristic,
        row.lower_limit,
        row.upper_limit,
        row.until,
        None if row.quantity is None else row.quantity - row.used,
        bool(row.customer_approval and row.customer_file_hash),
    )


def used_for_lot(session: Session, concession_id: int, lot_id: int) -> Decimal:
    """Return how much of a lot was used under a concession already."""
    query = select(ConcessionUse.quantity).where(
        ConcessionUse.concession_id == concession_id, ConcessionUse.lot_id == lot_id
    )
    return sum(session.scalars(query), Decimal(0))


def is_special(session: Session, part_id: int, characteristic: str) -> bool:
    """Return whether a drawing of a part marks a characteristic as special, which is the customer's to concede."""
    wanted = number_key(characteristic)
    if not wanted:
        return False
    query = (
        select(Characteristic.number)
        .join(PartDocument, PartDocument.document_revision_id == Characteristic.document_revision_id)
        .join(PartRevision, PartRevision.id == PartDocument.part_revision_id)
        .where(PartRevision.part_id == part_id)
        .where(or_(Characteristic.special != Special.NONE, Characteristic.special_symbol != ""))
    )
    return any(number_key(number) == wanted for number in session.scalars(query))
