"""ASDQMS GageMux multiplexers in the full comma-delimited format.

Understands reading number, reading, mode and channel. Its MUX-10 format belongs to the Mitutoyo driver.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, plain_number

# NNN, SRRRRRRRRR, SMMM, SCC: number, reading, mode, channel; S is a blank.
_RECORD = re.compile(r"([0-9]+), *([+-]?[0-9.]+), *(NRM|MIN|MAX|TIR), *([0-9]{1,2})")


class GagemuxCsv(Driver):
    """GageMux `001, -1.2340, NRM, 01` CRLF. Source: GageMux operating manual page 7."""

    family = "gagemux_csv"
    title = "ASDQMS GageMux, comma format"
    settings = PortSettings(9600, 8, "N", 1)

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A reading with its number, mode and channel."""
        record = _RECORD.fullmatch(text)
        value = decimal_text(record[2]) if record else None
        if record is None or value is None:
            return [Rejected("format")]
        return [
            Value(value, None, plain_number(record[4]), {"seq": int(record[1]), "mode": record[3]}),
        ]
