"""Sends bytes to a printer over TCP (raw port 9100), with time limits. Knows no printer language."""

from __future__ import annotations

import contextlib
import errno
import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from devices.printers.errors import PrinterError

RAW_PORT: Final = 9100
CONNECT_SECONDS: Final = 5.0
# A printer whose buffer is full takes nothing until a label is out; much longer means no paper, or an open head.
STALL_SECONDS: Final = 15.0
ANSWER_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 0.25
_PIECE: Final = 4096
_REASONS: Final = {
    errno.ECONNREFUSED: "refused",
    errno.EHOSTUNREACH: "missing",
    errno.ENETUNREACH: "missing",
    errno.EHOSTDOWN: "missing",
    errno.ETIMEDOUT: "timeout",
}
_ADDRESS: Final = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.%]+)\]|(?P<host>[^\s:/\[\]]+))(?::(?P<port>[0-9]{1,5}))?"
)


class Endpoint(NamedTuple):
    """Host and TCP port of a printer."""

    host: str
    port: int


def endpoint(address: str) -> Endpoint:
    """Read ``192.168.0.30``, ``printer-1:9100`` or ``[fe80::1]:9100``.

    Raises:
        ValueError: none of these.
    """
    match = _ADDRESS.fullmatch(address.strip())
    port = int(match["port"] or RAW_PORT) if match else 0
    if match is None or not 0 < port < 65_536:
        raise ValueError(f"no printer address: {address!r}")
    return Endpoint(match["six"] or match["host"], port)


def send(
    address: str,
    data: bytes | Sequence[bytes],
    *,
    connect_seconds: float = CONNECT_SECONDS,
    stall_seconds: float = STALL_SECONDS,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Hand all bytes to a printer and close the connection; it says nothing about paper.

    Args:
        address: As `endpoint` reads it.
        data: What to print; several labels are given apart, so that a stop falls between two of them.
        connect_seconds: Longest wait for the connection.
        stall_seconds: Longest time in which the printer takes no byte.
        stop: Whether nobody wants it any more; asked between labels and while the printer takes nothing.

    Raises:
        PrinterError: with the reason and how much was taken before.
        ValueError: no address.
    """
    place = endpoint(address)
    sent = 0
    try:
        with socket.create_connection(place, timeout=connect_seconds) as line:
            for label in [data] if isinstance(data, bytes) else data:
                if stop():
                    raise PrinterError("stopped", address, sent)
                for taken in _taken(line, label, stall_seconds, stop):
                    if taken is None:
                        raise PrinterError("stopped", address, sent)
                    sent += taken
            line.shutdown(socket.SHUT_WR)
            _wait_for_end(line, stall_seconds)
    except OSError as error:
        raise PrinterError(_reason(error, sent), address, sent) from error


def _taken(
    line: socket.socket, label: bytes, stall_seconds: float, stop: Callable[[], bool]
) -> Iterator[int | None]:
    """Yield how many bytes were taken at each step; None where it is stopped while the printer takes nothing."""
    rest, quiet_since = memoryview(label), time.monotonic()
    line.settimeout(min(_LOOK_SECONDS, stall_seconds))
    while rest:
        try:
            count = line.send(rest[:_PIECE])
        except TimeoutError:
            if stop():
                yield None
            if time.monotonic() - quiet_since >= stall_seconds:
                raise
            continue
        rest, quiet_since = rest[count:], time.monotonic()
        yield count


def ask(
    address: str,
    question: bytes,
    complete: Callable[[bytes], bool],
    *,
    connect_seconds: float = CONNECT_SECONDS,
    seconds: float = ANSWER_SECONDS,
) -> bytes:
    """Ask a printer something and return what it answers in so many seconds; many answer nothing.

    Args:
        address: As `endpoint` reads it.
        question: What is sent.
        complete: Whether the answer so far is all of it.
        connect_seconds: Longest wait for the connection.
        seconds: Longest wait for the answer.

    Raises:
        PrinterError: the printer cannot be reached.
        ValueError: no address.
    """
    place, answer = endpoint(address), b""
    try:
        line = socket.create_connection(place, timeout=connect_seconds)
    except OSError as error:
        raise PrinterError(_reason(error, 0), address) from error
    end = time.monotonic() + seconds
    with line, contextlib.suppress(OSError):
        line.sendall(question)
        while not complete(answer) and len(answer) < _PIECE:
            line.settimeout(max(0.01, end - time.monotonic()))
            piece = line.recv(_PIECE)
            if not piece:
                break
            answer += piece
    return answer


def _wait_for_end(line: socket.socket, seconds: float) -> None:
    """Wait until the printer has read to the end and closes, so that a reset is noticed.

    Many keep the connection open for a while: silence is no failure, everything was taken over by the system.
    """
    line.settimeout(min(seconds, 0.5))
    end = time.monotonic() + min(seconds, 2.0)
    try:
        while time.monotonic() < end and line.recv(_PIECE):
            pass
    except TimeoutError:
        return


def _reason(error: OSError, sent: int) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, socket.gaierror):
        return "missing"
    return "gone" if sent else _REASONS.get(error.errno or 0, "gone")
