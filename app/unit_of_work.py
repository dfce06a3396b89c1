"""The unit of work: one open transaction in which verbs act, and the audit entries it writes late.

Verbs get it and never commit. Only app/factory.py makes and ends one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import column, event, insert, select, table
from sqlalchemy.orm import Session
from sqlalchemy.orm.unitofwork import UOWTransaction

from app.changes_recorder import Change, flushed_changes, hide
from app.errors import BugError
from app.events import Happened
from app.hooks import Hooks
from app.vault import Vault
from models.audit import ALGORITHM, GENESIS, AuditEntry, chain_hash
from models.base import Base
from models.database import lock_chain
from models.plant import NumberCounter, SearchEntry
from models.types import canonical_json, clean_text, time_text
from models.vocab import Noun, Role

R = TypeVar("R", bound=Base)
_ID_SERIES: Final = "id:"
_UNIT: Final = "unit of work"
_NEWEST: Final = (
    select(AuditEntry.seq, AuditEntry.hash, AuditEntry.at).order_by(AuditEntry.seq.desc()).limit(1)
)
# Without types: the row is written as the very texts that were hashed.
_APPEND: Final = insert(
    table("audit_entry", *(column(name) for name in AuditEntry.__table__.columns.keys()))  # noqa: SIM118
)


class ActSession(Session):
    """The session of one unit of work; what it flushes is recorded, and only the unit commits it."""


@dataclass(frozen=True)
class _Said:
    """What a verb said it did, with the payload as the text that is stored and hashed."""

    action: str
    noun: str
    entity_id: int | None
    payload: str


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
    # Folding can take a normal form apart again (İ with further marks), so it is made normal twice.
    folded = unicodedata.normalize("NFKC", number).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


class UnitOfWork:
    """One transaction: session, actor, time, vault, and what it will tell the audit chain.

    Attributes:
        session: Open session; flushing is allowed, committing is not.
        now: The UTC instant of this act; verbs and rules use no other clock.
    """

    def __init__(self, session: ActSession, actor: Actor, now: datetime, vault: Vault, hooks: Hooks) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.vault = vault
        self._hooks = hooks
        self._changes: list[Change] = []
        self._bulk: list[Change] = []
        self._said: list[_Said] = []
        self.touched: set[tuple[Noun, int]] = set()
        self._ids: dict[str, list[int]] = {}
        self._committing = False
        # A session forgets what nobody holds and would load it again; one act sees each row once.
        self.loaded: list[object] = []
        session.info[_UNIT] = self

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
        self._said.append(_Said(clean_text(action), noun.value, entity_id, canonical_json(payload)))

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
        name = mapped.__tablename__
        listed = [dict(row) for row in rows]
        if not listed:
            return []
        self.session.flush()
        ids = self._take(_ID_SERIES + name, len(listed))
        for row, row_id in zip(listed, ids, strict=True):
            row["id"] = row_id
        self.session.execute(insert(mapped), listed)
        columns = sorted(listed[0])
        values = [[hide(field, row[field]) for field in columns] for row in listed]
        self._bulk.append([name, columns, values])
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
        head = self._append_entries() if self._said else read_head(self.session)
        self._committing = True
        self.session.commit()
        return head

    def _append_entries(self) -> AuditHead:
        connection = self.session.connection()
        lock_chain(connection)
        last = self.session.execute(_NEWEST).one_or_none()
        seq, prev = (last.seq, last.hash) if last is not None else (0, GENESIS)
        clock_back = last is not None and self.now < last.at
        at = time_text(self.now)
        rows: list[dict[str, Any]] = []
        actor, station = clean_text(self.actor.name), clean_text(self.actor.station)
        for said in self._said:
            seq += 1
            row: dict[str, Any] = {
                "seq": seq,
                "at": at,
                "clock_back": int(clock_back),
                "user_id": self.actor.user_id,
                "actor": actor,
                "station": station,
                "action": said.action,
                "noun": said.noun,
                "entity_id": said.entity_id,
                "payload": said.payload,
                "alg": ALGORITHM,
                "prev": prev,
            }
            prev = chain_hash(**row)
            rows.append({**row, "hash": prev})
            clock_back = False
        # One by one, so that each row meets the refusal that watches over the chain.
        for row in rows:
            connection.execute(_APPEND, row)
        return AuditHead(seq, prev)

    def _take(self, series: str, count: int) -> list[int]:
        query = select(NumberCounter).where(NumberCounter.name == series).with_for_update()
        with self.session.no_autoflush:
            row = self.session.scalars(query).one_or_none()
            if row is None:
                # At once, before a row takes its id from it: of two stations the second fails here and tries again.
                self.session.execute(insert(NumberCounter).values(name=series, next_number=1))
                row = self.session.scalars(query).one()
        first = row.next_number
        row.next_number = first + count
        return list(range(first, first + count))

    def give_ids(self) -> None:
        """Give new rows of deletable classes ids that were never used. For the session's event only."""
        waiting: dict[str, list[Any]] = {}
        for row in self.session.new:
            if getattr(type(row), "counted", False) and row.id is None:
                waiting.setdefault(type(row).__table__.name, []).append(row)
        for name, rows in waiting.items():
            for row, row_id in zip(rows, self._take(_ID_SERIES + name, len(rows)), strict=True):
                row.id = row_id

    def note_changes(self, flush: UOWTransaction) -> None:
        """Keep what a flush changed for the next record. For the session's event only."""
        self._changes.extend(flushed_changes(self.session, flush))

    def refuse_commit(self) -> None:
        """Refuse a commit that is not this unit's own. For the session's event only."""
        if not self._committing:
            raise BugError("verbs never commit: factory.perform does")


@event.listens_for(ActSession, "loaded_as_persistent")
def _loaded(session: Session, instance: object) -> None:
    session.info[_UNIT].loaded.append(instance)


@event.listens_for(ActSession, "before_flush")
def _before_flush(session: Session, *_: Any) -> None:
    session.info[_UNIT].give_ids()


@event.listens_for(ActSession, "after_flush")
def _after_flush(session: Session, flush: UOWTransaction) -> None:
    session.info[_UNIT].note_changes(flush)


@event.listens_for(ActSession, "before_commit")
def _before_commit(session: Session) -> None:
    session.info[_UNIT].refuse_commit()


def read_head(session: Session) -> AuditHead:
    """Return the newest audit entry's number and hash (0 and zeros in an empty chain)."""
    row = session.execute(_NEWEST).one_or_none()
    return AuditHead(0, GENESIS) if row is None else AuditHead(row.seq, row.hash)
