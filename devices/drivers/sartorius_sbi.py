"""Sartorius balances in SBI format, 16 characters or 22 with an identifier.

Understands weights, non-verified digits in brackets, special codes and errors. Any other length is refused:
a frame that lost its front would otherwise be a smaller weight.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.events import Fact
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_SPECIAL = {
    "High": "overload",
    "Low": "underload",
    "H": "overload",
    "L": "underload",
    "HH": "overload in checkweighing",
    "LL": "underload in checkweighing",
    "--": "final readout",
}
_ERROR = re.compile(r"(?:Err|ERR) +([0-9]{2,3})")
_ERROR_WORD = re.compile(r"(?:APP|DIS|PRT)\.ER")
_CALIBRATION = re.compile(r"C|Cal\.?(?: ?Ext\.?)?")
_BRACKETED = re.compile(r"[ 0-9.]*\[[0-9.]+\] *")


class SartoriusSbi(Driver):
    """SBI: `+   123.56 g  ` CRLF, or with six identifier characters in front; asked with ESC P CRLF.

    Columns: sign, ten characters of value, three of unit; no unit means not stable. Sources: Sartorius WZA
    manual page 23, Quintix manual page 87, GC803S manual page 57, Combics 3 manual page 94.
    """

    family = "sartorius_sbi"
    title = "Sartorius SBI"
    settings = PortSettings(9600, 7, "O", 1)
    request = b"\x1bP\r\n"
    seven_bit = True

    def new_framer(self) -> Framer:
        """Frames end with CR LF, found also when the parity bit was left in."""
        return TerminatorFramer(b"\r\n", seven_bit=True)

    def understand(self, text: str) -> list[Meaning]:
        """A weight with `stable` and, where sent, `id` and `nonverified_digits`; or a special code."""
        if len(text) not in {14, 20}:
            return [Rejected("length")]
        identifier, core = text[:-14].strip(" "), text[-14:]
        if (special := self._special(core.strip(" "))) is not None:
            return [special]
        number = core[1:11]
        facts: dict[str, Fact] = {"id": identifier} if identifier else {}
        if _BRACKETED.fullmatch(number):
            inside = number[number.index("[") + 1 : number.index("]")]
            facts["nonverified_digits"] = sum(each.isdigit() for each in inside)
            number = number.replace("[", "").replace("]", "")
        value = decimal_text(core[0] + number.strip(" "))
        unit_text = core[11:].strip(" ")
        unit = unit_name(unit_text)
        if value is None or core[0] not in "+- ":
            return [Rejected("format")]
        if unit_text and unit is None:
            return [Rejected("unit")]
        return [Value(value, unit, facts={**facts, "stable": bool(unit_text)})]

    def _special(self, word: str) -> Meaning | None:
        if word in _SPECIAL:
            return Trouble(word, _SPECIAL[word])
        if error := _ERROR.fullmatch(word):
            return Trouble(error[1].lstrip("0") or "0")
        if _ERROR_WORD.fullmatch(word):
            return Trouble(word)
        return Notice("mode", word) if _CALIBRATION.fullmatch(word) else None
