"""Verbs about characteristics and balloons of a drawing's draft revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.drawings.documents import EDITORS, draft_document
from app.drawings.refusals import (
    LESS_THAN_ONE,
    LIMITS_CROSSED,
    NUMBER_TAKEN,
    OFF_PAGE,
    TOLERANCE_WITHOUT_NOMINAL,
)
from app.meanwhile import changed_meanwhile
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.characteristic import Balloon, Characteristic
from models.types import clean_text
from models.vocab import CharacteristicKind, Noun, Special


@dataclass(frozen=True)
class CharacteristicFacts:
    """What a characteristic says; see models.characteristic for each field.

    Limits that are None are computed from nominal and tolerances where both are there.
    """

    number: str
    kind: CharacteristicKind
    specification: str
    nominal: Decimal | None = None
    upper_tolerance: Decimal | None = None
    lower_tolerance: Decimal | None = None
    upper_limit: Decimal | None = None
    lower_limit: Decimal | None = None
    unit: str = "mm"
    places: int = 1
    special: Special = Special.NONE
    special_symbol: str = ""
    method: str = ""
    sample_size: int = 5
    frequency: str = ""
    zone: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class BalloonPlace:
    """Where a balloon and its anchor lie: page from 1, points from the top left of the displayed page."""

    page: int
    x: Decimal
    y: Decimal
    anchor_x: Decimal
    anchor_y: Decimal


def resolved(facts: CharacteristicFacts) -> CharacteristicFacts:
    """Return the facts with limits computed from nominal and tolerances (inclusive, exact).

    Raises:
        PartproofError: a tolerance without a nominal, crossed limits, or less than one place or sample.
    """
    if min(facts.places, facts.sample_size) < 1:
        raise LESS_THAN_ONE(number=facts.number)
    upper, lower = facts.upper_limit, facts.lower_limit
    has_tolerance = facts.upper_tolerance is not None or facts.lower_tolerance is not None
    if has_tolerance and facts.nominal is None:
        raise TOLERANCE_WITHOUT_NOMINAL(number=facts.number)
    if facts.nominal is not None and upper is None and facts.upper_tolerance is not None:
        upper = facts.nominal + facts.upper_tolerance
    if facts.nominal is not None and lower is None and facts.lower_tolerance is not None:
        lower = facts.nominal + facts.lower_tolerance
    if upper is not None and lower is not None and lower > upper:
        raise LIMITS_CROSSED(number=facts.number, lower=str(lower), upper=str(upper))
    return replace(facts, upper_limit=upper, lower_limit=lower)


def add_characteristic(
    unit: UnitOfWork, revision_id: int, facts: CharacteristicFacts, place: BalloonPlace | None = None
) -> int:
    """Add a characteristic, with its balloon where the place is known, and return its id.

    Raises:
        PartproofError: not a draft, a taken number, crossed limits.
    """
    require(unit, *EDITORS)
    draft_document(unit.session, revision_id)
    facts = resolved(replace(facts, number=filled("number", facts.number, limit=20)))
    _refuse_taken(unit, revision_id, facts.number)
    query = select(Characteristic.position).where(Characteristic.document_revision_id == revision_id)
    position = max(unit.session.scalars(query), default=0) + 1
    row = Characteristic(document_revision_id=revision_id, position=position)
    _fill(row, facts)
    unit.session.add(row)
    unit.session.flush()
    if place is not None:
        row.balloons.append(_balloon(place))
    unit.record(
        "characteristic_added", Noun.CHARACTERISTIC, row.id, number=facts.number, revision=revision_id
    )
    unit.touched.add((Noun.DOCUMENT_REVISION, revision_id))
    return row.id


def edit_characteristic(
    unit: UnitOfWork, characteristic_id: int, facts: CharacteristicFacts, *, expected_version: int
) -> None:
    """Replace what a characteristic of a draft says.

    Raises:
        PartproofError: no draft, a number that is taken, or somebody changed it since: who, what and when.
    """
    require(unit, *EDITORS)
    row = _find(unit, characteristic_id)
    if row.version != expected_version:
        raise changed_meanwhile(unit, Noun.CHARACTERISTIC, characteristic_id)
    facts = resolved(replace(facts, number=filled("number", facts.number, limit=20)))
    if facts.number != row.number:
        _refuse_taken(unit, row.document_revision_id, facts.number)
    _fill(row, facts)
    unit.record("characteristic_edited", Noun.CHARACTERISTIC, row.id, revision=row.document_revision_id)
    unit.touched.add((Noun.DOCUMENT_REVISION, row.document_revision_id))


def confirm_characteristic(unit: UnitOfWork, characteristic_id: int) -> None:
    """Confirm a proposed characteristic; unconfirmed ones block review and export."""
    require(unit, *EDITORS)
    row = _find(unit, characteristic_id)
    row.confirmed = True
    unit.record("characteristic_confirmed", Noun.CHARACTERISTIC, row.id)
    unit.touched.add((Noun.DOCUMENT_REVISION, row.document_revision_id))


def remove_characteristic(unit: UnitOfWork, characteristic_id: int) -> None:
    """Delete a characteristic of a draft; its content stays in the audit chain."""
    require(unit, *EDITORS)
    row = _find(unit, characteristic_id)
    unit.session.delete(row)
    unit.record("characteristic_removed", Noun.CHARACTERISTIC, characteristic_id, number=row.number)
    unit.touched.add((Noun.DOCUMENT_REVISION, row.document_revision_id))


def place_balloon(unit: UnitOfWork, characteristic_id: int, place: BalloonPlace) -> None:
    """Put a characteristic's balloon at a place, replacing where it was."""
    require(unit, *EDITORS)
    row = _find(unit, characteristic_id)
    row.balloons[:] = [_balloon(place)]
    unit.record("balloon_placed", Noun.CHARACTERISTIC, characteristic_id)
    unit.touched.add((Noun.DOCUMENT_REVISION, row.document_revision_id))


def copy_characteristics(unit: UnitOfWork, from_revision_id: int, to_revision_id: int) -> int:
    """Carry all characteristics and balloons over to a new draft revision; returns how many."""
    require(unit, *EDITORS)
    draft_document(unit.session, to_revision_id)
    query = (
        select(Characteristic)
        .where(Characteristic.document_revision_id == from_revision_id)
        .order_by(Characteristic.position)
    )
    sources = unit.session.scalars(query).all()
    for source in sources:
        fields: dict[str, Any] = {
            column.name: getattr(source, column.name)
            for column in Characteristic.__table__.columns
            if column.name not in {"id", "version", "document_revision_id"}
        }
        copy = Characteristic(document_revision_id=to_revision_id, **fields)
        copy.balloons = [
            Balloon(page=b.page, x=b.x, y=b.y, anchor_x=b.anchor_x, anchor_y=b.anchor_y)
            for b in source.balloons
        ]
        unit.session.add(copy)
    unit.record("characteristics_copied", Noun.DOCUMENT_REVISION, to_revision_id, source=from_revision_id)
    return len(sources)


def _find(unit: UnitOfWork, characteristic_id: int) -> Characteristic:
    row = unit.session.get(Characteristic, characteristic_id)
    if row is None:
        raise NOT_FOUND(what=f"characteristic {characteristic_id}")
    draft_document(unit.session, row.document_revision_id)
    return row


def _refuse_taken(unit: UnitOfWork, revision_id: int, number: str) -> None:
    query = select(Characteristic.id).where(
        Characteristic.document_revision_id == revision_id, Characteristic.number == number
    )
    if unit.session.scalars(query).first() is not None:
        raise NUMBER_TAKEN(number=number)


def _balloon(place: BalloonPlace) -> Balloon:
    if place.page < 1 or min(place.x, place.y, place.anchor_x, place.anchor_y) < 0:
        raise OFF_PAGE(page=place.page)
    return Balloon(page=place.page, x=place.x, y=place.y, anchor_x=place.anchor_x, anchor_y=place.anchor_y)


def _fill(row: Characteristic, facts: CharacteristicFacts) -> None:
    row.number = facts.number
    row.kind = facts.kind
    row.specification = clean_text(facts.specification).strip()
    row.nominal = facts.nominal
    row.upper_tolerance, row.lower_tolerance = facts.upper_tolerance, facts.lower_tolerance
    row.upper_limit, row.lower_limit = facts.upper_limit, facts.lower_limit
    row.unit = facts.unit
    row.decimals = max((_decimals(limit) for limit in (facts.upper_limit, facts.lower_limit)), default=0)
    row.places = facts.places
    row.special, row.special_symbol = facts.special, facts.special_symbol
    row.method, row.sample_size, row.frequency = facts.method, facts.sample_size, facts.frequency
    row.zone, row.confirmed = facts.zone, facts.confirmed


def _decimals(limit: Decimal | None) -> int:
    if limit is None:
        return 0
    exponent = limit.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
