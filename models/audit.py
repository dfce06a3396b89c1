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
    """Return the SHA-256 (hex) of an entry with its predecessor's hash."""
    return chain_hash(
        alg=entry.alg,
        seq=entry.seq,
        at=time_text(entry.at),
        clock_back=int(entry.clock_back),
        user_id=entry.user_id,
        actor=entry.actor,
        station=entry.station,
        action=entry.action,
        noun=entry.noun,
        entity_id=entry.entity_id,
        payload=canonical_json(entry.payload),
        prev=entry.prev,
    )


def chain_hash(
    *,
    alg: int,
    seq: int,
    at: str,
    clock_back: int,
    user_id: int | None,
    actor: str,
    station: str,
    action: str,
    noun: str,
    entity_id: int | None,
    payload: str,
    prev: str,
) -> str:
    """Return the SHA-256 (hex) of an entry's columns as they are stored.

    Fields are length-prefixed (``<bytes>:<field>``), so no two different rows share one input.
    Algorithm 1: alg, seq, at, clock_back, user_id, actor, station, action, noun, entity_id, payload, prev.
    """
    fields = (
        str(alg),
        str(seq),
        at,
        str(clock_back),
        "" if user_id is None else str(user_id),
        actor,
        station,
        action,
        noun,
        "" if entity_id is None else str(entity_id),
        payload,
        prev,
    )
    digest = hashlib.sha256()
    for field in fields:
        content = field.encode("utf-8")
        digest.update(b"%d:" % len(content))
        digest.update(content)
    return digest.hexdigest()
