"""Inspec 711 cable for Chinese digital indicators: streams a value every 300 ms.

Understands sign, seven digits and a point, nothing else. Takes no request and sends no unit.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text

_READING = re.compile(r"[+-](?=[0-9]*\.[0-9]*$)[0-9.]{8}")


class Inspec711(Driver):
    """Inspec 711-201B USB interface, 4800 baud 8N1: `+0012.345` CR, ten bytes.

    Source: product page of the Inspec 711-201B interface (sign, seven digits, point, CR).
    """

    family = "inspec_711"
    title = "Inspec 711 indicator cable"
    settings = PortSettings(4800, 8, "N", 1)

    def new_framer(self) -> Framer:
        """Frames end with CR."""
        return TerminatorFramer(b"\r", swallow_line_feed=True)

    def understand(self, text: str) -> list[Meaning]:
        """A reading without unit."""
        value = decimal_text(text) if _READING.fullmatch(text) else None
        return [Rejected("format") if value is None else Value(value)]
