"""The release of a change order: one call of the release verb for all its items."""

from __future__ import annotations

from collections.abc import Sequence

from app.changes.release import release
from app.parts.effectivity import Scope
from app.unit_of_work import UnitOfWork
from models.change import AffectedRevision, ChangeOrder
from models.vocab import EffectivityScope, Noun


def release_items(unit: UnitOfWork, order: ChangeOrder, items: Sequence[AffectedRevision]) -> None:
    """Release every item, in force from now, from the order's day, or for lots from its first one.

    Raises:
        PartproofError: what `release` refuses; then none is released.
    """
    targets = [(item.noun, item.to_revision_id) for item in items]
    special: dict[int, tuple[Scope, ...]] = {}
    if order.effective_lot:
        scope = Scope(EffectivityScope.LOT_RANGE, order.effective_lot, "", order.lot_mask)
        parts = [item.to_revision_id for item in items if item.noun is Noun.PART_REVISION]
        special = dict.fromkeys(parts, (scope,))
    release(unit, targets, from_day=order.effective_on, special=special, change_order_id=order.id)
