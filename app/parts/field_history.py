"""Every change of a field of a part: who, when, old, new, why; from the audit chain. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.attribute import AttributeDefinition
from models.audit import AuditEntry
from models.document import Document, DocumentRevision
from models.part import Customer, Part, PartRevision
from models.vocab import Noun

# What belongs to a part; signatures and baselines have lists of their own.
_TABLES: Final = frozenset(
    {
        "part",
        "part_revision",
        "part_customer",
        "bom_line",
        "bom_substitute",
        "part_attribute",
        "revision_attribute",
        "part_attachment",
        "part_picture",
        "part_document",
        "effectivity",
    }
)
# Columns that only the program itself reads.
_INNER: Final = frozenset(
    {"id", "version", "number_key", "revision_id", "line_id", "position", "definition_id", "part_revision_id"}
)


@dataclass(frozen=True)
class FieldChangeRow:
    """One field that changed.

    Attributes:
        seq: Number of the audit entry.
        revision: Label of the revision, "" for the master.
        table: What kind of record it is in the database (``part``, ``bom_line`` …).
        thing: Which one, as people call it: the find number of a line, the name of an attribute.
        old: Text before, "" where the record was new.
        new: Text after, "" where it was taken away.
        reason: Why, as it was given.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    revision: str
    table: str
    thing: str
    field: str
    old: str
    new: str
    reason: str


def field_changes(session: Session, part_id: int, *, limit: int = 2_000) -> tuple[FieldChangeRow, ...]:
    """Return every field change of a part, its revisions and their BOMs, newest first.

    What was added whole is one row per filled field only where a value was changed or removed later; a new line
    or attribute is told by its fields as well, a new part by its act alone.
    """
    revisions = select(PartRevision).where(PartRevision.part_id == part_id)
    labels = {
        row.id: row.customer_label or row.internal_label or str(row.counter)
        for row in session.scalars(revisions)
    }
    about = [
        and_(AuditEntry.noun == Noun.PART.value, AuditEntry.entity_id == part_id),
        and_(
            AuditEntry.noun.in_((Noun.PART_REVISION.value, Noun.BOM.value)),
            AuditEntry.entity_id.in_(list(labels)),
        ),
    ]
    query = select(AuditEntry).where(or_(*about)).order_by(AuditEntry.seq.desc()).limit(limit)
    names = _Names(session)
    rows: list[FieldChangeRow] = []
    for entry in session.scalars(query):
        label = "" if entry.noun == Noun.PART.value else labels.get(entry.entity_id or 0, "")
        rows.extend(_rows(entry, label, names))
    return tuple(rows[:limit])


class _Names:
    """Numbers of parts and names of attributes, asked once each."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._parts: dict[int, str] = {}
        self._others: dict[tuple[str, int], str] = {}
        query = select(AttributeDefinition.id, AttributeDefinition.name)
        self.attributes = {row[0]: row[1] for row in session.execute(query)}

    def part(self, part_id: object) -> str:
        """Return a part's number."""
        if not isinstance(part_id, int):
            return ""
        if part_id not in self._parts:
            found = self._session.get(Part, part_id)
            self._parts[part_id] = str(part_id) if found is None else found.number
        return self._parts[part_id]

    def of(self, field: str, key: int) -> str:
        """Return what people call the record that a column points at."""
        if (field, key) not in self._others:
            self._others[field, key] = _NAMED[field](self._session, key)
        return self._others[field, key]


def _customer(session: Session, key: int) -> str:
    found = session.get(Customer, key)
    return str(key) if found is None else found.name


def _document(session: Session, key: int) -> str:
    found = session.get(Document, key)
    return str(key) if found is None else found.number


def _document_revision(session: Session, key: int) -> str:
    found = session.get(DocumentRevision, key)
    return str(key) if found is None else f"{found.document.number} {found.label}"


def _revision(session: Session, key: int) -> str:
    found = session.get(PartRevision, key)
    return str(key) if found is None else found.customer_label or found.internal_label or str(found.counter)


_NAMED: Final[dict[str, Callable[[Session, int], str]]] = {
    "customer_id": _customer,
    "document_id": _document,
    "document_revision_id": _document_revision,
    "superseded_by_id": _revision,
    "pinned_revision_id": _revision,
}


def _rows(entry: AuditEntry, label: str, names: _Names) -> Iterator[FieldChangeRow]:
    payload: dict[str, Any] = entry.payload if isinstance(entry.payload, dict) else {}
    facts = payload.get("facts", {})
    reason = str(facts.get("reason", "") or "")
    for table, act, _key, fields in payload.get("changes", ()):
        if table not in _TABLES:
            continue
        thing = _thing(table, fields, facts, names)
        for field, (old, new) in _pairs(table, act, fields):
            if field in _INNER or (field == "part_id" and table != "bom_substitute"):
                continue
            yield FieldChangeRow(
                entry.seq,
                entry.at,
                entry.actor,
                entry.action,
                label,
                table,
                thing,
                field,
                _text(field, old, names),
                _text(field, new, names),
                reason,
            )


def _pairs(table: str, act: str, fields: dict[str, Any]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    if act == "edit":
        for field, (old, new) in fields.items():
            yield field, (old, new)
    elif table in ("part", "part_revision", "part_iteration"):
        return
    else:
        for field, value in fields.items():
            if value not in (None, "", False, 0):
                yield field, ((None, value) if act == "add" else (value, None))


def _thing(table: str, fields: dict[str, Any], facts: dict[str, Any], names: _Names) -> str:
    if table in ("part_attribute", "revision_attribute"):
        definition = fields.get("definition_id")
        return names.attributes.get(definition, "") if isinstance(definition, int) else ""
    find_number = fields.get("find_number", facts.get("find_number", facts.get("line", "")))
    if isinstance(find_number, list):
        find_number = find_number[-1]
    return str(find_number or "")


def _text(field: str, value: Any, names: _Names) -> str:
    if value is None:
        return ""
    if field in ("child_part_id", "part_id"):
        return names.part(value)
    if field in _NAMED and isinstance(value, int):
        return names.of(field, value)
    if isinstance(value, int) and field == "definition_id":
        return names.attributes.get(value, str(value))
    return str(value)
