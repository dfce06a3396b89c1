"""Checking the audit chain, and every recorded row against what the chain says it must be.

Two questions: is the chain whole (and does it still hold a head kept elsewhere), and is each row of the
database the one that the recorded acts made? Reads only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.changes_recorder import HIDDEN, SECRET_COLUMNS, UNRECORDED_TABLES
from app.texts import mark
from app.unit_of_work import AuditHead
from models.audit import ALGORITHM, GENESIS, AuditEntry, entry_hash
from models.catalogue import metadata
from models.migrations.runner import missing_triggers
from models.types import canonical_json

_BATCH: Final = 2_000
# The database counts it itself at each edit; it proves nothing about content.
_UNCOMPARED: Final = frozenset({"version"})


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it must be: a source text with its values."""

    sentence: str
    values: tuple[tuple[str, str], ...]


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


def check_trail(
    session: Session, *, held: AuditHead | None = None, progress: Progress = _quiet
) -> TrailReport:
    """Walk the whole chain and compare every recorded row with it.

    Args:
        session: Read-only session; one consistent state.
        held: A head kept elsewhere (printed, in a pack), to see a cut-off or rewritten tail.
        progress: Called with (entries done, total).
    """
    report = TrailReport(tail_checkable=held is not None)
    expected = _walk(session, report, held, progress)
    if held is not None and report.head.seq < held.seq:
        report.add(
            mark("The chain ends at {seq}, but entry {held} existed."), seq=report.head.seq, held=held.seq
        )
    _compare(session, expected, report)
    for name in missing_triggers(session.connection()):
        report.add(mark("The database lacks its refusal {name}."), name=name)
    return report


Expected = dict[str, dict[str, dict[str, Any]]]


def _walk(session: Session, report: TrailReport, held: AuditHead | None, progress: Progress) -> Expected:
    expected: Expected = {}
    prev, last = GENESIS, 0
    total = session.query(AuditEntry).count()
    for entry in _entries(session):
        if entry.seq != last + 1:
            report.add(
                mark("Audit entries {first} to {last} are missing."), first=last + 1, last=entry.seq - 1
            )
        if entry.alg != ALGORITHM:
            report.add(mark("Audit entry {seq} names an unknown algorithm."), seq=entry.seq)
        elif entry.prev != prev or entry_hash(entry) != entry.hash:
            report.add(mark("Audit entry {seq} was altered or replaced."), seq=entry.seq)
        if held is not None and entry.seq == held.seq and entry.hash != held.hash:
            report.add(mark("Audit entry {seq} is not the one of the head you hold."), seq=entry.seq)
        _replay(expected, entry, report)
        prev, last = entry.hash, entry.seq
        report.entries += 1
        if report.entries % _BATCH == 0:
            progress(report.entries, total)
    report.head = AuditHead(last, prev)
    progress(report.entries, total)
    return expected


def _entries(session: Session) -> Iterator[AuditEntry]:
    query = select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=_BATCH)
    for entry in session.scalars(query):
        yield entry
        session.expunge(entry)


def _replay(expected: Expected, entry: AuditEntry, report: TrailReport) -> None:
    payload = entry.payload if isinstance(entry.payload, dict) else {}
    for change in payload.get("changes", ()):
        table, act, key, fields = change
        rows = expected.setdefault(table, {})
        name = _key_text(key)
        if act == "add":
            rows[name] = dict(fields)
        elif act == "remove":
            rows.pop(name, None)
        elif name in rows:
            rows[name].update({column: new for column, (_, new) in fields.items()})
        else:
            report.add(mark("Audit entry {seq} edits a row that never was."), seq=entry.seq)
    for table, names, values in payload.get("bulk", ()):
        rows = expected.setdefault(table, {})
        for row in values:
            fields = dict(zip(names, row, strict=True))
            rows[_key_text([fields["id"]])] = fields


def _key_text(key: list[Any]) -> str:
    return json.dumps(key, ensure_ascii=False)


def _compare(session: Session, expected: Expected, report: TrailReport) -> None:
    for name in sorted(metadata.tables):
        if name not in UNRECORDED_TABLES:
            _compare_table(session, metadata.tables[name], expected.get(name, {}), report)


def _compare_table(
    session: Session, table: Table, expected: dict[str, dict[str, Any]], report: TrailReport
) -> None:
    remaining = dict(expected)
    keys = [column.name for column in table.primary_key.columns]
    for row in session.execute(select(table)).mappings():
        report.rows += 1
        found = json.loads(canonical_json({column: _shown(column, row[column]) for column in row}))
        name = _key_text([found[column] for column in keys])
        wanted = remaining.pop(name, None)
        if wanted is None:
            report.add(mark("{table} {key}: a row that no recorded act made."), table=table.name, key=name)
            continue
        for column, value in found.items():
            if column not in _UNCOMPARED and wanted.get(column) != value:
                report.add(
                    mark("{table} {key}: {column} was changed outside the program."),
                    table=table.name,
                    key=name,
                    column=column,
                )
    for name in remaining:
        report.add(mark("{table} {key}: the row is gone."), table=table.name, key=name)


def _shown(column: str, value: Any) -> Any:
    return HIDDEN if column in SECRET_COLUMNS and value is not None else value
