"""The links below a revision as plain tuples, for 100,000 of them: cost grows with the links, not with the paths.

Which revision of a child answers: the pinned one, else what the rule says, else the newest that is not obsolete.
Reads only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from app.parts.in_force import revisions_in_force
from models.rules.effectivity import Asked

_SLICE: Final = 500
# From so many open branches on, one pass over the whole tables is quicker than asking for each.
_MANY: Final = 2_000
_LINE: Final = (
    "SELECT l.revision_id, l.child_part_id, l.pinned_revision_id, l.quantity, l.per, l.unit, p.unit,"
    " l.optional, l.scrap_percent FROM bom_line l JOIN part p ON p.id = l.child_part_id"
)
_LINES: Final = text(f"{_LINE} WHERE l.revision_id IN :ids").bindparams(bindparam("ids", expanding=True))
_ALL_LINES: Final = text(_LINE)
_REVISION: Final = "SELECT part_id, id, state, effective_from FROM part_revision"
_REVISIONS: Final = text(f"{_REVISION} WHERE part_id IN :ids").bindparams(bindparam("ids", expanding=True))
_ALL_REVISIONS: Final = text(_REVISION)
_OWNERS: Final = text("SELECT id, part_id FROM part_revision WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)

_RANK: Final = {"released": 0, "in_review": 2, "draft": 2}


class Link(NamedTuple):
    """One line of a revision as stored texts.

    Attributes:
        child: The node below: a revision's id, or the negated id of a part that has none.
        unit: Unit of the quantity; ``child_unit`` that of the part.
    """

    parent: int
    child: int
    part: int
    quantity: str
    per: str
    unit: str
    child_unit: str
    optional: int
    scrap: str


@dataclass(frozen=True)
class Links:
    """Everything below a revision.

    Attributes:
        top: The node asked for.
        part_of: Node to part id.
    """

    top: int
    links: list[Link]
    part_of: dict[int, int]


def links_below(session: Session, revision_id: int, part_id: int, asked: Asked | None = None) -> Links:
    """Return the links below a revision, itself included.

    Args:
        session: Open session.
        revision_id: The revision that is exploded.
        part_id: Its part.
        asked: For when, which lot, which order; None takes what is released now (states, no clock).
    """
    found = Links(revision_id, [], {revision_id: part_id})
    answers: dict[int, int] = {}
    waiting = [revision_id]
    met = {revision_id}
    while waiting:
        if len(waiting) > _MANY:
            _take_all(session, found, answers, waiting, met, asked)
            return found
        lines = list(_lines(session, waiting))
        unanswered = {row[1] for row in lines if row[2] is None} - answers.keys()
        for part, revision in answering(session, unanswered, asked).items():
            answers[part] = revision
        waiting = []
        for row in lines:
            child = _child(row, answers)
            found.links.append(Link(row[0], child, row[1], *row[3:]))
            found.part_of[child] = row[1]
            if child > 0 and child not in met:
                met.add(child)
                waiting.append(child)
    return found


def _child(row: Any, answers: dict[int, int]) -> int:
    pinned: int | None = row[2]
    return pinned if pinned is not None else answers.get(row[1], -row[1])


def _take_all(
    session: Session,
    found: Links,
    answers: dict[int, int],
    waiting: list[int],
    met: set[int],
    asked: Asked | None,
) -> None:
    """Go on in one pass over all lines and revisions."""
    below: dict[int, list[Any]] = {}
    for row in session.execute(_ALL_LINES):
        below.setdefault(row[0], []).append(row)
    parts = {row[1] for rows in below.values() for row in rows}
    answers.update(answering(session, parts, asked))
    links, part_of = found.links, found.part_of
    get = answers.get
    while waiting:
        for row in below.get(waiting.pop(), ()):
            part = row[1]
            child = row[2] if row[2] is not None else get(part, -part)
            links.append(Link(row[0], child, part, row[3], row[4], row[5], row[6], row[7], row[8]))
            part_of[child] = part
            if child > 0 and child not in met:
                met.add(child)
                waiting.append(child)


def _lines(session: Session, revisions: Sequence[int]) -> Iterator[Any]:
    for ids in _slices(revisions):
        yield from session.execute(_LINES, {"ids": ids})


def answering(session: Session, parts: set[int], asked: Asked | None) -> dict[int, int]:
    """Return part to answering revision (unpinned) for those that have one that is not obsolete."""
    newest: dict[int, tuple[tuple[int, str, int], int]] = {}
    if len(parts) > _MANY * 2:
        rows: Iterable[Any] = session.execute(_ALL_REVISIONS)
    else:
        rows = (row for ids in _slices(parts) for row in session.execute(_REVISIONS, {"ids": ids}))
    for part, revision, state, begin in rows:
        rank = _RANK.get(state)
        if rank is None:
            continue
        # Of several released ones the general effectivity that began first is in force now; else the newest counts.
        key = (rank, begin or "~", 0) if rank == 0 and begin else (rank + 1, "", -revision)
        known = newest.get(part)
        if known is None or key < known[0]:
            newest[part] = (key, revision)
    found = {part: revision for part, (_, revision) in newest.items() if part in parts}
    if asked is not None:
        in_force = revisions_in_force(session, parts, asked)
        found.update(in_force)
    return found


def _slices(ids: Iterable[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    for start in range(0, len(listed), _SLICE):
        yield listed[start : start + _SLICE]
