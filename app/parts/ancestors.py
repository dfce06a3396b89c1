"""Which parts go into which, upwards: the assemblies above a part, through lines and substitutes. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

_SLICE: Final = 500
# Level by level and only along indexes: the cost is that of the links walked, not of all that there are.
_LINES: Final = text(
    "SELECT DISTINCT r.part_id, l.child_part_id FROM bom_line l JOIN part_revision r ON r.id = l.revision_id"
    " WHERE l.child_part_id IN :ids AND r.state <> 'obsolete'"
).bindparams(bindparam("ids", expanding=True))
_SUBSTITUTES: Final = text(
    "SELECT DISTINCT r.part_id, s.part_id FROM bom_substitute s JOIN bom_line l ON l.id = s.line_id"
    " JOIN part_revision r ON r.id = l.revision_id WHERE s.part_id IN :ids AND r.state <> 'obsolete'"
).bindparams(bindparam("ids", expanding=True))


def ancestors_of(session: Session, part_ids: Iterable[int]) -> dict[int, int]:
    """Return part to level (1 is directly above) for all whose not obsolete revisions hold one of these."""
    found: dict[int, int] = {}
    start = set(part_ids)
    waiting, level = start, 0
    while waiting:
        level += 1
        above = {parent for parent, _ in _parents(session, waiting)}
        waiting = above - found.keys() - start
        found.update(dict.fromkeys(waiting, level))
    return found


def _parents(session: Session, parts: set[int]) -> Iterator[Any]:
    listed = sorted(parts)
    for begin in range(0, len(listed), _SLICE):
        for query in (_LINES, _SUBSTITUTES):
            yield from session.execute(query, {"ids": listed[begin : begin + _SLICE]})
