"""The register of prints as people read it: with the number of each record. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from app.documents.tag_printing import TagPrintRow, tag_print_rows
from app.documents.tag_records import record_numbers
from app.parts.links import Linked

MOST: Final = 1000


@dataclass(frozen=True)
class RegisterRow:
    """One print with what its record is called."""

    print: TagPrintRow
    number: str


def tag_register(
    session: Session, *, most: int = MOST, linked: Linked | None = None
) -> tuple[RegisterRow, ...]:
    """Return the newest prints of all tags, or of those about linked parts (see app.parts.links)."""
    rows = tag_print_rows(session, most=most, linked=linked)
    numbers = {
        (noun, entity_id): number
        for noun in {row.noun for row in rows}
        for entity_id, number in record_numbers(
            session, noun, frozenset(row.entity_id for row in rows if row.noun is noun)
        ).items()
    }
    return tuple(RegisterRow(row, numbers.get((row.noun, row.entity_id), "")) for row in rows)
