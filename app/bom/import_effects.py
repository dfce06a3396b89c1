"""What an import would do to the parts of the factory, listed before anything is written. Reads only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.bom.import_preview import BomImportLine, BomPreview
from app.texts import mark
from app.unit_of_work import number_key
from models.bom import BomLine
from models.part import Part, PartRevision
from models.rules.units import dimension
from models.vocab import RevisionState

_SLICE = 500


class Effect(StrEnum):
    """What happens to a part of the file."""

    NEW = "new"
    KNOWN = "known"
    DIFFERS = "differs"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class EffectRow:
    """One part of the file.

    Attributes:
        row: First row of the file that names it.
        sentence: Source text that says what differs or why it cannot be; "" for the rest.
        values: The sentence's placeholders.
    """

    effect: Effect
    row: int
    number: str
    name: str
    sentence: str = ""
    values: tuple[tuple[str, str], ...] = ()


_SPELLED = mark("known as {stored}")
_NAMED = mark("the name in the factory is {stored}; it stays")
_MATERIAL = mark("the material in the factory is {stored}; it stays")
_INACTIVE = mark("out of use")
_FROZEN = mark("revision {revision} is not a draft; its BOM cannot change")
_HAS_LINES = mark("its draft already has BOM lines")
_TWO = mark("two different structures, rows {first} and {second}")
_UNIT = mark("counted in {stored}, which {unit} does not convert to")
_NO_QUANTITY = mark("no quantity above zero")
_NO_NUMBER = mark("no part number")


def import_effects(session: Session, parent_number: str, preview: BomPreview) -> tuple[EffectRow, ...]:
    """Return what an import under a part would do, conflicts first, then what differs, new and known parts."""
    wanted: dict[str, BomImportLine] = {}
    units: dict[str, set[str]] = defaultdict(set)
    found: list[EffectRow] = []
    for line in preview.lines:
        if not line.part_number:
            found.append(EffectRow(Effect.CONFLICT, line.row, "", line.name, _NO_NUMBER))
            continue
        if line.quantity is None or line.quantity <= 0:
            found.append(EffectRow(Effect.CONFLICT, line.row, line.part_number, line.name, _NO_QUANTITY))
        wanted.setdefault(number_key(line.part_number), line)
        if line.unit:
            units[number_key(line.part_number)].add(line.unit)
    parts = _parts(session, [*wanted, number_key(parent_number)])
    assemblies, twice = _assemblies(preview)
    found += twice
    for key, line in wanted.items():
        part = parts.get(key)
        if part is None:
            found.append(EffectRow(Effect.NEW, line.row, line.part_number, line.name or line.description))
        else:
            found += _known(line, part, units[key])
    checked = [parts[key] for key in {number_key(parent_number), *assemblies} if key in parts]
    found += _structures(session, checked, {key: line.row for key, line in wanted.items()})
    order = (Effect.CONFLICT, Effect.DIFFERS, Effect.NEW, Effect.KNOWN)
    return tuple(sorted(found, key=lambda row: (order.index(row.effect), row.row)))


def _parts(session: Session, keys: list[str]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for start in range(0, len(keys), _SLICE):
        query = select(Part).where(Part.number_key.in_(keys[start : start + _SLICE]))
        found.update({part.number_key: part for part in session.scalars(query)})
    return found


def _known(line: BomImportLine, part: Part, units: set[str]) -> list[EffectRow]:
    def row(effect: Effect, sentence: str = "", **values: str) -> EffectRow:
        return EffectRow(effect, line.row, line.part_number, part.name, sentence, tuple(values.items()))

    if not part.active:
        return [row(Effect.CONFLICT, _INACTIVE)]
    for unit in sorted(units):
        measured = dimension(unit), dimension(part.unit)
        if measured[0] != measured[1] and not any(kind.startswith("=") for kind in measured):
            return [row(Effect.CONFLICT, _UNIT, stored=part.unit, unit=unit)]
    differing = []
    if part.number != line.part_number:
        differing.append(row(Effect.DIFFERS, _SPELLED, stored=part.number))
    name = line.name or line.description
    if name and number_key(name) not in {number_key(part.name), number_key(part.name_en)}:
        differing.append(row(Effect.DIFFERS, _NAMED, stored=part.name))
    if line.material and part.material and number_key(line.material) != number_key(part.material):
        differing.append(row(Effect.DIFFERS, _MATERIAL, stored=part.material))
    return differing or [row(Effect.KNOWN)]


def _assemblies(preview: BomPreview) -> tuple[set[str], list[EffectRow]]:
    """Return the keys of the assemblies, and those that stand in the file with two structures."""
    below: dict[int, list[BomImportLine]] = defaultdict(list)
    for line in preview.lines:
        if line.parent is not None:
            below[line.parent].append(line)
    structures: dict[str, list[BomImportLine]] = {}
    found: list[EffectRow] = []
    for index, lines in sorted(below.items()):
        head = preview.lines[index]
        key = number_key(head.part_number)
        known = structures.setdefault(key, lines)
        if [_essence(line) for line in known] != [_essence(line) for line in lines]:
            values = (("first", str(known[0].row)), ("second", str(lines[0].row)))
            found.append(EffectRow(Effect.CONFLICT, head.row, head.part_number, head.name, _TWO, values))
    return set(structures), found


def _essence(line: BomImportLine) -> tuple[object, ...]:
    return (number_key(line.part_number), line.quantity, line.per, line.unit, line.find_number)


def _structures(session: Session, parts: list[Part], rows: dict[str, int]) -> list[EffectRow]:
    found = []
    for part in sorted(parts, key=lambda part: part.number):
        query = select(PartRevision).where(PartRevision.part_id == part.id)
        newest = session.scalars(query.order_by(PartRevision.counter.desc()).limit(1)).one()
        at = rows.get(part.number_key, 0)
        if newest.state is not RevisionState.DRAFT:
            label = newest.customer_label or newest.internal_label or str(newest.counter)
            values = (("revision", label),)
            found.append(EffectRow(Effect.CONFLICT, at, part.number, part.name, _FROZEN, values))
        elif session.scalar(select(func.count(BomLine.id)).where(BomLine.revision_id == newest.id)):
            found.append(EffectRow(Effect.CONFLICT, at, part.number, part.name, _HAS_LINES))
    return found
