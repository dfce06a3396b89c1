"""Opens one serial line and says in a reason code why it would not. The only maker of pyserial objects."""

from __future__ import annotations

import errno
import re
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import serial

from devices.driver import PortSettings

PORT_GONE: tuple[type[Exception], ...] = (OSError,)
if sys.platform != "win32":
    import termios

    # reset_input_buffer and tcsetattr raise termios.error after unplugging, and it is no OSError.
    PORT_GONE = (OSError, termios.error)

WRITE_SECONDS: Final = 1.0
_REASONS: Final = {
    errno.ENOENT: "missing",
    errno.ENODEV: "missing",
    errno.ENXIO: "missing",
    errno.ECONNREFUSED: "missing",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EBUSY: "busy",
    errno.EAGAIN: "busy",
}
_PTYS: Final = Path("/dev/pts")
_LINES: Final = ("cts", "dsr", "ri", "cd")


class LineRefusedError(Exception):
    """The line could not be opened; `reason` is missing, denied, busy, gone or settings."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def open_line(name: str, settings: PortSettings, timeout: float) -> serial.Serial:
    """Open a port exclusively.

    Args:
        name: a port name or a pyserial URL.
        settings: speed, bits, parity, flow control and the levels of DTR and RTS.
        timeout: the longest a read waits, in seconds.

    Raises:
        LineRefusedError: with the reason.
    """
    line: serial.Serial | None = None
    if name.startswith("/") and Path(name).resolve().parent == _PTYS:
        # It carries bytes and no bits; opened a second time with seven of them, tcsetattr refuses (EINVAL).
        bits = 8 if settings.bits == 7 else settings.bits
        settings = replace(settings, bits=bits, parity="N" if settings.parity in "EOMS" else settings.parity)
    try:
        line = serial.serial_for_url(
            name,
            baudrate=settings.baud,
            bytesize=settings.bits,
            parity=settings.parity,
            stopbits=settings.stop,
            xonxoff=settings.xonxoff,
            timeout=timeout,
            write_timeout=WRITE_SECONDS,
            exclusive=True,
            do_not_open=True,
        )
        line.dtr = settings.dtr
        line.rts = settings.rts
        line.open()
    except PORT_GONE as error:
        close_line(line)
        raise LineRefusedError(reason_of(error)) from error
    except ValueError as error:
        close_line(line)
        raise LineRefusedError("settings") from error
    return line


def close_line(line: serial.Serial | None) -> None:
    """Close a line, dead or alive, in the thread that used it."""
    if line is not None:
        with suppress(*PORT_GONE):
            line.close()


def control_lines(line: serial.Serial) -> frozenset[str]:
    """The control lines that are on now (cts, dsr, ri, cd); none where the port has none (ptys, sockets)."""
    on = set()
    for name in _LINES:
        try:
            if getattr(line, name):
                on.add(name)
        except AttributeError:
            return frozenset()
        except PORT_GONE:
            # A pseudo-terminal answers ENOTTY; whether the port is gone, the next read tells.
            return frozenset()
    return frozenset(on)


def reason_of(error: Exception) -> str:
    """A reason code: missing, denied, busy or gone. On Windows pyserial puts the number into its sentence."""
    number = getattr(error, "errno", None)
    if number is None and (found := re.search(r"(PermissionError|FileNotFoundError)\(", str(error))):
        return "busy" if found[1] == "PermissionError" else "missing"
    if number is None and (found := re.search(r"\[Errno (\d+)\]", str(error))):
        number = int(found[1])
    return _REASONS.get(number, "gone") if number is not None else "gone"
