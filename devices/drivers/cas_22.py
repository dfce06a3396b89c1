"""CAS weighing indicators in the 22-byte format.

Understands state, gross or net, device id, lamp byte, eight characters of weight and unit. Not an ASCII format:
the lamp byte has bit 7 set, and on a 7-bit line it can look like CR; so only CR LF together ends a frame.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Trouble, Value
from devices.events import Fact
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_FRAME = re.compile(r"([A-Z]{2}),([A-Z]{2}),(.)(.),(.{8}) (.{2})", re.DOTALL)
_STATES = {"ST", "US", "OL", "HD"}
_LAMP_STABLE = 0x40


class Cas22(Driver):
    """CAS CI, NT and CRD indicators: `ST,GS,` id lamp `,000013.5 kg` CRLF.

    The lamp byte decides only whether a held weight (HD) was stable. Sources: CAS CI-600D manual page 74;
    CRD-2300F manual page 16 (hold); CI-150A manual page 54 (lamp bits).
    """

    family = "cas_22"
    title = "CAS indicators, 22 bytes"
    settings = PortSettings(9600, 8, "N", 1)

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A weight with `stable`, `net`, `id` and, for HD, `hold`; or overload."""
        frame = _FRAME.fullmatch(text)
        if frame is None:
            return [Rejected("format")]
        state, gross_or_net, identifier, lamp, data, unit_text = frame.groups()
        if state not in _STATES or gross_or_net not in {"GS", "NT"}:
            return [Rejected("header")]
        if state == "OL":
            return [Trouble("OL", "overload", facts={"id": identifier})]
        value, unit = decimal_text(data), unit_name(unit_text)
        if value is None or unit is None:
            return [Rejected("format" if value is None else "unit")]
        stable = bool(ord(lamp) & _LAMP_STABLE) if state == "HD" else state == "ST"
        facts: dict[str, Fact] = {"stable": stable, "net": gross_or_net == "NT", "id": identifier}
        if state == "HD":
            facts["hold"] = True
        return [Value(value, unit, facts=facts)]
