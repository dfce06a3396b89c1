"""CAS weighing indicators in the 10-byte format: eight characters of weight and nothing else.

Understands a weight only; state and unit are not sent, so the channel's set-up must give the unit.
"""

from __future__ import annotations

from devices.driver import Driver, Meaning, PortSettings, Rejected, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text


class Cas10(Driver):
    """CAS `000013.5` CRLF. Source: CAS CI-600D manual page 74."""

    family = "cas_10"
    title = "CAS indicators, 10 bytes"
    settings = PortSettings(9600, 8, "N", 1)

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A weight without unit; any other length than eight has lost bytes."""
        value = decimal_text(text) if len(text) == 8 else None
        return [Rejected("format") if value is None else Value(value)]
