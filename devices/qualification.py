"""Runs reference frames against the drivers and says, row by row, what came out.

Reads the CSV format of the gauge vectors (one frame a row, its records as JSON). Opens no port; the code-content
half is `devices.barcodes.qualification`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from devices.driver import Driver
from devices.drivers.generic import Generic, GenericTemplate
from devices.events import (
    Event,
    FrameIncomplete,
    FrameRejected,
    GaugeNotice,
    GaugeReading,
    GaugeTrouble,
    Now,
)
from devices.qualification_row import QualificationRow
from devices.registry import UnknownFamilyError, driver

COLUMNS = frozenset({"id", "family", "device", "encoding", "frame_hex", "expected", "rest_hex"})

# The words of an explanation are free; the code beside them is not.
_WORDING = frozenset({"reason", "meaning"})

_START = datetime(2026, 1, 1, tzinfo=UTC)
_TEMPLATES = (
    ("decimal comma", GenericTemplate(decimal_comma=True)),
    ("STX", GenericTemplate(framing="stx_etx")),
    ("idle gap", GenericTemplate(framing="idle_gap")),
)


class UnreadableVectorsError(ValueError):
    """The file is not a table of gauge vectors; carries what is missing or wrong."""


def qualify_gauges(path: Path) -> list[QualificationRow]:
    """Run every frame of a vector file against the driver of its family.

    A row passes when the records and the bytes left over are exactly the expected ones; only the wording of
    `reason` and `meaning` may differ.

    Args:
        path: a UTF-8 CSV file with the columns of `COLUMNS`.

    Raises:
        UnreadableVectorsError: not such a file.
        OSError: the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            missing = COLUMNS - set(table.fieldnames or ())
            if missing:
                raise UnreadableVectorsError(f"missing columns: {', '.join(sorted(missing))}")
            return [_qualify(row) for row in table]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableVectorsError(str(error)) from error


def record_of(event: Event) -> dict[str, object]:
    """An event in the words of the vector files."""
    match event:
        case GaugeReading():
            record: dict[str, object] = {"status": "ok", "value": event.value, "unit": event.unit}
        case GaugeTrouble():
            record = {"status": "error", "code": event.code}
            if event.meaning is not None:
                record["meaning"] = event.meaning
        case GaugeNotice():
            record = {"status": "event", "kind": event.kind}
            if event.text is not None:
                record["text"] = event.text
        case FrameRejected():
            return {"status": "reject", "reason": event.reason}
        case FrameIncomplete():
            return {"status": "incomplete"}
        case _:
            return {"status": type(event).__name__}
    if event.channel is not None:
        record["channel"] = event.channel
    return record | dict(event.facts)


def driver_for(family: str, device: str) -> Driver:
    """The driver of a vector row; generic rows name their template in the device column.

    Raises:
        UnknownFamilyError: no such driver.
    """
    if family == Generic.family:
        for mark, template in _TEMPLATES:
            if mark in device:
                return Generic(template=template)
    return driver(family)


def _qualify(row: Mapping[str, str]) -> QualificationRow:
    identifier, family = row["id"], row["family"]
    try:
        expected = json.loads(row["expected"])
        nibbles = row["encoding"] == "digimatic_nibbles"
        frame = row["frame_hex"].encode("ascii") if nibbles else bytes.fromhex(row["frame_hex"])
        rest = row["rest_hex"].encode("ascii") if nibbles else bytes.fromhex(row["rest_hex"])
    except (ValueError, TypeError) as error:
        raise UnreadableVectorsError(f"row {identifier}: {error}") from error
    if not isinstance(expected, list) or not all(isinstance(each, dict) for each in expected):
        raise UnreadableVectorsError(f"row {identifier}: expected is no list of records")
    try:
        device = driver_for(family, row["device"])
    except UnknownFamilyError:
        return QualificationRow(identifier, family, False, _json(expected), '"no driver"')
    events = device.feed(frame, Now(_START, 0.0))
    waiting = device.rest
    late = device.tick(Now(_START, device.silence))
    records = [record_of(each) for each in (*events, *late)]
    left = waiting if any(isinstance(each, FrameIncomplete) for each in late) else device.rest
    passed = [_facts(each) for each in records] == [_facts(each) for each in expected] and left == rest
    got = _json(records) if left == rest else f"{_json(records)} rest {left.hex()}"
    return QualificationRow(identifier, family, passed, _json(expected), got)


def _facts(record: dict[str, object]) -> dict[str, object]:
    return {key: fact for key, fact in record.items() if key not in _WORDING}


def _json(records: list[dict[str, object]]) -> str:
    return json.dumps(records, ensure_ascii=False, sort_keys=True)
