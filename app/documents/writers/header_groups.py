"""Which neighbouring columns share a group title; used by both writers, draws nothing."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.blocks import Column


def group_spans(columns: Sequence[Column]) -> list[tuple[int, int, Column]]:
    """Return (first, last, first column) of neighbouring columns that share a group."""
    spans: list[tuple[int, int, Column]] = []
    for index, column in enumerate(columns):
        if spans and column.group and column.group == spans[-1][2].group:
            spans[-1] = (spans[-1][0], index, spans[-1][2])
        else:
            spans.append((index, index, column))
    return spans
