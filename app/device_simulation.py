"""Simulated gauges and scanners of this process, so that the loop can be tried without hardware.

They stand at real pseudo-terminals (sockets on Windows) and are read by the same transport as real ones.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Final

from devices.registry import driver_classes
from devices.simulated_frames import asked_values, channels
from devices.simulator import ENCODERS, SimulatedGauge, SimulatedPort, SimulatedScanner, encode

SCANNER: Final = "scanner"
NOTHING_SHOWN: Final = "0.00"
_SCHEME: Final = "simulated://"
# How long the thread that answers requests waits before it looks whether it is still wanted; who pulls the plug
# waits for it.
_LOOK_SECONDS: Final = 0.03
_PAUSE_SECONDS: Final = 0.002
# As often as balances and indicators that send by themselves.
STREAM_SECONDS: Final = 0.1


def is_simulated(port: str) -> bool:
    """Whether a port name is one of ours."""
    return port.startswith(_SCHEME)


def simulated_device(port: str) -> tuple[str, int] | None:
    """Return what a simulated port simulates and its number, e.g. ("sylvac", 1); None where it is none of ours."""
    family, _, number = port.removeprefix(_SCHEME).rpartition("-")
    return (family, int(number)) if is_simulated(port) and family and number.isdecimal() else None


def simulated_families() -> tuple[str, ...]:
    """Return the families that can be simulated, sorted, and the scanner first."""
    return (SCANNER, *sorted(ENCODERS))


def simulated_channels(family: str) -> int:
    """Return how many channels a simulated device can send at once; 1 for a gauge or a scanner without any."""
    return channels(family)


@dataclass(frozen=True)
class SimulatedRow:
    """One simulated device as screens show it."""

    port: str
    family: str
    plugged: bool
    streaming: bool = False


class _Simulated:
    """A device at its port, with the thread that answers requests by the value last shown, or sends it on and on."""

    def __init__(self, family: str, kind: str | None) -> None:
        self.family = family
        self.port = SimulatedPort(kind)
        self.shown = NOTHING_SHOWN
        self.gauge = SimulatedGauge(self.port, family) if family != SCANNER else None
        simulated = driver_classes().get(family)
        self._request = simulated.request if simulated is not None else None
        self.streaming = False
        self._stopping = threading.Event()
        # A port must not be pulled while it is read: its handle may be another file's a moment later.
        self._reading = threading.Lock()
        self._thread = threading.Thread(target=self._answer, name=f"simulated {family}", daemon=True)
        if self._request:
            self._thread.start()

    def stream(self, *, on: bool) -> None:
        """Send the value shown on and on, or no longer."""
        self.streaming = on and self.gauge is not None
        if self.streaming and self._thread.ident is None:
            self._thread.start()

    def _answer(self) -> None:
        heard, due = b"", 0.0
        while not self._stopping.is_set():
            if not self.port.is_plugged:
                self._stopping.wait(_LOOK_SECONDS)
                continue
            try:
                with self._reading:
                    heard = (heard + self.port.read(_LOOK_SECONDS))[-256:]
                # Lets whoever pulls the plug in between two reads.
                self._stopping.wait(_PAUSE_SECONDS)
                sent = asked_values(self.family, self._request or b"", heard, self.shown)
                if not sent and self.streaming and time.monotonic() >= due:
                    sent = [self.shown]
                if sent and self.gauge is not None:
                    heard, due = b"", time.monotonic() + STREAM_SECONDS
                    for value in sent:
                        self.gauge.press(value)
            except (OSError, ValueError):
                # Unplugged in between, or a value this family cannot write: as silent as the real one.
                self._stopping.wait(_LOOK_SECONDS)

    def plug(self, *, plugged: bool) -> None:
        with self._reading:
            if plugged:
                self.port.replug()
            else:
                self.port.unplug()

    def close(self) -> None:
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(2.0)
        self.port.close()


class SimulatorBench:
    """All simulated devices of a process, by the port name that stations remember: ``simulated://sylvac-1``.

    Args:
        kind: "pty" or "socket"; None takes pseudo-terminals where the system has them.
    """

    def __init__(self, kind: str | None = None) -> None:
        self._kind = kind
        self._devices: dict[str, _Simulated] = {}
        self._lock = threading.Lock()

    def add(self, family: str) -> str:
        """Plug in a new device and return its port name.

        Raises:
            LookupError: No such family can be simulated.
        """
        if family not in simulated_families():
            raise LookupError(family)
        with self._lock:
            number = 1
            while f"{_SCHEME}{family}-{number}" in self._devices:
                number += 1
            name = f"{_SCHEME}{family}-{number}"
            self._devices[name] = _Simulated(family, self._kind)
        return name

    def real_port(self, name: str) -> str:
        """Return the port that a reader opens; a device remembered from an earlier run is plugged in again.

        Raises:
            LookupError: Not one of ours.
        """
        with self._lock:
            device = self._devices.get(name)
            if device is None:
                family = name.removeprefix(_SCHEME).rpartition("-")[0]
                if not is_simulated(name) or family not in simulated_families():
                    raise LookupError(name)
                device = self._devices[name] = _Simulated(family, self._kind)
            return device.port.name

    def rows(self) -> tuple[SimulatedRow, ...]:
        """Return the devices by port name."""
        with self._lock:
            return tuple(
                SimulatedRow(name, device.family, device.port.is_plugged, device.streaming)
                for name, device in sorted(self._devices.items())
            )

    def show(self, name: str, value: str) -> None:
        """Let a gauge show a value; a request is answered with it."""
        device = self._devices.get(name)
        if device is not None:
            device.shown = value

    def shown(self, name: str) -> str:
        """Return what a gauge shows; a device that was taken away shows nothing."""
        device = self._devices.get(name)
        return device.shown if device is not None else NOTHING_SHOWN

    def stream(self, name: str, *, on: bool) -> None:
        """Let a gauge send the value it shows ten times a second, or no longer; a scanner never does."""
        self._devices[name].stream(on=on)

    def send(self, name: str, value: str) -> bytes:
        """Press the data key of a gauge, or scan a code; return the bytes sent.

        Several values with blanks between are the channels of a multiplexer, from the first on.

        Raises:
            ValueError: The family cannot write this value.
            OSError: Nobody reads the port, or it is unplugged.
        """
        device = self._devices[name]
        if device.gauge is None:
            return SimulatedScanner(device.port).scan(value)
        device.shown = value
        return device.gauge.press(value)

    def send_broken(self, name: str, value: str) -> bytes:
        """Send the first half of the frame and then nothing, as a loose plug does; return the bytes sent."""
        device = self._devices[name]
        whole = f"{value}\r".encode() if device.gauge is None else encode(device.family, value)
        half = whole[: max(1, len(whole) // 2)]
        device.port.write(half)
        return half

    def plug(self, name: str, *, plugged: bool) -> None:
        """Pull a device's plug, or plug it in again."""
        self._devices[name].plug(plugged=plugged)

    def remove(self, name: str) -> None:
        """Take a device away."""
        with self._lock:
            device = self._devices.pop(name, None)
        if device is not None:
            device.close()

    def close(self) -> None:
        """Take all devices away."""
        for name in list(self._devices):
            self.remove(name)
