"""Sends bytes to a printer at a serial port, through the one reader of ports. Knows no printer language."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from devices.driver import PortSettings
from devices.events import Event, Now, PortFound, PortLost
from devices.printers.errors import PrinterError
from devices.transport.ports import PortIdentity
from devices.transport.serial_port import SerialReader

OPEN_SECONDS: Final = 3.0
# Label printers stop the line by XON/XOFF while they print.
PRINTER_SETTINGS: Final = PortSettings(baud=9600, xonxoff=True)
ANSWER_SECONDS: Final = 1.0
_PIECE: Final = 256
_MOST_HEARD: Final = 4096


class _Listener:
    """What listens to a printer: it keeps the bytes of an answer and makes no event of them."""

    silence = 1.0
    rest = b""

    def __init__(self, settings: PortSettings) -> None:
        self.settings = settings
        self.heard = bytearray()
        self.came = threading.Event()

    def feed(self, data: bytes, now: Now) -> list[Event]:
        """Keep the first bytes; the rest is let go."""
        self.heard.extend(data[: _MOST_HEARD - len(self.heard)])
        self.came.set()
        return []

    def tick(self, now: Now) -> list[Event]:
        """Let time pass."""
        return []

    def give_up(self, now: Now) -> list[Event]:
        """Have nothing."""
        return []


def send(
    port: str | PortIdentity,
    data: bytes | Sequence[bytes],
    settings: PortSettings = PRINTER_SETTINGS,
    *,
    open_seconds: float = OPEN_SECONDS,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Hand all bytes to a printer, no faster than the line carries them.

    Args:
        port: Where it is.
        data: What to print; several labels are given apart, so that a stop falls between two of them.
        settings: Of the line.
        open_seconds: Longest wait for the port.
        stop: Whether nobody wants it any more; asked between labels.

    Raises:
        PrinterError: with the reason and how much was taken before.
    """
    name = port if isinstance(port, str) else port.name
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    sent = 0
    with SerialReader(port, _Listener(settings), events.put) as line:
        _wait_for_port(events, name, open_seconds)
        for label in [data] if isinstance(data, bytes) else data:
            if stop():
                raise PrinterError("stopped", name, sent)
            _hand_over(line, label, settings, name, sent)
            sent += len(label)


def ask(
    port: str | PortIdentity,
    question: bytes,
    complete: Callable[[bytes], bool],
    settings: PortSettings = PRINTER_SETTINGS,
    *,
    open_seconds: float = OPEN_SECONDS,
    seconds: float = ANSWER_SECONDS,
) -> bytes:
    """Ask a printer something and return what it answers in so many seconds; many answer nothing.

    Raises:
        PrinterError: the port cannot be used.
    """
    name = port if isinstance(port, str) else port.name
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    listener = _Listener(settings)
    with SerialReader(port, listener, events.put) as line:
        _wait_for_port(events, name, open_seconds)
        line.send(question)
        end = time.monotonic() + seconds
        while not complete(bytes(listener.heard)) and (left := end - time.monotonic()) > 0:
            listener.came.wait(left)
            listener.came.clear()
    return bytes(listener.heard)


def _wait_for_port(events: queue.SimpleQueue[Event], name: str, seconds: float) -> None:
    try:
        event = events.get(timeout=seconds)
    except queue.Empty:
        raise PrinterError("timeout", name) from None
    if isinstance(event, PortLost):
        raise PrinterError(event.reason, name)
    assert isinstance(event, PortFound)  # a printer that says nothing has no other event


def _hand_over(line: SerialReader, data: bytes, settings: PortSettings, name: str, before: int) -> None:
    """Send in pieces at the pace of the line: closing a port may throw away what still waits in it."""
    bits = 1 + settings.bits + (settings.parity != "N") + settings.stop
    start, pause = time.monotonic(), threading.Event()
    for place in range(0, len(data), _PIECE):
        piece = data[place : place + _PIECE]
        if not line.send(piece):
            raise PrinterError("timeout" if line.is_open else "gone", name, before + place)
        due = start + (place + len(piece)) * bits / settings.baud
        pause.wait(max(0.0, due - time.monotonic()))
