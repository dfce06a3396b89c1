"""The audit chain's row and its hash. Append-only; the unit of work writes it, nothing else."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, strict
from models.types import CanonicalJson, canonical_json, time_text

ALGORITHM: Final = 1
GENESIS: Final = "0" * 64


class AuditEntry(Base):
    """One act: who did what to which record, chained to the entry before it."""

    __tablename__ = "audit_entry"
    __table_args__ = strict(Index(None, "noun", "entity_id"))

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    clock_back: Mapped[bool]
    user_id: Mapped[int | None]
    actor: Mapped[str]
    station: Mapped[str]
    action: Mapped[str]
    noun: Mapped[str]
    entity_id: Mapped[int | None]
    payload: Mapped[Any] = mapped_column(CanonicalJson())
    alg: Mapped[int]
    prev: Mapped[str]
    hash: Mapped[str]


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 (hex) of an entry with its predecessor's hash.

    Fields are length-prefixed (``<bytes>:<field>``), so no two different rows share one input.
    Algorithm 1: alg, seq, at, clock_back, user_id, actor, station, action, noun, entity_id, payload, prev.
    """
    fields = (
        str(entry.alg),
        str(entry.seq),
        time_text(entry.at),
        str(int(entry.clock_back)),
        "" if entry.user_id is None else str(entry.user_id),
        entry.actor,
        entry.station,
        entry.action,
        entry.noun,
        "" if entry.entity_id is None else str(entry.entity_id),
        canonical_json(entry.payload),
        entry.prev,
    )
    digest = hashlib.sha256()
    for field in fields:
        content = field.encode("utf-8")
        digest.update(b"%d:" % len(content))
        digest.update(content)
    return digest.hexdigest()
