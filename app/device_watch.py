"""Looks at one port for the device screens: live bytes and their gaps, parsed events, requests, a recording.

Stores nothing in the factory and judges nothing; screens take what came at their own pace.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devices.driver import PortSettings, StreamReader
from devices.events import Event, Now
from devices.transport.clock import system_now
from devices.transport.ports import PortIdentity
from devices.transport.recording import RecordingHead, TrafficRecorder
from devices.transport.serial_port import SerialReader

# A balance sends 20 frames a second; nobody reads back further than half a minute.
KEPT: Final = 600
SAMPLE: Final = 2048
"""The last bytes that are kept for trying a description on, in bytes."""


@dataclass(frozen=True)
class PieceRow:
    """Bytes that came in one read.

    Attributes:
        number: Counts the pieces of a watch from 1.
        at: When.
        data: The bytes.
        gap_ms: Milliseconds since the piece before; None for the first.
    """

    number: int
    at: Now
    data: bytes
    gap_ms: float | None


def _bare(start: Now) -> RecordingHead:
    return RecordingHead(start.at)


class Traffic:
    """What came over a port, bounded; filled on a reader's thread, emptied on another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: deque[PieceRow] = deque(maxlen=KEPT)
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._last: float | None = None
        self._count = 0
        self._sample = b""
        self._recorder: TrafficRecorder | None = None
        self._ended: TrafficRecorder | None = None

    def note_bytes(self, data: bytes, now: Now) -> None:
        """Take received bytes; fits ``on_bytes`` of a reader."""
        with self._lock:
            gap = None if self._last is None else 1000 * (now.monotonic - self._last)
            self._last = now.monotonic
            self._count += 1
            self._sample = (self._sample + data)[-SAMPLE:]
            self._pieces.append(PieceRow(self._count, now, data, gap))
            if self._recorder is not None:
                self._recorder.write(data, now)

    def note_event(self, event: Event) -> None:
        """Take an event; fits ``deliver`` of a reader."""
        now = system_now()
        with self._lock:
            self._events.append(event)
            if self._recorder is not None:
                self._recorder.note(event, now)

    def note_sent(self, data: bytes) -> None:
        """Take what was sent to the device."""
        now = system_now()
        with self._lock:
            if self._recorder is not None:
                self._recorder.sent(data, now)

    def take(self) -> tuple[tuple[PieceRow, ...], tuple[Event, ...]]:
        """Return what came since the last look, and forget it."""
        with self._lock:
            pieces, events = tuple(self._pieces), tuple(self._events)
            self._pieces.clear()
            self._events.clear()
        return pieces, events

    def last_bytes(self) -> bytes:
        """Return the last bytes received, as they came, at most ``SAMPLE``."""
        with self._lock:
            return bytes(self._sample)

    @property
    def recording(self) -> bool:
        """Whether what comes is written to a file."""
        return self._recorder is not None

    @property
    def recording_flaw(self) -> str:
        """What ended the newest recording before its time: ``full``, the disk's words, or nothing."""
        recorder = self._recorder or self._ended
        if recorder is None:
            return ""
        if recorder.failed is not None:
            return recorder.failed.strerror or str(recorder.failed)
        return "full" if recorder.full else ""

    def record(self, file: Path, head: Callable[[Now], RecordingHead] = _bare) -> None:
        """Write what comes from now on to a new file.

        Args:
            file: Where to; it must not exist.
            head: Makes what the recording is of from the moment it begins.

        Raises:
            OSError: The file exists or cannot be written.
        """
        start = system_now()
        recorder = TrafficRecorder(file, start, head(start))
        with self._lock:
            former, self._recorder = self._recorder, recorder
        if former is not None:
            former.close()

    def end_recording(self) -> None:
        """Finish the file, if there is one."""
        with self._lock:
            recorder, self._recorder = self._recorder, None
            self._ended = recorder or self._ended
        if recorder is not None:
            recorder.close()


class PortWatch:
    """A port opened only to look at it. Nothing of it reaches a station.

    Args:
        port: Which one.
        reader: What understands its bytes.
        settings: Line settings; None takes the reader's own.
    """

    def __init__(
        self, port: str | PortIdentity, reader: StreamReader, settings: PortSettings | None = None
    ) -> None:
        self.traffic = Traffic()
        self._reader = SerialReader(
            port, reader, self.traffic.note_event, settings, on_bytes=self.traffic.note_bytes
        )

    def start(self) -> None:
        """Open the port."""
        self._reader.start()

    def send(self, data: bytes) -> bool:
        """Send a request; False where the port is not open or does not take it."""
        sent = self._reader.send(data)
        if sent:
            self.traffic.note_sent(data)
        return sent

    def stop(self) -> None:
        """Close the port and the recording."""
        self._reader.stop()
        self.traffic.end_recording()
