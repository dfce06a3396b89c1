"""The way of a change order: impact, approval, release of all its items at once, implementation, end.

A release that fails anywhere leaves every item as it was: it is one verb in one transaction.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from app.changes.change_refusals import (
    CUSTOMER_NEEDED,
    ITEMS_NOT_READY,
    NO_ITEMS,
    TASKS_OPEN,
    UNDISPOSED,
)
from app.changes.content import seal, title_of
from app.changes.customer_changes import take_into_work
from app.changes.impact import Goods, goods_of, impact_of
from app.changes.ledger_basics import EDITORS, entry_for_edit, find_entry, require_state, tie_parts
from app.changes.order_release import release_items
from app.changes.orders import ENDED, STATE, items_of
from app.changes.reviews import (
    configured_route,
    find_revision,
    newest_review,
    open_review,
    reject_review,
    sign_review,
    start_line,
    withdraw_review,
)
from app.parts.effectivity import check_first_lot
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.change import ChangeDisposition, ChangeOrder, ChangeTask, CustomerChange
from models.vocab import ChangeOrderState, Noun, ReviewState, RevisionState, Role, SignMethod

_ORDER: Final = Noun.CHANGE_ORDER


def work_out_impact(unit: UnitOfWork, order_id: int, *, expected_version: int | None = None) -> None:
    """Let the program list what a change order touches, with a line for all goods that need a disposition.

    May be done again: what is new is added, what was decided stays.
    """
    require(unit, *EDITORS)
    order = entry_for_edit(unit, ChangeOrder, order_id, expected_version)
    require_state(order, STATE.DRAFT, STATE.IMPACT)
    if not items_of(unit.session, order_id):
        raise NO_ITEMS(number=order.number)
    rows = impact_of(unit.session, order_id)
    order.impact, order.state = [row.plain() for row in rows], STATE.IMPACT
    add_goods(unit, order_id)
    parts = [goods.part_id for goods in goods_of(unit.session, order_id)]
    tie_parts(unit, _ORDER, order_id, order.number, parts, needed=False)
    unit.record("impact_worked_out", _ORDER, order_id, rows=len(rows))


def add_goods(unit: UnitOfWork, order_id: int) -> None:
    """Add a disposition for all goods that have none yet."""
    for goods in undisposed(unit, order_id):
        unit.session.add(
            ChangeDisposition(
                change_order_id=order_id,
                part_id=goods.part_id,
                place=goods.place,
                entity_id=goods.entity_id,
                what=goods.what,
                quantity=goods.quantity,
                decision=None,
                note="",
                decided_by_id=None,
                decided_at=None,
            )
        )
    unit.session.flush()


def undisposed(unit: UnitOfWork, order_id: int) -> list[Goods]:
    """Return goods of the changed parts that no disposition names."""
    query = select(ChangeDisposition).where(ChangeDisposition.change_order_id == order_id)
    known = {(row.part_id, row.place, row.what) for row in unit.session.scalars(query)}
    return [
        goods for goods in goods_of(unit.session, order_id)
        if (goods.part_id, goods.place, goods.what) not in known
    ]  # fmt: skip


def route_order(unit: UnitOfWork, order_id: int, *, expected_version: int | None = None) -> int:
    """Send a change order and its items to review, and return the review's id; its content is sealed.

    Raises:
        PartproofError: no items, no approver configured, an item that cannot be reviewed, or a first lot that its
            mask does not count.
    """
    require(unit, *EDITORS)
    order = entry_for_edit(unit, ChangeOrder, order_id, expected_version)
    require_state(order, STATE.IMPACT)
    if order.effective_lot:
        check_first_lot(order.lot_mask, order.effective_lot)
    route = configured_route(unit.session, _ORDER)
    items = list(items_of(unit.session, order_id))
    if not items:
        raise NO_ITEMS(number=order.number)
    order.impact = [row.plain() for row in impact_of(unit.session, order_id)]
    # Documents first: a part is reviewed with the drawings it names.
    for item in sorted(items, key=lambda entry: entry.noun is Noun.PART_REVISION):
        revision = find_revision(unit.session, item.noun, item.to_revision_id)
        if revision.state is RevisionState.DRAFT:
            open_review(unit, item.noun, item.to_revision_id)
    sealed = seal(unit, _ORDER, order_id)
    order.state, order.content_hash = STATE.ROUTED, sealed
    unit.session.flush()
    review = start_line(unit, _ORDER, order_id, sealed, route)
    unit.record("change_order_routed", _ORDER, order_id)
    return review


def sign_order(
    unit: UnitOfWork,
    order_id: int,
    *,
    secret: str,
    method: SignMethod = SignMethod.PASSWORD,
    comment: str = "",
    with_items: bool = True,
) -> ReviewState:
    """Sign a change order, and with it those of its items whose open review waits for the same person.

    Returns:
        The state of the order's review afterwards.

    Raises:
        PartproofError: as `sign_review`.
    """
    order = find_entry(unit.session, ChangeOrder, order_id)
    require_state(order, STATE.ROUTED)
    if with_items:
        for item in sorted(
            items_of(unit.session, order_id), key=lambda entry: entry.noun is Noun.PART_REVISION
        ):
            review = newest_review(unit.session, item.noun, item.to_revision_id)
            if review is not None and review.state is ReviewState.OPEN:
                sign_review(
                    unit, item.noun, item.to_revision_id, secret=secret, method=method, comment=comment
                )
    return sign_review(unit, _ORDER, order_id, secret=secret, method=method, comment=comment)


def send_back_order(unit: UnitOfWork, order_id: int, *, reason: str, secret: str) -> None:
    """Reject a change order's review with a signed reason: it and its items can be changed again."""
    order = find_entry(unit.session, ChangeOrder, order_id)
    require_state(order, STATE.ROUTED)
    _take_items_back(unit, order_id, reason)
    reject_review(unit, _ORDER, order_id, reason=reason, secret=secret)


def take_back_order(unit: UnitOfWork, order_id: int, *, reason: str) -> None:
    """Take an approved change order back before its release, so that it can be changed again."""
    require(unit, *EDITORS)
    order = find_entry(unit.session, ChangeOrder, order_id)
    require_state(order, STATE.APPROVED)
    _take_items_back(unit, order_id, reason)
    order.state, order.content_hash = STATE.IMPACT, None
    unit.record("change_order_taken_back", _ORDER, order_id, reason=filled("reason", reason, limit=1000))


def _take_items_back(unit: UnitOfWork, order_id: int, reason: str) -> None:
    for item in items_of(unit.session, order_id):
        revision = find_revision(unit.session, item.noun, item.to_revision_id)
        if revision.state is RevisionState.IN_REVIEW:
            withdraw_review_of(unit, item.noun, item.to_revision_id, reason)


def withdraw_review_of(unit: UnitOfWork, noun: Noun, entity_id: int, reason: str) -> None:
    """Take an item's review back as the order's is; who may reject the order may do this too."""
    editors = {*EDITORS, Role.APPROVER}
    require(unit, *editors)
    withdraw_review(unit, noun, entity_id, reason=reason, allowed=tuple(editors))


def release_change_order(unit: UnitOfWork, order_id: int, *, expected_version: int | None = None) -> None:
    """Release all items of an approved change order in this one transaction, or none.

    Raises:
        PartproofError: not approved, an item that is not, or the customer's approval is missing.
    """
    require(unit, *EDITORS, Role.APPROVER)
    order = entry_for_edit(unit, ChangeOrder, order_id, expected_version)
    require_state(order, STATE.APPROVED)
    if order.customer_needed and not (order.customer_approval and order.customer_file_hash):
        raise CUSTOMER_NEEDED(number=order.number)
    items = list(items_of(unit.session, order_id))
    waiting = [
        title_of(unit.session, item.noun, item.to_revision_id)
        for item in items
        if getattr(newest_review(unit.session, item.noun, item.to_revision_id), "state", None)
        is not ReviewState.APPROVED
    ]
    if waiting:
        raise ITEMS_NOT_READY(number=order.number, what=", ".join(waiting))
    release_items(unit, order, items)
    unit.session.flush()
    order.state, order.released_at = STATE.RELEASED, unit.now
    add_goods(unit, order_id)
    unit.record("change_order_released", _ORDER, order_id, items=len(items))


def implement_order(unit: UnitOfWork, order_id: int, *, expected_version: int | None = None) -> None:
    """Say that a released change order is carried out: every disposition decided, every task done."""
    require(unit, *EDITORS)
    order = entry_for_edit(unit, ChangeOrder, order_id, expected_version)
    require_state(order, STATE.RELEASED)
    _refuse_open_ends(unit, order)
    order.state = STATE.IMPLEMENTED
    unit.record("change_order_implemented", _ORDER, order_id)


def close_order(unit: UnitOfWork, order_id: int, *, expected_version: int | None = None) -> None:
    """End a change order that is carried out; its items may be changed by another one from now on."""
    require(unit, *EDITORS)
    order = entry_for_edit(unit, ChangeOrder, order_id, expected_version)
    require_state(order, STATE.IMPLEMENTED)
    _refuse_open_ends(unit, order)
    _end(unit, order, STATE.CLOSED, "change_order_closed")


def _refuse_open_ends(unit: UnitOfWork, order: ChangeOrder) -> None:
    query = select(ChangeDisposition.what).where(
        ChangeDisposition.change_order_id == order.id, ChangeDisposition.decision.is_(None)
    )
    open_goods = [*unit.session.scalars(query)]
    if open_goods:
        raise UNDISPOSED(number=order.number, what=", ".join(open_goods))
    tasks = select(ChangeTask.title).where(
        ChangeTask.change_order_id == order.id, ChangeTask.done_at.is_(None)
    )
    titles = [*unit.session.scalars(tasks)]
    if titles:
        raise TASKS_OPEN(number=order.number, what=", ".join(titles))


def hold_order(unit: UnitOfWork, order_id: int, *, reason: str) -> None:
    """Hold a change order; it goes on where it was."""
    require(unit, *EDITORS)
    order = find_entry(unit.session, ChangeOrder, order_id)
    require_state(order, *(set(STATE) - {*ENDED, STATE.HELD, STATE.IMPLEMENTED}))
    order.held_from, order.state = order.state, STATE.HELD
    unit.record("change_order_held", _ORDER, order_id, reason=filled("reason", reason, limit=1000))


def resume_order(unit: UnitOfWork, order_id: int, *, reason: str) -> None:
    """Let a held change order go on where it was."""
    require(unit, *EDITORS)
    order = find_entry(unit.session, ChangeOrder, order_id)
    require_state(order, STATE.HELD)
    assert order.held_from is not None  # the database says so too
    order.state, order.held_from = order.held_from, None
    unit.record("change_order_resumed", _ORDER, order_id, reason=filled("reason", reason, limit=1000))


def give_up_order(
    unit: UnitOfWork, order_id: int, *, reason: str, state: ChangeOrderState = STATE.CANCELED
) -> None:
    """Cancel or reject a change order for good; drafts of its items stay and can be deleted or used."""
    require(unit, *EDITORS, Role.APPROVER)
    order = find_entry(unit.session, ChangeOrder, order_id)
    allowed = {STATE.DRAFT, STATE.IMPACT, STATE.ROUTED}
    allowed |= {STATE.APPROVED, STATE.HELD} if state is STATE.CANCELED else set()
    require_state(order, *allowed)
    reason = filled("reason", reason, limit=1000)
    if order.state in (STATE.ROUTED, STATE.APPROVED):
        _take_items_back(unit, order_id, reason)
        review = newest_review(unit.session, _ORDER, order_id)
        if review is not None and review.state is ReviewState.OPEN:
            review.state, review.ended_at = ReviewState.WITHDRAWN, unit.now
    order.held_from = None
    _end(unit, order, state, f"change_order_{state.value}", reason)


def _end(unit: UnitOfWork, order: ChangeOrder, state: ChangeOrderState, act: str, reason: str = "") -> None:
    order.state = state
    order.closed_at = unit.now if state is STATE.CLOSED else None
    # The database lets an item go only when it sees its order ended.
    unit.session.flush()
    for item in items_of(unit.session, order.id):
        item.is_open = False
    unit.record(act, _ORDER, order.id, reason=reason)


def review_of_order_ended(unit: UnitOfWork, order_id: int, state: ReviewState) -> None:
    """Move a change order as its signatures say."""
    order = find_entry(unit.session, ChangeOrder, order_id)
    if order.state is not STATE.ROUTED:
        return
    unit.session.flush()
    if state is ReviewState.APPROVED:
        order.state = STATE.APPROVED
        unit.record("change_order_approved", _ORDER, order_id)
        return
    order.state, order.content_hash = STATE.IMPACT, None
    unit.record("change_order_sent_back", _ORDER, order_id)
    if order.customer_change_id is not None:
        take_into_work(unit, find_entry(unit.session, CustomerChange, order.customer_change_id))
