"""The places of an inspection sheet: one per characteristic and sample, with the readings that hold there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.inspection.current import holding
from models.characteristic import Characteristic
from models.inspection import Inspection, Reading
from models.rules.verdict import required_samples
from models.vocab import Verdict


@dataclass(frozen=True)
class Slot:
    """One characteristic on one sample.

    Attributes:
        required: The plan asks for it; it is INCOMPLETE without a reading.
        readings: The readings that hold here, oldest first: at most a value and its judgement.
        attempts: How many rows there are in all, taken back and replaced ones included.
    """

    characteristic: Characteristic
    sample: int
    required: bool
    readings: tuple[Reading, ...]
    attempts: int

    @property
    def current(self) -> Reading | None:
        """The reading whose verdict holds."""
        return self.readings[-1] if self.readings else None

    @property
    def measured(self) -> Reading | None:
        """The reading whose value holds; its judgement may be a later row."""
        return next((row for row in reversed(self.readings) if row.value is not None), None)


def characteristics_of(session: Session, document_revision_id: int) -> list[Characteristic]:
    """Return the characteristics of a drawing revision in the order they are measured."""
    query = select(Characteristic).where(Characteristic.document_revision_id == document_revision_id)
    return list(session.scalars(query.order_by(Characteristic.position, Characteristic.id)))


def slots_of(session: Session, inspection: Inspection) -> list[Slot]:
    """Return the places of an inspection: by characteristic, then by sample."""
    characteristics = characteristics_of(session, inspection.document_revision_id)
    rows = session.scalars(select(Reading).where(Reading.inspection_id == inspection.id)).all()
    attempts: dict[tuple[int, int], int] = {}
    for row in rows:
        place = (row.characteristic_id, row.sample)
        attempts[place] = attempts.get(place, 0) + (0 if row.undone else 1)
    held: dict[tuple[int, int], list[Reading]] = {}
    for row in holding(rows):
        held.setdefault((row.characteristic_id, row.sample), []).append(row)
    needed = required_samples((row.sample_size for row in characteristics), inspection.sample_size)
    return [
        Slot(
            characteristic,
            sample,
            sample <= count,
            tuple(held.get((characteristic.id, sample), ())),
            attempts.get((characteristic.id, sample), 0),
        )
        for characteristic, count in zip(characteristics, needed, strict=True)
        for sample in range(1, inspection.sample_size + 1)
    ]


@dataclass(frozen=True)
class Place:
    """One characteristic on one sample with nothing but its verdict; what a station asks at every event."""

    characteristic: Characteristic
    sample: int
    required: bool
    verdict: Verdict | None

    @property
    def judged(self) -> bool:
        """Whether somebody or something judged it."""
        return self.verdict is not None and self.verdict is not Verdict.NOT_JUDGED

    @property
    def key(self) -> tuple[int, int]:
        """Characteristic id and sample."""
        return self.characteristic.id, self.sample


def places_of(session: Session, inspection: Inspection) -> list[Place]:
    """Return the places of an inspection with their verdicts: by characteristic, then by sample."""
    characteristics = characteristics_of(session, inspection.document_revision_id)
    query = select(
        Reading.id,
        Reading.characteristic_id,
        Reading.sample,
        Reading.verdict,
        Reading.corrects_id,
        Reading.undone,
    ).where(Reading.inspection_id == inspection.id)
    verdicts = {
        (row.characteristic_id, row.sample): row.verdict for row in holding(session.execute(query).all())
    }
    needed = required_samples((row.sample_size for row in characteristics), inspection.sample_size)
    return [
        Place(characteristic, sample, sample <= count, verdicts.get((characteristic.id, sample)))
        for characteristic, count in zip(characteristics, needed, strict=True)
        for sample in range(1, inspection.sample_size + 1)
    ]


def next_place(places: Collection[Place], *, skipped: Collection[tuple[int, int]] = ()) -> Place | None:
    """Return the first required place without a verdict; skipped ones come last, None when nothing is left."""
    waiting = [place for place in places if place.required and not place.judged]
    ahead = [place for place in waiting if place.key not in skipped]
    return next(iter(ahead or waiting), None)
