"""What devices report: readings, scans, troubles and ports that come and go.

Plain frozen values that every floor may import; this module knows no driver, no port and no library.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

Fact = str | int | bool | None


@dataclass(frozen=True)
class Now:
    """One moment on both clocks: `at` for people (aware, UTC), `monotonic` in seconds for intervals."""

    at: datetime
    monotonic: float

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("the moment of an event needs a time zone")


class Facts(Mapping[str, Fact]):
    """What a frame says beside its value (stable, net, judge, seq, tool …); unchangeable and hashable.

    A key is present only when the frame carries it; the value None means present but blank.
    """

    __slots__ = ("_pairs",)

    def __init__(self, facts: Mapping[str, Fact] | None = None) -> None:
        self._pairs: tuple[tuple[str, Fact], ...] = tuple(sorted((facts or {}).items()))

    def __getitem__(self, key: str) -> Fact:
        for name, fact in self._pairs:
            if name == key:
                return fact
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __hash__(self) -> int:
        return hash(self._pairs)

    def __repr__(self) -> str:
        return f"Facts({dict(self._pairs)!r})"


@dataclass(frozen=True)
class GaugeReading:
    """A measured value out of one complete frame.

    `event_id` is made once, when the frame is complete; whoever retries keeps it, and two equal frames are
    two readings. `value` is exact decimal text (no plus sign, no leading zeros, trailing zeros kept because
    they carry the resolution). `unit` None: the frame names no unit and the channel's set-up must.
    """

    event_id: uuid.UUID
    raw: bytes
    value: str
    unit: str | None
    channel: str | None
    at: datetime
    monotonic: float
    facts: Facts
    driver: str


@dataclass(frozen=True)
class GaugeTrouble:
    """The device itself says that it has no value: overload, sensor error, refused command."""

    raw: bytes
    code: str
    meaning: str | None
    channel: str | None
    at: datetime
    monotonic: float
    facts: Facts
    driver: str


@dataclass(frozen=True)
class GaugeNotice:
    """Something understood that is no value: `kind` is echo, ack, ident, trigger, mode or report."""

    raw: bytes
    kind: str
    text: str | None
    channel: str | None
    at: datetime
    monotonic: float
    facts: Facts
    driver: str


@dataclass(frozen=True)
class FrameRejected:
    """Bytes that are no frame of this family. `dropped` counts further bytes of it that were not kept."""

    raw: bytes
    reason: str
    at: datetime
    monotonic: float
    driver: str
    dropped: int = 0


@dataclass(frozen=True)
class FrameIncomplete:
    """The part of a frame that had come when the device fell silent or the port was lost."""

    raw: bytes
    at: datetime
    monotonic: float
    driver: str


@dataclass(frozen=True)
class ScanReceived:
    """One complete scan. `text` is strict UTF-8, or latin-1 where the bytes are not UTF-8 (see `encoding`)."""

    event_id: uuid.UUID
    raw: bytes
    text: str
    at: datetime
    monotonic: float
    source: str
    encoding: str = "utf-8"


@dataclass(frozen=True)
class PortLost:
    """A port that was open no longer answers, or a wanted port cannot be opened."""

    port: str
    reason: str
    at: datetime = field(compare=False)


@dataclass(frozen=True)
class PortFound:
    """A wanted port is open and being read; `port` is the name it has now."""

    port: str
    at: datetime = field(compare=False)


Event = (
    GaugeReading
    | GaugeTrouble
    | GaugeNotice
    | FrameRejected
    | FrameIncomplete
    | ScanReceived
    | PortLost
    | PortFound
)
