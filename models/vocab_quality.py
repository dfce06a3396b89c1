"""The stored words of what becomes of nonconforming parts, beside models/vocab.py. No behaviour, no translations."""

from __future__ import annotations

from enum import StrEnum


class DispositionKind(StrEnum):
    """What happens with nonconforming parts 처리방안; the words of the nonconformance notice."""

    REPAIR = "repair"
    SORT = "sort"
    REWORK = "rework"
    RETURN = "return"
    SCRAP = "scrap"
    CONCESSION = "concession"
