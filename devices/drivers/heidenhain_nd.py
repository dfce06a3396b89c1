"""Heidenhain ND display units: ND 281 B measured values and display, ND 720 counters.

Understands values with unit, sorting class and series, error texts, and the two lines of a counter output.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text

# Sign, ten characters, blank, unit, sorting class, series.
_MEASURED = re.compile(r"([+-])([ 0-9.]{10}) (.)([ <=>?])([ A-Z])")
_UNITS = {" ": "mm", '"': "in"}
_DISPLAY = re.compile(r"\x02([+-] *[0-9]+\.[0-9]+)")
_ERROR_TEXT = re.compile(r"\x02([A-Z][A-Z0-9. ]+)")
# The counter form has no point: the value is in counting steps, not in millimetres.
_COUNTER = re.compile(r"(\x02?)([+-][0-9]{9})")
_ALONE: dict[str, Meaning] = {"\x06": Notice("ack"), "\x15": Trouble("NAK", "refused")}


class HeidenhainNd(Driver):
    """Heidenhain ND 281 B and ND 720, 7E2 with XON/XOFF, asked with STX.

    Sources: ND 281 B manual page 47; ND 281 B version 2 manual page 61; ND 720 version 3 manual page 68.
    """

    family = "heidenhain_nd"
    title = "Heidenhain ND display units"
    settings = PortSettings(9600, 7, "E", 2, xonxoff=True)
    request = b"\x02"
    seven_bit = True
    _first_axis_seen = False

    def new_framer(self) -> Framer:
        """Frames end with CR LF; ACK and NAK stand alone."""
        return TerminatorFramer(b"\r\n", seven_bit=True, alone=b"\x06\x15")

    def forget(self) -> None:
        """A counter line after a silence is not the second axis any more."""
        super().forget()
        self._first_axis_seen = False

    def understand(self, text: str) -> list[Meaning]:
        """A value with `sort` and `series`, a displayed value, a counter of axis X or Y, or an error."""
        if counter := _COUNTER.fullmatch(text):
            return [self._counter(bool(counter[1]), counter[2])]
        self._first_axis_seen = False
        if text in _ALONE:
            return [_ALONE[text]]
        if measured := _MEASURED.fullmatch(text):
            return [_measured(*measured.groups())]
        if display := _DISPLAY.fullmatch(text):
            value = decimal_text(display[1])
            return [Rejected("format") if value is None else Value(value)]
        if error := _ERROR_TEXT.fullmatch(text):
            return [Trouble(error[1].strip(" "))]
        return [Rejected("format")]

    def _counter(self, starts: bool, number: str) -> Meaning:
        if not starts and not self._first_axis_seen:
            return Rejected("axis")
        self._first_axis_seen = starts
        value = decimal_text(number)
        if value is None:
            return Rejected("format")
        return Value(value, facts={"axis": "X" if starts else "Y", "scaled": False})


def _measured(sign: str, number: str, unit: str, sort: str, series: str) -> Meaning:
    if unit == "?":
        return Trouble("?", "fault")
    value = decimal_text(sign + number.strip(" "))
    if value is None or unit not in _UNITS:
        return Rejected("format" if value is None else "unit")
    return Value(
        value, _UNITS[unit], facts={"sort": sort.strip(" ") or None, "series": series.strip(" ") or None}
    )
