"""Verbs about what customers change 고객 설계변경 접수 (EO), and about our own requests 설계변경 의뢰."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from app.changes.change_refusals import EO_KNOWN, REPLY_BEFORE, WRONG_STATE
from app.changes.ledger_basics import (
    EDITORS,
    entry_for_edit,
    find_entry,
    keep_change_file,
    ledger_number,
    require_state,
    tie_parts,
)
from app.labels import StateName
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.change import ChangeRequest, CustomerChange
from models.part import Customer
from models.types import clean_text
from models.vocab import ChangeRequestState, CustomerChangeState, Noun

_STATE = CustomerChangeState
_REQUEST = ChangeRequestState
_DECIDED = (_REQUEST.ACCEPTED, _REQUEST.REJECTED, _REQUEST.DUPLICATE)


def receive_customer_change(
    unit: UnitOfWork,
    *,
    customer_id: int,
    number: str,
    title: str,
    received_on: date,
    part_ids: Iterable[int],
    customer_revision: str = "",
    effective_on: date | None = None,
    effective_lot: str = "",
    reply_due: date | None = None,
    note: str = "",
    files: Iterable[tuple[str, bytes]] = (),
) -> int:
    """Enter a customer's change and return its id.

    Args:
        unit: The unit of work.
        customer_id: Whose it is.
        number: The EO number as the customer wrote it.
        title: What changes.
        received_on: When it came in.
        part_ids: The parts it is about.
        customer_revision: The revision the customer changes to.
        effective_on: From which day.
        effective_lot: From which lot.
        reply_due: Until when the customer wants an answer.
        note: What else was said.
        files: Name and content of what came with it.

    Raises:
        PartproofError: no right, this EO is here already, or no part is named.
    """
    require(unit, *EDITORS)
    customer = find_entry(unit.session, Customer, customer_id)
    number = filled("number", number, limit=60)
    query = select(CustomerChange).where(
        CustomerChange.customer_id == customer_id, CustomerChange.number_key == number_key(number)
    )
    known = unit.session.scalars(query).one_or_none()
    if known is not None:
        raise EO_KNOWN(customer=customer.name, number=known.number, day=known.received_on.isoformat())
    row = CustomerChange(
        customer_id=customer_id,
        number=number,
        number_key=number_key(number),
        state=_STATE.RECEIVED,
        title=filled("title", title),
        note=clean_text(note).strip(),
        received_on=received_on,
        customer_revision=clean_text(customer_revision).strip(),
        effective_on=effective_on,
        effective_lot=clean_text(effective_lot).strip(),
        reply_due=reply_due,
        reply="",
        replied_on=None,
        created_by_id=unit.actor.user_id,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    tie_parts(unit, Noun.CUSTOMER_CHANGE, row.id, number, part_ids)
    unit.record("customer_change_received", Noun.CUSTOMER_CHANGE, row.id, number=number)
    for name, content in files:
        keep_change_file(unit, Noun.CUSTOMER_CHANGE, row.id, content, name)
    return row.id


def take_into_work(unit: UnitOfWork, change: CustomerChange) -> None:
    """Say that a customer's change is being worked on; done by the first change order made for it."""
    if change.state in (_STATE.RECEIVED, _STATE.REPLIED):
        change.state = _STATE.IN_WORK
        unit.record("customer_change_in_work", Noun.CUSTOMER_CHANGE, change.id)


def answer_customer_change(
    unit: UnitOfWork,
    change_id: int,
    *,
    reply: str,
    replied_on: date,
    decline: bool = False,
    expected_version: int | None = None,
) -> None:
    """Record what the customer was answered; ``decline`` says that we do not do it.

    Raises:
        PartproofError: no right, it was answered or ended already, or that was before it came in.
    """
    require(unit, *EDITORS)
    change = entry_for_edit(unit, CustomerChange, change_id, expected_version)
    require_state(change, *((_STATE.RECEIVED, _STATE.IN_WORK) if decline else (_STATE.IN_WORK,)))
    if replied_on < change.received_on:
        raise REPLY_BEFORE(number=change.number, day=change.received_on, replied=replied_on)
    change.reply, change.replied_on = filled("reply", reply, limit=1000), replied_on
    change.state = _STATE.DECLINED if decline else _STATE.REPLIED
    unit.record("customer_change_answered", Noun.CUSTOMER_CHANGE, change.id, declined=decline)


def close_customer_change(unit: UnitOfWork, change_id: int, *, expected_version: int | None = None) -> None:
    """End a customer's change that was answered."""
    require(unit, *EDITORS)
    change = entry_for_edit(unit, CustomerChange, change_id, expected_version)
    require_state(change, _STATE.REPLIED)
    change.state = _STATE.CLOSED
    unit.record("customer_change_closed", Noun.CUSTOMER_CHANGE, change.id)


def make_request(
    unit: UnitOfWork, *, title: str, reason: str, part_ids: Iterable[int], to_customer: bool = False
) -> int:
    """Write down a wish for a change and return its id."""
    require(unit, *EDITORS)
    number = ledger_number(unit, ChangeRequest, "ECR")
    row = ChangeRequest(
        number=number,
        number_key=number_key(number),
        state=_REQUEST.DRAFT,
        title=filled("title", title),
        reason=filled("reason", reason, limit=1000),
        to_customer=to_customer,
        answer="",
        created_by_id=unit.actor.user_id,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    tie_parts(unit, Noun.CHANGE_REQUEST, row.id, number, part_ids)
    unit.record("change_request_made", Noun.CHANGE_REQUEST, row.id, number=number)
    return row.id


def submit_request(unit: UnitOfWork, request_id: int, *, expected_version: int | None = None) -> None:
    """Hand a request in, to us or to the customer."""
    require(unit, *EDITORS)
    request = entry_for_edit(unit, ChangeRequest, request_id, expected_version)
    require_state(request, _REQUEST.DRAFT)
    request.state = _REQUEST.SUBMITTED
    unit.record("change_request_submitted", Noun.CHANGE_REQUEST, request.id)


def decide_request(
    unit: UnitOfWork,
    request_id: int,
    state: ChangeRequestState,
    *,
    answer: str,
    expected_version: int | None = None,
) -> None:
    """Accept or reject a request, or call it a duplicate; the answer says why."""
    require(unit, *EDITORS)
    request = entry_for_edit(unit, ChangeRequest, request_id, expected_version)
    require_state(request, _REQUEST.SUBMITTED)
    if state not in _DECIDED:
        raise WRONG_STATE(number=request.number, state=StateName(request.state))
    request.answer, request.state = filled("answer", answer, limit=1000), state
    unit.record("change_request_decided", Noun.CHANGE_REQUEST, request.id, state=state)
