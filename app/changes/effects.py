"""What the ledger does when an approval line ends, and what it says before a lot is released."""

from __future__ import annotations

from app.changes.concessions import review_of_concession_ended
from app.changes.first_pieces import require_first_piece
from app.changes.order_flow import review_of_order_ended
from app.events import LotReleaseAsked, ReviewEnded
from app.hooks import Hooks
from app.unit_of_work import UnitOfWork
from models.vocab import Noun


def register(hooks: Hooks) -> None:
    """Register this room's effects."""
    hooks.on(ReviewEnded, move_entry)
    hooks.on(LotReleaseAsked, require_first_piece)


def move_entry(unit: UnitOfWork, ended: ReviewEnded) -> None:
    """Move the change order or concession whose line ended."""
    if ended.noun is Noun.CHANGE_ORDER:
        review_of_order_ended(unit, ended.entity_id, ended.state)
    elif ended.noun is Noun.CONCESSION:
        review_of_concession_ended(unit, ended.entity_id, ended.state)
