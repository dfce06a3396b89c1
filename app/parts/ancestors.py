"""Which parts go into which, upwards: the assemblies above a part, through lines and substitutes. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

# One statement for all levels; UNION ends it where a part was met before, so that shared parts cost once.
_ABOVE: Final = text(
    "WITH RECURSIVE above(id) AS (SELECT CAST(:part AS INTEGER) UNION SELECT e.parent FROM above JOIN ("
    " SELECT l.child_part_id AS child, r.part_id AS parent FROM bom_line l"
    "  JOIN part_revision r ON r.id = l.revision_id WHERE r.state <> 'obsolete'"
    " UNION ALL SELECT s.part_id, r.part_id FROM bom_substitute s JOIN bom_line l ON l.id = s.line_id"
    "  JOIN part_revision r ON r.id = l.revision_id WHERE r.state <> 'obsolete'"
    ") e ON e.child = above.id) SELECT id FROM above WHERE id <> :part"
)


def ancestors_of(session: Session, part_ids: Iterable[int]) -> set[int]:
    """Return the ids of all parts whose not obsolete revisions hold one of these, over all levels."""
    found: set[int] = set()
    for part_id in part_ids:
        if part_id not in found:
            found.update(session.scalars(_ABOVE, {"part": part_id}))
    return found
