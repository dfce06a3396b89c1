"""Versitron hardness testers.

Understands test number, value, scale and verdict by field: the manual's total length contradicts its own mask.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Value
from devices.events import Fact
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text

_RECORD = re.compile(r"([0-9]{6}): *([+-]?[0-9]+(?:\.[0-9]+)?) *(H[A-Z0-9]{1,4}) *(Hi|Lo|Ok)?")


class HardnessVersitron(Driver):
    """Versitron: `000012:    60.1HRC   Ok` CRLF. Source: Ametek Versitron BT130R manual page 65."""

    family = "hardness_versitron"
    title = "Versitron hardness testers"
    settings = PortSettings(9600, 8, "N", 1)

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A hardness value, its scale as unit, with `seq` and, where printed, `judge`."""
        record = _RECORD.fullmatch(text.rstrip(" "))
        value = decimal_text(record[2]) if record else None
        if record is None or value is None:
            return [Rejected("format")]
        facts: dict[str, Fact] = {"seq": int(record[1])}
        if record[4]:
            facts["judge"] = record[4]
        return [Value(value, record[3], facts=facts)]
