"""Gauges that type: an interface in keyboard mode (Digimatic to HID) whose text comes by the capture of scanners.

The text becomes a reading of the family it is written in, with the text kept; what is no reading is left to the
scanner. Knows no keyboard and no window.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import Final

from devices.barcodes.hangul import has_hangul, keys_behind
from devices.driver import Driver
from devices.events import (
    Event,
    Facts,
    FrameIncomplete,
    FrameRejected,
    GaugeReading,
    GaugeTrouble,
    Now,
    ScanReceived,
)
from devices.profiles import GaugeProfile

SCHEME: Final = "wedge:"
"""How a typing gauge stands in a station's devices in place of a port: ``wedge:`` and the signs it types first."""

# Without signs of its own in front, only what cannot be a plain number of an order or a lot is a value.
_LIKE_A_VALUE: Final = re.compile(r" *[+-]? *[.,]?[0-9]")
_TELLING: Final = frozenset(".,+- ")


def wedge_port(prefix: str) -> str:
    """The port name of a gauge that types `prefix` before each value; "" for one without."""
    return SCHEME + prefix


def is_wedge_port(port: str) -> bool:
    """Whether a port name is that of a typing gauge."""
    return port.startswith(SCHEME)


def prefix_of(port: str) -> str:
    """The signs a typing gauge types first."""
    return port.removeprefix(SCHEME)


class WedgeGauge:
    """One typing gauge.

    Args:
        prefix: what it types before each value, set up on its interface; tells it from scanners and from others.
        profile: its family and, for the generic driver, its template; the line settings mean nothing here.

    Raises:
        devices.profiles.ProfileError: the profile has a flaw.
    """

    def __init__(self, prefix: str, profile: GaugeProfile) -> None:
        profile.check()
        self.prefix, self._profile = prefix, profile

    def understand(self, typed: ScanReceived) -> tuple[GaugeReading | GaugeTrouble, ...]:
        """The readings or troubles in a captured text; empty where it is no frame of this gauge.

        A frame is taken as a whole or not at all. The reading keeps the bytes as captured, prefix and all, and the
        identifier of the capture. Text typed in Hangul mode is turned back to its keys, and the fact says so.
        """
        text = typed.text.strip("\r\n\t")
        keys = keys_behind(text) if has_hangul(text) else text
        # The capture may have turned the text back already; the bytes are still those that were typed.
        hangul = keys != text or has_hangul(typed.raw.decode("utf-8", "replace"))
        if not _starts(keys, self.prefix, loosely=hangul):
            return ()
        frame = keys[len(self.prefix) :]
        if not self.prefix and (hangul or not _LIKE_A_VALUE.match(frame) or not _TELLING & frozenset(frame)):
            return ()
        events = self._read(frame, Now(typed.at, typed.monotonic))
        found = tuple(each for each in events if isinstance(each, GaugeReading | GaugeTrouble))
        refused = any(isinstance(each, FrameRejected | FrameIncomplete) for each in events)
        if refused or not found:
            return ()
        facts: dict[str, str | int | bool | None] = {"wedge": True}
        if hangul:
            facts["repaired"] = "hangul"
        return tuple(_as_typed(each, place, typed, facts) for place, each in enumerate(found))

    def _read(self, frame: str, now: Now) -> list[Event]:
        """A fresh driver for each text: one capture is one frame, and nothing of the last is left."""
        device: Driver = self._profile.driver()
        try:
            data = frame.encode("latin-1")
        except UnicodeEncodeError:
            return []
        events = device.feed(data, now)
        # The capture took the end of the line away; formats without one end by silence.
        return events + (device.feed(b"\r\n", now) if device.rest else [])


def _starts(text: str, prefix: str, *, loosely: bool) -> bool:
    """Whether a text begins with the prefix; the case of letters typed in Hangul mode is not known."""
    return text.upper().startswith(prefix.upper()) if loosely else text.startswith(prefix)


def _as_typed(
    event: GaugeReading | GaugeTrouble,
    place: int,
    typed: ScanReceived,
    facts: dict[str, str | int | bool | None],
) -> GaugeReading | GaugeTrouble:
    said = Facts({**event.facts, **facts})
    if isinstance(event, GaugeTrouble):
        return replace(event, raw=typed.raw, facts=said)
    # A capture that is delivered twice is one event; of several values in it, the others are named by its identifier.
    own = typed.event_id if place == 0 else uuid.uuid5(typed.event_id, str(place))
    return replace(event, raw=typed.raw, facts=said, event_id=own)
