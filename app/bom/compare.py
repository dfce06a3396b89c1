"""Any two BOMs side by side: revisions, baselines, what an order was released with, what a lot was made of, files.

Reads only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.as_built import by_part, lines_as_built, lots_as_built
from app.bom.bom_refusals import NOT_COMPARABLE
from app.bom.import_preview import BomPreview
from app.bom.queries import BomRow, bom_tree
from app.parts.in_force import shown_label
from app.unit_of_work import number_key
from models.bom import Baseline
from models.part import PartRevision
from models.production import Lot, OrderSnapshot, WorkOrder
from models.rules.compare import ComparedLine, Difference, LineDifference, compare
from models.rules.effectivity import Asked
from models.types import decimal_text

_SEPARATORS: Final = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what it is called, and its lines from the top down.

    Attributes:
        built: What a lot was made of: parts and quantities are known, and nothing else.
    """

    title: str
    lines: tuple[ComparedLine, ...]
    built: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two sides and how their lines differ."""

    left: str
    right: str
    rows: tuple[LineDifference, ...]

    def count(self, difference: Difference) -> int:
        """Return how many lines differ in a way."""
        return sum(row.difference is difference for row in self.rows)


@dataclass(frozen=True)
class SideChoice:
    """Something that can be compared: ``kind`` is ``revision``, ``baseline``, ``order`` or ``lot``."""

    kind: str
    id: int
    title: str
    at: datetime


def compared(left: Side, right: Side) -> Comparison:
    """Return two sides compared; where one was built, both by part, directly below the top."""
    if left.built or right.built:
        return Comparison(left.title, right.title, compare(by_part(left.lines), by_part(right.lines)))
    return Comparison(left.title, right.title, compare(left.lines, right.lines))


def side_choices(session: Session, part_id: int) -> tuple[SideChoice, ...]:
    """Return what of a part can be compared: revisions, baselines, orders as planned, lots as built; newest first."""
    found = [
        SideChoice("revision", row.id, shown_label(row), row.created_at)
        for row in session.scalars(select(PartRevision).where(PartRevision.part_id == part_id))
    ]
    baselines = (
        select(Baseline)
        .join(PartRevision, PartRevision.id == Baseline.part_revision_id)
        .where(PartRevision.part_id == part_id)
    )
    found += [SideChoice("baseline", row.id, row.name, row.made_at) for row in session.scalars(baselines)]
    orders = (
        select(OrderSnapshot, WorkOrder.number)
        .join(WorkOrder, WorkOrder.id == OrderSnapshot.order_id)
        .join(PartRevision, PartRevision.id == WorkOrder.part_revision_id)
        .where(PartRevision.part_id == part_id)
    )
    for snapshot, number in session.execute(orders):
        title = f"{number} · {snapshot.sequence}"
        found.append(SideChoice("order", snapshot.id, title, snapshot.made_at))
    found += [SideChoice("lot", lot, number, at) for lot, number, at in lots_as_built(session, part_id)]
    return tuple(sorted(found, key=lambda row: (row.kind, row.at), reverse=True))


def side_of(session: Session, kind: str, entity_id: int, *, deep: bool = True) -> Side:
    """Return one side by its choice; see ``SideChoice``."""
    if kind == "revision":
        return side_of_revision(session, entity_id, deep=deep)
    if kind == "baseline":
        return side_of_baseline(session, entity_id)
    if kind == "lot":
        return side_of_lot(session, entity_id)
    return side_of_order(session, entity_id)


def side_of_revision(
    session: Session, revision_id: int, *, deep: bool = True, asked: Asked | None = None
) -> Side:
    """Return a revision's BOM over all levels, or only its own lines.

    Args:
        session: Open session.
        revision_id: The revision.
        deep: Below its own lines what its children consist of.
        asked: For when, which lot, which order the children's revisions are chosen; None takes those released now.
    """
    revision = session.get(PartRevision, revision_id)
    if revision is None:
        raise NOT_COMPARABLE(what=f"part revision {revision_id}")
    rows = bom_tree(session, revision_id, asked=asked, deep=deep)
    title = f"{revision.part.number} {shown_label(revision)}"
    return Side(title, _lines(rows))


def _lines(rows: Sequence[BomRow]) -> tuple[ComparedLine, ...]:
    way: list[str] = []
    lines = []
    for row in rows:
        if row.level == 0:
            continue
        del way[row.level - 1 :]
        lines.append(
            _line(
                tuple(way),
                row.find_number,
                row.number,
                row.name,
                row.quantity,
                row.per,
                row.unit,
                reference=row.reference,
                note=row.note,
                optional=row.optional,
                scrap_percent=row.scrap_percent,
                substitutes=row.substitutes,
                revision=row.revision,
            )
        )
        way.append(number_key(row.number))
    return tuple(lines)


def _line(
    way: tuple[str, ...],
    find_number: str,
    number: str,
    name: str,
    quantity: Decimal | None,
    per: Decimal,
    unit: str,
    **facts: Any,
) -> ComparedLine:
    told = {
        "reference": ", ".join(
            sorted(word for word in _SEPARATORS.split(facts.get("reference", "")) if word)
        ),
        "note": facts.get("note", ""),
        "optional": "✓" if facts.get("optional") else "",
        "scrap_percent": _percent(facts.get("scrap_percent", Decimal(0))),
        "substitutes": ", ".join(facts.get("substitutes", ())),
        "revision": facts.get("revision", ""),
    }
    filled = tuple((key, text) for key, text in told.items() if text)
    return ComparedLine(way, find_number, number_key(number), number, name, quantity, per, unit, filled)


def _percent(value: Decimal) -> str:
    return "" if value == 0 else decimal_text(value)


def side_of_baseline(session: Session, baseline_id: int) -> Side:
    """Return what a baseline froze."""
    row = session.get(Baseline, baseline_id)
    if row is None:
        raise NOT_COMPARABLE(what=f"baseline {baseline_id}")
    return Side(row.name, stored_lines(row.content["bom"]))


def side_of_order(session: Session, snapshot_id: int) -> Side:
    """Return what an order was released with (as planned); its snapshot holds the own lines of the part."""
    row = session.get(OrderSnapshot, snapshot_id)
    if row is None:
        raise NOT_COMPARABLE(what=f"snapshot {snapshot_id}")
    number = session.scalars(select(WorkOrder.number).where(WorkOrder.id == row.order_id)).one()
    return Side(f"{number} · {row.sequence}", stored_lines(row.content["bom"]))


def side_of_lot(session: Session, lot_id: int) -> Side:
    """Return what a lot was made of (as built), in the quantities of the whole lot."""
    lot = session.get(Lot, lot_id)
    if lot is None:
        raise NOT_COMPARABLE(what=f"lot {lot_id}")
    return Side(lot.number, lines_as_built(session, lot), built=True)


def stored_lines(stored: Sequence[dict[str, Any]]) -> tuple[ComparedLine, ...]:
    """Return the lines of a stored content: of a baseline, a snapshot or a check-in."""
    lines = []
    for entry in stored:
        substitutes = [
            str(found["part"]) if isinstance(found, dict) else str(found)
            for found in entry.get("substitutes", ())
        ]
        counter = entry.get("revision")
        lines.append(
            _line(
                tuple(number_key(step) for step in entry.get("way", ())),
                entry["find_number"],
                entry["part"],
                entry.get("name", ""),
                Decimal(entry["quantity"]),
                Decimal(entry["per"]),
                entry["unit"],
                reference=entry.get("reference", ""),
                note=entry.get("note", ""),
                optional=entry.get("optional", False),
                scrap_percent=Decimal(entry.get("scrap_percent", "0")),
                substitutes=substitutes,
                revision=entry.get("customer_label") or ("" if counter is None else str(counter)),
            )
        )
    return tuple(lines)


def side_of_preview(title: str, preview: BomPreview) -> Side:
    """Return what a file says; a part without a number is known by its maker's number or its name."""
    lines: list[ComparedLine] = []
    ways: list[tuple[str, ...]] = []
    for entry in preview.lines:
        way = () if entry.parent is None else ways[entry.parent]
        number = entry.part_number or entry.manufacturer_part_number or entry.name
        name = entry.name or entry.description
        line = _line(
            way,
            entry.find_number,
            number,
            name,
            entry.quantity,
            entry.per,
            entry.unit,
            reference=entry.reference,
            note=entry.note,
            optional=entry.optional,
            scrap_percent=entry.scrap_percent,
        )
        ways.append((*way, line.part))
        lines.append(line)
    return Side(title, tuple(lines))
