"""Which readings hold now: those not taken back and not replaced by a later one. Pure over rows already fetched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class ReadingFacts(Protocol):
    """What is needed of a reading to know whether it holds."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def corrects_id(self) -> int | None: ...  # noqa: D102
    @property
    def undone(self) -> bool: ...  # noqa: D102


R = TypeVar("R", bound=ReadingFacts)


def holding(readings: Iterable[R]) -> list[R]:
    """Return the readings that hold, in the order they were stored.

    Looked at from the newest: a row that was itself taken back replaces nothing any more, so undoing a
    correction brings the corrected reading back.

    Args:
        readings: All rows of one inspection (or of one characteristic and sample), in any order.
    """
    replaced: set[int] = set()
    kept: list[R] = []
    for reading in sorted(readings, key=lambda row: row.id, reverse=True):
        if reading.id in replaced:
            continue
        if reading.corrects_id is not None:
            replaced.add(reading.corrects_id)
        if not reading.undone:
            kept.append(reading)
    return kept[::-1]
