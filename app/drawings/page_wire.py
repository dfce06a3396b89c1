"""The messages between the program and its PDF child process: a JSON head and raw bytes, length first.

Knows neither PDF nor process; both ends use the same two functions.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, Final

_LENGTHS: Final = struct.Struct("<IQ")
_LARGEST_HEAD: Final = 64 * 1024 * 1024
_LARGEST_BODY: Final = 1024 * 1024 * 1024

# A message head; its values are whatever JSON holds.
Head = dict[str, Any]


class WireEndError(Exception):
    """The other end is gone, or did not speak this protocol."""


def send(stream: BinaryIO, head: Head, body: bytes | memoryview = b"") -> None:
    """Write one message.

    Raises:
        OSError: The other end is gone.
    """
    text = json.dumps(head, ensure_ascii=False, allow_nan=False).encode("utf-8")
    stream.write(_LENGTHS.pack(len(text), len(body)))
    stream.write(text)
    if body:
        stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Head, bytes]:
    """Read one message.

    Returns:
        Its head and its bytes.

    Raises:
        WireEndError: The stream ended before or within a message, or the lengths are absurd.
    """
    head_length, body_length = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if head_length > _LARGEST_HEAD or body_length > _LARGEST_BODY:
        raise WireEndError("lengths out of range")
    head = json.loads(_exactly(stream, head_length))
    if not isinstance(head, dict):
        raise WireEndError("not a message")
    return head, _exactly(stream, body_length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    if content is None or len(content) != length:
        raise WireEndError("stream ended")
    return content
