"""Telling a keyboard-wedge scanner from a person by timing and framing. Pure: no Qt, no clock of its own.

Signs at most ``max_gap_ms`` apart and ended by CR, LF, TAB or EOT are a scan; slower is typing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Final

EOT: Final = "\x04"
_ENVELOPE: Final = "[)>"
# More than the largest QR code holds (7,089 digits).
_LONGEST: Final = 8192
# A pause after which gaps belong to another burst, when only measuring.
_PAUSE_MS: Final = 1000


@dataclass(frozen=True)
class WedgeLimits:
    """What makes a burst of keys a scan; set by the user on the device page.

    Attributes:
        max_gap_ms: Greatest time between two signs, and before the end sign.
        min_length: Least number of signs without prefix and end sign; shorter is typing.
        prefix: Signs the scanner sends first; with one, nothing else is ever taken for a scan.
        suffixes: Each of these signs ends a scan.
    """

    max_gap_ms: int = 50
    min_length: int = 4
    prefix: str = ""
    suffixes: str = "\r\n\t\x04"

    def __post_init__(self) -> None:
        if self.max_gap_ms < 1 or self.min_length < 1 or not self.suffixes:
            raise ValueError("a gap of 1 ms, a length of 1 and one end sign are the least")


@dataclass(frozen=True)
class Moment:
    """When a key was pressed: by the stamp of the event, where it has one, and by arrival.

    The event's stamp counts: our own event loop can stall longer than the gap of a scanner.
    """

    arrival_ms: int
    event_ms: int | None = None

    def since(self, earlier: Moment) -> int:
        """Return the milliseconds since an earlier moment."""
        if self.event_ms is not None and earlier.event_ms is not None and self.event_ms >= earlier.event_ms:
            return self.event_ms - earlier.event_ms
        return max(0, self.arrival_ms - earlier.arrival_ms)


@dataclass(frozen=True)
class Outcome:
    """What one sign changed.

    Attributes:
        held: The sign belongs to what may be, or was, a scan.
        released: Number of signs held earlier that turned out to be typing.
        scan: The finished scan without prefix and end sign; EOT stays behind an ISO/IEC 15434 message.
        fresh: The sign began a new burst.
    """

    held: bool = False
    released: int = 0
    scan: str | None = None
    fresh: bool = False


class WedgeFramer:
    """Collects signs until they are a scan or typing."""

    def __init__(self, limits: WedgeLimits | None = None) -> None:
        self.limits = limits or WedgeLimits()
        self._signs: list[str] = []
        self._last: Moment | None = None
        self._scan_ended: Moment | None = None

    @property
    def length(self) -> int:
        """Number of signs held."""
        return len(self._signs)

    def feed(self, sign: str, at: Moment) -> Outcome:
        """Take the next sign, a single character."""
        released = self.release_if_silent(at)
        if sign in self.limits.suffixes:
            return self._end(sign, at, released)
        fresh = not self._signs
        if not self._may_continue(sign):
            released += self.reset()
            return Outcome(released=released)
        self._signs.append(sign)
        self._last = at
        return Outcome(held=True, released=released, fresh=fresh)

    def touch(self, at: Moment) -> None:
        """Let a key pass that is a part of the next sign: the burst goes on, unless it was silent too long."""
        if self._last is not None and not self._is_silent(at):
            self._last = at

    def would_hold(self, sign: str, at: Moment) -> bool:
        """Whether ``feed`` would hold this sign; changes nothing."""
        silent = self._is_silent(at)
        if sign in self.limits.suffixes:
            return self._ends_scan(at) or (not silent and self._is_complete())
        return self._may_continue(sign, begins=silent)

    def release_if_silent(self, now: Moment) -> int:
        """Give up a burst that nothing followed in time; return how many signs it held."""
        return self.reset() if self._is_silent(now) else 0

    def reset(self) -> int:
        """Give up the burst; return how many signs it held."""
        held = len(self._signs)
        self._signs.clear()
        self._last = None
        return held

    def _end(self, sign: str, at: Moment, released: int) -> Outcome:
        if self._is_complete():
            text = "".join(self._signs)[len(self.limits.prefix) :]
            if sign == EOT and text.startswith(_ENVELOPE):
                text += EOT
            self.reset()
            self._scan_ended = at
            return Outcome(held=True, released=released, scan=text)
        # CR behind the EOT of a message, or LF behind CR, belongs to the scan that is over.
        tail = not self._signs and self._ends_scan(at)
        released += self.reset()
        return Outcome(held=tail, released=released)

    def _is_silent(self, now: Moment) -> bool:
        return self._last is not None and now.since(self._last) > self.limits.max_gap_ms

    def _ends_scan(self, at: Moment) -> bool:
        return self._scan_ended is not None and at.since(self._scan_ended) <= self.limits.max_gap_ms

    def _is_complete(self) -> bool:
        return len(self._signs) >= len(self.limits.prefix) + self.limits.min_length

    def _may_continue(self, sign: str, *, begins: bool = False) -> bool:
        place = 0 if begins else len(self._signs)
        if place < len(self.limits.prefix):
            return sign == self.limits.prefix[place]
        # A control character begins no scan: pressed alone it is a shortcut.
        return place < _LONGEST and (place > 0 or sign.isprintable())


@dataclass
class GapMeter:
    """Measures the gaps of whatever is sent, so that the device page can show a scanner that is too slow."""

    suffixes: str = WedgeLimits.suffixes
    _gaps: list[int] = field(default_factory=list)
    _last: Moment | None = None

    def feed(self, sign: str, at: Moment) -> GapReport | None:
        """Take a sign; return the report when an end sign closes a burst of two or more gaps."""
        gap = None if self._last is None else at.since(self._last)
        self._last = at
        if gap is None or gap > _PAUSE_MS or len(self._gaps) > _LONGEST:
            self._gaps.clear()
            return None
        self._gaps.append(gap)
        if sign not in self.suffixes or len(self._gaps) < 2:
            return None
        report = GapReport(tuple(self._gaps))
        self._gaps.clear()
        self._last = None
        return report


@dataclass(frozen=True)
class GapReport:
    """Gaps between the signs of one burst, its end sign included, in milliseconds."""

    gaps_ms: tuple[int, ...]

    @property
    def greatest_ms(self) -> int:
        """The gap that decides."""
        return max(self.gaps_ms)

    @property
    def usual_ms(self) -> float:
        """The median gap."""
        return median(self.gaps_ms)
