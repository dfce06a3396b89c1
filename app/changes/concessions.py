"""Verbs about concessions 특채: signed, limited by a day or a quantity, and used only inside of these limits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import func, select

from app.changes.change_refusals import (
    CUSTOMER_NEEDED,
    EXPIRED,
    LIMITLESS,
    LIMITS_CROSSED,
    NO_SUCH_NUMBER,
    OTHER_PART,
    USED_UP,
    WRONG_STATE,
)
from app.changes.concession_queries import is_special
from app.changes.content import seal
from app.changes.ledger_basics import (
    EDITORS,
    entry_for_edit,
    find_entry,
    keep_change_file,
    ledger_number,
    require_state,
    tie_parts,
)
from app.changes.reviews import configured_route, reject_review, sign_review, start_line
from app.labels import StateName
from app.quantities import is_amount, is_quantity, shown_number
from app.rights import filled, require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork, number_key
from models.change import Concession, ConcessionUse
from models.part import Part
from models.production import Lot
from models.types import clean_text, decimal_text
from models.vocab import ConcessionState, LotState, Noun, ReviewState, Role, SignMethod

_STATE = ConcessionState
_NOUN: Final = Noun.CONCESSION
_ZERO: Final = Decimal(0)


def make_concession(
    unit: UnitOfWork,
    *,
    part_id: int,
    title: str,
    reason: str,
    characteristic: str = "",
    lower_limit: Decimal | None = None,
    upper_limit: Decimal | None = None,
    customers: bool = False,
    until: date | None = None,
    quantity: Decimal | None = None,
) -> int:
    """Ask for a concession and return its id.

    Args:
        unit: The unit of work.
        part_id: The part.
        title: What is deviated from, and how far.
        reason: Why.
        characteristic: Number of the characteristic on the drawing.
        lower_limit: Smallest value conceded, in the unit of the characteristic.
        upper_limit: Largest value conceded; a measured value beyond is not covered. With neither, the title says it.
        customers: It is the customer's characteristic: the customer's approval number and file are needed. One that
            a drawing of the part marks as special is the customer's, whatever is said here.
        until: Last day.
        quantity: Most that may be used.

    Raises:
        PartproofError: ``concession.limitless``, limits that cross, numbers that are none, or a day that is over.
    """
    require(unit, *EDITORS)
    check_concession_limits(until, quantity, lower_limit, upper_limit)
    find_entry(unit.session, Part, part_id)
    number = ledger_number(unit, Concession, "SC")
    check_concession_day(unit, number, until)
    row = Concession(
        number=number,
        number_key=number_key(number),
        state=_STATE.DRAFT,
        part_id=part_id,
        characteristic=clean_text(characteristic).strip(),
        lower_limit=lower_limit,
        upper_limit=upper_limit,
        customers=customers or is_special(unit.session, part_id, characteristic),
        title=filled("title", title),
        reason=filled("reason", reason, limit=1000),
        until=until,
        quantity=quantity,
        used=_ZERO,
        customer_approval="",
        customer_file_hash=None,
        content_hash=None,
        created_by_id=unit.actor.user_id,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    tie_parts(unit, _NOUN, row.id, number, [part_id])
    unit.record("concession_made", _NOUN, row.id, number=number)
    return row.id


def record_concession_approval(
    unit: UnitOfWork, concession_id: int, *, number: str, file: tuple[str, bytes]
) -> None:
    """Keep the customer's approval of a concession: number and file."""
    require(unit, *EDITORS)
    row = find_entry(unit.session, Concession, concession_id)
    # The file is signed with it: one that comes while people sign would end their signing.
    require_state(row, _STATE.DRAFT)
    row.customer_approval = filled("number", number, limit=60)
    row.customer_file_hash = keep_change_file(unit, _NOUN, concession_id, file[1], file[0])
    unit.record("customer_approved", _NOUN, concession_id, number=row.customer_approval)


def route_concession(unit: UnitOfWork, concession_id: int, *, expected_version: int | None = None) -> int:
    """Send a concession to its approval line; its limits are sealed.

    Raises:
        PartproofError: no approver configured, or the customer's number and file are missing.
    """
    require(unit, *EDITORS)
    row = entry_for_edit(unit, Concession, concession_id, expected_version)
    require_state(row, _STATE.DRAFT)
    route = configured_route(unit.session, _NOUN)
    if row.customers and not (row.customer_approval and row.customer_file_hash):
        raise CUSTOMER_NEEDED(number=row.number)
    sealed = seal(unit, _NOUN, concession_id)
    row.state, row.content_hash = _STATE.ROUTED, sealed
    unit.session.flush()
    review = start_line(unit, _NOUN, concession_id, sealed, route)
    unit.record("concession_routed", _NOUN, concession_id)
    return review


def sign_concession(
    unit: UnitOfWork,
    concession_id: int,
    *,
    secret: str,
    method: SignMethod = SignMethod.PASSWORD,
    comment: str = "",
) -> ReviewState:
    """Sign a concession; the last signature puts it in force."""
    return sign_review(unit, _NOUN, concession_id, secret=secret, method=method, comment=comment)


def send_back_concession(unit: UnitOfWork, concession_id: int, *, reason: str, secret: str) -> None:
    """Reject a concession's review with a signed reason; it is a draft again."""
    reject_review(unit, _NOUN, concession_id, reason=reason, secret=secret)


def review_of_concession_ended(unit: UnitOfWork, concession_id: int, state: ReviewState) -> None:
    """Put a signed concession in force, or make a rejected one a draft again."""
    row = find_entry(unit.session, Concession, concession_id)
    if row.state is not _STATE.ROUTED:
        return
    unit.session.flush()
    if state is ReviewState.APPROVED:
        row.state = _STATE.ACTIVE
        unit.record("concession_in_force", _NOUN, concession_id)
    else:
        row.state, row.content_hash = _STATE.DRAFT, None
        unit.record("concession_sent_back", _NOUN, concession_id)


def use_concession(unit: UnitOfWork, concession_id: int, *, lot_id: int, quantity: Decimal) -> Decimal | None:
    """Use a quantity of a lot under a concession and return what is left, None where only a day limits it.

    Raises:
        PartproofError: not in force, another part, a lot rejected for good, past its day, or more than is left.
    """
    require(unit, *EDITORS, Role.OPERATOR)
    # Two stations that use it at once wait for each other here; the second one sees what the first one left.
    unit.session.get(Concession, concession_id, with_for_update=True)
    row = find_entry(unit.session, Concession, concession_id)
    require_state(row, _STATE.ACTIVE)
    lot = find_entry(unit.session, Lot, lot_id)
    if lot.part_id != row.part_id:
        raise OTHER_PART(number=row.number, lot=lot.number)
    if lot.state is LotState.REJECTED:
        raise WRONG_STATE(number=lot.number, state=StateName(lot.state))
    today = read_settings(unit.session).work_day(unit.now)
    if row.until is not None and today > row.until:
        raise EXPIRED(number=row.number, day=row.until.isoformat())
    if not is_quantity(quantity) or (row.quantity is not None and row.used + quantity > row.quantity):
        left = "—" if row.quantity is None else decimal_text(row.quantity - row.used)
        raise USED_UP(number=row.number, left=left, quantity=shown_number(quantity))
    total = row.used + quantity
    last = select(func.max(ConcessionUse.sequence)).where(ConcessionUse.concession_id == concession_id)
    unit.session.add(
        ConcessionUse(
            concession_id=concession_id,
            sequence=(unit.session.scalar(last) or 0) + 1,
            lot_id=lot_id,
            quantity=quantity,
            total=total,
            used_on=today,
            used_at=unit.now,
            used_by_id=unit.actor.user_id,
        )
    )
    # The database takes the sum only when it sees the use.
    unit.session.flush()
    row.used = total
    unit.record("concession_used", _NOUN, concession_id, lot=lot.number, quantity=quantity, total=total)
    return None if row.quantity is None else row.quantity - total


def end_concession(unit: UnitOfWork, concession_id: int, *, reason: str) -> None:
    """End a concession that is in force, or give up one that is not."""
    require(unit, *EDITORS)
    row = find_entry(unit.session, Concession, concession_id)
    require_state(row, _STATE.ACTIVE, _STATE.DRAFT)
    row.state = _STATE.ENDED if row.state is _STATE.ACTIVE else _STATE.REJECTED
    unit.record("concession_ended", _NOUN, concession_id, reason=filled("reason", reason, limit=1000))


def check_concession_day(unit: UnitOfWork, number: str, until: date | None) -> None:
    """Refuse a last day that is over.

    Raises:
        PartproofError: ``concession.expired``.
    """
    if until is not None and until < read_settings(unit.session).work_day(unit.now):
        raise EXPIRED(number=number, day=until.isoformat())


def check_concession_limits(
    until: date | None, quantity: Decimal | None, lower: Decimal | None, upper: Decimal | None
) -> None:
    """Refuse a concession without end, numbers that are none, and limits that cross.

    Raises:
        PartproofError: ``concession.limitless``, a number that is none, or limits that cross.
    """
    if until is None and (quantity is None or (quantity.is_finite() and quantity <= 0)):
        raise LIMITLESS()
    if quantity is not None and not is_quantity(quantity):
        raise NO_SUCH_NUMBER(number=shown_number(quantity))
    for limit in (lower, upper):
        if limit is not None and not is_amount(limit):
            raise NO_SUCH_NUMBER(number=shown_number(limit))
    if lower is not None and upper is not None and lower > upper:
        raise LIMITS_CROSSED(lower=decimal_text(lower), upper=decimal_text(upper))
