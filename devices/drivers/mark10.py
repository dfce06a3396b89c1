"""Mark-10 force gauges and torque testers, and Wagner FDV force gauges of the same style.

Understands a value with an optional unit, and errors. Units of mass mean force here: the gauge weighs nothing.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_READING = re.compile(r" *([+-]?[0-9]+(?:\.[0-9]+)?|[+-]?\.[0-9]+)(?: +([A-Za-z.]+))? *")
_ERROR = re.compile(r"(\*[0-9]{2})")
_MEANINGS = {
    "*10": "illegal command",
    "*11": "not applicable",
    "*12": "invalid specifier",
    "*22": "value too large",
}
_OVERLOAD = re.compile(r" *HELP(?: +[A-Za-z]+)? *")
_FORCE = {"lb": "lbf", "kg": "kgf", "g": "gf", "oz": "ozf"}


class Mark10(Driver):
    """Mark-10: `-18.78 lbFin` CRLF, `4.285 N` CRLF, error `*10` CRLF; asked with `?` CR.

    The sign convention can be inverted or omitted on the gauge. Sources: Mark-10 TT01 manual page 17, Series 4
    manual page 16, Series 5 manual page 19 (error codes); Wagner FDV manual (HELP = overload).
    """

    family = "mark10"
    title = "Mark-10 / Wagner force and torque"
    settings = PortSettings(9600, 8, "N", 1)
    request = b"?\r"

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A reading, its unit None where the gauge sends numbers only, or an error."""
        if reading := _READING.fullmatch(text):
            value = decimal_text(reading[1])
            unit = unit_name(reading[2] or "")
            if value is None or (reading[2] and unit is None):
                return [Rejected("unit" if value else "format")]
            return [Value(value, _FORCE.get(unit, unit) if unit else None)]
        if error := _ERROR.fullmatch(text):
            return [Trouble(error[1], _MEANINGS.get(error[1]))]
        if _OVERLOAD.fullmatch(text):
            return [Trouble("HELP", "overload")]
        return [Rejected("format")]
