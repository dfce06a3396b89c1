"""Own attributes of parts: their definitions per kind, and values; controlled ones belong to a draft revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.meanwhile import changed_meanwhile
from app.parts.parts import draft_of, find_part_revision
from app.parts.refusals import ATTRIBUTE_EXISTS, ATTRIBUTE_KIND, ATTRIBUTE_VALUE
from app.refusals import CONFLICT, NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.attribute import AttributeDefinition, PartAttribute, RevisionAttribute
from models.part import Part
from models.rules.quantity import parse_number
from models.types import clean_text, decimal_text
from models.vocab import AttributeType, Noun, PartKind, Role


@dataclass(frozen=True)
class AttributeRow:
    """A definition; ``kind`` None stands for every kind of parts."""

    id: int
    kind: PartKind | None
    name: str
    name_en: str
    type: AttributeType
    unit: str
    choices: tuple[str, ...]
    controlled: bool
    active: bool
    version: int


@dataclass(frozen=True)
class AttributeValue:
    """An attribute of one part with its value as people read it, "" where there is none."""

    definition: AttributeRow
    value: str


def define_attribute(
    unit: UnitOfWork,
    *,
    name: str,
    type: AttributeType,  # noqa: A002 - the word of the domain
    kind: PartKind | None = None,
    name_en: str = "",
    unit_name: str = "",
    choices: Sequence[str] = (),
    controlled: bool = True,
) -> int:
    """Add an attribute that parts of a kind have, and return its id; type and control never change afterwards.

    Raises:
        PartproofError: without the right, a name that exists, or a choice without anything to choose.
    """
    require(unit, Role.ENGINEER, Role.ADMINISTRATOR)
    name = filled("name", name, limit=60)
    known = unit.session.scalars(select(AttributeDefinition)).all()
    key = number_key(name)
    if any(row.name_key == key and (kind is None or row.kind in (None, kind)) for row in known):
        raise ATTRIBUTE_EXISTS(name=name)
    listed = list(dict.fromkeys(filled("choice", choice) for choice in choices if choice.strip()))
    if type is AttributeType.CHOICE and not listed:
        raise ATTRIBUTE_VALUE(name=name, value="")
    row = AttributeDefinition(
        kind=kind,
        name=name,
        name_key=key,
        name_en=clean_text(name_en).strip(),
        type=type,
        unit=clean_text(unit_name).strip(),
        choices=listed,
        controlled=controlled,
        position=max((entry.position for entry in known), default=0) + 1,
        active=True,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record("attribute_defined", Noun.PLANT, row.id, name=name)
    return row.id


def edit_attribute(
    unit: UnitOfWork,
    definition_id: int,
    *,
    expected_version: int,
    name_en: str,
    choices: Sequence[str],
    active: bool,
) -> None:
    """Change what an attribute is called in English, what may be chosen, and whether it is still asked for."""
    require(unit, Role.ENGINEER, Role.ADMINISTRATOR)
    row = unit.session.get(AttributeDefinition, definition_id)
    if row is None:
        raise NOT_FOUND(what=f"attribute {definition_id}")
    if row.version != expected_version:
        raise CONFLICT()
    row.name_en, row.active = clean_text(name_en).strip(), active
    row.choices = list(dict.fromkeys(filled("choice", choice) for choice in choices if choice.strip()))
    unit.record("attribute_defined", Noun.PLANT, row.id, name=row.name)


def set_part_attributes(
    unit: UnitOfWork,
    part_id: int,
    values: Mapping[int, str],
    *,
    reason: str,
    seen: Mapping[int, str] | None = None,
) -> None:
    """Set uncontrolled values of a part by definition; "" takes a value away. Every change is on record.

    Args:
        unit: The unit of work.
        part_id: The part.
        values: By id of the definition.
        reason: Why.
        seen: What the person saw there before; None asks nothing.

    Raises:
        PartproofError: not one of this kind, a value of another type, or somebody else set one of them since.
    """
    require(unit, Role.ENGINEER, Role.ADMINISTRATOR)
    part = unit.session.get(Part, part_id)
    if part is None:
        raise NOT_FOUND(what=f"part {part_id}")
    query = select(PartAttribute).where(PartAttribute.part_id == part_id)
    known = {row.definition_id: row for row in unit.session.scalars(query)}
    _refuse_stale(unit, Noun.PART, part_id, {key: row.value for key, row in known.items()}, seen)
    for definition_id, typed in values.items():
        definition = _definition(unit.session, definition_id, part.kind, controlled=False)
        value = checked(definition, typed)
        row = known.get(definition_id)
        if not value and row is not None:
            unit.session.delete(row)
        elif value and row is not None:
            row.value = value
        elif value:
            unit.session.add(PartAttribute(part_id=part_id, definition_id=definition_id, value=value))
    unit.record("attributes_set", Noun.PART, part_id, reason=filled("reason", reason))


def _refuse_stale(
    unit: UnitOfWork, noun: Noun, entity_id: int, now: Mapping[int, str], seen: Mapping[int, str] | None
) -> None:
    """Refuse to write over what somebody else set since the values were seen."""
    if any(now.get(key, "") != value for key, value in (seen or {}).items()):
        raise changed_meanwhile(unit, noun, entity_id)


def set_revision_attributes(
    unit: UnitOfWork, revision_id: int, values: Mapping[int, str], *, seen: Mapping[int, str] | None = None
) -> None:
    """Set controlled values of a draft revision by definition; "" takes a value away.

    Args:
        unit: The unit of work.
        revision_id: The draft.
        values: By id of the definition.
        seen: What the person saw there before; None asks nothing.

    Raises:
        PartproofError: not a draft, an attribute that is not one of this kind, a value of another type, or somebody
            else set one of them since.
    """
    require(unit, Role.ENGINEER, Role.ADMINISTRATOR)
    revision = draft_of(unit.session, revision_id)
    query = select(RevisionAttribute).where(RevisionAttribute.revision_id == revision_id)
    known = {row.definition_id: row for row in unit.session.scalars(query)}
    _refuse_stale(unit, Noun.PART_REVISION, revision_id, {key: row.value for key, row in known.items()}, seen)
    for definition_id, typed in values.items():
        definition = _definition(unit.session, definition_id, revision.part.kind, controlled=True)
        value = checked(definition, typed)
        row = known.get(definition_id)
        if not value and row is not None:
            unit.session.delete(row)
        elif value and row is not None:
            row.value = value
        elif value:
            added = RevisionAttribute(revision_id=revision_id, definition_id=definition_id, value=value)
            unit.session.add(added)
    unit.record("attributes_set", Noun.PART_REVISION, revision_id)


def checked(definition: AttributeRow, typed: str) -> str:
    """Return the value as it is stored: exact decimals, ISO days, one of the choices; "" for none.

    Raises:
        PartproofError: ``part.attribute_value``.
    """
    text = clean_text(typed).strip()
    wrong = ATTRIBUTE_VALUE(name=definition.name, value=text)
    if not text or definition.type is AttributeType.TEXT:
        return text
    if definition.type is AttributeType.NUMBER:
        value, doubts = parse_number(text)
        if value is None or doubts:
            raise wrong
        return decimal_text(value)
    if definition.type is AttributeType.DATE:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise wrong from None
    # A choice is compared as numbers are: "yes" and "Yes" are the same answer.
    found = [choice for choice in definition.choices if number_key(choice) == number_key(text)]
    if not found:
        raise wrong
    return found[0]


def attribute_rows(session: Session, kind: PartKind | None = None) -> tuple[AttributeRow, ...]:
    """Return the definitions by position; of one kind those that its parts have."""
    query = select(AttributeDefinition).order_by(AttributeDefinition.position)
    if kind is not None:
        query = query.where(or_(AttributeDefinition.kind.is_(None), AttributeDefinition.kind == kind))
    return tuple(_row(row) for row in session.scalars(query))


def attribute_values(session: Session, revision_id: int) -> tuple[AttributeValue, ...]:
    """Return every attribute of a part with its value in one revision; unused ones only where they have a value."""
    revision = find_part_revision(session, revision_id)
    controlled = select(RevisionAttribute.definition_id, RevisionAttribute.value).where(
        RevisionAttribute.revision_id == revision_id
    )
    own = select(PartAttribute.definition_id, PartAttribute.value).where(
        PartAttribute.part_id == revision.part_id
    )
    values = {row[0]: row[1] for query in (controlled, own) for row in session.execute(query)}
    rows = attribute_rows(session, revision.part.kind)
    return tuple(
        AttributeValue(row, values.get(row.id, "")) for row in rows if row.active or row.id in values
    )


def _definition(session: Session, definition_id: int, kind: PartKind, *, controlled: bool) -> AttributeRow:
    row = session.get(AttributeDefinition, definition_id)
    if row is None or row.kind not in (None, kind) or row.controlled is not controlled:
        raise ATTRIBUTE_KIND(name=str(definition_id) if row is None else row.name)
    return _row(row)


def _row(row: AttributeDefinition) -> AttributeRow:
    return AttributeRow(
        row.id,
        row.kind,
        row.name,
        row.name_en,
        row.type,
        row.unit,
        tuple(row.choices),
        row.controlled,
        row.active,
        row.version,
    )
