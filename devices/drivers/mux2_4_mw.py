"""MUX-2 and MUX-4 Digimatic multiplexers (sold with WinWedge).

Understands measured values (MW), the time-out (TO), version and settings. 999999.99 behind TO is no value.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

# N_MT_SZZZZZZZZ_EEEEEE; the blank before the sign is printed on some lines only.
_READING = re.compile(r"([1-4]) MW ?([+-][0-9.]{8}) +([A-Za-z]+) *")
_TIME_OUT = re.compile(r"([1-4]) TO .*")
_VERSION = re.compile(r"MUX[24] V[0-9.]+")
_SETTINGS = re.compile(r"[0-4]{4}")


class Mux24Mw(Driver):
    """MUX-2/4: `1 MW+003.4665 inch` CRLF. Source: Adept Scientific knowledge base 68CE."""

    family = "mux2_4_mw"
    title = "MUX-2 / MUX-4 Digimatic"
    settings = PortSettings(9600, 8, "N", 1)
    request = b"A"

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A reading with channel and unit, or the time-out of a channel."""
        if reading := _READING.fullmatch(text):
            value, unit = decimal_text(reading[2]), unit_name(reading[3])
            if value is None:
                return [Rejected("format")]
            return [Rejected("unit") if unit is None else Value(value, unit, reading[1])]
        if time_out := _TIME_OUT.fullmatch(text):
            return [Trouble("TO", channel=time_out[1])]
        if _VERSION.fullmatch(text):
            return [Notice("ident", text)]
        if _SETTINGS.fullmatch(text):
            return [Notice("mode", text)]
        return [Rejected("format")]
