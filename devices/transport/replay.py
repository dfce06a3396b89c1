"""Records what a port received, piece by piece with its time, and plays it to a driver again.

A recording holds bytes and times, no meaning; playing it waits for nothing and needs no port.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from devices.driver import StreamReader
from devices.events import Event, Now

FORMAT = 1


class RecordingError(ValueError):
    """The file is no recording; carries the line where that shows."""


@dataclass(frozen=True)
class Piece:
    """Bytes that came in one read; `microseconds` after the start of the recording."""

    microseconds: int
    data: bytes


class TrafficRecorder:
    """Writes one JSON line per received piece: `{"us": 1500, "hex": "3031"}`; pass `write` as `on_bytes`.

    The first line names the format and the start. Each line is flushed, so that a crash loses no traffic.
    """

    def __init__(self, path: Path, start: Now) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._file = path.open("x", encoding="ascii", newline="\n")
        self._line({"format": FORMAT, "at": start.at.astimezone(UTC).isoformat()})

    def write(self, data: bytes, now: Now) -> None:
        """Add one piece."""
        offset = round((now.monotonic - self._start.monotonic) * 1_000_000)
        with self._lock:
            self._line({"us": max(0, offset), "hex": data.hex()})

    def close(self) -> None:
        """Finish the recording."""
        self._file.close()

    def __enter__(self) -> TrafficRecorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _line(self, record: dict[str, object]) -> None:
        self._file.write(json.dumps(record) + "\n")
        self._file.flush()


def read_recording(path: Path) -> tuple[datetime, list[Piece]]:
    """The start (UTC) and the pieces of a recording.

    Raises:
        RecordingError: the file is no recording of this format.
        OSError: the file cannot be read.
    """
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    try:
        head = json.loads(lines[0])
        if head["format"] != FORMAT:
            raise RecordingError("line 1")
        start = datetime.fromisoformat(head["at"])
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise RecordingError("line 1") from error
    pieces = []
    for number, line in enumerate(lines[1:], start=2):
        try:
            record = json.loads(line)
            pieces.append(Piece(int(record["us"]), bytes.fromhex(record["hex"])))
        except (KeyError, TypeError, ValueError) as error:
            raise RecordingError(f"line {number}") from error
    return start, pieces


def replay(path: Path, reader: StreamReader) -> Iterator[Event]:
    """Play a recording to a driver, with the recorded times; silence at the end ends a part frame.

    Raises:
        RecordingError: the file is no recording.
        OSError: the file cannot be read.
    """
    start, pieces = read_recording(path)
    last = 0
    for piece in pieces:
        last = piece.microseconds
        yield from reader.feed(piece.data, _moment(start, last))
    yield from reader.tick(_moment(start, last + round(reader.silence * 1_000_000) + 1_000))


def _moment(start: datetime, microseconds: int) -> Now:
    return Now(start + timedelta(microseconds=microseconds), microseconds / 1_000_000)
