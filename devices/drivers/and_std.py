"""A&D balances and scales in the A&D standard format.

Understands header, nine characters of data and three of unit. The nines behind OL are no value.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_WEIGHT = re.compile(r"(..),([+-][0-9.]{8})(.{3})")
_OVERLOAD = re.compile(r"OL,([+-])[0-9.E+]{8,11}.{0,3}")
_STABLE = {"ST": True, "QT": True, "US": False}
_OVERLOADS = {"+": "overload", "-": "underload"}


class AndStd(Driver):
    """A&D standard: `ST,+001234.5  g` CRLF, 17 bytes; ST and QT are stable, US is not, OL out of range.

    Source: A&D EK-L instruction manual page 28. The request `Q` CRLF is not from that manual.
    """

    family = "and_std"
    title = "A&D standard format"
    settings = PortSettings(2400, 7, "E", 1)
    request = b"Q\r\n"
    seven_bit = True

    def new_framer(self) -> Framer:
        """Frames end with CR LF, found also when the parity bit was left in."""
        return TerminatorFramer(b"\r\n", seven_bit=True)

    def understand(self, text: str) -> list[Meaning]:
        """A weight or count with `stable`, or out of range with its side as `OL+` or `OL-`."""
        if overload := _OVERLOAD.fullmatch(text):
            return [Trouble("OL" + overload[1], _OVERLOADS[overload[1]])]
        weight = _WEIGHT.fullmatch(text)
        if weight is None:
            return [Rejected("format")]
        if weight[1] not in _STABLE:
            return [Rejected("header")]
        value, unit = decimal_text(weight[2]), unit_name(weight[3])
        if value is None or unit is None:
            return [Rejected("format" if value is None else "unit")]
        return [Value(value, unit, facts={"stable": _STABLE[weight[1]]})]
