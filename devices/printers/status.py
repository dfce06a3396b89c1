"""What a ZPL printer says of itself when it is asked by ~HS. Pure bytes; opens no port.

After Zebra's programming guide 45541L-004, "~HS Host Status Return": three lines between STX and ETX.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

QUESTION: Final = b"~HS\r\n"
LINES: Final = 3
_LINE: Final = re.compile(rb"\x02([0-9,]+)\x03")
_FIRST_FIELDS: Final = 12
_SECOND_FIELDS: Final = 11


@dataclass(frozen=True)
class PrinterStatus:
    """How a printer stands.

    Attributes:
        paper_out: No label under the sensor.
        paused: Stopped at its own key.
        half_format: A label was begun and has not ended.
        head_open: The print head is open.
        ribbon_out: No ribbon.
        waiting: Labels still to come out.
    """

    paper_out: bool
    paused: bool
    half_format: bool
    head_open: bool
    ribbon_out: bool
    waiting: int

    @property
    def reason(self) -> str:
        """The reason code why nothing would come out, worst first, or an empty text."""
        for wrong, code in (
            (self.head_open, "head_open"),
            (self.paper_out, "paper_out"),
            (self.ribbon_out, "ribbon_out"),
            (self.paused, "paused"),
        ):
            if wrong:
                return code
        return ""


def complete(answer: bytes) -> bool:
    """Whether all lines have come."""
    return len(_LINE.findall(answer)) >= LINES


def read_status(answer: bytes) -> PrinterStatus | None:
    """Return what a printer answered, or None for anything that is no such answer."""
    lines = [line.split(b",") for line in _LINE.findall(answer)]
    if len(lines) < LINES or len(lines[0]) < _FIRST_FIELDS or len(lines[1]) < _SECOND_FIELDS:
        return None
    first, second = lines[0], lines[1]
    if not all(first) or not all(second):
        return None
    return PrinterStatus(
        paper_out=int(first[1]) == 1,
        paused=int(first[2]) == 1,
        half_format=int(first[7]) == 1,
        head_open=int(second[2]) == 1,
        ribbon_out=int(second[3]) == 1,
        waiting=int(second[8]),
    )
