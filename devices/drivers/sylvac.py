"""Sylvac Opto-RS and USB instruments, and Bowers, Trimos and TESA instruments of the same command style.

Understands readings with an obligatory sign, tolerance marks, errors and echoes. Sends no unit.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text

# [ sign | integer | "." | decimals | CR ], sign one of + - blank: a bare "+" is no reading.
_READING = re.compile(r"([+\- ][0-9]+(?:\.[0-9]+)?)([<=>])?")
_ERROR = re.compile(r"ERR([0-9])")
_MEANINGS = {"0": "sensor", "1": "incorrect command", "2": "parity", "3": "range exceeded"}
_ECHOES = {"?", "P", "PRI", "CLE", "ID?", "MOD?", "SET?", "UNI?", "VER?", "PRE?", "EXT?", "BAT?"}
_MODES = {"NOR", "REF", "MIN", "MAX", "DEL", "TOL1", "MM", "IN"}
_IDENTITY = re.compile(r"SY[0-9A-Z.]+|SYLVAC [ -~]+")


class Sylvac(Driver):
    """Sylvac-style instruments, 4800 baud 7E2: `+025.430` CR, asked with `?` CR.

    Sources: Sylvac Power manual page 15; Bowers UniCal manual page 65; Z_CAL manual page 10.
    """

    family = "sylvac"
    title = "Sylvac / Bowers / Trimos / TESA (Opto-RS)"
    settings = PortSettings(4800, 7, "E", 2)
    request = b"?\r"
    seven_bit = True

    def new_framer(self) -> Framer:
        """Frames end with CR, found also when the parity bit was left in."""
        return TerminatorFramer(b"\r", swallow_line_feed=True, seven_bit=True)

    def understand(self, text: str) -> list[Meaning]:
        """A reading (with `judge` while tolerances are on), an error, an echo, a mode or an identity."""
        if reading := _READING.fullmatch(text):
            value = decimal_text(reading[1])
            if value is None:
                return [Rejected("format")]
            return [Value(value, facts={"judge": reading[2]} if reading[2] else {})]
        if error := _ERROR.fullmatch(text):
            return [Trouble(error[1], _MEANINGS.get(error[1]))]
        if text.upper() in _ECHOES:
            return [Notice("echo")]
        if text in _MODES:
            return [Notice("mode", text)]
        if _IDENTITY.fullmatch(text):
            return [Notice("ident", text.strip(" "))]
        return [Rejected("format")]
