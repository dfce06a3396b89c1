"""Cuts a byte stream into frames: by terminator, by fixed length, by STX and ETX; idle gaps end what is left.

Shared by drivers and the scanner. Knows no family, keeps no clock, and never holds more than one capped frame.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

FRAME_CAP = 256
"""The longest frame kept, in bytes; a pattern is never run on more."""

_LOW_SEVEN = bytes(byte & 0x7F for byte in range(256))


@dataclass(frozen=True)
class Frame:
    """A cut piece: `raw` as received, `body` without its framing bytes.

    `flaw` names what the framer already knows to be wrong; `dropped` counts bytes past the cap.
    """

    raw: bytes
    body: bytes
    flaw: str | None = None
    dropped: int = 0


class Framer(Protocol):
    """What a driver needs of a framer."""

    @property
    def rest(self) -> bytes:
        """The bytes of the frame that is not complete yet."""

    def push(self, data: bytes) -> list[Frame]:
        """Take bytes in, give the frames they complete, in order."""

    def flush(self) -> list[Frame]:
        """Give up waiting: what is left as frames (a body without terminator), and start afresh."""


class _Overlong:
    """Counts what follows a frame that outgrew the cap, so that garbage costs neither memory nor silence."""

    def __init__(self, cap: int) -> None:
        self.cap = cap
        self.active = False
        self.dropped = 0

    def begin(self, piece: bytes) -> Frame:
        self.active, self.dropped = True, len(piece) - self.cap
        return Frame(piece[: self.cap], b"", "too long")

    def end(self) -> list[Frame]:
        dropped, self.active, self.dropped = self.dropped, False, 0
        return [Frame(b"", b"", "too long", dropped)] if dropped else []


class TerminatorFramer:
    """Frames that end with one of some terminators.

    Args:
        terminators: byte strings that end a frame; they stay in `raw` and are cut off `body`.
        swallow_line_feed: a LF right after the terminator belongs to it and is skipped.
        seven_bit: compare without bit 7, so that a line read with the wrong parity still gets cut.
        alone: single bytes that are a frame of their own where a frame may begin (ACK, NAK, BEL).
        cap: the longest frame kept, in bytes.
    """

    def __init__(
        self,
        *terminators: bytes,
        swallow_line_feed: bool = False,
        seven_bit: bool = False,
        alone: bytes = b"",
        cap: int = FRAME_CAP,
    ) -> None:
        longest_first = sorted(terminators, key=len, reverse=True)
        self._end = re.compile(b"|".join(re.escape(each) for each in longest_first))
        self._reach = max(len(each) for each in terminators) - 1
        self._swallow = swallow_line_feed
        self._seven_bit = seven_bit
        self._alone = alone
        self._buffer = b""
        self._skip_line_feed = False
        self._overlong = _Overlong(cap)

    @property
    def rest(self) -> bytes:
        """The bytes of the frame that is not complete yet."""
        return b"" if self._overlong.active else self._buffer

    def push(self, data: bytes) -> list[Frame]:
        """Take bytes in, give the frames they complete, in order."""
        stream = self._buffer + data
        shape = stream.translate(_LOW_SEVEN) if self._seven_bit else stream
        frames: list[Frame] = []
        start = 0
        while start < len(stream):
            if self._skip_line_feed:
                self._skip_line_feed = False
                if shape[start] == 0x0A:
                    start += 1
                    continue
            if not self._overlong.active and shape[start] in self._alone:
                single = stream[start : start + 1]
                frames.append(Frame(single, single))
                start += 1
                continue
            match = self._end.search(shape, start)
            if match is None:
                break
            frames.extend(self._cut(stream[start : match.end()], stream[start : match.start()]))
            start = match.end()
            self._skip_line_feed = self._swallow
        self._buffer = stream[start:]
        frames.extend(self._limit())
        return frames

    def flush(self) -> list[Frame]:
        """Give up waiting: what is left as frames, and start afresh."""
        left, self._buffer, self._skip_line_feed = self._buffer, b"", False
        if self._overlong.active:
            self._overlong.dropped += len(left)
            return self._overlong.end()
        return [Frame(left, left)] if left else []

    def _cut(self, raw: bytes, body: bytes) -> list[Frame]:
        if self._overlong.active:
            self._overlong.dropped += len(raw)
            return self._overlong.end()
        if len(raw) > self._overlong.cap:
            return [self._overlong.begin(raw), *self._overlong.end()]
        # A line with nothing in it says nothing: balances print them between weighings.
        return [Frame(raw, body)] if body else []

    def _limit(self) -> list[Frame]:
        keep = self._reach
        if self._overlong.active:
            surplus = max(0, len(self._buffer) - keep)
            self._overlong.dropped += surplus
            self._buffer = self._buffer[surplus:]
            return []
        if len(self._buffer) <= self._overlong.cap + self._reach:
            return []
        frame = self._overlong.begin(self._buffer[: len(self._buffer) - keep])
        self._buffer = self._buffer[len(self._buffer) - keep :]
        return [frame]


class FixedLengthFramer:
    """Frames of one length that begin with a known prefix; CR and LF between frames are skipped.

    Bytes in front of a prefix, and frames cut short by a line end, come out flawed instead of shifting
    every later frame.
    """

    def __init__(self, length: int, prefix: bytes) -> None:
        self._length = length
        self._prefix = prefix
        self._buffer = b""

    @property
    def rest(self) -> bytes:
        """The bytes of the frame that is not complete yet."""
        return self._buffer

    def push(self, data: bytes) -> list[Frame]:
        """Take bytes in, give the frames they complete, in order."""
        frames: list[Frame] = []
        for position, line in enumerate(re.split(rb"[\r\n]", self._buffer + data)):
            if position and self._buffer:
                frames.append(Frame(self._buffer, self._buffer, "short"))
            self._buffer = self._cut(line, frames)
        return frames

    def flush(self) -> list[Frame]:
        """Give up waiting: what is left as frames, and start afresh."""
        left, self._buffer = self._buffer, b""
        return [Frame(left, left)] if left else []

    def _cut(self, line: bytes, frames: list[Frame]) -> bytes:
        start = 0
        while len(line) - start >= self._length:
            piece = line[start : start + self._length]
            flaw = None
            if not piece.startswith(self._prefix):
                found = line.find(self._prefix, start + 1, start + self._length + len(self._prefix) - 1)
                piece = piece if found < 0 else line[start:found]
                flaw = "header"
            frames.append(Frame(piece, piece, flaw))
            start += len(piece)
        return line[start:]


class BracketFramer:
    """Frames between a start and an end byte (STX … ETX); bytes outside come out flawed."""

    def __init__(self, start: bytes = b"\x02", end: bytes = b"\x03") -> None:
        self._start = start
        self._lines = TerminatorFramer(end)

    @property
    def rest(self) -> bytes:
        """The bytes of the frame that is not complete yet."""
        return self._lines.rest

    def push(self, data: bytes) -> list[Frame]:
        """Take bytes in, give the frames they complete, in order."""
        frames: list[Frame] = []
        for frame in self._lines.push(data):
            if frame.flaw is not None:
                frames.append(frame)
                continue
            before, mark, body = frame.body.rpartition(self._start)
            if before or not mark:
                frames.append(Frame(before or frame.raw, b"", "outside"))
            if mark:
                frames.append(Frame(frame.raw[len(before) :], body))
        return frames

    def flush(self) -> list[Frame]:
        """Give up waiting: what is left as frames, and start afresh."""
        return self._lines.flush()
