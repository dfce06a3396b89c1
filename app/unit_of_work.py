"""The unit of work: one open transaction in which verbs act, and the audit entries it writes late.

Verbs get it and never commit. Only app/factory.py makes and ends one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from app.changes_recorder import Change, flushed_changes, hide
from app.errors import BugError
from app.events import Happened
from app.hooks import Hooks
from app.vault import Vault
from models.audit import ALGORITHM, GENESIS, AuditEntry, entry_hash
from models.base import Base
from models.database import lock_chain
from models.plant import NumberCounter, SearchEntry
from models.vocab import Noun, Role

R = TypeVar("R", bound=Base)
_ID_SERIES: Final = "id:"


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in person, or the program itself with no user id."""

    user_id: int | None
    name: str
    roles: frozenset[Role] = frozenset()
    station: str = ""


SYSTEM: Final = Actor(None, "Partproof", frozenset(Role))


@dataclass(frozen=True)
class AuditHead:
    """The newest entry of the chain."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


def number_key(number: str) -> str:
    """Return the form under which a human number is unique: NFKC, case-folded, blanks single."""
    return " ".join(unicodedata.normalize("NFKC", number).casefold().split())


class UnitOfWork:
    """One transaction: session, actor, time, vault, and what it will tell the audit chain.

    Attributes:
        session: Open session; flushing is allowed, committing is not.
        now: The UTC instant of this act; verbs and rules use no other clock.
    """

    def __init__(self, session: Session, actor: Actor, now: datetime, vault: Vault, hooks: Hooks) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.vault = vault
        self._hooks = hooks
        self._changes: list[Change] = []
        self._bulk: list[Change] = []
        self._entries: list[AuditEntry] = []
        self.touched: set[tuple[Noun, int]] = set()
        self._ids: dict[str, list[int]] = {}
        self._committing = False
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)
        event.listen(session, "before_commit", self._before_commit)

    def record(self, action: str, noun: Noun, entity_id: int | None, **facts: Any) -> None:
        """Say what was done to which record; all changes since the last call belong to it.

        Args:
            action: Past tense, e.g. ``revision_released``.
            noun: What the record is.
            entity_id: Its id, or None for an act on many.
            facts: What else must be known later; no floats.
        """
        self.session.flush()
        payload: dict[str, Any] = {"facts": facts, "changes": self._changes}
        if self._bulk:
            payload["bulk"] = self._bulk
        self._changes, self._bulk = [], []
        if entity_id is not None:
            self.touched.add((noun, entity_id))
        self._entries.append(
            AuditEntry(action=action, noun=noun.value, entity_id=entity_id, payload=_texts(payload))
        )

    def announce(self, happened: Happened) -> None:
        """Run what other rooms registered for this, inside this transaction."""
        self.session.flush()
        self._hooks.run(self, happened)

    def next_number(self, series: str) -> int:
        """Take the next number of a series; gap-free over committed acts, never given twice."""
        return self._take(series, 1)[0]

    def insert_many(self, mapped: type[R], rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert many rows of a class with the id column ``id`` by one statement, and record all of them.

        Args:
            mapped: The class; its rows need no id.
            rows: Column values; every row has the same keys.

        Returns:
            The new ids in the order of the rows.
        """
        table = mapped.metadata.tables[mapped.__tablename__]
        listed = [dict(row) for row in rows]
        if not listed:
            return []
        self.session.flush()
        ids = self._take(_ID_SERIES + table.name, len(listed))
        for row, row_id in zip(listed, ids, strict=True):
            row["id"] = row_id
        self.session.execute(insert(mapped), listed)
        names = sorted(listed[0])
        values = [[hide(name, row[name]) for name in names] for row in listed]
        self._bulk.append([table.name, names, values])
        return ids

    def index(self, noun: Noun, entity_id: int, number: str, title: str, *words: str) -> None:
        """Let the search box find a record by its number, title and further words."""
        query = select(SearchEntry).where(SearchEntry.noun == noun.value, SearchEntry.entity_id == entity_id)
        row = self.session.scalars(query).one_or_none()
        if row is None:
            row = SearchEntry(noun=noun.value, entity_id=entity_id)
            self.session.add(row)
        row.number_key = number_key(number)
        row.title = title
        row.words = number_key(" ".join((number, title, *words)))

    def forget(self, noun: Noun, entity_id: int) -> None:
        """Take a deleted draft out of the search."""
        query = select(SearchEntry).where(SearchEntry.noun == noun.value, SearchEntry.entity_id == entity_id)
        row = self.session.scalars(query).one_or_none()
        if row is not None:
            self.session.delete(row)

    def finish(self) -> AuditHead:
        """Write the audit entries (chain lock first, then the head) and commit. For app/factory.py only.

        Raises:
            BugError: when something changed that no verb recorded.
        """
        self.session.flush()
        if self._changes or self._bulk:
            raise BugError(f"changes that no verb recorded: {[change[:3] for change in self._changes][:3]}")
        if self._entries:
            self._append_entries()
        head = read_head(self.session)
        self._committing = True
        self.session.commit()
        return head

    def _append_entries(self) -> None:
        lock_chain(self.session.connection())
        last = self.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one_or_none()
        seq, prev = (last.seq, last.hash) if last is not None else (0, GENESIS)
        clock_back = last is not None and self.now < last.at
        for entry in self._entries:
            seq += 1
            entry.seq, entry.prev, entry.alg = seq, prev, ALGORITHM
            entry.at, entry.clock_back = self.now, clock_back
            entry.user_id, entry.actor, entry.station = (
                self.actor.user_id,
                self.actor.name,
                self.actor.station,
            )
            entry.hash = prev = entry_hash(entry)
            self.session.add(entry)
            self.session.flush()
            clock_back = False

    def _take(self, series: str, count: int) -> list[int]:
        query = select(NumberCounter).where(NumberCounter.name == series).with_for_update()
        with self.session.no_autoflush:
            row = self.session.scalars(query).one_or_none()
            if row is None:
                row = NumberCounter(name=series, next_number=1)
                self.session.add(row)
        first = row.next_number
        row.next_number = first + count
        return list(range(first, first + count))

    def _before_flush(self, session: Session, *_: Any) -> None:
        waiting: dict[str, list[Any]] = {}
        for row in session.new:
            if getattr(type(row), "counted", False) and row.id is None:
                waiting.setdefault(type(row).__table__.name, []).append(row)
        for table, rows in waiting.items():
            for row, row_id in zip(rows, self._take(_ID_SERIES + table, len(rows)), strict=True):
                row.id = row_id

    def _after_flush(self, session: Session, *_: Any) -> None:
        self._changes.extend(flushed_changes(session))

    def _before_commit(self, _session: Session) -> None:
        if not self._committing:
            raise BugError("verbs never commit: factory.perform does")


def _texts(payload: dict[str, Any]) -> Any:
    """Return the payload as it will be read back, so that its hash is the same before and after storing."""
    import json

    from models.types import canonical_json

    return json.loads(canonical_json(payload))


def read_head(session: Session) -> AuditHead:
    """Return the newest audit entry's number and hash (0 and zeros in an empty chain)."""
    row = session.execute(
        select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    ).one_or_none()
    return AuditHead(0, GENESIS) if row is None else AuditHead(row.seq, row.hash)
