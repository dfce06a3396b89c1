"""What is known of one lot: its inspections, nonconformances and log entries. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.inspection import Inspection
from models.nonconformance import Nonconformance
from models.vocab import InspectionKind, InspectionState, NonconformanceState, Noun


@dataclass(frozen=True)
class LotInspection:
    """One inspection of a lot."""

    id: int
    number: str
    kind: InspectionKind
    state: InspectionState
    work_day: date


@dataclass(frozen=True)
class LotNonconformance:
    """One nonconformance of a lot."""

    id: int
    number: str
    title: str
    state: NonconformanceState


@dataclass(frozen=True)
class LotEntry:
    """One entry of the audit log about a lot; ``reason`` is what the person gave."""

    seq: int
    at: datetime
    actor: str
    action: str
    reason: str


@dataclass(frozen=True)
class LotRecord:
    """All of it, newest first."""

    inspections: tuple[LotInspection, ...]
    nonconformances: tuple[LotNonconformance, ...]
    entries: tuple[LotEntry, ...]


def lot_record(session: Session, lot_id: int) -> LotRecord:
    """Return what is known of a lot; everything empty where there is no such lot."""
    inspections = session.scalars(
        select(Inspection).where(Inspection.lot_id == lot_id).order_by(Inspection.id.desc())
    )
    found = session.scalars(
        select(Nonconformance).where(Nonconformance.lot_id == lot_id).order_by(Nonconformance.id.desc())
    )
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.noun == Noun.LOT, AuditEntry.entity_id == lot_id)
        .order_by(AuditEntry.seq.desc())
    )
    return LotRecord(
        tuple(LotInspection(row.id, row.number, row.kind, row.state, row.work_day) for row in inspections),
        tuple(LotNonconformance(row.id, row.number, row.title, row.state) for row in found),
        tuple(
            LotEntry(row.seq, row.at, row.actor, row.action, str(_facts(row).get("reason", "")))
            for row in entries
        ),
    )


def _facts(entry: AuditEntry) -> dict[str, object]:
    facts = entry.payload.get("facts", {}) if isinstance(entry.payload, dict) else {}
    return facts if isinstance(facts, dict) else {}
