"""Verbs that write a change order: its head, its affected items, dispositions, tasks and the customer's approval."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from app.bom.lines import copy_bom
from app.changes.change_refusals import DECIDED, NO_DRAFT, NO_SUCH_NUMBER, OPEN_ORDER, WRONG_STATE
from app.changes.customer_changes import take_into_work
from app.changes.ledger_basics import (
    APPROVAL_FILE,
    EDITORS,
    entry_for_edit,
    find_entry,
    keep_change_file,
    ledger_number,
    require_state,
    tie_parts,
)
from app.drawings.characteristics import copy_characteristics
from app.drawings.documents import start_document_revision, use_document
from app.labels import StateName
from app.parts.parts import start_revision
from app.quantities import shown_number
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.change import (
    AffectedRevision,
    ChangeDisposition,
    ChangeOrder,
    ChangeRequest,
    ChangeTask,
    CustomerChange,
)
from models.document import Document, DocumentRevision, PartDocument
from models.part import Part, PartRevision
from models.person import User
from models.types import clean_text
from models.vocab import ChangeOrderState, ChangeRequestState, Disposition, Noun, RevisionState

STATE = ChangeOrderState
OPEN_FOR_EDIT: Final = (STATE.DRAFT, STATE.IMPACT)
ENDED: Final = (STATE.CLOSED, STATE.REJECTED, STATE.CANCELED)
_EDITABLE: Final = frozenset(
    {"title", "reason", "effective_on", "effective_lot", "lot_mask", "cost", "currency", "due_on", "customer_needed"}
)  # fmt: skip
_DRAFTS: Final = (RevisionState.DRAFT, RevisionState.IN_REVIEW)


def make_change_order(
    unit: UnitOfWork,
    *,
    title: str,
    reason: str,
    customer_change_id: int | None = None,
    request_id: int | None = None,
    customer_needed: bool = False,
    due_on: date | None = None,
    effective_on: date | None = None,
    effective_lot: str = "",
    lot_mask: str = "",
    cost: Decimal | None = None,
    currency: str = "",
) -> int:
    """Begin a change order and return its id; for a customer's change, that one is in work from now on.

    Raises:
        PartproofError: no right, or a request that nobody accepted.
    """
    require(unit, *EDITORS)
    if request_id is not None:
        require_state(find_entry(unit.session, ChangeRequest, request_id), ChangeRequestState.ACCEPTED)
    _check_cost(cost)
    number = ledger_number(unit, ChangeOrder, "ECO")
    row = ChangeOrder(
        number=number,
        number_key=number_key(number),
        state=STATE.DRAFT,
        held_from=None,
        title=filled("title", title),
        reason=filled("reason", reason, limit=1000),
        customer_change_id=customer_change_id,
        request_id=request_id,
        effective_on=effective_on,
        effective_lot=clean_text(effective_lot).strip(),
        lot_mask=clean_text(lot_mask).strip(),
        cost=cost,
        currency=clean_text(currency).strip(),
        due_on=due_on,
        customer_needed=customer_needed,
        customer_approval="",
        customer_approved_on=None,
        customer_file_hash=None,
        impact=None,
        content_hash=None,
        created_by_id=unit.actor.user_id,
        created_at=unit.now,
        released_at=None,
        closed_at=None,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record("change_order_made", Noun.CHANGE_ORDER, row.id, number=number)
    if customer_change_id is not None:
        take_into_work(unit, find_entry(unit.session, CustomerChange, customer_change_id))
    return row.id


def edit_change_order(
    unit: UnitOfWork, order_id: int, *, expected_version: int | None = None, **changed: Any
) -> None:
    """Change the head of a change order that was not sent on its way.

    Args:
        unit: The unit of work.
        order_id: The order.
        expected_version: As the person saw it.
        **changed: title, reason, effective_on, effective_lot, lot_mask, cost, currency, due_on, customer_needed.

    Raises:
        PartproofError: sent on its way already, or changed by somebody else since.
    """
    require(unit, *EDITORS)
    order = entry_for_edit(unit, ChangeOrder, order_id, expected_version)
    require_state(order, *OPEN_FOR_EDIT)
    if unknown := set(changed) - _EDITABLE:
        raise TypeError(f"no fields of a change order: {sorted(unknown)}")
    _check_cost(changed.get("cost"))
    for name, value in changed.items():
        limit = 200 if name == "title" else 1000
        text = filled(name, value, limit=limit) if name in ("title", "reason") else value
        setattr(order, name, clean_text(text).strip() if isinstance(text, str) else text)
    unit.record("change_order_edited", Noun.CHANGE_ORDER, order.id)


def _check_cost(cost: Decimal | None) -> None:
    if cost is not None and not cost.is_finite():
        raise NO_SUCH_NUMBER(number=shown_number(cost))


def add_item(
    unit: UnitOfWork, order_id: int, noun: Noun, owner_id: int, *, label: str = "", note: str = ""
) -> int:
    """Put a part or document into a change order; its next revision is started where none is.

    Args:
        unit: The unit of work.
        order_id: The order.
        noun: PART_REVISION or DOCUMENT_REVISION.
        owner_id: Id of the part or document.
        label: The customer's label of the new revision, or the label of the document's.
        note: What changes in it.

    Raises:
        PartproofError: in another open change order, or nothing that could become a new revision.
    """
    require(unit, *EDITORS)
    order = find_entry(unit.session, ChangeOrder, order_id)
    require_state(order, *OPEN_FOR_EDIT)
    _refuse_other_order(unit, noun, owner_id)
    from_id, to_id = _revisions(unit, order, noun, owner_id, label)
    row = AffectedRevision(
        change_order_id=order_id,
        noun=noun,
        owner_id=owner_id,
        from_revision_id=from_id,
        to_revision_id=to_id,
        note=clean_text(note).strip(),
        is_open=True,
    )
    unit.session.add(row)
    unit.session.flush()
    if noun is Noun.DOCUMENT_REVISION:
        _use_new_drawing(unit, order_id, owner_id, to_id)
    if noun is Noun.PART_REVISION:
        tie_parts(unit, Noun.CHANGE_ORDER, order_id, order.number, [owner_id])
    unit.record("affected_item_added", Noun.CHANGE_ORDER, order_id, of=noun, item=owner_id, to=to_id)
    return row.id


def remove_item(unit: UnitOfWork, item_id: int) -> None:
    """Take an item out of a change order; its draft stays."""
    require(unit, *EDITORS)
    item = find_entry(unit.session, AffectedRevision, item_id)
    require_state(find_entry(unit.session, ChangeOrder, item.change_order_id), *OPEN_FOR_EDIT)
    unit.session.delete(item)
    unit.record("affected_item_removed", Noun.CHANGE_ORDER, item.change_order_id, item=item.owner_id)


def _refuse_other_order(unit: UnitOfWork, noun: Noun, owner_id: int) -> None:
    query = (
        select(ChangeOrder.number)
        .join(AffectedRevision, AffectedRevision.change_order_id == ChangeOrder.id)
        .where(AffectedRevision.noun == noun, AffectedRevision.owner_id == owner_id)
        .where(AffectedRevision.is_open.in_([True]))
    )
    number = unit.session.scalars(query).first()
    if number is not None:
        raise OPEN_ORDER(item=owner_name(unit, noun, owner_id), number=number)


def owner_name(unit: UnitOfWork, noun: Noun, owner_id: int) -> str:
    """Return the number of a part or document."""
    mapped: Any = Part if noun is Noun.PART_REVISION else Document
    return str(find_entry(unit.session, mapped, owner_id).number)


def _revisions(
    unit: UnitOfWork, order: ChangeOrder, noun: Noun, owner_id: int, label: str
) -> tuple[int | None, int]:
    """Return the released revision and the draft, started where there is none."""
    mapped: Any = PartRevision if noun is Noun.PART_REVISION else DocumentRevision
    owner = PartRevision.part_id if noun is Noun.PART_REVISION else DocumentRevision.document_id
    rows = unit.session.scalars(select(mapped).where(owner == owner_id).order_by(mapped.counter)).all()
    released = [row.id for row in rows if row.state is RevisionState.RELEASED]
    drafts = [row.id for row in rows if row.state in _DRAFTS]
    if not drafts:
        if noun is Noun.DOCUMENT_REVISION and not label:
            raise NO_DRAFT(item=owner_name(unit, noun, owner_id))
        reason = f"{order.number} {order.title}"[:200]
        if noun is Noun.PART_REVISION:
            drafts = [start_revision(unit, owner_id, reason=reason, customer_label=label)]
        else:
            drafts = [start_document_revision(unit, owner_id, label=label, reason=reason)]
        if released:
            _carry_over(unit, order.id, noun, released[-1], drafts[-1])
    return (released[-1] if released else None), drafts[-1]


def _carry_over(unit: UnitOfWork, order_id: int, noun: Noun, from_id: int, to_id: int) -> None:
    """Let a new draft begin with what is in force: BOM and drawings of a part, characteristics of a drawing."""
    if noun is Noun.DOCUMENT_REVISION:
        copy_characteristics(unit, from_id, to_id)
        return
    copy_bom(unit, from_id, to_id)
    changed = {
        item.owner_id: item.to_revision_id
        for item in items_of(unit.session, order_id)
        if item.noun is Noun.DOCUMENT_REVISION
    }
    query = select(PartDocument.document_id, PartDocument.document_revision_id)
    linked = unit.session.execute(query.where(PartDocument.part_revision_id == from_id)).all()
    for document_id, revision_id in linked:
        used = changed.get(document_id, revision_id)
        if used is not None:
            use_document(unit, to_id, used)


def _use_new_drawing(unit: UnitOfWork, order_id: int, document_id: int, revision_id: int) -> None:
    """Let the drafts of parts that were in the order before their drawing use the drawing's draft."""
    parts = [
        item.to_revision_id for item in items_of(unit.session, order_id) if item.noun is Noun.PART_REVISION
    ]
    query = select(PartDocument.part_revision_id).where(
        PartDocument.document_id == document_id, PartDocument.part_revision_id.in_(parts)
    )
    for part_revision_id in unit.session.scalars(query).all():
        if unit.session.get_one(PartRevision, part_revision_id).state is RevisionState.DRAFT:
            use_document(unit, part_revision_id, revision_id)


def decide_disposition(
    unit: UnitOfWork,
    disposition_id: int,
    decision: Disposition,
    *,
    note: str = "",
    expected_version: int | None = None,
) -> None:
    """Say what happens with goods of the old revision, once and for good; what was only held is decided later.

    Raises:
        PartproofError: no right, somebody else decided meanwhile, or it is decided already.
    """
    require(unit, *EDITORS)
    row = entry_for_edit(unit, ChangeDisposition, disposition_id, expected_version)
    require_state(find_entry(unit.session, ChangeOrder, row.change_order_id), *(set(STATE) - set(ENDED)))
    if row.decision not in (None, Disposition.HOLD):
        raise DECIDED(what=row.what)
    row.decision, row.note = decision, clean_text(note).strip()
    row.decided_by_id, row.decided_at = unit.actor.user_id, unit.now
    unit.record(
        "disposition_decided", Noun.CHANGE_ORDER, row.change_order_id, what=row.what, decision=decision
    )


def add_task(
    unit: UnitOfWork, order_id: int, *, title: str, owner_id: int | None = None, due_on: date | None = None
) -> int:
    """Add something that must be done for a change order, and return its id.

    Raises:
        PartproofError: no right, ended, or nobody to whom it could be given.
    """
    require(unit, *EDITORS)
    order = find_entry(unit.session, ChangeOrder, order_id)
    require_state(order, *(set(STATE) - set(ENDED)))
    owner = None if owner_id is None else unit.session.get(User, owner_id)
    if owner_id is not None and (owner is None or not owner.active):
        raise NOT_FOUND(what=f"user {owner_id}")
    row = ChangeTask(
        change_order_id=order_id,
        title=filled("title", title),
        owner_id=owner_id,
        due_on=due_on,
        done_at=None,
        done_by_id=None,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record("change_task_added", Noun.CHANGE_ORDER, order_id, title=row.title)
    return row.id


def finish_task(unit: UnitOfWork, task_id: int) -> None:
    """Say that a task is done, which whose it is may always do; the second time changes nothing."""
    row = find_entry(unit.session, ChangeTask, task_id)
    if row.owner_id is None or row.owner_id != unit.actor.user_id:
        require(unit, *EDITORS)
    if row.done_at is None:
        row.done_at, row.done_by_id = unit.now, unit.actor.user_id
        unit.record("change_task_done", Noun.CHANGE_ORDER, row.change_order_id, title=row.title)


def record_order_approval(
    unit: UnitOfWork,
    order_id: int,
    *,
    number: str,
    approved_on: date,
    file: tuple[str, bytes],
) -> None:
    """Keep the customer's approval of a change order: its number, day and file.

    Raises:
        PartproofError: no right, ended, or released with another approval already.
    """
    require(unit, *EDITORS)
    order = find_entry(unit.session, ChangeOrder, order_id)
    require_state(order, *(set(STATE) - {*ENDED, STATE.IMPLEMENTED}))
    if order.released_at is not None and order.customer_approval:
        raise WRONG_STATE(number=order.number, state=StateName(order.state))
    order.customer_approval, order.customer_approved_on = filled("number", number, limit=60), approved_on
    order.customer_file_hash = keep_change_file(
        unit, Noun.CHANGE_ORDER, order_id, file[1], file[0], note=APPROVAL_FILE
    )
    unit.record("customer_approved", Noun.CHANGE_ORDER, order_id, number=order.customer_approval)


def items_of(unit_session: Any, order_id: int) -> Iterable[AffectedRevision]:
    """Return the items of a change order."""
    query = (
        select(AffectedRevision)
        .where(AffectedRevision.change_order_id == order_id)
        .order_by(AffectedRevision.id)
    )
    found: list[AffectedRevision] = list(unit_session.scalars(query))
    return found
