"""What happens to entries of the ledger when their approval line ends."""

from __future__ import annotations

from app.changes.concessions import review_of_concession_ended
from app.changes.order_flow import review_of_order_ended
from app.events import ReviewEnded
from app.hooks import Hooks
from app.unit_of_work import UnitOfWork
from models.vocab import Noun


def register(hooks: Hooks) -> None:
    """Register this room's effects."""
    hooks.on(ReviewEnded, move_entry)


def move_entry(unit: UnitOfWork, ended: ReviewEnded) -> None:
    """Move the change order or concession whose line ended."""
    if ended.noun is Noun.CHANGE_ORDER:
        review_of_order_ended(unit, ended.entity_id, ended.state)
    elif ended.noun is Noun.CONCESSION:
        review_of_concession_ended(unit, ended.entity_id, ended.state)
