"""The edges below a revision as plain tuples, level by level: no object per line, there may be 100,000.

Reads only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bom import BomLine
from models.part import PartRevision
from models.vocab import RevisionState

_SLICE: Final = 500
_COUNTED: Final = (RevisionState.RELEASED, RevisionState.IN_REVIEW, RevisionState.DRAFT)
Edge = tuple[int, int, Decimal, Decimal]


def plain_edges(session: Session, revision_id: int, part_id: int) -> list[Edge]:
    """Return (parent part, child part, quantity, per) of every line below a revision, itself included.

    The revision of a child that answers is the pinned one, else the newest released, else the newest.
    """
    edges: list[Edge] = []
    owners = {revision_id: part_id}
    answers: dict[int, int | None] = {}
    waiting = [revision_id]
    while waiting:
        children: set[int] = set()
        pinned: set[int] = set()
        for parent, child, pin, quantity, per in _lines(session, waiting):
            edges.append((owners[parent], child, quantity, per))
            if pin is not None:
                pinned.add(pin)
            elif child not in answers:
                children.add(child)
        found = dict(_answers(session, children))
        answers.update({child: found.get(child) for child in children})
        owned = {revision: child for child, revision in found.items()}
        owned.update(_owners(session, pinned - set(owners)))
        waiting = [revision for revision in owned if revision not in owners]
        owners.update(owned)
    return edges


def _slices(ids: Iterable[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    for start in range(0, len(listed), _SLICE):
        yield listed[start : start + _SLICE]


def _lines(session: Session, revisions: list[int]) -> Iterator[tuple[int, int, int | None, Decimal, Decimal]]:
    columns = (
        BomLine.revision_id,
        BomLine.child_part_id,
        BomLine.pinned_revision_id,
        BomLine.quantity,
        BomLine.per,
    )
    for ids in _slices(revisions):
        query = select(*columns).where(BomLine.revision_id.in_(ids)).order_by(BomLine.position)
        for row in session.execute(query):
            yield row[0], row[1], row[2], row[3], row[4]


def _answers(session: Session, parts: set[int]) -> Iterator[tuple[int, int]]:
    columns = (PartRevision.part_id, PartRevision.id, PartRevision.state)
    for ids in _slices(parts):
        query = select(*columns).where(PartRevision.part_id.in_(ids), PartRevision.state.in_(_COUNTED))
        newest: dict[int, tuple[int, bool]] = {}
        for part, revision, state in session.execute(query.order_by(PartRevision.counter)):
            released = state is RevisionState.RELEASED
            if released or not newest.get(part, (0, False))[1]:
                newest[part] = (revision, released)
        for part, (revision, _) in newest.items():
            yield part, revision


def _owners(session: Session, revisions: set[int]) -> Iterator[tuple[int, int]]:
    for ids in _slices(revisions):
        query = select(PartRevision.id, PartRevision.part_id).where(PartRevision.id.in_(ids))
        # Rows unpack like the pair they hold.
        yield from ((row[0], row[1]) for row in session.execute(query))
