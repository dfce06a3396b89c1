"""What goes wrong on the way to a printer, as a reason code; the sentence for people is made elsewhere."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

REASONS: Final = MappingProxyType(
    {
        "missing": "no such host or port",
        "refused": "the host is there, but nothing listens",
        "timeout": "no answer, or the printer stopped taking bytes",
        "gone": "the connection broke while sending",
        "denied": "no right to use the port",
        "busy": "another program uses the port",
        "settings": "the port cannot do these line settings",
        "stopped": "the person who prints wanted it no more",
        "paper_out": "the printer says it has no labels",
        "ribbon_out": "the printer says it has no ribbon",
        "head_open": "the printer says its head is open",
        "paused": "the printer says it was stopped at its key",
    }
)
"""Reason codes with their meaning for developers."""


class PrinterError(Exception):
    """A printer could not be reached, or stopped in the middle.

    Attributes:
        reason_code: One of `REASONS`.
        address: Where the printer was looked for.
        sent: Bytes handed over before; what a printer made of them is not known.
    """

    def __init__(self, reason_code: str, address: str, sent: int = 0) -> None:
        if reason_code not in REASONS:
            raise ValueError(reason_code)
        super().__init__(f"{reason_code}: {address} after {sent} bytes")
        self.reason_code = reason_code
        self.address = address
        self.sent = sent
