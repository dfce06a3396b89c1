"""What became of the balloons from one revision to the next, and which the new sheet no longer has.

Reads only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.drawings.page_facts import TextRun
from app.drawings.queries import CharacteristicRow, characteristic_rows
from models.document import DocumentRevision

_FIELDS: Final = (
    "kind",
    "specification",
    "nominal",
    "upper_tolerance",
    "lower_tolerance",
    "upper_limit",
    "lower_limit",
    "unit",
    "places",
    "special",
    "special_symbol",
    "method",
    "sample_size",
    "frequency",
)
_REACH: Final = 60.0


class BalloonChange(StrEnum):
    """What became of a balloon number."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class CharacteristicChange:
    """One balloon that is not as it was.

    Attributes:
        number: Of the balloon.
        change: What became of it.
        before: As it was; None of an added one.
        after: As it is; None of one that is gone.
        fields: Names of the fields that differ.
    """

    number: str
    change: BalloonChange
    before: CharacteristicRow | None
    after: CharacteristicRow | None
    fields: tuple[str, ...] = ()


def changes_since(session: Session, revision_id: int) -> tuple[CharacteristicChange, ...]:
    """Return what differs from the revision before; nothing of a first revision."""
    revision = session.get(DocumentRevision, revision_id)
    if revision is None:
        return ()
    before = session.scalars(
        select(DocumentRevision.id)
        .where(
            DocumentRevision.document_id == revision.document_id,
            DocumentRevision.counter < revision.counter,
        )
        .order_by(DocumentRevision.counter.desc())
        .limit(1)
    ).first()
    if before is None:
        return ()
    return changes_between(characteristic_rows(session, before), characteristic_rows(session, revision_id))


def changes_between(
    before: Sequence[CharacteristicRow], after: Sequence[CharacteristicRow]
) -> tuple[CharacteristicChange, ...]:
    """Return added, changed and gone balloons by their numbers, in the order of the newer drawing."""
    old = {row.number: row for row in before}
    new = {row.number: row for row in after}
    rows: list[CharacteristicChange] = []
    for number, row in new.items():
        former = old.get(number)
        if former is None:
            rows.append(CharacteristicChange(number, BalloonChange.ADDED, None, row))
            continue
        fields = tuple(name for name in _FIELDS if getattr(former, name) != getattr(row, name))
        if fields:
            rows.append(CharacteristicChange(number, BalloonChange.CHANGED, former, row, fields))
    rows += [
        CharacteristicChange(number, BalloonChange.GONE, row, None)
        for number, row in old.items()
        if number not in new
    ]
    return tuple(rows)


def not_on_sheet(rows: Sequence[CharacteristicRow], page: int, runs: Sequence[TextRun]) -> tuple[str, ...]:
    """Return the numbers of balloons whose value does not stand near them on a page (from 1) of the new sheet.

    Balloons without a number to look for, and pages without text, say nothing.
    """
    missing: list[str] = []
    if not runs:
        return ()
    for row in rows:
        wanted = "" if row.nominal is None else format(row.nominal, "f")
        here = [balloon for balloon in row.balloons if balloon.page == page]
        if not wanted or not here:
            continue
        near = [
            run.text
            for run in runs
            for balloon in here
            if abs(run.rectangle.centre[0] - float(balloon.anchor_x)) < _REACH + run.width / 2
            and abs(run.rectangle.centre[1] - float(balloon.anchor_y)) < _REACH + run.height / 2
        ]
        plain = wanted.rstrip("0").rstrip(".") if "." in wanted else wanted
        if not any(plain in text.replace(",", ".") for text in near):
            missing.append(row.number)
    return tuple(missing)
