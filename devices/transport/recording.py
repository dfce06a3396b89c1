"""Records the traffic of one port in a file and reads it back: bytes, times, line settings, events.

A recording holds what was seen and judges nothing; playing it is the task of `replay`. Files come by mail from
other shops, so everything in them is checked and nothing of them is believed to be small.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Final

from devices.driver import PortSettings
from devices.events import Event, Now, PortFound, PortLost
from devices.line_settings import settings_from_plain
from devices.qualification import record_of
from devices.transport.ports import PortIdentity

FORMAT: Final = 1
KIND: Final = "device traffic"
LARGEST: Final = 64 << 20
"""The largest file in bytes, written or read: days of a balance that streams."""
_LONGEST_LINE: Final = 65_536
_LONGEST_PIECE: Final = 16_384
_LONGEST_US: Final = 31 * 24 * 3600 * 1_000_000
# A month may still be added to any of these.
_YEARS: Final = (1990, 9000)
_DIRECTIONS: Final = ("in", "out")

REFUSALS: Final = {
    "empty": "the file holds nothing",
    "not_a_recording": "the first line is not that of a recording",
    "format": "written by a later version",
    "settings": "the line settings in it do not exist",
    "too_large": "larger than any recording",
    "line_too_long": "a line longer than any that is written",
    "damaged": "a line that is no entry",
    "time": "the time of an entry runs backwards, or months ahead",
}
"""Reason codes with their meaning for developers."""


class RecordingError(ValueError):
    """The file is no recording that can be used.

    Attributes:
        code: out of `REFUSALS`.
        line: the line it shows in, from 1; 0 for the whole file.
    """

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(f"{code}, line {line}" if line else code)
        self.code, self.line = code, line


@dataclass(frozen=True)
class RecordingHead:
    """What a recording is of.

    Attributes:
        at: when it began; UTC.
        port: which port; None where that was not written.
        settings: how the line was opened.
        driver: the family that understood the bytes, "scanner", or "" for bytes only.
        profile: the profile of a generic driver as its file text, else "".
    """

    at: datetime
    port: PortIdentity | None = None
    settings: PortSettings | None = None
    driver: str = ""
    profile: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of a recording: bytes that came ("in"), bytes that were sent ("out"), or an "event".

    Attributes:
        microseconds: since the beginning.
        kind: in, out or event.
        data: the bytes; empty for an event.
        event: what the driver said then, in the words of the reference vectors.
    """

    microseconds: int
    kind: str
    data: bytes = b""
    event: dict[str, object] = field(default_factory=dict)


class TrafficRecorder:
    """Writes one line per piece; pass `write` as `on_bytes` of a reader, `sent` and `note` where known.

    Each line is flushed, so that a crash loses no traffic. Past `LARGEST` it stops and `full` is True; a disk that
    takes no more ends it too, and `failed` says why: what is recorded must reach the station all the same.

    Raises:
        FileExistsError: a recording is never overwritten.
        OSError: the file cannot be written.
    """

    def __init__(self, path: Path, start: Now, head: RecordingHead | None = None) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._left = LARGEST
        self.full = False
        self.failed: OSError | None = None
        head = head or RecordingHead(start.at)
        self._file = path.open("x", encoding="ascii", newline="\n")
        self._line(
            {
                "partproof": KIND,
                "format": FORMAT,
                "at": start.at.astimezone(UTC).isoformat(),
                "port": None if head.port is None else asdict(head.port),
                "settings": None if head.settings is None else asdict(head.settings),
                "driver": head.driver,
                "profile": head.profile,
            }
        )
        self._require_head()

    def _require_head(self) -> None:
        """A file that does not even take its first line is none."""
        if self.failed is not None:
            self.close()
            raise self.failed

    def write(self, data: bytes, now: Now) -> None:
        """Add bytes that came."""
        self._bytes("in", data, now)

    def sent(self, data: bytes, now: Now) -> None:
        """Add bytes that were sent to the device."""
        self._bytes("out", data, now)

    def note(self, event: Event, now: Now) -> None:
        """Add what the driver made of the bytes."""
        with self._lock:
            self._line({"us": self._offset(now), "event": event_words(event)})

    def close(self) -> None:
        """Finish the recording."""
        with self._lock, suppress(OSError):
            # What the disk did not take is told by `failed` already.
            self._file.close()

    def __enter__(self) -> TrafficRecorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _bytes(self, direction: str, data: bytes, now: Now) -> None:
        with self._lock:
            for start in range(0, len(data), _LONGEST_PIECE):
                piece = data[start : start + _LONGEST_PIECE]
                self._line({"us": self._offset(now), direction: piece.hex()})

    def _offset(self, now: Now) -> int:
        return max(0, round((now.monotonic - self._start.monotonic) * 1_000_000))

    def _line(self, record: dict[str, object]) -> None:
        text = json.dumps(record) + "\n"
        self._left -= len(text)
        if self._left < 0 or self._file.closed or self.failed is not None:
            # A reader that hands over its last bytes while the recording is ended must not fail for it.
            self.full = self._left < 0
            return
        try:
            self._file.write(text)
            self._file.flush()
        except OSError as error:
            # A full disk, a stick that was pulled: raised here, it would pass for a lost port.
            self.failed = error


def event_words(event: Event) -> dict[str, object]:
    """An event in the words of the reference vectors; ports that come and go by name and reason."""
    if isinstance(event, PortLost):
        return {"status": "port_lost", "reason": event.reason}
    if isinstance(event, PortFound):
        return {"status": "port_found"}
    return record_of(event)


def read_head(path: Path) -> RecordingHead:
    """What a recording is of, from its first line alone.

    Raises:
        RecordingError: no recording.
        OSError: the file cannot be read.
    """
    for _, line in _lines(path):
        return _head(line)
    raise RecordingError("empty")


def entries(path: Path) -> Iterator[Entry]:
    """The entries in order, read as they are asked for; a last line cut off by a crash is left out.

    Raises:
        RecordingError: no recording, or a damaged line.
        OSError: the file cannot be read.
    """
    lines = _lines(path)
    first = next(lines, None)
    if first is None:
        raise RecordingError("empty")
    _head(first[1])
    last = 0
    for number, line in lines:
        entry = _entry(line, number)
        if not last <= entry.microseconds <= _LONGEST_US:
            raise RecordingError("time", number)
        last = entry.microseconds
        yield entry


def was_cut_off(path: Path) -> bool:
    """Whether the recording ends in the middle of a line: the program or the disk stopped."""
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return False
        file.seek(-1, 2)
        return file.read(1) != b"\n"


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        if file.seek(0, 2) > LARGEST:
            raise RecordingError("too_large")
        file.seek(0)
        for number in count(1):
            line = file.readline(_LONGEST_LINE + 1)
            if not line:
                return
            if len(line) > _LONGEST_LINE:
                raise RecordingError("not_a_recording" if number == 1 else "line_too_long", number)
            if not line.endswith(b"\n") and number > 1:
                return
            yield number, line


def _record(line: bytes) -> dict[str, object]:
    record = json.loads(line.decode("ascii"))
    if not isinstance(record, dict):
        raise TypeError("no object")
    return record


def _head(line: bytes) -> RecordingHead:
    try:
        record = _record(line)
        if record["partproof"] != KIND:
            raise RecordingError("not_a_recording", 1)
        if record["format"] != FORMAT:
            raise RecordingError("format", 1)
        at = datetime.fromisoformat(str(record["at"])).astimezone(UTC)
        if not _YEARS[0] <= at.year <= _YEARS[1]:
            raise ValueError("year")
        driver, profile = record.get("driver", ""), record.get("profile", "")
        if not isinstance(driver, str) or not isinstance(profile, str):
            raise TypeError("driver")
        return RecordingHead(
            at, _port(record.get("port")), _settings(record.get("settings")), driver, profile
        )
    except RecordingError:
        raise
    # RecursionError: brackets nested by the thousand; OverflowError: a moment before the calendar.
    except (KeyError, TypeError, ValueError, RecursionError, OverflowError) as error:
        raise RecordingError("not_a_recording", 1) from error


def _port(record: object) -> PortIdentity | None:
    if not isinstance(record, dict):
        return None
    words = {name: record.get(name) for name in ("name", "serial", "location", "description")}
    numbers = {name: record.get(name) for name in ("vid", "pid")}
    if not all(each is None or isinstance(each, str) for each in words.values()) or not all(
        each is None or type(each) is int for each in numbers.values()
    ):
        raise TypeError("port")
    return PortIdentity(
        str(words["name"] or ""),
        numbers["vid"],
        numbers["pid"],
        words["serial"],
        words["location"],
        str(words["description"] or ""),
    )


def _settings(record: object) -> PortSettings | None:
    if record is None:
        return None
    settings = settings_from_plain(record) if isinstance(record, dict) else None
    if settings is None:
        raise RecordingError("settings", 1)
    return settings


def _entry(line: bytes, number: int) -> Entry:
    try:
        record = _record(line)
        moment = record["us"]
        if type(moment) is not int:
            raise TypeError("us")
        event = record.get("event")
        if isinstance(event, dict):
            return Entry(moment, "event", b"", event)
        for direction in _DIRECTIONS:
            data = record.get(direction)
            if isinstance(data, str):
                return Entry(moment, direction, bytes.fromhex(data))
        raise KeyError("no entry")
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise RecordingError("damaged", number) from error
