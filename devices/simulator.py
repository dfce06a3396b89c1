"""Simulated gauges and scanners on simulated ports, for tests, demonstrations and set-up without hardware.

Sends the documented bytes; reads nothing but requests.
"""

from __future__ import annotations

import time

from devices.simulated_frames import ENCODERS, encode
from devices.simulated_port import SimulatedPort

__all__ = ["ENCODERS", "SimulatedGauge", "SimulatedPort", "SimulatedScanner", "encode"]


class SimulatedGauge:
    """A gauge of one family on a simulated port."""

    def __init__(self, port: SimulatedPort, family: str) -> None:
        if family not in ENCODERS:
            raise LookupError(f"no simulated instrument of the family {family!r}")
        self.port = port
        self.family = family

    def press(self, value: str) -> bytes:
        """Press the data key while the gauge shows `value`; gives the bytes sent."""
        frame = encode(self.family, value)
        self.port.write(frame)
        return frame

    def answer(self, request: bytes, value: str, timeout: float = 2.0) -> bool:
        """Wait for a request and answer it with `value`; False when none came in `timeout` seconds."""
        deadline = time.monotonic() + timeout
        heard = b""
        while request not in heard:
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            heard += self.port.read(left)
        self.press(value)
        return True


class SimulatedScanner:
    """A serial scanner on a simulated port; `suffix` is what it adds behind each code."""

    def __init__(self, port: SimulatedPort, suffix: bytes = b"\r") -> None:
        self.port = port
        self.suffix = suffix

    def scan(self, text: str) -> bytes:
        """Scan a code with this content (sent as UTF-8); gives the bytes sent."""
        data = text.encode("utf-8") + self.suffix
        self.port.write(data)
        return data
