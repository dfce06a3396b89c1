"""The links below a revision as plain tuples, for 100,000 of them: cost grows with the links, not with the paths.

Which revision of a child answers: the pinned one, else what the rule says, else the newest that is not obsolete.
Reads only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from app.parts.in_force import revisions_in_force
from models.rules.effectivity import Asked

_SLICE: Final = 500
# From so many open branches on, one pass over the whole tables is quicker than asking for each.
MANY: Final = 2_000
# The units only where they differ: mostly they do not, and nothing needs to be converted.
_LINE: Final = (
    "SELECT l.revision_id, l.child_part_id, l.pinned_revision_id, l.quantity, l.per,"
    " CASE WHEN l.unit = p.unit THEN NULL ELSE l.unit END, CASE WHEN l.unit = p.unit THEN NULL ELSE p.unit END,"
    " l.optional, l.scrap_percent FROM bom_line l JOIN part p ON p.id = l.child_part_id"
)
_LINE_OF: Final = _LINE + " WHERE l.revision_id IN :ids"
_LINES: Final = text(_LINE_OF).bindparams(bindparam("ids", expanding=True))
_REVISION: Final = "SELECT part_id, id, state, effective_from FROM part_revision"
_REVISION_OF: Final = _REVISION + " WHERE part_id IN :ids"
_REVISIONS: Final = text(_REVISION_OF).bindparams(bindparam("ids", expanding=True))
_RANK: Final = {"released": 0, "in_review": 2, "draft": 2}


class Link(NamedTuple):
    """One line of a revision as stored.

    Attributes:
        parent: Id of the revision.
        part: Id of the part below.
        pinned: Id of the revision it is pinned to, or None.
        quantity: Stored text, as ``per``.
        unit: Unit of the quantity where it is another one than the part's (``part_unit``), else None as that.
    """

    parent: int
    part: int
    pinned: int | None
    quantity: str
    per: str
    unit: str | None
    part_unit: str | None
    optional: int
    scrap: str


Row = tuple[int, int, int | None, str, str, str | None, str | None, int, str]


@dataclass
class Links:
    """Everything below a revision. A node is a revision's id, or the negated id of a part that has none.

    Attributes:
        top: The node asked for.
        top_part: Its part.
        below: Node to its lines; rows of ``Link``'s fields. May hold nodes that the top does not reach.
        answers: Part to the revision that answers where a line is not pinned.
    """

    top: int
    top_part: int
    below: dict[int, list[Row]] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)

    def child(self, row: Row) -> int:
        """Return the node a line leads to."""
        return row[2] if row[2] is not None else self.answers.get(row[1], -row[1])

    def reached(self) -> dict[int, int]:
        """Return node to part for all that the top contains, itself included."""
        found = {self.top: self.top_part}
        waiting = [self.top]
        get = self.answers.get
        while waiting:
            for row in self.below.get(waiting.pop(), ()):
                part = row[1]
                child = row[2] if row[2] is not None else get(part, -part)
                if child not in found:
                    found[child] = part
                    waiting.append(child)
        return found


def links_below(session: Session, revision_id: int, part_id: int, asked: Asked | None = None) -> Links:
    """Return the links below a revision, itself included.

    Args:
        session: Open session.
        revision_id: The revision that is exploded.
        part_id: Its part.
        asked: For when, which lot, which order; None takes what is released now (states, no clock).
    """
    found = Links(revision_id, part_id)
    waiting = [revision_id]
    while waiting:
        if len(waiting) > MANY:
            _take_all(session, found, asked)
            return found
        rows = list(_lines(session, waiting))
        unanswered = {row[1] for row in rows if row[2] is None} - found.answers.keys()
        found.answers.update(answering(session, unanswered, asked))
        for node in waiting:
            found.below[node] = []
        following: dict[int, None] = {}
        for row in rows:
            found.below[row[0]].append(row)
            child = found.child(row)
            if child > 0 and child not in found.below:
                following[child] = None
        waiting = list(following)
    return found


def _take_all(session: Session, found: Links, asked: Asked | None) -> None:
    """Take all lines and revisions in one pass."""
    below: dict[int, list[Row]] = {}
    for row in plain_rows(session, _LINE):
        entries = below.get(row[0])
        if entries is None:
            below[row[0]] = [row]
        else:
            entries.append(row)
    found.below = below
    if asked is None:
        found.answers = _by_state(plain_rows(session, _REVISION))
    else:
        parts = {row[1] for rows in below.values() for row in rows}
        found.answers = answering(session, parts, asked)


def plain_rows(session: Session, statement: str) -> list[Any]:
    """Return all rows of a statement as the driver's own tuples: half the time is the making of better ones."""
    cursor = session.connection().connection.cursor()
    try:
        cursor.execute(statement)
        return list(cursor.fetchall())
    finally:
        cursor.close()


def _lines(session: Session, revisions: Sequence[int]) -> Iterator[Row]:
    for ids in _slices(revisions):
        for row in session.execute(_LINES, {"ids": ids}):
            yield tuple(row)


def answering(session: Session, parts: set[int], asked: Asked | None) -> dict[int, int]:
    """Return part to answering revision (unpinned) for those that have one that is not obsolete."""
    if len(parts) > MANY * 2:
        found = _by_state(plain_rows(session, _REVISION))
        found = {part: revision for part, revision in found.items() if part in parts}
    else:
        found = _by_state(
            tuple(row) for ids in _slices(parts) for row in session.execute(_REVISIONS, {"ids": ids})
        )
    if asked is not None:
        found.update(revisions_in_force(session, parts, asked))
    return found


def _by_state(rows: Iterable[Any]) -> dict[int, int]:
    """Return part to revision by states alone.

    Of several released ones the general effectivity that began first is in force now; the others wait, or are for
    lots or orders only. Without a released one the newest draft answers.
    """
    found: dict[int, int] = {}
    keys: dict[int, tuple[int, str, int]] = {}
    for part, revision, state, begin in rows:
        rank = _RANK.get(state)
        if rank is None:
            continue
        key = (0, begin, 0) if rank == 0 and begin else (rank + 1, "", -revision)
        known = keys.get(part)
        if known is None or key < known:
            keys[part], found[part] = key, revision
    return found


def _slices(ids: Iterable[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    for start in range(0, len(listed), _SLICE):
        yield listed[start : start + _SLICE]
