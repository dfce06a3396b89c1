"""What happened, in past tense: the typed events that travel against the noun order through app/hooks.py.

Plain facts only; no behaviour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.vocab import Noun, ReviewState, Verdict


@dataclass(frozen=True)
class Happened:
    """Base of all events."""


@dataclass(frozen=True)
class RevisionReleased(Happened):
    """A part or document revision became RELEASED; what it superseded is named."""

    noun: Noun
    revision_id: int
    superseded_id: int | None


@dataclass(frozen=True)
class ReviewEnded(Happened):
    """An approval line ended: approved by its signatures, rejected with a reason, or withdrawn."""

    noun: Noun
    entity_id: int
    state: ReviewState
    reason: str


@dataclass(frozen=True)
class ReadingStored(Happened):
    """A reading was stored and judged."""

    reading_id: int
    inspection_id: int
    verdict: Verdict


@dataclass(frozen=True)
class InspectionFinished(Happened):
    """An inspection was finished and judged."""

    inspection_id: int
    passed: bool


@dataclass(frozen=True)
class GaugeFailed(Happened):
    """A gauge was found out of tolerance; everything since its last good calibration is suspect."""

    gauge_id: int
    last_good_on: date | None


@dataclass(frozen=True)
class LotReleaseAsked(Happened):
    """A lot made by an order is about to be released for use; who refuses it stops the act.

    Attributes:
        work_day: The day it was made.
    """

    lot_id: int
    part_id: int
    number: str
    work_day: date


@dataclass(frozen=True)
class ShipmentAsked(Happened):
    """A quantity of a part revision is about to leave for a customer; who refuses it stops the act.

    Attributes:
        lot_id: The lot it is taken from.
        quantity: In the part's unit.
        mass: Mass shipment; False for samples that belong to a submission.
        day: The plant's calendar day.
    """

    part_revision_id: int
    customer_id: int
    lot_id: int
    quantity: Decimal
    mass: bool
    day: date
