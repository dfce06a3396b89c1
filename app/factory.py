"""A factory: opens its database and vault, and performs verbs. The one place that commits.

One ``perform`` is one transaction with its audit entries; a refusal is rolled back and then recorded in a
unit of its own. Knows no noun.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app import presence
from app.errors import PartproofError
from app.factory_folder import FactoryFolder, make_folder, open_folder
from app.factory_open import bring_to_date
from app.hooks import Hooks
from app.refusals import BUSY, CONFLICT, DATABASE_REFUSED, DISK_FULL, DUPLICATE, IN_USE, UNREACHABLE
from app.settings import PlantSettings, change_settings
from app.unit_of_work import SYSTEM, Actor, ActSession, AuditHead, UnitOfWork
from app.vault import FolderVault, Vault
from app.vault_database import DatabaseVault
from models.database import busy, disk_full, read_engine, write_engine
from models.triggers import KNOWN_KEY
from models.vocab import Noun

P = ParamSpec("P")
T = TypeVar("T")
Q = TypeVar("Q")
_TRIES: Final = 3


@dataclass(frozen=True)
class ChangeSet(Generic[T]):
    """What one act changed; screens that show one of the nouns ask their query again.

    Attributes:
        nouns: Nouns that were touched.
        ids: The touched records as (noun, id).
        label: Name of the verb.
        head: Audit head after the commit.
        result: What the verb returned.
    """

    nouns: frozenset[str]
    ids: frozenset[tuple[str, int]]
    label: str
    head: AuditHead
    result: T


def utc_now() -> datetime:
    """Return the system's time; the default clock of a factory."""
    return datetime.now(UTC)


class Factory:
    """An open factory.

    Attributes:
        place: Its folder and database.
        hooks: Filled by app/wiring.py before the first act.
    """

    def __init__(self, place: FactoryFolder, hooks: Hooks, clock: Callable[[], datetime] = utc_now) -> None:
        self.place = place
        self.hooks = hooks
        self.clock = clock
        self._write = write_engine(place.database)
        self._read = read_engine(place.database)
        self._files = FolderVault(place.vault)
        self._one_writer = threading.RLock()
        self._presence = presence.enter(place.folder)

    @classmethod
    def open(cls, folder: Path, hooks: Hooks, clock: Callable[[], datetime] = utc_now) -> Factory:
        """Open a factory; an older SQLite database is backed up and brought to date first.

        Raises:
            PartproofError: when it is none, newer than the program, damaged, or not safe where it lies.
        """
        place = open_folder(folder)
        bring_to_date(place)
        return cls(place, hooks, clock)

    @classmethod
    def create(
        cls,
        folder: Path,
        settings: PlantSettings,
        hooks: Hooks,
        *,
        database: str | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> Factory:
        """Make a new factory with its plant settings.

        Args:
            folder: An empty or new folder.
            settings: Name, language, zone … of the plant.
            hooks: Filled by app/wiring.py.
            database: A PostgreSQL URL, or None for a SQLite file in the folder.
            clock: Where the time comes from.
        """
        place = make_folder(folder, database)
        bring_to_date(place, new=True)
        factory = cls(place, hooks, clock)
        factory.perform(change_settings, settings, reason="factory made", actor=SYSTEM)
        return factory

    def close(self) -> None:
        """Let go of the database."""
        self._write.dispose()
        self._read.dispose()
        self._presence.leave()

    def perform(
        self, verb: Callable[Concatenate[UnitOfWork, P], T], /, *args: Any, actor: Actor, **facts: Any
    ) -> ChangeSet[T]:
        """Run a verb in one transaction and return what it changed.

        Args:
            verb: A function whose first argument is the unit of work.
            *args: Its further arguments.
            actor: Who acts.
            **facts: Its keyword arguments.

        Raises:
            PartproofError: a refusal; nothing was changed, and the refusal is on record.
        """
        label = getattr(verb, "__name__", "act")
        try:
            return self._perform(verb, args, facts, actor, label)
        except PartproofError as refusal:
            self._record_refusal(refusal, actor, label)
            raise

    def _perform(
        self, verb: Callable[..., T], args: tuple[Any, ...], facts: dict[str, Any], actor: Actor, label: str
    ) -> ChangeSet[T]:
        for attempt in range(1, _TRIES + 1):
            try:
                with self._unit(actor) as unit:
                    result = verb(unit, *args, **facts)
                    head = unit.finish()
                    return ChangeSet(
                        frozenset(noun.value for noun, _ in unit.touched),
                        frozenset((noun.value, entity_id) for noun, entity_id in unit.touched),
                        label,
                        head,
                        result,
                    )
            except StaleDataError as error:
                raise CONFLICT() from error
            except DBAPIError as error:
                if attempt < _TRIES and (busy(error) or _counter_race(error)):
                    continue
                raise _explain(error, self.place) from error
        raise AssertionError("unreachable")

    @contextmanager
    def _unit(self, actor: Actor) -> Iterator[UnitOfWork]:
        with self._one_writer, ActSession(self._write, expire_on_commit=False) as session:
            yield UnitOfWork(session, actor, self.clock(), self._vault(session), self.hooks)

    def _vault(self, session: Session) -> Vault:
        return self._files if self.place.database_file is not None else DatabaseVault(session, self._files)

    def _record_refusal(self, refusal: PartproofError, actor: Actor, label: str) -> None:
        if refusal.kind in (BUSY, DISK_FULL, UNREACHABLE):
            return
        with self._unit(actor) as unit:
            if refusal.afterwards is not None:
                refusal.afterwards(unit)
            values = {name: str(value) for name, value in refusal.values.items()}
            unit.record("refused", Noun.AUDIT, None, verb=label, code=refusal.code, values=values)
            unit.finish()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a short read-only session: ask, fetch all, leave.

        Raises:
            PartproofError: when the shared database does not answer.
        """
        try:
            with Session(self._read) as session:
                yield session
        except OperationalError as error:
            raise _explain(error, self.place) from error

    def ask(self, query: Callable[Concatenate[Session, P], Q], /, *args: P.args, **facts: P.kwargs) -> Q:
        """Run a query in a read-only session and return its rows."""
        with self.reading() as session:
            return query(session, *args, **facts)

    def read_file(self, file_hash: str) -> bytes:
        """Return a stored file's verified content.

        Raises:
            PartproofError: when it is missing or damaged.
        """
        with self.reading() as session:
            return self._vault(session).read(file_hash)

    def read_pieces(self, file_hash: str) -> Iterator[bytes]:
        """Yield a stored file's content piece by piece, so that a large one need not lie in the memory.

        Raises:
            PartproofError: when it is missing; after the last piece, when it is damaged. Until the end nothing of
                it may be given out.
        """
        with self.reading() as session:
            yield from self._vault(session).pieces(file_hash)

    @property
    def files(self) -> FolderVault:
        """The folder vault (on PostgreSQL: the local cache)."""
        return self._files


def _counter_race(error: DBAPIError) -> bool:
    """Two stations made the same counter row, or put the same file, at once: the second simply tries again."""
    text = str(error.orig)
    again = ("pk_number_counter", "pk_vault_file", "pk_vault_chunk", "refused: vault_")
    return isinstance(error, IntegrityError) and any(word in text for word in again)


def _explain(error: DBAPIError, place: FactoryFolder) -> Exception:
    """Return the refusal for what the database said, or the error itself when it is ours to fix."""
    text = str(error.orig)
    if disk_full(error):
        return DISK_FULL()
    if busy(error):
        return BUSY(who=presence.holder(place.folder, place.database_file))
    if KNOWN_KEY in text:
        return DUPLICATE()
    if "refused: " in text:
        return DATABASE_REFUSED(reason=text.split("refused: ", 1)[1].splitlines()[0])
    if isinstance(error, IntegrityError) and ("UNIQUE" in text or "unique" in text):
        return DUPLICATE()
    if isinstance(error, IntegrityError) and "foreign key" in text.casefold():
        return IN_USE()
    if isinstance(error, OperationalError) and "psycopg" in type(error.orig).__module__:
        return UNREACHABLE(reason=text.splitlines()[0])
    return error
