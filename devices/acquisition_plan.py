"""How one gauge's readings are to be taken, as values a person sets; what is wrong with them. Does nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from devices.numbers import decimal_text

BUTTON, REQUEST, STABLE = "button", "request", "stable"
MAXIMUM, MINIMUM, PEAK, TIR = "max", "min", "peak", "tir"
WINDOWS: Final = (MAXIMUM, MINIMUM, PEAK, TIR)
MODES: Final = (BUTTON, REQUEST, STABLE, *WINDOWS)
LINES: Final = ("cts", "dsr", "ri", "cd")
LONGEST: Final = 3_600.0

FLAWS: Final = {
    "mode": "no such way of taking readings",
    "period": "the timer is shorter than 50 ms or longer than an hour",
    "answer": "the wait for an answer is shorter than 50 ms or longer than an hour",
    "foot_switch": "no such control line",
    "stable": "the time of steadiness is below 0.1 s or above an hour",
    "tolerance": "the band of steadiness, or the way to the next one, is no decimal, or below zero",
    "window": "the window is below 0 or above an hour; 0 is until the key is pressed again",
    "channels": "a channel twice, an empty one, or channels together with steadiness or a window",
    "request": "a request is empty or longer than 64 bytes",
}
"""Reason codes of `AcquisitionPlan.flaw` with their meaning for developers."""


@dataclass(frozen=True)
class ChannelPlan:
    """One of several channels that are read together; `request` asks for it alone, None with the others."""

    channel: str
    request: bytes | None = None


@dataclass(frozen=True)
class AcquisitionPlan:
    """How one gauge's readings are taken.

    Attributes:
        mode: "button" passes each reading; "request" asks the gauge; "stable" takes a steady value out of a
            stream; "max", "min", "peak" (greatest amount, with its sign) and "tir" (max - min) look at a window.
        request: the bytes that ask; None takes the driver's own. A streaming gauge that takes no request
            (b"" of the driver) gives its next reading instead.
        period: seconds between requests by the timer; 0 for none. In a window it paces the requests.
        answer: seconds until a request without an answer is a trouble.
        foot_switch: the control line of a foot switch (cts, dsr, ri, cd); "" for none.
        foot_opens: the switch counts when its line goes off, not on.
        stable_seconds, tolerance: the values of so many seconds lie within so wide a band (in the gauge's unit).
        release: how far a value must go from the last one taken before the next is looked for; "" for twice
            the tolerance, one step of the gauge at least.
        window_seconds: how long a window lasts; 0 until the key is pressed again.
        channels: channels that are taken together; empty for one gauge.
    """

    mode: str = BUTTON
    request: bytes | None = None
    period: float = 0.0
    answer: float = 2.0
    foot_switch: str = ""
    foot_opens: bool = False
    stable_seconds: float = 1.0
    tolerance: str = "0"
    release: str = ""
    window_seconds: float = 0.0
    channels: tuple[ChannelPlan, ...] = field(default=())

    def flaw(self) -> str | None:
        """What is wrong with this plan: a reason code out of `FLAWS`, or None."""
        if self.mode not in MODES:
            return "mode"
        if self.period and not 0.05 <= self.period <= LONGEST:
            return "period"
        if not 0.05 <= self.answer <= LONGEST:
            return "answer"
        if self.foot_switch not in ("", *LINES):
            return "foot_switch"
        if not 0.1 <= self.stable_seconds <= LONGEST:
            return "stable"
        if amount(self.tolerance) is None or (self.release and amount(self.release) is None):
            return "tolerance"
        if not 0 <= self.window_seconds <= LONGEST:
            return "window"
        names = [each.channel for each in self.channels]
        if len(set(names)) != len(names) or not all(names) or (names and self.mode not in (BUTTON, REQUEST)):
            return "channels"
        requests = [self.request, *(each.request for each in self.channels)]
        return "request" if any(each is not None and not 0 < len(each) <= 64 for each in requests) else None


def amount(text: str) -> Decimal | None:
    """The plain decimal of a text that is not below zero, else None."""
    plain = decimal_text(text) if len(text) <= 40 else None
    value = Decimal(plain) if plain is not None else None
    return value if value is not None and value >= 0 else None
