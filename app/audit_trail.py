"""Checking the audit chain, and every recorded row against what the chain says it must be.

Two questions: is the chain whole (and does it still hold a head kept elsewhere), and is each row of the
database the one that the recorded acts made? Reads only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Label, Table, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType, TypeEngine

from app.audit_replay import ReplayedRows
from app.audit_words import noun_word
from app.changes_recorder import UNRECORDED_TABLES, hide
from app.texts import Language, mark
from app.unit_of_work import AuditHead
from models.audit import ALGORITHM, GENESIS, AuditEntry, chain_hash
from models.catalogue import metadata
from models.migrations.runner import missing_triggers
from models.types import CanonicalJson, Flag, canonical_json

_BATCH: Final = 2_000
# Values as the driver gives them, with no reading of ours in between.
_RAW: Final = NullType()
# The database counts it itself at each edit; it proves nothing about content.
_UNCOMPARED: Final = frozenset({"version"})


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it must be: a source text with its values."""

    sentence: str
    values: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return self.worded(Language("en"))

    def worded(self, language: Language) -> str:
        """Return it in a language."""
        return language.say(self.sentence, **{name: _shown(language, name, v) for name, v in self.values})


def _shown(language: Language, name: str, value: str) -> str:
    """Return a value of a problem; before a table's name stands the word for it, where that says more."""
    if name != "table":
        return value
    word = language.term("noun", noun_word(value))
    return value if word.casefold().replace(" ", "_") == value else f"{word}({value})"


@dataclass
class TrailReport:
    """What a check found.

    Attributes:
        entries: Audit entries walked.
        rows: Rows compared with the chain.
        head: The newest entry.
        tail_checkable: A head kept elsewhere was given, so that a cut-off tail would have been seen.
        problems: What is wrong; empty means sound.
    """

    entries: int = 0
    rows: int = 0
    head: AuditHead = field(default_factory=lambda: AuditHead(0, GENESIS))
    tail_checkable: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def add(self, sentence: str, **values: object) -> None:
        """Add a problem."""
        self.problems.append(Problem(sentence, tuple((name, str(value)) for name, value in values.items())))


Progress = Callable[[int, int], None]


def _quiet(_done: int, _total: int) -> None:
    """Take no notice of progress."""


def _on_and_on() -> None:
    """Work without a rest."""


def check_trail(
    session: Session,
    *,
    held: AuditHead | None = None,
    progress: Progress = _quiet,
    breathe: Callable[[], object] = _on_and_on,
) -> TrailReport:
    """Walk the whole chain and compare every recorded row with it.

    Args:
        session: Read-only session; one consistent state.
        held: A head kept elsewhere (printed, in a pack), to see a cut-off or rewritten tail.
        progress: Called with (entries done, total).
        breathe: Called after each row; may wait a little to let others work, or raise to give the check up.
    """
    report = TrailReport(tail_checkable=held is not None)
    with ReplayedRows() as expected:
        _walk(session, expected, report, held, progress, breathe)
        if held is not None and report.head.seq < held.seq:
            report.add(
                mark("The chain ends at {seq}, but entry {held} existed."), seq=report.head.seq, held=held.seq
            )
        _compare(session, expected, report, breathe)
    for name in missing_triggers(session.connection()):
        report.add(mark("The database lacks its refusal {name}."), name=name)
    return report


def _walk(
    session: Session,
    expected: ReplayedRows,
    report: TrailReport,
    held: AuditHead | None,
    progress: Progress,
    breathe: Callable[[], object],
) -> None:
    prev, last = GENESIS, 0
    total = session.query(AuditEntry).count()
    with closing(_entries(session)) as entries:
        for entry in entries:
            seq, found = entry["seq"], entry.pop("hash")
            if seq != last + 1:
                report.add(mark("Audit entries {first} to {last} are missing."), first=last + 1, last=seq - 1)
            if entry["alg"] != ALGORITHM:
                report.add(mark("Audit entry {seq} names an unknown algorithm."), seq=seq)
            elif entry["prev"] != prev or chain_hash(**entry) != found:
                report.add(mark("Audit entry {seq} was altered or replaced."), seq=seq)
            if held is not None and seq == held.seq and found != held.hash:
                report.add(mark("Audit entry {seq} is not the one of the head you hold."), seq=seq)
            try:
                _replay(expected, seq, json.loads(entry["payload"]), report, breathe)
            except (ValueError, TypeError, KeyError, AttributeError):
                report.add(mark("Audit entry {seq} was altered or replaced."), seq=seq)
            prev, last = found, seq
            report.entries += 1
            breathe()
            if report.entries % _BATCH == 0:
                progress(report.entries, total)
    report.head = AuditHead(last, prev)
    progress(report.entries, total)


def _entries(session: Session) -> Generator[dict[str, Any]]:
    """Yield the entries as the very texts that are stored: what only reads alike is not alike."""
    table = metadata.tables[AuditEntry.__tablename__]
    query = select(*_raw(table)).order_by(table.c.seq).execution_options(yield_per=_BATCH)
    # A check that is given up lets go of the database at once.
    with session.execute(query) as found:
        for row in found.mappings():
            yield dict(row)


def _raw(table: Table) -> list[Label[Any]]:
    return [type_coerce(column, _RAW).label(column.name) for column in table.columns]


def _replay(
    expected: ReplayedRows,
    seq: int,
    payload: dict[str, Any],
    report: TrailReport,
    breathe: Callable[[], object],
) -> None:
    for change in payload.get("changes", ()):
        table, act, key, fields = change
        name = _key_text(key)
        if act == "add":
            expected.add(table, name, fields)
        elif act == "remove":
            expected.remove(table, name)
        elif not expected.edit(table, name, {column: new for column, (_, new) in fields.items()}):
            report.add(mark("Audit entry {seq} edits a row that never was."), seq=seq)
    for table, names, values in payload.get("bulk", ()):
        for row in values:
            fields = dict(zip(names, row, strict=True))
            expected.add(table, _key_text([fields["id"]]), fields)
            breathe()


def _key_text(key: list[Any]) -> str:
    return json.dumps(key, ensure_ascii=False)


def _compare(
    session: Session, expected: ReplayedRows, report: TrailReport, breathe: Callable[[], object]
) -> None:
    for name in sorted(metadata.tables):
        if name not in UNRECORDED_TABLES:
            _compare_table(session, metadata.tables[name], expected, report, breathe)


def _compare_table(
    session: Session,
    table: Table,
    expected: ReplayedRows,
    report: TrailReport,
    breathe: Callable[[], object],
) -> None:
    keys = [column.name for column in table.primary_key.columns]
    kinds = {column.name: column.type for column in table.columns}
    query = select(*_raw(table)).execution_options(yield_per=_BATCH)
    with session.execute(query) as found:
        for row in found.mappings():
            report.rows += 1
            breathe()
            name = _key_text([row[column] for column in keys])
            wanted = expected.take(table.name, name)
            if wanted is None:
                report.add(
                    mark("{table} {key}: a row that no recorded act made."), table=table.name, key=name
                )
                continue
            for column, value in row.items():
                if column not in _UNCOMPARED and _recorded(column, value) != _stored(
                    kinds[column], wanted.get(column)
                ):
                    report.add(
                        mark("{table} {key}: {column} was changed outside the program."),
                        table=table.name,
                        key=name,
                        column=column,
                    )
    for name in expected.untaken(table.name):
        report.add(mark("{table} {key}: the row is gone."), table=table.name, key=name)


def _recorded(column: str, value: Any) -> Any:
    """Return a stored value as the chain would have it."""
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return hide(column, value)


def _stored(kind: TypeEngine[Any], wanted: Any) -> Any:
    """Return what the chain says as the column must hold it."""
    if wanted is None:
        return None
    if isinstance(kind, CanonicalJson):
        return canonical_json(wanted)
    return int(wanted) if isinstance(kind, Flag) else wanted
