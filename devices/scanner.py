"""Cuts what a serial barcode scanner sends into scans and decodes their text.

Says nothing about what a code means (see `devices.barcodes`), and never repairs: repair belongs to the keyboard path.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable
from typing import ClassVar

from devices.driver import PortSettings
from devices.events import Event, FrameIncomplete, FrameRejected, Now, ScanReceived
from devices.framing import Frame, TerminatorFramer

SCAN_CAP = 8192
"""Longer than the largest QR code (7,089 digits) with its envelope."""

FAMILY = "scanner"


class ScanFramer:
    """A line-based serial scanner.

    CR, LF, CR LF or EOT end a scan. EOT ends an ISO/IEC 15434 message and stays in the text, as do GS and RS; a
    line end behind it says nothing new. A scanner without suffix is read by the gap of silence behind each code.
    Once a suffix was seen, silence means a damaged scan: a code cut in two must not pass for a shorter code.

    Args:
        source: the name under which scans report where they came from.
        gap: seconds of silence that end a scan of a scanner without suffix.
        suffix: True where the scanner is known to send one, False where it sends none, None to find out.
    """

    settings: ClassVar[PortSettings] = PortSettings(9600, 8, "N", 1)

    def __init__(
        self,
        source: str,
        new_id: Callable[[], uuid.UUID] = uuid.uuid4,
        *,
        gap: float = 0.2,
        suffix: bool | None = None,
    ) -> None:
        self.silence = gap
        self._source = source
        self._new_id = new_id
        self._suffix = suffix
        self._framer = TerminatorFramer(b"\r", b"\n", b"\x04", cap=SCAN_CAP)
        self._last_byte: float | None = None

    @property
    def rest(self) -> bytes:
        """The bytes received that do not make a scan yet."""
        return self._framer.rest

    def feed(self, data: bytes, now: Now) -> list[Event]:
        """Take received bytes, cut anywhere, and give the scans they complete, in order."""
        events = self.tick(now)
        if not data:
            return events
        self._last_byte = now.monotonic
        for frame in self._framer.push(data):
            # EOT is part of the code; only a line end is the scanner's own suffix.
            if self._suffix is None and frame.raw.endswith((b"\r", b"\n")):
                self._suffix = True
            events.append(self._scan(frame, now))
        return events

    def tick(self, now: Now) -> list[Event]:
        """Let time pass: silence ends a scan without suffix, or gives up one that lacks its suffix."""
        if self._last_byte is None or now.monotonic - self._last_byte < self.silence:
            return []
        return self._end(now, whole=not self._suffix)

    def give_up(self, now: Now) -> list[Event]:
        """End the part scan now: the port is gone, so nobody knows whether it was whole."""
        return self._end(now, whole=False)

    def _end(self, now: Now, *, whole: bool) -> list[Event]:
        self._last_byte = None
        return [
            self._scan(frame, now)
            if whole or frame.flaw is not None
            else FrameIncomplete(frame.raw, now.at, now.monotonic, FAMILY)
            for frame in self._framer.flush()
        ]

    def _scan(self, frame: Frame, now: Now) -> Event:
        if frame.flaw is not None:
            return FrameRejected(frame.raw, frame.flaw, now.at, now.monotonic, FAMILY, frame.dropped)
        text, encoding = decode(frame.raw.rstrip(b"\r\n"))
        return ScanReceived(self._new_id(), frame.raw, text, now.at, now.monotonic, self._source, encoding)


def decode(data: bytes) -> tuple[str, str]:
    """The text of a scan and the encoding it was read with: strict UTF-8 in NFC, otherwise latin-1."""
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"
