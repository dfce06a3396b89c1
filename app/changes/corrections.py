"""Verbs that correct the head of a customer's change or of a concession that nobody decided about, with a reason.

What was there before stays in the history with the reason; what names an entry is never corrected.
"""

from __future__ import annotations

from typing import Any, Final

from app.changes.concession_queries import is_special
from app.changes.concessions import check_concession_day, check_concession_limits
from app.changes.ledger_basics import EDITORS, entry_for_edit, require_state
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.change import Concession, CustomerChange
from models.types import clean_text
from models.vocab import ConcessionState, CustomerChangeState, Noun

_EO: Final = frozenset({"title", "note", "customer_revision", "effective_on", "effective_lot", "reply_due"})
_CONCEDED: Final = frozenset({"title", "characteristic", "lower_limit", "upper_limit", "until", "quantity"})
_CONCESSION: Final = _CONCEDED | {"reason", "customers"}


def correct_customer_change(
    unit: UnitOfWork, change_id: int, *, why: str, expected_version: int | None = None, **changed: Any
) -> None:
    """Correct what was written down of a customer's change that nobody answered.

    Args:
        unit: The unit of work.
        change_id: The customer's change.
        why: Why it is corrected.
        expected_version: As the person saw it.
        **changed: title, note, customer_revision, effective_on, effective_lot, reply_due.

    Raises:
        PartproofError: no right, no reason, answered or ended already, or changed by somebody else since.
    """
    require(unit, *EDITORS)
    change = entry_for_edit(unit, CustomerChange, change_id, expected_version)
    require_state(change, CustomerChangeState.RECEIVED, CustomerChangeState.IN_WORK)
    why = filled("reason", why, limit=1000)
    _put(change, changed, _EO)
    unit.record("customer_change_edited", Noun.CUSTOMER_CHANGE, change_id, reason=why)


def correct_concession(
    unit: UnitOfWork, concession_id: int, *, why: str, expected_version: int | None = None, **changed: Any
) -> None:
    """Correct a concession that was not sent on its way.

    The customer approved what was written then: where that is corrected, the approval is to be entered again.

    Args:
        unit: The unit of work.
        concession_id: The concession.
        why: Why it is corrected.
        expected_version: As the person saw it.
        **changed: title, reason, characteristic, lower_limit, upper_limit, customers, until, quantity.

    Raises:
        PartproofError: no right, no reason, sent on its way already, changed by somebody else since, or limits that
            `make_concession` refuses.
    """
    require(unit, *EDITORS)
    row = entry_for_edit(unit, Concession, concession_id, expected_version)
    require_state(row, ConcessionState.DRAFT)
    why = filled("reason", why, limit=1000)
    before = _conceded(row)
    wanted = {**{name: getattr(row, name) for name in _CONCESSION}, **changed}
    check_concession_limits(wanted["until"], wanted["quantity"], wanted["lower_limit"], wanted["upper_limit"])
    if wanted["until"] != row.until:
        check_concession_day(unit, row.number, wanted["until"])
    _put(row, changed, _CONCESSION)
    row.customers = row.customers or is_special(unit.session, row.part_id, row.characteristic)
    if _conceded(row) != before:
        row.customer_approval, row.customer_file_hash = "", None
    unit.record("concession_edited", Noun.CONCESSION, concession_id, reason=why)


def _conceded(row: Concession) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in sorted(_CONCEDED))


def _put(entry: Any, changed: dict[str, Any], known: frozenset[str]) -> None:
    if unknown := set(changed) - known:
        raise TypeError(f"no fields that are corrected: {sorted(unknown)}")
    for name, value in changed.items():
        if name in ("title", "reason"):
            setattr(entry, name, filled(name, value, limit=1000 if name == "reason" else 200))
        else:
            setattr(entry, name, clean_text(value).strip() if isinstance(value, str) else value)
