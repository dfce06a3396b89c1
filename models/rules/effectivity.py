"""Which revision of a part is in force: half-open spans of time and of lots, the narrower scope first. Pure.

Times and lots come in; no clock and no database is asked.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from models.rules.mask import place_of
from models.vocab import EffectivityScope


@dataclass(frozen=True)
class Span:
    """A general effectivity ``[begin, end)`` of a revision; an end of None is open."""

    revision_id: int
    begin: datetime
    end: datetime | None

    def holds(self, at: datetime) -> bool:
        """Tell whether an instant lies in it."""
        return self.begin <= at and (self.end is None or at < self.end)


@dataclass(frozen=True)
class Special:
    """A special effectivity: of lots ``[first, last)`` under a mask, of one lot, or of a customer's order."""

    revision_id: int
    scope: EffectivityScope
    scope_key: str
    first: int | None
    last: int | None
    begin: datetime
    end: datetime | None

    def holds(self, asked: Asked) -> bool:
        """Tell whether it answers what is asked."""
        if not (self.begin <= asked.at and (self.end is None or asked.at < self.end)):
            return False
        if self.scope is EffectivityScope.CUSTOMER_ORDER:
            return bool(asked.order_key) and asked.order_key == self.scope_key
        if self.scope is EffectivityScope.LOT:
            return bool(asked.lot_key) and asked.lot_key == self.scope_key
        place = place_of(self.scope_key, asked.lot_key) if asked.lot_key else None
        first = 0 if self.first is None else self.first
        return place is not None and first <= place and (self.last is None or place < self.last)


@dataclass(frozen=True)
class Asked:
    """For when, for which lot and for which customer's order a revision is asked; keys are number keys."""

    at: datetime
    lot_key: str = ""
    order_key: str = ""


# A customer's order says more than a lot, a named lot more than a range, and all of them more than the date.
_ORDER: Final = (EffectivityScope.CUSTOMER_ORDER, EffectivityScope.LOT, EffectivityScope.LOT_RANGE)


def in_force(spans: Iterable[Span], specials: Iterable[Special], asked: Asked) -> int | None:
    """Return the revision in force, or None in a gap."""
    listed = list(specials)
    for scope in _ORDER:
        for special in listed:
            if special.scope is scope and special.holds(asked):
                return special.revision_id
    return next((span.revision_id for span in spans if span.holds(asked.at)), None)


def gaps(spans: Sequence[Span]) -> tuple[tuple[datetime, datetime], ...]:
    """Return the times between the first begin and the last end in which no revision is in force."""
    real = sorted((span for span in spans if span.end != span.begin), key=lambda span: span.begin)
    found = []
    for before, after in itertools.pairwise(real):
        if before.end is not None and before.end < after.begin:
            found.append((before.end, after.begin))
    return tuple(found)


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two spans share an instant; an empty span shares none."""
    if one.begin == one.end or other.begin == other.end:
        return False
    return (other.end is None or one.begin < other.end) and (one.end is None or other.begin < one.end)
