"""What every driver of an instrument family is made of: bytes and time in, events out.

A driver opens no port, keeps no clock and never sleeps; identifiers come from the factory it is given.
"""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, runtime_checkable

from devices.events import (
    Event,
    Fact,
    Facts,
    FrameIncomplete,
    FrameRejected,
    GaugeNotice,
    GaugeReading,
    GaugeTrouble,
    Now,
)
from devices.framing import Frame, Framer


@dataclass(frozen=True)
class PortSettings:
    """How a serial line is opened. `parity` is one of N, E, O, M, S; `stop` 1, 1.5 or 2 bits."""

    baud: int = 9600
    bits: int = 8
    parity: str = "N"
    stop: float = 1
    xonxoff: bool = False
    dtr: bool = True
    rts: bool = True


@dataclass(frozen=True)
class Value:
    """What a frame means: a measured value as exact decimal text."""

    value: str
    unit: str | None = None
    channel: str | None = None
    facts: dict[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Trouble:
    """What a frame means: the device has no value and says why."""

    code: str
    meaning: str | None = None
    channel: str | None = None
    facts: dict[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """What a frame means: an echo, acknowledgement, identity or trigger."""

    kind: str
    text: str | None = None
    channel: str | None = None
    facts: dict[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Rejected:
    """What a frame means: nothing in this family."""

    reason: str = "format"


Meaning = Value | Trouble | Notice | Rejected


class StreamReader(Protocol):
    """Whatever turns a port's bytes into events: a driver or the scanner's framer."""

    silence: float

    @property
    def settings(self) -> PortSettings:
        """The line settings it expects."""

    @property
    def rest(self) -> bytes:
        """The bytes received that do not make a frame yet."""

    def feed(self, data: bytes, now: Now) -> list[Event]:
        """Take received bytes and give the events they complete, in order."""

    def tick(self, now: Now) -> list[Event]:
        """Let time pass."""

    def give_up(self, now: Now) -> list[Event]:
        """End the part frame now: the port is gone."""


@runtime_checkable
class AskingReader(StreamReader, Protocol):
    """A reader that also sends: requests by key, foot switch and timer. Obeyed by the thread of the port."""

    poll: float
    foot_switch: str

    def due(self, now: Now) -> bytes:
        """The bytes to be sent now; empty for none."""

    def lines(self, on: frozenset[str], now: Now) -> None:
        """Take the control lines that are on now."""

    def press(self) -> None:
        """Press the key; may be called on any thread."""


class Driver(ABC):
    """One instrument family.

    Subclasses say how frames are cut (`new_framer`) and what a frame means (`understand`). The base keeps the
    time, makes the identifiers and turns silence into `FrameIncomplete`.

    Attributes:
        family: the name under which the registry, the set-up and the reference vectors know it.
        title: the makers and models a person would look for.
        settings: the line settings printed in the manual.
        request: the bytes that ask for one reading; None where the device only sends by itself.
        silence: seconds without a byte after which a part frame is given up.
        gap_ends_frame: True where silence is the regular end of a frame.
        seven_bit: True where the device uses seven data bits: a byte above 0x7F means wrong line settings.
    """

    family: ClassVar[str]
    title: ClassVar[str]
    settings: ClassVar[PortSettings] = PortSettings()
    request: bytes | None = None
    silence: float = 1.0
    gap_ends_frame: bool = False
    seven_bit: ClassVar[bool] = False

    def __init__(self, new_id: Callable[[], uuid.UUID] = uuid.uuid4) -> None:
        self._new_id = new_id
        self._framer = self.new_framer()
        self._last_byte: float | None = None

    @abstractmethod
    def new_framer(self) -> Framer:
        """Make the framer of this family."""

    @abstractmethod
    def understand(self, text: str) -> list[Meaning]:
        """Say what a frame means.

        Args:
            text: the frame without its terminator, one character a byte (latin-1), at most the frame cap.
        """

    @property
    def rest(self) -> bytes:
        """The bytes received that do not make a frame yet."""
        return self._framer.rest

    def feed(self, data: bytes, now: Now) -> list[Event]:
        """Take received bytes and give the events they complete, in order.

        Args:
            data: any piece of the stream, cut anywhere.
            now: when it was received.
        """
        if not data:
            return self.tick(now)
        events = self.tick(now)
        self._last_byte = now.monotonic
        for frame in self._framer.push(data):
            events.extend(self._judge(frame, now))
        return events

    def tick(self, now: Now) -> list[Event]:
        """Let time pass: a part frame older than `silence` ends, as a frame or as incomplete."""
        if self._last_byte is None or now.monotonic - self._last_byte < self.silence:
            return []
        return self.give_up(now, as_frame=self.gap_ends_frame)

    def give_up(self, now: Now, *, as_frame: bool = False) -> list[Event]:
        """End the part frame now (the port is gone, or time is up) and start afresh."""
        events: list[Event] = []
        for frame in self._framer.flush():
            if as_frame or frame.flaw is not None:
                events.extend(self._judge(frame, now))
            else:
                events.append(FrameIncomplete(frame.raw, now.at, now.monotonic, self.family))
        self.forget()
        return events

    def forget(self) -> None:
        """Drop what was remembered between frames; called when a frame was given up."""
        self._last_byte = None

    def _judge(self, frame: Frame, now: Now) -> list[Event]:
        if frame.flaw is not None:
            return [self._reject(frame, frame.flaw, now)]
        if self.seven_bit and any(byte > 0x7F for byte in frame.raw):
            return [self._reject(frame, "parity", now)]
        meanings = self.understand(frame.body.decode("latin-1"))
        for meaning in meanings:
            if isinstance(meaning, Rejected):
                # A frame is believed as a whole or not at all.
                return [self._reject(frame, meaning.reason, now)]
        return [self._event(frame.raw, meaning, now) for meaning in meanings]

    def _reject(self, frame: Frame, reason: str, now: Now) -> FrameRejected:
        return FrameRejected(frame.raw, reason, now.at, now.monotonic, self.family, frame.dropped)

    def _event(self, raw: bytes, meaning: Meaning, now: Now) -> Event:
        match meaning:
            case Value(value, unit, channel, facts):
                return GaugeReading(
                    event_id=self._new_id(),
                    raw=raw,
                    value=value,
                    unit=unit,
                    channel=channel,
                    at=now.at,
                    monotonic=now.monotonic,
                    facts=Facts(facts),
                    driver=self.family,
                )
            case Trouble(code, words, channel, facts):
                return GaugeTrouble(
                    raw, code, words, channel, now.at, now.monotonic, Facts(facts), self.family
                )
            case Notice(kind, text, channel, facts):
                return GaugeNotice(raw, kind, text, channel, now.at, now.monotonic, Facts(facts), self.family)
            case Rejected(reason):
                return FrameRejected(raw, reason, now.at, now.monotonic, self.family)
