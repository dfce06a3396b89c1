"""Starrett IQ and CDI (Chicago Dial Indicator) electronic indicators.

Understands sign, value, comma and unit, and the error sentences the indicator prints in capitals.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_READING = re.compile(r"([+-] ?[0-9]+\.[0-9]+), ?(MM|IN)")
_SENTENCE = re.compile(r"[A-Z]{2,}(?: [A-Z]{2,})+")


class StarrettCdi(Driver):
    """Starrett IQ `+ 2.1380, MM` CR, CDI the same in 15 characters with CRLF; asked with `R` CR.

    Sources: Starrett IQ manual page 17; CDI USB and RS-232 communication protocol.
    """

    family = "starrett_cdi"
    title = "Starrett IQ / CDI"
    settings = PortSettings(9600, 8, "N", 1)
    request = b"R\r"

    def new_framer(self) -> Framer:
        """Frames end with CR or CR LF."""
        return TerminatorFramer(b"\r", swallow_line_feed=True)

    def understand(self, text: str) -> list[Meaning]:
        """A reading with its unit, or an error sentence as its own code."""
        if reading := _READING.fullmatch(text):
            value = decimal_text(reading[1])
            return [Rejected("format") if value is None else Value(value, unit_name(reading[2]))]
        return [Trouble(text) if _SENTENCE.fullmatch(text) else Rejected("format")]
