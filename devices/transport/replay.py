"""Plays recorded traffic again: to a driver at once, at its own pace to whoever takes events, or into a port.

The same drivers and framers as in life; opens no real port. The recording is read in `recording`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from devices.driver import StreamReader
from devices.events import Event, Now
from devices.transport.clock import system_now
from devices.transport.recording import (
    Entry,
    RecordingError,
    TrafficRecorder,
    entries,
    event_words,
    read_head,
)

__all__ = [
    "Difference",
    "RecordingError",
    "ReplayPlayer",
    "TrafficRecorder",
    "differences",
    "play_bytes",
    "replay",
]


@dataclass(frozen=True)
class Difference:
    """Where a replay says something else than was said live: place in the events, both in vector words."""

    place: int
    then: dict[str, object] | None
    now: dict[str, object] | None


def replay(path: Path, reader: StreamReader, start: Now | None = None) -> Iterator[Event]:
    """Play a recording to a driver at once, with the recorded intervals; silence at the end ends a part frame.

    Args:
        path: the recording.
        reader: a fresh driver or scanner framer.
        start: the moment its first entry counts from; None takes the recorded one.

    Raises:
        RecordingError: the file is no recording.
        OSError: the file cannot be read.
    """
    start = start or Now(read_head(path).at, 0.0)
    last = 0
    for entry in entries(path):
        last = entry.microseconds
        if entry.kind == "in":
            yield from reader.feed(entry.data, _moment(start, last))
    yield from reader.tick(_moment(start, last + round(reader.silence * 1_000_000) + 1_000))


def differences(path: Path, reader: StreamReader) -> list[Difference]:
    """Compare what a driver says of a recording with what was said live; empty where nothing changed.

    Ports that came and went are left out: a replay has none. Recordings without events differ nowhere.

    Raises:
        RecordingError: the file is no recording.
        OSError: the file cannot be read.
    """
    ports = ("port_found", "port_lost")
    live = [
        each.event for each in entries(path) if each.kind == "event" and each.event.get("status") not in ports
    ]
    if not live:
        return []
    again = [event_words(each) for each in replay(path, reader)]
    length = max(len(live), len(again))
    pairs = ((at, _at(live, at), _at(again, at)) for at in range(length))
    return [Difference(at, then, now) for at, then, now in pairs if then != now]


def play_bytes(
    path: Path,
    write: Callable[[bytes], object],
    *,
    speed: float = 1.0,
    longest_pause: float = 10.0,
    stop: threading.Event | None = None,
) -> bool:
    """Write the bytes that came to a simulated port, at their own pace; blocks, so call it in a thread.

    Args:
        path: the recording.
        write: takes each piece; `SimulatedPort.write` fits.
        speed: 2 plays twice as fast, 0 at once.
        longest_pause: seconds; a night without traffic is not waited for.
        stop: ends the play early.

    Returns:
        False where it was stopped.

    Raises:
        RecordingError: the file is no recording.
        OSError: the file cannot be read, or nobody reads the port.
    """
    stop = stop or threading.Event()
    for entry in _paced(path, speed, longest_pause, stop):
        if entry.kind == "in":
            write(entry.data)
    return not stop.is_set()


class ReplayPlayer:
    """A recording in place of a port: the same events to the same taker as `SerialReader`, in a thread of its own.

    Events carry the moment of the replay, not the recorded one: nothing may look measured yesterday.

    Args:
        path: the recording; it is checked here as far as its head.
        reader: a fresh driver or framer, used by the player's thread only.
        deliver: takes each event; `DeviceHub.deliverer(port)` fits.
        speed: 2 plays twice as fast, 0 at once.
        longest_pause: seconds.
        clock: gives the moment of each piece.
        on_bytes: takes each piece that came, before it is read.
        on_end: called on the player's thread with None, or with what was wrong with the file.

    Raises:
        RecordingError: the file is no recording.
        OSError: the file cannot be read.
    """

    def __init__(
        self,
        path: Path,
        reader: StreamReader,
        deliver: Callable[[Event], object],
        *,
        speed: float = 1.0,
        longest_pause: float = 10.0,
        clock: Callable[[], Now] = system_now,
        on_bytes: Callable[[bytes, Now], object] | None = None,
        on_end: Callable[[RecordingError | OSError | None], object] | None = None,
    ) -> None:
        if not 0 <= speed <= 1000:
            raise ValueError("speed is 0 for at once, else up to 1000 times")
        self.head = read_head(path)
        self._path, self._reader, self._deliver = path, reader, deliver
        self._speed, self._longest_pause = speed, longest_pause
        self._clock, self._on_bytes, self._on_end = clock, on_bytes, on_end
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"replay {path.name}", daemon=True)

    def start(self) -> None:
        """Begin to play."""
        self._thread.start()

    def stop(self, timeout: float = 3.0) -> bool:
        """End the play; True when the thread has ended. A part frame is given up as incomplete."""
        self._stopping.set()
        return self.wait(timeout)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end; True when it was reached."""
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        flaw: RecordingError | OSError | None = None
        try:
            self._play()
        except (RecordingError, OSError) as error:
            flaw = error
        if self._on_end is not None:
            self._on_end(flaw)

    def _play(self) -> None:
        began = self._clock()
        last = 0
        for entry in _paced(self._path, self._speed, self._longest_pause, self._stopping):
            last = entry.microseconds
            if entry.kind == "in":
                now = self._now(began, last)
                if self._on_bytes is not None:
                    self._on_bytes(entry.data, now)
                self._hand(self._reader.feed(entry.data, now))
        end = self._now(began, last + round(self._reader.silence * 1_000_000) + 1_000)
        self._hand(self._reader.give_up(end) if self._stopping.is_set() else self._reader.tick(end))

    def _now(self, began: Now, microseconds: int) -> Now:
        """The present for people, and the recorded interval: at any speed what was one frame stays one frame."""
        return Now(self._clock().at, began.monotonic + microseconds / 1_000_000)

    def _hand(self, events: list[Event]) -> None:
        for event in events:
            self._deliver(event)


def _paced(path: Path, speed: float, longest_pause: float, stop: threading.Event) -> Iterator[Entry]:
    last = 0
    for entry in entries(path):
        pause = (entry.microseconds - last) / 1_000_000
        last = entry.microseconds
        if speed and pause:
            stop.wait(min(pause / speed, longest_pause))
        if stop.is_set():
            return
        yield entry


def _moment(start: Now, microseconds: int) -> Now:
    return Now(start.at + timedelta(microseconds=microseconds), start.monotonic + microseconds / 1_000_000)


def _at(events: list[dict[str, object]], place: int) -> dict[str, object] | None:
    return events[place] if place < len(events) else None
