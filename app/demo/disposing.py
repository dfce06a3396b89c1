"""What the quality department of the demo decides about the parts of its nonconformances; they stay open."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from app.demo.crew import DemoCrew
from app.factory import Factory
from app.nonconformance.dispositions import count_nonconforming, decide_disposition
from app.nonconformance.queries import nonconformance_rows
from models.vocab_quality import DispositionKind

# Made since the last good sample; what cannot be turned once more is scrapped.
_FOUND: Final = (
    (DispositionKind.REWORK, Decimal(10), "상면 재선삭 후 전수 측정"),
    (DispositionKind.SCRAP, Decimal(2), "재작업 여유 없음"),
)


def dispose(factory: Factory, crew: DemoCrew) -> int:
    """Count the nonconforming parts, decide what happens with them, and return how many findings there are."""
    rows = factory.ask(nonconformance_rows)
    for row in rows:
        found = sum((quantity for _kind, quantity, _note in _FOUND), Decimal(0))
        factory.perform(count_nonconforming, row.id, found, expected_version=row.version, actor=crew.quality)
        for kind, quantity, note in _FOUND:
            factory.perform(decide_disposition, row.id, kind, quantity, note=note, actor=crew.quality)
    return len(rows)
