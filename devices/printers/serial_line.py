"""Sends bytes to a printer at a serial port, through the one reader of ports. Knows no printer language."""

from __future__ import annotations

import queue
import threading
import time
from typing import Final

from devices.driver import PortSettings
from devices.events import Event, Now, PortFound, PortLost
from devices.printers.errors import PrinterError
from devices.transport.ports import PortIdentity
from devices.transport.serial_port import SerialReader

OPEN_SECONDS: Final = 3.0
# Label printers stop the line by XON/XOFF while they print.
PRINTER_SETTINGS: Final = PortSettings(baud=9600, xonxoff=True)
_PIECE: Final = 256


class _Deaf:
    """What listens to a printer: nothing; its answers are let go."""

    silence = 1.0
    rest = b""

    def __init__(self, settings: PortSettings) -> None:
        self.settings = settings

    def feed(self, data: bytes, now: Now) -> list[Event]:
        """Let bytes go."""
        return []

    def tick(self, now: Now) -> list[Event]:
        """Let time pass."""
        return []

    def give_up(self, now: Now) -> list[Event]:
        """Have nothing."""
        return []


def send(
    port: str | PortIdentity,
    data: bytes,
    settings: PortSettings = PRINTER_SETTINGS,
    *,
    open_seconds: float = OPEN_SECONDS,
) -> None:
    """Hand all bytes to a printer, no faster than the line carries them.

    Raises:
        PrinterError: with the reason and how much was taken before.
    """
    name = port if isinstance(port, str) else port.name
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    with SerialReader(port, _Deaf(settings), events.put) as line:
        _wait_for_port(events, name, open_seconds)
        _hand_over(line, data, settings, name)


def _wait_for_port(events: queue.SimpleQueue[Event], name: str, seconds: float) -> None:
    try:
        event = events.get(timeout=seconds)
    except queue.Empty:
        raise PrinterError("timeout", name) from None
    if isinstance(event, PortLost):
        raise PrinterError(event.reason, name)
    assert isinstance(event, PortFound)  # a printer that says nothing has no other event


def _hand_over(line: SerialReader, data: bytes, settings: PortSettings, name: str) -> None:
    """Send in pieces at the pace of the line: closing a port may throw away what still waits in it."""
    bits = 1 + settings.bits + (settings.parity != "N") + settings.stop
    start, pause = time.monotonic(), threading.Event()
    for place in range(0, len(data), _PIECE):
        piece = data[place : place + _PIECE]
        if not line.send(piece):
            raise PrinterError("timeout" if line.is_open else "gone", name, place)
        due = start + (place + len(piece)) * bits / settings.baud
        pause.wait(max(0.0, due - time.monotonic()))
