"""How both writers share a table's width among its columns; measures with the function it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.documents.blocks import ColumnKind, Table

_LONGEST_KEPT = 12


def column_widths(
    table: Table,
    total: float,
    padding: float,
    measure: Callable[[str], float],
    least: Sequence[float] = (),
) -> list[float]:
    """Share the total width by weight, but leave numbers and verdicts their longest text (they never wrap).

    Args:
        table: The table.
        total: Width to share, in any unit.
        padding: Both sides of a cell together, in that unit.
        measure: Returns the width of a text in that unit.
        least: What each column needs besides, in that unit; nothing where empty.
    """
    needs = needed_widths(table, padding, measure)
    needs = [max(pair) for pair in zip(needs, least, strict=True)] if least else needs
    if sum(needs) >= total:
        return [total * need / sum(needs) for need in needs]
    return _share([column.weight for column in table.columns], needs, total)


def needed_widths(table: Table, padding: float, measure: Callable[[str], float]) -> list[float]:
    """Return the least width of each column: numbers and verdicts whole, of texts two digits."""
    needs = [padding + measure("00")] * len(table.columns)
    for index, column in enumerate(table.columns):
        if column.kind is ColumnKind.TEXT:
            continue
        for text in {row.cells[index].shown for row in table.body if row.cells}:
            if column.kind is ColumnKind.VERDICT or len(text) <= _LONGEST_KEPT:
                needs[index] = max(needs[index], measure(text) + padding)
    return needs


def _share(weights: Sequence[float], needs: Sequence[float], total: float) -> list[float]:
    fixed: set[int] = set()
    while True:
        free = total - sum(needs[index] for index in fixed)
        weight = sum(weights[index] for index in range(len(weights)) if index not in fixed)
        widths = [
            needs[index] if index in fixed else free * weights[index] / weight
            for index in range(len(weights))
        ]
        short = {index for index, width in enumerate(widths) if width < needs[index] - 1e-6}
        if not short:
            return widths
        fixed |= short
