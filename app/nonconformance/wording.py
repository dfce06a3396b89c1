"""What the dispositions of a nonconformance are in one line, for lists, tags and documents. Decides nothing."""

from __future__ import annotations

from app.labels import label
from app.nonconformance.queries import NonconformanceRow
from app.texts import Language
from models.types import decimal_text


def dispositions_line(language: Language, row: NonconformanceRow) -> str:
    """Return all dispositions with their quantities, such as ``재작업 30 EA, 특채 5 EA (CN-2026-0001)``.

    Empty while nothing is decided; the words beside the dispositions stand behind them.
    """
    parts = []
    for one in row.dispositions:
        said = f"{label(language, one.kind)} {decimal_text(one.quantity)} {row.unit}".strip()
        parts.append(f"{said} ({one.concession})" if one.concession else said)
    return " · ".join(part for part in (", ".join(parts), row.disposition_note) if part)
