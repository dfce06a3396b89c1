"""Raw Digimatic words: the 13 nibbles d1 to d13, sent as 13 hexadecimal digits by a microcontroller adapter.

Understands the 52-bit word with header FFFF. Does not read the longer Digimatic 2 words: they are rejected.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, PortSettings, Rejected, Value
from devices.framing import FixedLengthFramer, Framer
from devices.numbers import decimal_text

_SIGNS = {"0": "", "8": "-"}
_UNITS = {"0": "mm", "1": "in"}


class DigimaticRaw(Driver):
    """Digimatic (SPC) instruments behind an adapter that prints each nibble as one hexadecimal digit.

    d1 to d4 header F, d5 sign 0 or 8, d6 to d11 digits, d12 number of decimals, d13 unit 0 mm or 1 inch.
    Source: Mitutoyo QM-Height manual No. 99MAF600B 6.2.1.
    """

    family = "digimatic_raw"
    title = "Mitutoyo Digimatic (SPC), raw words"
    settings = PortSettings(9600, 8, "N", 1)

    def new_framer(self) -> Framer:
        """Thirteen digits; line ends between words are allowed."""
        return FixedLengthFramer(13, b"FFFF")

    def understand(self, text: str) -> list[Meaning]:
        """A reading in millimetres or inches; each bad nibble has its own reason."""
        if text[4] not in _SIGNS:
            return [Rejected("sign")]
        digits = text[5:11]
        if not re.fullmatch(r"[0-9]{6}", digits):
            return [Rejected("digit")]
        if text[11] not in "012345":
            return [Rejected("point")]
        if text[12] not in _UNITS:
            return [Rejected("unit")]
        whole = len(digits) - int(text[11])
        value = decimal_text(f"{_SIGNS[text[4]]}{digits[:whole]}.{digits[whole:]}")
        return [Rejected("digit") if value is None else Value(value, _UNITS[text[12]])]
