"""Reads one serial port in a thread of its own: open, read, survive unplugging, open again.

The only place that opens ports. It decides nothing about bytes: a driver or the scanner's framer does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

import serial

from devices.driver import AskingReader, PortSettings, StreamReader
from devices.events import Event, Now, PortFound, PortLost
from devices.transport.clock import system_now
from devices.transport.line import (
    PORT_GONE,
    LineRefusedError,
    close_line,
    control_lines,
    open_line,
)
from devices.transport.ports import PortIdentity, list_ports, name_now

READ_SECONDS = 0.2
FIRST_RETRY_SECONDS = 0.05
LONGEST_RETRY_SECONDS = 1.0
# A port that went and then is not there is one outage, told once; denied or busy asks for another remedy.
_SAME_OUTAGE = {"gone": "missing"}


class SerialReader:
    """One port, read for ever until `stop`.

    Events go to `deliver`, called in this reader's thread, in order and once each; `queue.SimpleQueue().put` fits.
    `PortLost` comes once per outage, and again when its remedy changes (missing, denied, busy, settings). What was
    half received when the port went is a `FrameIncomplete`.
    Bytes that waited in the port before it was opened are dropped: nobody was armed for them.

    Args:
        port: a port name, a pyserial URL (socket://…), or an identity to follow under changing names.
        reader: what understands the bytes; used by this thread only.
        deliver: takes each event.
        settings: line settings; None takes the reader's own.
        clock: gives the moment of each event.
        on_bytes: takes every piece of received bytes with its moment, for recording.
        on_sent: takes every request that was sent, likewise.
    """

    def __init__(
        self,
        port: str | PortIdentity,
        reader: StreamReader,
        deliver: Callable[[Event], object],
        settings: PortSettings | None = None,
        *,
        clock: Callable[[], Now] = system_now,
        on_bytes: Callable[[bytes, Now], object] | None = None,
        on_sent: Callable[[bytes, Now], object] | None = None,
    ) -> None:
        self.identity = PortIdentity(port) if isinstance(port, str) else port
        self._reader = reader
        self._deliver = deliver
        self._settings = settings or reader.settings
        self._clock = clock
        self._on_bytes = on_bytes
        self._on_sent = on_sent
        self._asking = reader if isinstance(reader, AskingReader) else None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._line: serial.Serial | None = None
        self._thread = threading.Thread(target=self._run, name=f"port {self.identity.name}", daemon=True)

    def start(self) -> None:
        """Begin reading."""
        self._thread.start()

    def stop(self, timeout: float = 3.0) -> bool:
        """Stop reading and close the port; True when the thread has ended. May be called from `deliver`."""
        self._stopping.set()
        with self._lock:
            line = self._line
            if line is not None:
                # URL ports cannot be woken; their read ends by its own time-out.
                with suppress(AttributeError, *PORT_GONE):
                    line.cancel_read()
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def __enter__(self) -> SerialReader:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_open(self) -> bool:
        """Whether the port is open at this moment."""
        return self._line is not None

    def send(self, data: bytes) -> bool:
        """Send a request; True when the port took all of it, False when there is no port or it is gone."""
        with self._lock:
            if self._line is None:
                return False
            return self._write(self._line, data)

    def press(self) -> bool:
        """Press the key that asks for a value, or opens and closes a window.

        False where the reader has no key, or the port is not open: a press must not count when it opens again.
        """
        if self._asking is None or self._line is None:
            return False
        self._asking.press()
        return True

    def _write(self, line: serial.Serial, data: bytes) -> bool:
        try:
            written = line.write(data) == len(data)
        except PORT_GONE:
            # Gone, or held up by flow control: the next read tells, and whoever asked gets no answer.
            return False
        if written and self._on_sent is not None:
            self._on_sent(data, self._clock())
        return written

    def _run(self) -> None:
        reported = ""
        wait = FIRST_RETRY_SECONDS
        while not self._stopping.is_set():
            name, reason = self._open()
            if reason is None:
                wait = FIRST_RETRY_SECONDS
                self._deliver(PortFound(name, self._clock().at))
                self._read_until_gone()
                reason = "gone"
                reported = ""
            if not self._stopping.is_set() and _SAME_OUTAGE.get(reason, reason) != reported:
                reported = _SAME_OUTAGE.get(reason, reason)
                self._deliver(PortLost(name, reason, self._clock().at))
            self._stopping.wait(wait)
            wait = min(wait * 2, LONGEST_RETRY_SECONDS)

    def _open(self) -> tuple[str, str | None]:
        """Open the port under the name it has now; gives that name, and the reason where it failed."""
        wanted = self.identity
        name = name_now(wanted, list_ports() if wanted.vid is not None else ())
        if name is None:
            return wanted.name, "missing"
        timeout = min(READ_SECONDS, max(0.02, self._reader.silence / 2))
        if self._asking is not None:
            timeout = min(timeout, max(0.01, self._asking.poll))
        try:
            line = open_line(name, self._settings, timeout)
        except LineRefusedError as refused:
            return name, refused.reason
        self._learn(name)
        with self._lock:
            self._line = line
        return name, None

    def _learn(self, name: str) -> None:
        """A port given by name is followed by its USB numbers from now on: Windows may number it anew."""
        if self.identity.vid is None:
            known = (each for each in list_ports() if each.name == name and each.vid is not None)
            self.identity = next(known, self.identity)

    def _read_until_gone(self) -> None:
        """Feed the reader until the port is gone or `stop`.

        Whatever a port that was open raises, it is gone: Windows says "permission denied" of a plug that was pulled.
        """
        line = self._line
        try:
            with suppress(*PORT_GONE):
                while line is not None and not self._stopping.is_set():
                    # Not more than is there: a longer read would hold a finished frame back until its time-out.
                    self._take(line.read(line.in_waiting or 1))
                    self._attend(line)
        finally:
            with self._lock:
                self._line = None
            # Windows keeps a dead handle's name blocked until this very thread closes it.
            close_line(line)
        for event in self._reader.give_up(self._clock()):
            self._deliver(event)

    def _take(self, data: bytes) -> None:
        now = self._clock()
        if data and self._on_bytes is not None:
            self._on_bytes(data, now)
        for event in self._reader.feed(data, now) if data else self._reader.tick(now):
            self._deliver(event)

    def _attend(self, line: serial.Serial) -> None:
        """Watch the foot switch and send what is due."""
        asking = self._asking
        if asking is None:
            return
        if asking.foot_switch:
            asking.lines(control_lines(line), self._clock())
        if due := asking.due(self._clock()):
            with self._lock:
                self._write(line, due)
