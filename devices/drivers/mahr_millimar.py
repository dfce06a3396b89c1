"""Mahr indicators: Millimar C1202, C1208, C1216, C1240 (own and M1240 protocol) and Maxum III.

Understands values with the unit behind them, several features in one line, ERR codes and identities.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.events import Fact
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_SINGLE = re.compile(r"([+-]? *[0-9]+\.[0-9]+) ?(mm|um|\xb5m|in|inch)")
_M1240 = re.compile(r"M([0-9]{1,2}), *([+-]? *[0-9]+\.[0-9]+)")
# C1202: feature, value, unit, then one mark for the tolerance and, with warning limits on, a second one.
_FEATURE = re.compile(r"([1-3]) ([+-][0-9]+\.[0-9]+) (mm|um|\xb5m|in|inch|deg|rad) *([<=>])?(?: *([<=>]))?")
_FEATURE_ERROR = re.compile(r"([1-3]) (ERR[0-9]+)")
_ERROR_MEANINGS = {"ERR6": "feature inactive"}
# Maxum III: mode, sign, blank, digits with a point, M or I, limit, blank.
_MAXUM = re.compile(r"([AMLTamlt ])([+\- ]) ([0-9. ]{5,6})([MI])([0U ]) ?")
_MAXUM_UNITS = {"M": "mm", "I": "in"}
_ACKNOWLEDGED = {"F1", "F2", "F3", "R", "Z"}


class MahrMillimar(Driver):
    """Mahr Millimar and Maxum III.

    `012.345mm` CRLF, `1 +001.25 mm =;2 ERR6;3 …` CR, `M1, 012.345` CR, `a+ 1.234M  ` LF.
    Sources: Millimar C1208/C1216/C1240 manual pages 67 and 69; C1202 manual page 82; Maxum III manual page 51.
    """

    family = "mahr_millimar"
    title = "Mahr Millimar C12xx / Maxum III"
    settings = PortSettings(9600, 7, "E", 2)
    request = b"?\r"

    def new_framer(self) -> Framer:
        """Frames end with CR, CR LF (C1208) or LF (Maxum III)."""
        return TerminatorFramer(b"\r", b"\n", swallow_line_feed=True)

    def understand(self, text: str) -> list[Meaning]:
        """One value, or one meaning per feature of a C1202 line."""
        if single := _SINGLE.fullmatch(text):
            return [_value(single[1], unit_name(single[2]), None, {})]
        if m1240 := _M1240.fullmatch(text):
            return [_value(m1240[2], None, m1240[1].lstrip("0") or "0", {})]
        if text[:2] in {"1 ", "2 ", "3 "}:
            return [_feature(each) for each in text.rstrip(" ").split(";")]
        if maxum := _MAXUM.fullmatch(text):
            facts: dict[str, Fact] = {
                "mode": maxum[1].strip(" ") or None,
                "judge": maxum[5].strip(" ") or None,
            }
            return [_value(maxum[2] + maxum[3].strip(" "), _MAXUM_UNITS[maxum[4]], None, facts)]
        if "MAHR" in text.upper() and text.isascii() and text.isprintable():
            return [Notice("ident", text.strip(" "))]
        if text in _ACKNOWLEDGED:
            return [Notice("ack", text)]
        return [Rejected("format")]


def _value(number: str, unit: str | None, channel: str | None, facts: dict[str, Fact]) -> Meaning:
    value = decimal_text(number)
    return Rejected("format") if value is None else Value(value, unit, channel, facts)


def _feature(text: str) -> Meaning:
    if feature := _FEATURE.fullmatch(text):
        facts: dict[str, Fact] = {"judge": feature[4]}
        if feature[5]:
            facts["warning"] = feature[5]
        return _value(feature[2], unit_name(feature[3]), feature[1], facts)
    if error := _FEATURE_ERROR.fullmatch(text.rstrip(" ")):
        return Trouble(error[2], _ERROR_MEANINGS.get(error[2]), error[1])
    return Rejected("format")
