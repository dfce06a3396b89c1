"""Writes a checklist as a sheet that can be edited and read back: what goes out comes in again, to the last sign."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.certification.sheet_rows import HEAD_FACT, rows_of
from app.documents.writers.atomic import write_atomically
from app.documents.writers.seen_sheet import seen_bytes


def write_checklist(content: Mapping[str, Any], path: Path) -> str:
    """Write a checklist's content as a workbook, whole or not at all, and return its SHA-256.

    Raises:
        PartproofError: when the file cannot be written.
    """
    columns, rows, head = rows_of(content)
    return write_atomically(
        path, seen_bytes(str(content["title"]), columns, rows, facts=((HEAD_FACT, head),))
    )
