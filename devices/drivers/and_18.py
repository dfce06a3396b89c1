"""The 18-byte format "AND" of CAS, Selleton and other indicators.

Understands state, gross or net, sign, seven characters of weight and unit. The zeros behind OL are no value.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_FRAME = re.compile(r"([A-Z]{2}),([A-Z]{2}),([+\- ])(.{7})(.{2})")


class And18(Driver):
    """`ST,GS,+  0.876kg` CRLF. Sources: CAS PDI manual page 37; Selleton SL-7516 manual page 18."""

    family = "and_18"
    title = "A&D-compatible indicators, 18 bytes"
    settings = PortSettings(9600, 7, "E", 1)
    seven_bit = True

    def new_framer(self) -> Framer:
        """Frames end with CR LF, found also when the parity bit was left in."""
        return TerminatorFramer(b"\r\n", seven_bit=True)

    def understand(self, text: str) -> list[Meaning]:
        """A weight with `stable` and `net`, or overload."""
        frame = _FRAME.fullmatch(text)
        if frame is None:
            return [Rejected("format")]
        state, gross_or_net, sign, data, unit_text = frame.groups()
        if state not in {"ST", "US", "OL"} or gross_or_net not in {"GS", "NT"}:
            return [Rejected("header")]
        if state == "OL":
            return [Trouble("OL", "overload")]
        value, unit = decimal_text(sign + data.strip(" ")), unit_name(unit_text)
        if value is None or unit is None:
            return [Rejected("format" if value is None else "unit")]
        return [Value(value, unit, facts={"stable": state == "ST", "net": gross_or_net == "NT"})]
