"""Verbs about 4M changes 4M 변경, and the editable list of their sorts with what the customer is told."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.change_refusals import (
    CUSTOMER_LOWERED,
    CUSTOMER_NEEDED,
    NO_RULE,
    NO_TRIAL,
    TRIAL_OTHER_PART,
)
from app.changes.ledger_basics import (
    EDITORS,
    entry_for_edit,
    find_entry,
    keep_change_file,
    ledger_number,
    parts_of,
    require_state,
    tie_parts,
)
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.change import FourMChange, FourMRule
from models.production import Lot
from models.types import clean_text
from models.vocab import FourMKind, FourMState, Noun, Role

_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "changes" / "four_m.toml"
_STATE = FourMState
_NOUN: Final = Noun.FOUR_M_CHANGE


@dataclass(frozen=True)
class RuleRow:
    """One sort of 4M change.

    Attributes:
        own: The plant changed or added it.
    """

    code: str
    kind: FourMKind
    title: str
    title_ko: str
    tell_customer: bool
    source: str
    own: bool
    version: int | None


@cache
def shipped_rules() -> tuple[RuleRow, ...]:
    """Return the sorts the program ships."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["rule"]
    return tuple(
        RuleRow(
            str(row["code"]),
            FourMKind(row["kind"]),
            str(row["title"]),
            str(row["title_ko"]),
            bool(row["tell_customer"]),
            "",
            False,
            None,
        )
        for row in rows
    )


def four_m_rules(session: Session) -> tuple[RuleRow, ...]:
    """Return the sorts in force: the plant's own word, else the shipped one."""
    own = {row.code: row for row in session.scalars(select(FourMRule).order_by(FourMRule.id))}
    rows = {row.code: row for row in shipped_rules()}
    for code, row in own.items():
        rows[code] = RuleRow(
            code, row.kind, row.title, row.title_ko, row.tell_customer, row.source, True, row.version
        )
    order = list(FourMKind)
    return tuple(sorted(rows.values(), key=lambda row: order.index(row.kind)))


def set_four_m_rule(
    unit: UnitOfWork,
    code: str,
    *,
    kind: FourMKind,
    title: str,
    title_ko: str,
    tell_customer: bool,
    source: str,
) -> None:
    """Say of a sort of 4M change whether the customer must be told, or add a sort; `source` says where it stands."""
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    code = filled("code", code, limit=60)
    row = unit.session.scalars(select(FourMRule).where(FourMRule.code == code)).one_or_none()
    if row is None:
        row = FourMRule(code=code, kind=kind, title="", title_ko="", tell_customer=tell_customer, source="")
        unit.session.add(row)
    row.kind, row.tell_customer = kind, tell_customer
    row.title, row.title_ko = filled("title", title), filled("title", title_ko)
    row.source = filled("source", source)
    unit.record("four_m_rule_set", _NOUN, None, code=code, tell_customer=tell_customer, source=row.source)


def report_four_m(
    unit: UnitOfWork,
    *,
    rule: str,
    title: str,
    reason: str,
    part_ids: Iterable[int],
    before: str = "",
    after: str = "",
    operation: str = "",
    planned_on: date | None = None,
) -> int:
    """Report a 4M change and return its id; its sort says whether the customer must be told.

    Raises:
        PartproofError: no right, no such sort, no part.
    """
    require(unit, *EDITORS, Role.OPERATOR)
    sort = next((row for row in four_m_rules(unit.session) if row.code == rule), None)
    if sort is None:
        raise NO_RULE(code=rule)
    number = ledger_number(unit, FourMChange, "4M")
    row = FourMChange(
        number=number,
        number_key=number_key(number),
        state=_STATE.REPORTED,
        kind=sort.kind,
        rule=rule,
        title=filled("title", title),
        reason=filled("reason", reason, limit=1000),
        before=clean_text(before).strip(),
        after=clean_text(after).strip(),
        operation=clean_text(operation).strip(),
        planned_on=planned_on,
        assessment="",
        customer_needed=sort.tell_customer,
        customer_approval="",
        customer_approved_on=None,
        customer_file_hash=None,
        trial_lot_id=None,
        trial_result="",
        effective_on=None,
        created_by_id=unit.actor.user_id,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    tie_parts(unit, _NOUN, row.id, number, part_ids)
    unit.record("four_m_reported", _NOUN, row.id, number=number, rule=rule)
    return row.id


def assess_four_m(
    unit: UnitOfWork,
    change_id: int,
    *,
    assessment: str,
    customer_needed: bool,
    expected_version: int | None = None,
) -> None:
    """Write down what a 4M change may do to the product; one the customer must be told of goes to the customer.

    Raises:
        PartproofError: ``change.customer_lowered`` where its sort says that the customer must be told.
    """
    require(unit, Role.QUALITY, Role.ENGINEER, Role.ADMINISTRATOR)
    change = entry_for_edit(unit, FourMChange, change_id, expected_version)
    require_state(change, _STATE.REPORTED)
    if change.customer_needed and not customer_needed:
        raise CUSTOMER_LOWERED(number=change.number)
    change.assessment, change.customer_needed = filled("assessment", assessment, limit=1000), customer_needed
    change.state = _STATE.ASSESSED
    unit.record("four_m_assessed", _NOUN, change_id, customer_needed=customer_needed)
    if customer_needed:
        change.state = _STATE.CUSTOMER_PENDING
        unit.record("four_m_told_customer", _NOUN, change_id)


def approve_four_m(
    unit: UnitOfWork,
    change_id: int,
    *,
    number: str = "",
    approved_on: date | None = None,
    file: tuple[str, bytes] | None = None,
    expected_version: int | None = None,
) -> None:
    """Approve a 4M change; one the customer must approve with the number, day and file of that approval.

    Raises:
        PartproofError: ``change.customer_needed`` where one of them is missing.
    """
    require(unit, Role.QUALITY, Role.APPROVER, Role.ADMINISTRATOR)
    change = entry_for_edit(unit, FourMChange, change_id, expected_version)
    require_state(change, _STATE.CUSTOMER_PENDING if change.customer_needed else _STATE.ASSESSED)
    if change.customer_needed:
        if not number.strip() or file is None or approved_on is None:
            raise CUSTOMER_NEEDED(number=change.number)
        change.customer_approval, change.customer_approved_on = (
            filled("number", number, limit=60),
            approved_on,
        )
        change.customer_file_hash = keep_change_file(unit, _NOUN, change_id, file[1], file[0])
    change.state = _STATE.APPROVED
    unit.record("four_m_approved", _NOUN, change_id, number=change.customer_approval)


def try_four_m(unit: UnitOfWork, change_id: int, *, lot_id: int, expected_version: int | None = None) -> None:
    """Name the first lot made after an approved 4M change; it is looked at before the change takes effect."""
    require(unit, *EDITORS)
    change = entry_for_edit(unit, FourMChange, change_id, expected_version)
    require_state(change, _STATE.APPROVED)
    lot = find_entry(unit.session, Lot, lot_id)
    if lot.part_id not in parts_of(unit.session, _NOUN, change_id):
        raise TRIAL_OTHER_PART(number=change.number, lot=lot.number)
    change.trial_lot_id, change.state = lot.id, _STATE.TRIAL
    unit.record("four_m_tried", _NOUN, change_id, lot=lot_id)


def put_four_m_in_effect(
    unit: UnitOfWork,
    change_id: int,
    *,
    result: str,
    effective_on: date,
    expected_version: int | None = None,
) -> None:
    """Let a tried 4M change take effect; `result` says what the first lot showed."""
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    change = entry_for_edit(unit, FourMChange, change_id, expected_version)
    require_state(change, _STATE.TRIAL)
    if change.trial_lot_id is None or not result.strip():
        raise NO_TRIAL(number=change.number)
    change.trial_result, change.effective_on = filled("result", result, limit=1000), effective_on
    change.state = _STATE.EFFECTIVE
    unit.record("four_m_in_effect", _NOUN, change_id)


def close_four_m(unit: UnitOfWork, change_id: int, *, expected_version: int | None = None) -> None:
    """End a 4M change that is in effect."""
    require(unit, *EDITORS)
    change = entry_for_edit(unit, FourMChange, change_id, expected_version)
    require_state(change, _STATE.EFFECTIVE)
    change.state = _STATE.CLOSED
    unit.record("four_m_closed", _NOUN, change_id)


def reject_four_m(
    unit: UnitOfWork, change_id: int, *, reason: str, expected_version: int | None = None
) -> None:
    """Reject a 4M change that is not approved, or whose trial failed."""
    require(unit, Role.QUALITY, Role.APPROVER, Role.ADMINISTRATOR)
    change = entry_for_edit(unit, FourMChange, change_id, expected_version)
    require_state(change, _STATE.REPORTED, _STATE.ASSESSED, _STATE.CUSTOMER_PENDING, _STATE.TRIAL)
    change.state = _STATE.REJECTED
    unit.record("four_m_rejected", _NOUN, change_id, reason=filled("reason", reason, limit=1000))
