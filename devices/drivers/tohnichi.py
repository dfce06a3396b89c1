"""Tohnichi digital torque wrenches (CEM3-G-BTA and relatives).

Understands the long form M3+ID with angle and judgement, and the short form M-3. Blanks round fields are stripped.
"""

from __future__ import annotations

import re
from datetime import datetime

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Value
from devices.events import Fact
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_COMMAND_ECHO = re.compile(r"AT[0-9]{3}(?:,[ -~]*)?")
_JUDGEMENT = re.compile(r"[OLHD-][ONLHD-]")
_LONG, _SHORT = 10, 5


class Tohnichi(Driver):
    """Tohnichi: `RE,001,+100.0,nm,+090,deg,OO,123456A,16/12/31,12:59:59` CRLF, or counter, torque and time only.

    Source: CEM3-G-BTA owner's manual 7.3 and the judgement codes on page 3.
    """

    family = "tohnichi"
    title = "Tohnichi CEM3 torque wrenches"
    settings = PortSettings(9600, 8, "N", 1)

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A torque with `seq` and `when`; in the long form also unit, angle, judgement and tool."""
        fields = [each.strip(" ") for each in text.split(",")]
        if fields[0] != "RE":
            return [Notice("ack") if _COMMAND_ECHO.fullmatch(text) else Rejected("header")]
        if len(fields) not in {_LONG, _SHORT} or not re.fullmatch(r"[0-9]{1,4}", fields[1]):
            return [Rejected("format")]
        value = decimal_text(fields[2])
        when = _instant(fields[-2], fields[-1])
        if value is None or when is None:
            return [Rejected("format" if value is None else "time")]
        facts: dict[str, Fact] = {"seq": int(fields[1]), "when": when}
        if len(fields) == _SHORT:
            return [Value(value, facts=facts)]
        _, _, _, unit_text, angle_text, angle_unit, judge, tool, _, _ = fields
        unit, angle = unit_name(unit_text), decimal_text(angle_text)
        if unit is None or not _JUDGEMENT.fullmatch(judge) or (angle_text and angle is None):
            return [Rejected("unit" if unit is None else "format")]
        facts |= {"angle": angle, "angle_unit": angle_unit or None, "judge": judge, "tool": tool or None}
        return [Value(value, unit, facts=facts)]


def _instant(day: str, time: str) -> str | None:
    """The wrench's own clock (no zone) as ISO text; two-digit years are of this century."""
    if not re.fullmatch(r"[0-9]{2}/[0-9]{2}/[0-9]{2}", day) or not re.fullmatch(r"[0-9:]{8}", time):
        return None
    try:
        return datetime.fromisoformat(f"20{day.replace('/', '-')}T{time}").isoformat()
    except ValueError:
        return None
