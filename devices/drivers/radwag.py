"""Radwag balances: answers to S, SI, SU, SUI and the print key.

Understands fixed columns with their stability mark, acknowledgements and refusals.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

# Command (3), stability mark with one or two blanks about it (models differ), sign, mass (9), blank, unit (3).
# The print key leaves out the command. Only these widths: a shorter frame has lost its front.
_WEIGHT = re.compile(r"(?:SUI|SU |SI |S  )?([ ?^v]{2,3})([ \-])([ 0-9.]{9}) (.{3})")
_WIDTHS = {16, 19, 20}
_MARKS = {"", "?", "^", "v"}
_ANSWER = re.compile(r"[A-Z0-9]{1,4} ([ADIE^v])")
_ACKNOWLEDGED = {"A", "D"}
_MEANINGS = {
    "I": "not available now",
    "E": "stability timeout",
    "^": "overload",
    "v": "underload",
    "ES": "unknown command",
}


class Radwag(Driver):
    """Radwag: `S    -      8.5 g  ` CRLF, 21 bytes; asked with `S`, `SI` or `SU` CRLF.

    Sources: Radwag PM 10.C32 manual page 111, WTC manual page 48, AS R2 manual page 83 (one blank more).
    """

    family = "radwag"
    title = "Radwag balances"
    settings = PortSettings(9600, 8, "N", 1)
    request = b"S\r\n"

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A weight with `stable`, out of range, an acknowledgement or a refusal."""
        if answer := _ANSWER.fullmatch(text):
            code = answer[1]
            return [Notice("ack") if code in _ACKNOWLEDGED else Trouble(code, _MEANINGS[code])]
        if text == "ES":
            return [Trouble(text, _MEANINGS[text])]
        weight = _WEIGHT.fullmatch(text)
        mark = weight[1].strip(" ") if weight else None
        if weight is None or mark not in _MARKS or len(text) not in _WIDTHS:
            return [Rejected("format")]
        if mark in _MEANINGS:
            return [Trouble(mark, _MEANINGS[mark])]
        value, unit = decimal_text(weight[2] + weight[3].strip(" ")), unit_name(weight[4])
        if value is None or unit is None:
            return [Rejected("format" if value is None else "unit")]
        return [Value(value, unit, facts={"stable": mark != "?"})]
