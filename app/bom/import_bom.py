"""The verb that writes a previewed parts list into the factory, all of it or nothing.

Missing parts are added, sub-assemblies get their own lines, nothing that is not a draft is touched.
Reading files stands in import_xlsx.py.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from app.bom.bom_refusals import (
    HAS_LINES,
    IMPORT_CONFLICT,
    IMPORT_WITHOUT_NUMBERS,
    QUANTITY,
    STRUCTURE_FROZEN,
)
from app.bom.import_preview import BomImportLine, BomPreview
from app.bom.lines import EDITORS, refuse_cycle
from app.parts.parts import find_part
from app.parts.refusals import INACTIVE_PART, NOT_A_DRAFT
from app.rights import require
from app.unit_of_work import UnitOfWork, number_key
from models.bom import BomLine
from models.part import Part, PartRevision
from models.plant import SearchEntry
from models.vocab import Maturity, Noun, PartKind, RevisionState, Source

_SLICE = 500


@dataclass(frozen=True)
class BomImported:
    """What an import wrote."""

    lines: int
    new_parts: tuple[str, ...]
    known_parts: int
    revision_id: int


def import_bom(
    unit: UnitOfWork, parent_number: str, preview: BomPreview, *, source_name: str, file_hash: str = ""
) -> BomImported:
    """Write a previewed parts list under a part's open draft.

    Args:
        unit: The unit of work.
        parent_number: Part that the list is for; its newest revision must be a draft without lines.
        preview: What the user saw and confirmed.
        source_name: Name of the file, for the record.
        file_hash: Its SHA-256, for the record.

    Raises:
        PartproofError: rows without part numbers, no draft, lines already there, a cycle, or one
            sub-assembly with two structures; nothing is written then.
    """
    require(unit, *EDITORS)
    top = find_part(unit.session, parent_number)
    structure = _structure(top.number, preview)
    parts, added = _parts(unit, top, preview, structure)
    revisions = _drafts(unit, [parts[key] for key in structure])
    rows = []
    for key, lines in structure.items():
        revision = revisions[parts[key].id]
        rows += _rows(revision, lines, parts)
    unit.insert_many(BomLine, rows)
    unit.record(
        "bom_imported",
        Noun.BOM,
        revisions[top.id].id,
        file=source_name,
        file_hash=file_hash,
        rows=len(preview.lines),
        skipped=len(preview.skipped),
        new_parts=len(added),
    )
    unit.touched.update((Noun.PART_REVISION, revision.id) for revision in revisions.values())
    refuse_cycle(unit.session, top.id)
    return BomImported(len(rows), tuple(added), len(parts) - len(added), revisions[top.id].id)


Structure = dict[str, list[BomImportLine]]


def _structure(top: str, preview: BomPreview) -> Structure:
    """Return the direct lines of each assembly by its key; equal repetitions fold into one."""
    unnumbered = [line for line in preview.lines if not line.part_number]
    if unnumbered:
        raise IMPORT_WITHOUT_NUMBERS(count=len(unnumbered), row=unnumbered[0].row)
    by_parent: dict[int | None, list[BomImportLine]] = defaultdict(list)
    for line in preview.lines:
        if line.quantity is None or line.quantity <= 0 or line.per <= 0:
            raise QUANTITY(find_number=line.find_number or f"({line.row})", quantity=str(line.quantity))
        by_parent[line.parent].append(line)
    structure: Structure = {number_key(top): by_parent[None]}
    for index, line in enumerate(preview.lines):
        below = by_parent.get(index)
        if below is None:
            continue
        key = number_key(line.part_number)
        known = structure.setdefault(key, below)
        if [_essence(entry) for entry in known] != [_essence(entry) for entry in below]:
            raise IMPORT_CONFLICT(number=line.part_number, first=known[0].row, second=below[0].row)
    return structure


def _essence(line: BomImportLine) -> tuple[Any, ...]:
    return (number_key(line.part_number), line.quantity, line.per, line.unit, line.find_number)


def _parts(
    unit: UnitOfWork, top: Part, preview: BomPreview, structure: Structure
) -> tuple[dict[str, Part], list[str]]:
    wanted = {number_key(line.part_number): line for line in reversed(preview.lines)}
    keys = sorted(wanted)
    parts = {top.number_key: top}
    for start in range(0, len(keys), _SLICE):
        query = select(Part).where(Part.number_key.in_(keys[start : start + _SLICE]))
        parts.update({part.number_key: part for part in unit.session.scalars(query)})
    for part in parts.values():
        if not part.active:
            raise INACTIVE_PART(number=part.number)
    missing = [key for key in keys if key not in parts]
    ids = unit.insert_many(Part, [_part_row(key, wanted[key], key in structure) for key in missing])
    if ids:
        revisions = [
            _revision_row(unit, part_id, wanted[key]) for part_id, key in zip(ids, missing, strict=True)
        ]
        unit.insert_many(PartRevision, revisions)
        found = [_search_row(part_id, wanted[key]) for part_id, key in zip(ids, missing, strict=True)]
        unit.session.execute(insert(SearchEntry), found)
        unit.record("parts_added", Noun.PART, None, count=len(ids))
        unit.touched.update((Noun.PART, part_id) for part_id in ids)
        for start in range(0, len(ids), _SLICE):
            query = select(Part).where(Part.id.in_(ids[start : start + _SLICE]))
            parts.update({part.number_key: part for part in unit.session.scalars(query)})
    return parts, [wanted[key].part_number for key in missing]


def _part_row(key: str, line: BomImportLine, has_lines: bool) -> dict[str, Any]:
    return {
        "number": line.part_number,
        "number_key": key,
        "name": line.name or line.description or line.part_number,
        "name_en": "",
        "kind": PartKind.ASSEMBLY if has_lines else PartKind.PURCHASED,
        "source": Source.MADE if has_lines else Source.BOUGHT,
        "unit": line.unit or "EA",
        "material": line.material,
        "weight": None,
        "active": True,
        "version": 1,
    }


def _revision_row(unit: UnitOfWork, part_id: int, line: BomImportLine) -> dict[str, Any]:
    return {
        "part_id": part_id,
        "counter": 0,
        "customer_label": line.revision,
        "reason": "",
        "material": line.material,
        "weight": None,
        "migrated": False,
        "state": RevisionState.DRAFT,
        "maturity": Maturity.PROTOTYPE,
        "content_hash": None,
        "created_by_id": unit.actor.user_id,
        "created_at": unit.now,
        "released_at": None,
        "effective_from": None,
        "effective_to": None,
        "superseded_by_id": None,
        "version": 1,
    }


def _search_row(part_id: int, line: BomImportLine) -> dict[str, Any]:
    name = line.name or line.description or line.part_number
    return {
        "noun": Noun.PART.value,
        "entity_id": part_id,
        "number_key": number_key(line.part_number),
        "title": name,
        "words": number_key(f"{line.part_number} {name}"),
    }


def _drafts(unit: UnitOfWork, assemblies: list[Part]) -> dict[int, PartRevision]:
    """Return the open draft of each assembly, refusing those that have lines or no draft."""
    drafts: dict[int, PartRevision] = {}
    for part in assemblies:
        newest = unit.session.scalars(
            select(PartRevision)
            .where(PartRevision.part_id == part.id)
            .order_by(PartRevision.counter.desc())
            .limit(1)
        ).one()
        if newest.state is RevisionState.IN_REVIEW:
            raise NOT_A_DRAFT(number=part.number, revision=newest.customer_label or newest.counter)
        if newest.state is not RevisionState.DRAFT:
            raise STRUCTURE_FROZEN(number=part.number, revision=newest.customer_label or newest.counter)
        query = select(BomLine.id).where(BomLine.revision_id == newest.id).limit(1)
        if unit.session.scalars(query).first() is not None:
            raise HAS_LINES(number=part.number)
        drafts[part.id] = newest
    return drafts


def _rows(revision: PartRevision, lines: list[BomImportLine], parts: dict[str, Part]) -> list[dict[str, Any]]:
    rows = []
    used: set[str] = set()
    for position, line in enumerate(lines, start=1):
        part = parts[number_key(line.part_number)]
        rows.append(
            {
                "revision_id": revision.id,
                "find_number": _find_number(line, position, used),
                "position": position,
                "child_part_id": part.id,
                "pinned_revision_id": None,
                "quantity": line.quantity,
                "per": line.per,
                "unit": line.unit or part.unit,
                "reference": line.reference,
                "note": line.note,
                "optional": line.optional,
                "scrap_percent": line.scrap_percent or Decimal(0),
            }
        )
    return rows


def _find_number(line: BomImportLine, position: int, used: set[str]) -> str:
    """Return the line's own find number (its last step), or the next free tens where it has none."""
    own = line.find_number.rsplit(".", 1)[-1].strip()
    number = own if own and own not in used else str(position * 10)
    while number in used:
        position += 1
        number = str(position * 10)
    used.add(number)
    return number
