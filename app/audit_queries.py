"""What the window asks about the audit chain: its newest entries, and what others changed meanwhile. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.record_names import Record, record_names
from models.audit import AuditEntry

# Acts by which a person becomes known; until then the program itself acts.
_COMING_IN: Final = frozenset({"signed_in", "identified"})
# Facts that say what an act without a record was about, the plainest first.
_CALLED: Final = ("number", "name", "file", "login")


@dataclass(frozen=True)
class AuditRow:
    """One audit entry as it is listed.

    Attributes:
        actor: Who did it. Signing in is done before anybody is known: there it is the person who came in.
        about: What the record is called now, or the file, name or number recorded with the act; may be empty.
        facts: What was recorded beside the changes, as (name, text), in their order.
        changed: Tables touched, each with the number of its rows.
        clock_back: The clock stood before that of the entry before it.
    """

    seq: int
    at: datetime
    actor: str
    station: str
    action: str
    noun: str
    entity_id: int | None
    about: str
    facts: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, int], ...]
    clock_back: bool
    hash: str


@dataclass(frozen=True)
class Touch:
    """One record that an entry touched; entries of one act share their time."""

    seq: int
    at: datetime
    noun: str
    entity_id: int | None


def audit_rows(
    session: Session, *, limit: int = 200, noun: str = "", action: str = "", before: int | None = None
) -> tuple[AuditRow, ...]:
    """Return entries, newest first.

    Args:
        session: Open session.
        limit: So many at most.
        noun: Only those about this noun; empty means all.
        action: Only this act; empty means all.
        before: Only those with a smaller number, to go on listing.
    """
    query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(limit)
    if noun:
        query = query.where(AuditEntry.noun == noun)
    if action:
        query = query.where(AuditEntry.action == action)
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    entries = session.scalars(query).all()
    names = record_names(session, {(row.noun, row.entity_id) for row in entries if row.entity_id is not None})
    return tuple(_row(entry, names) for entry in entries)


def touched_since(session: Session, seq: int, *, limit: int = 2_000) -> tuple[Touch, ...]:
    """Return what the entries after ``seq`` touched, oldest first."""
    query = (
        select(AuditEntry.seq, AuditEntry.at, AuditEntry.noun, AuditEntry.entity_id)
        .where(AuditEntry.seq > seq)
        .order_by(AuditEntry.seq)
        .limit(limit)
    )
    return tuple(Touch(row.seq, row.at, row.noun, row.entity_id) for row in session.execute(query))


def _row(entry: AuditEntry, names: dict[Record, str]) -> AuditRow:
    payload: dict[str, Any] = entry.payload if isinstance(entry.payload, dict) else {}
    counts: dict[str, int] = {}
    for change in payload.get("changes", ()):
        counts[change[0]] = counts.get(change[0], 0) + 1
    for table, _names, values in payload.get("bulk", ()):
        counts[table] = counts.get(table, 0) + len(values)
    facts = payload.get("facts", {})
    about = "" if entry.entity_id is None else names.get((entry.noun, entry.entity_id), "")
    actor = about if about and entry.user_id is None and entry.action in _COMING_IN else entry.actor
    return AuditRow(
        entry.seq,
        entry.at,
        actor,
        entry.station,
        entry.action,
        entry.noun,
        entry.entity_id,
        about or next((_text(facts[name]) for name in _CALLED if facts.get(name)), ""),
        tuple((name, _text(value)) for name, value in facts.items()),
        tuple(counts.items()),
        entry.clock_back,
        entry.hash,
    )


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_text(entry)}" for name, entry in value.items())
    if isinstance(value, list):
        return ", ".join(_text(entry) for entry in value)
    return "" if value is None else str(value)
