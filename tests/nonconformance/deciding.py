"""Counts nonconforming parts and decides what happens with them, for tests of several rooms; asserts nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.nonconformance.dispositions import count_nonconforming, decide_disposition
from app.nonconformance.queries import nonconformance_rows
from models.vocab_quality import DispositionKind
from tests.production.floor import Floor


def count(floor: Floor, nonconformance_id: int, quantity: str | int) -> None:
    """Say as quality how many parts are nonconforming."""
    (row,) = floor.factory.ask(nonconformance_rows, nonconformance_id=nonconformance_id)
    floor.do(
        count_nonconforming,
        nonconformance_id,
        Decimal(quantity),
        expected_version=row.version,
        actor=floor.quality,
    )


def decide(
    floor: Floor, nonconformance_id: int, kind: DispositionKind, quantity: str | int, **facts: Any
) -> int:
    """Decide as quality on some of them, and return the disposition's id."""
    decided: int = floor.do(
        decide_disposition, nonconformance_id, kind, Decimal(quantity), actor=floor.quality, **facts
    )
    return decided


def dispose(
    floor: Floor, nonconformance_id: int, kind: DispositionKind, quantity: str | int = 1, **facts: Any
) -> int:
    """Count some parts and dispose of all of them in one way."""
    count(floor, nonconformance_id, quantity)
    return decide(floor, nonconformance_id, kind, quantity, **facts)
