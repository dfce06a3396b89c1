"""Metro Mux2, Mux4 and Mux8 multiplexers for Digimatic and Opto-RS instruments.

Understands the fixed columns of the multiplexed mode and the error lines of the addressed mode.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, plain_number, unit_name

# Vx: uuuu ttt seeeee.dddddd
_READING = re.compile(r"V([1-8]): (.{4}) (.{3}) ([+\- ][0-9]{5}\.[0-9]{6})")
_ERROR = re.compile(r"N([0-9]{2}):(E[0-9])")
_MEANINGS = {"E1": "communication", "E3": "reading"}


class MetroMux(Driver):
    """Metro Mux: `V2: mm       -00001.250000` CRLF, errors `N02:E3` CRLF.

    The request digit (`1` to `8`) is sent without line end. A unit the program does not know is passed on as
    printed. Source: Metro Mux4/Mux8 user's manual chapters 9 and 10.
    """

    family = "metro_mux"
    title = "Metro Mux2 / Mux4 / Mux8"
    settings = PortSettings(9600, 8, "N", 1)
    request = b"1"

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A reading with channel, unit and tolerance word (None where blank), or an error of a channel."""
        if reading := _READING.fullmatch(text):
            value = decimal_text(reading[4])
            unit = reading[2].strip(" ")
            judge = reading[3].strip(" ")
            if value is None or not (unit + judge).isascii():
                return [Rejected("format")]
            return [Value(value, unit_name(unit) or unit or None, reading[1], {"judge": judge or None})]
        if error := _ERROR.fullmatch(text):
            return [Trouble(error[2], _MEANINGS.get(error[2]), plain_number(error[1]))]
        return [Rejected("format")]
