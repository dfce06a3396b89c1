"""Keyence laser instruments LS-7000 and LK-G over RS-232C.

Understands measured values of one or two outputs with their comparator results, over-range marks and errors.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text

_ANSWER = re.compile(r"[ML]([0-2]),(.+)")
_ERROR = re.compile(r"ER,[A-Z0-9]{1,4},([0-9]{2})")
_ERROR_MEANINGS = {
    "00": "command",
    "01": "status",
    "20": "command length",
    "21": "parameter count",
    "22": "invalid parameter",
    "88": "timeout",
    "99": "other",
}
_NUMBER = re.compile(r"[+-][0-9.]{7}")
_JUDGEMENTS = {"HH", "HI", "GO", "LO", "LL"}
_OUT_OF_RANGE = {
    "+FFFFFFF": ("+F", "over range"),
    "-FFFFFFF": ("-F", "under range"),
    "XXXXXXXX": ("X", "no value"),
}


class Keyence(Driver):
    """Keyence: `M0,+01.3450,HI,+24.6234,LO` CR, `ER,M1,22` CR; asked with `M0,1` CR.

    Sources: LS-7000 manual page 150; LK-G manual pages 135 and 136.
    """

    family = "keyence"
    title = "Keyence LS-7000 / LK-G"
    settings = PortSettings(9600, 8, "N", 1)
    request = b"M0,1\r"

    def new_framer(self) -> Framer:
        """Frames end with CR."""
        return TerminatorFramer(b"\r", swallow_line_feed=True)

    def understand(self, text: str) -> list[Meaning]:
        """One meaning per output, with `judge` where the comparator result was asked for."""
        if error := _ERROR.fullmatch(text):
            return [Trouble(error[1], _ERROR_MEANINGS.get(error[1]))]
        answer = _ANSWER.fullmatch(text)
        if answer is None:
            return [Rejected("format")]
        meanings: list[Meaning] = []
        fields = answer[2].split(",")
        output = 0
        while fields:
            number = fields.pop(0)
            judge = fields.pop(0) if fields and fields[0] in _JUDGEMENTS else None
            output += 1
            meanings.append(_output(number, judge, answer[1], str(output)))
        fits = output == 1 if answer[1] != "0" else output == 2
        return meanings if fits else [Rejected("format")]


def _output(number: str, judge: str | None, asked: str, place: str) -> Meaning:
    channel = place if asked == "0" else asked
    if number in _OUT_OF_RANGE:
        code, meaning = _OUT_OF_RANGE[number]
        # Of two outputs it must be said which one is out of range; a single one needs no name.
        return Trouble(code, meaning, channel if asked == "0" else None)
    value = decimal_text(number) if _NUMBER.fullmatch(number) else None
    if value is None:
        return Rejected("format")
    return Value(value, channel=channel, facts={"judge": judge} if judge else {})
