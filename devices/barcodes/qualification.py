"""Runs a file of reference payloads (``barcodes.csv``) through the parsers: the code half of the self-check.

Compares meaning, not wording: reasons and warnings of the file are free text, so only their presence counts.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Final

from devices.barcodes.content import CodeContent, CodeRefused
from devices.barcodes.registry import parse
from devices.qualification_row import QualificationRow

_OWN_KEYS: Final = frozenset(
    {
        "ok",
        "kind",
        "aim",
        "ais",
        "fields",
        "dates",
        "format",
        "text",
        "value",
        "warnings",
        "reason",
        "suggest",
    }
)


def run(vectors: Path) -> tuple[QualificationRow, ...]:
    """Return one row per payload of the file.

    Args:
        vectors: A CSV with the columns ``id, family, kind, payload_hex, expected`` (JSON).
    """
    with vectors.open(encoding="utf-8", newline="") as file:
        return tuple(_check(row) for row in csv.DictReader(file))


def _check(row: dict[str, str]) -> QualificationRow:
    expected: dict[str, object] = json.loads(row["expected"])
    # The Hangul rows are those of the keyboard; the valid one among them came over a serial line.
    from_keyboard = row["family"] == "hangul" and row["kind"] == "recover"
    got = as_expected(parse(bytes.fromhex(row["payload_hex"]), from_keyboard=from_keyboard))
    wanted = {key: value for key, value in expected.items() if key not in ("reason", "warnings", "suggest")}
    passed = all(got.get(key) == value for key, value in wanted.items())
    passed &= bool(expected.get("warnings")) == bool(got.get("warnings"))
    suggest, suggested = expected.get("suggest"), got.get("suggest")
    if isinstance(suggest, dict):
        passed &= isinstance(suggested, dict) and suggest.items() <= suggested.items()
    return QualificationRow(row["id"], row["family"], passed, _canonical(expected), _canonical(got))


def as_expected(answer: CodeContent | CodeRefused) -> dict[str, object]:
    """Return an answer in the shape of the file's ``expected`` column."""
    if isinstance(answer, CodeRefused):
        shape: dict[str, object] = {"ok": False, "reason": answer.reason_code, "aim": answer.aim}
        if answer.kind is not None:
            shape["kind"] = answer.kind
        if answer.suggest is not None:
            meant = parse(answer.suggest)
            shape["suggest"] = as_expected(meant) if isinstance(meant, CodeContent) else None
        return shape
    pairs = [list(field) for field in answer.fields]
    shape = {"ok": True, "kind": answer.kind, "aim": answer.aim, "warnings": list(answer.warnings)}
    shape["dates"] = {name: day.isoformat() for name, day in answer.dates}
    if answer.kind in ("gs1", "gs1_dl"):
        shape["ais"] = pairs
    elif answer.kind == "gtin":
        shape["value"] = answer.value("gtin")
    elif answer.kind == "text":
        shape["text"] = answer.text
    elif answer.kind == "hkmc":
        # The file writes an empty field as null.
        shape |= {name: value or None for name, value in answer.fields if name not in _OWN_KEYS}
        shape["date"] = answer.value("date")
    else:
        shape |= {"fields": pairs, "format": answer.envelope}
    return shape


def _canonical(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
