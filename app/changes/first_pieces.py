"""The first piece after a 4M change 초도품: until one passed, no lot made since is released. Reads only."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.changes.change_refusals import FIRST_PIECE_NEEDED
from app.events import LotReleaseAsked
from app.unit_of_work import UnitOfWork
from models.change import ChangePart, FourMChange
from models.inspection import Inspection
from models.production import Lot
from models.vocab import FourMState, InspectionKind, InspectionState, Noun

_IN_EFFECT: Final = (FourMState.EFFECTIVE, FourMState.CLOSED)
_FIRST: Final = (InspectionKind.FIRST_PIECE, InspectionKind.LAYOUT)
_GOOD: Final = (InspectionState.PASS, InspectionState.ACCEPTED_BY_CONCESSION)


def waiting_first_piece(session: Session, part_id: int, day: date) -> FourMChange | None:
    """Return the oldest 4M change of a part, in effect by a day, after which no first piece passed; None for none.

    The inspection of the change's own first lot counts whenever it was made; any other from the day of effect on.
    """
    of_part = select(ChangePart.entity_id).where(
        ChangePart.noun == Noun.FOUR_M_CHANGE, ChangePart.part_id == part_id
    )
    query = select(FourMChange).where(
        FourMChange.id.in_(of_part), FourMChange.state.in_(_IN_EFFECT), FourMChange.effective_on <= day
    )
    for change in session.scalars(query.order_by(FourMChange.effective_on, FourMChange.id)):
        passed = (
            select(Inspection.id)
            .join(Lot, Lot.id == Inspection.lot_id)
            .where(
                Lot.part_id == part_id,
                Inspection.kind.in_(_FIRST),
                Inspection.state.in_(_GOOD),
                or_(Inspection.lot_id == change.trial_lot_id, Inspection.work_day >= change.effective_on),
            )
        )
        if session.scalars(passed.limit(1)).first() is None:
            return change
    return None


def require_first_piece(unit: UnitOfWork, asked: LotReleaseAsked) -> None:
    """Refuse to release a lot made after a 4M change took effect while no first piece passed since.

    Raises:
        PartproofError: ``change.first_piece``.
    """
    change = waiting_first_piece(unit.session, asked.part_id, asked.work_day)
    if change is not None:
        raise FIRST_PIECE_NEEDED(lot=asked.number, number=change.number, day=change.effective_on)
