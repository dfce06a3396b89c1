"""Mitutoyo ASCII output: USB/VCP and USB-ITN instruments, MUX-10 and everything that speaks its format.

Understands `0` channel `A` sign and eight characters with a floating point, CR. Sets no unit: none is sent.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text

# Mitutoyo No. 99MAF600B 6.3.2: D1 "0", D2 channel, D3 "A", D4 sign, D5 to D12 data, D13 CR.
_READING = re.compile(r"0([0-9])A([+-][0-9.]{8})")
# The first character 9 is a status, 1 is device information (USB-ITN).
_STATUS = re.compile(r"9([0-9]{1,4})")
_INFORMATION = re.compile(r"1(?!A[+-])([ -~]+)")


class MitutoyoAscii(Driver):
    """Mitutoyo USB input tools, virtual COM ports and multiplexers in MUX-10 format.

    Source: Mitutoyo QM-Height manual No. 99MAF600B 6.3; GageMux manual page 7 (MUX-10 format).
    """

    family = "mitutoyo_ascii"
    title = "Mitutoyo USB / VCP / MUX-10"
    settings = PortSettings(9600, 8, "N", 1)
    request = b"1\r"

    def new_framer(self) -> Framer:
        """Frames end with CR; some adapters add LF."""
        return TerminatorFramer(b"\r", swallow_line_feed=True)

    def understand(self, text: str) -> list[Meaning]:
        """A reading with its channel, a status, or device information."""
        if reading := _READING.fullmatch(text):
            value = decimal_text(reading[2])
            return [Rejected("format") if value is None else Value(value, channel=reading[1])]
        if status := _STATUS.fullmatch(text):
            return [Trouble(status[1])]
        if information := _INFORMATION.fullmatch(text):
            return [Notice("ident", information[1].strip(" "))]
        return [Rejected("format")]
