"""Ohaus balances and indicators in their print format.

Understands the right-aligned weight, the unit, the mark of an unstable weight and the legend behind it.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.events import Fact
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_WEIGHT = re.compile(
    r"( *-? *[0-9]+(?:\.[0-9]+)?) +([A-Za-z%]{1,5})(?: +(\?))?(?: +([!-~](?:[ -~]{0,19}[!-~])?))? *"
)
# The manuals print the weight right-aligned in 9 to 11 characters. Less than that has lost its front.
_WEIGHT_WIDTH = 9


class Ohaus(Driver):
    """Ohaus: `     192.21 g` CRLF, `?` when unstable, a legend of up to ten characters; asked with `P` CRLF.

    Sources: Ohaus Explorer manual pages 155 and 158; Defender 3000 manual page 37.
    """

    family = "ohaus"
    title = "Ohaus balances and indicators"
    settings = PortSettings(9600, 8, "N", 1)
    request = b"P\r\n"

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A weight with `stable` and, where printed, `legend`."""
        if text.strip(" ") == "ES":
            return [Trouble("ES", "not executed")]
        if text == "OK!":
            return [Notice("ack")]
        weight = _WEIGHT.fullmatch(text)
        if weight is None or len(weight[1]) < _WEIGHT_WIDTH:
            return [Rejected("format")]
        value, unit = decimal_text(weight[1]), unit_name(weight[2])
        if value is None or unit is None:
            return [Rejected("format" if value is None else "unit")]
        facts: dict[str, Fact] = {"stable": weight[3] is None}
        if weight[4]:
            facts["legend"] = weight[4]
        return [Value(value, unit, facts=facts)]
