"""Sturtevant Richmont Torq-Tronics 2 torque testers.

Understands the records of a data report, its head and foot lines, mode answers and BEL (bad command).
"""

from __future__ import annotations

import re
from datetime import datetime

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.events import Fact
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_REPORT_LINE = re.compile(r"(?:Start Report|End Report|Tester|Records in Report)[ -~]*")
_MODES = {"CalOn", "CalOff", "DiaOn", "DiaOff"}
_FEWEST_FIELDS = 8


class TorqTronics(Driver):
    """Torq-Tronics 2: `+41.2597,In.oz,PEAK,NA,001,00001234,Test Station 1,…,05/31/2011,11:45:34` CRLF.

    Fields: torque, unit, mode, judgement, record, tester, station and calibration fields, date, time. The manual
    prints one record with an empty field more, so the middle is not counted. Source: owner's manual A.4, A.5.
    """

    family = "torqtronics"
    title = "Sturtevant Richmont Torq-Tronics 2"
    settings = PortSettings(9600, 8, "N", 1)
    request = b"DR\r\n"

    def new_framer(self) -> Framer:
        """Frames end with CR LF; BEL stands alone."""
        return TerminatorFramer(b"\r\n", alone=b"\x07")

    def understand(self, text: str) -> list[Meaning]:
        """A torque with `mode`, `seq`, `tool`, `when` and, unless NA, `judge`."""
        if text == "\x07":
            return [Trouble("BEL", "bad command")]
        if _REPORT_LINE.fullmatch(text):
            return [Notice("report", text.strip(" "))]
        if text in _MODES:
            return [Notice("mode", text)]
        fields = [each.strip(" ") for each in text.split(",")]
        if len(fields) < _FEWEST_FIELDS or not re.fullmatch(r"[0-9]+", fields[4]):
            return [Rejected("format")]
        if fields[0][:1] not in {"+", "-"}:
            # The sign is always sent; without it the front of the number may be lost.
            return [Rejected("sign")]
        value, unit = decimal_text(fields[0]), unit_name(fields[1])
        when = _instant(fields[-2], fields[-1])
        if value is None or when is None or not re.fullmatch(r"[A-Za-z -]+", fields[2]):
            return [Rejected("time" if value is not None and when is None else "format")]
        if unit is None:
            return [Rejected("unit")]
        facts: dict[str, Fact] = {
            "mode": fields[2],
            "seq": int(fields[4]),
            "tool": fields[5] or None,
            "when": when,
        }
        if fields[3] not in {"", "NA"}:
            facts["judge"] = fields[3]
        return [Value(value, unit, facts=facts)]


def _instant(day: str, time: str) -> str | None:
    """The tester's own clock (no zone) as ISO text."""
    date = re.fullmatch(r"([0-9]{2})/([0-9]{2})/([0-9]{4})", day)
    if date is None or not re.fullmatch(r"[0-9:]{8}", time):
        return None
    try:
        return datetime.fromisoformat(f"{date[3]}-{date[1]}-{date[2]}T{time}").isoformat()
    except ValueError:
        return None
