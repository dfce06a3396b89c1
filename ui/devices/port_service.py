"""What the device screens need of the ports of this PC; here as it is on a PC that is no station yet.

The composition root hands in one that knows the station's readers. Opens no port itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.device_simulation import SimulatorBench
from app.device_watch import Traffic
from ui.input.capture import WedgeCapture


@dataclass(frozen=True)
class PortState:
    """How a port of the station is.

    Attributes:
        word: ``connected``, ``waiting``, ``lost``, ``lent`` (being set up), ``keyboard`` (types),
            ``flawed`` (its set-up cannot work, so nobody reads it) or ``off``.
        reason: Why it is lost: missing, denied, busy, settings, gone.
        name: The name it has now, where it was found.
    """

    word: str
    reason: str = ""
    name: str = ""


class PortService(QObject):
    """The ports of a PC that reads none.

    Args:
        bench: The simulated devices of this process.
        capture: Where keyboard scanners are caught; None in tests of single screens.

    Signals:
        changed: A port was found, lost, lent or given back.
    """

    changed = Signal()

    def __init__(
        self,
        bench: SimulatorBench | None = None,
        capture: WedgeCapture | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.bench = bench or SimulatorBench()
        self.capture = capture

    def state(self, port: str) -> PortState:
        """Return how a port of the station is."""
        return PortState("off")

    def traffic(self, port: str) -> Traffic | None:
        """Return what comes over a port that is read for the station; None for others."""
        return None

    def send(self, port: str, data: bytes) -> bool:
        """Send a request over a port that is read for the station; False where it is not open."""
        return False

    def press(self, port: str) -> bool:
        """Press the key of a gauge that is asked or collects values; False where its port is not open."""
        return False

    def lend(self, port: str) -> None:
        """Let go of a port, so that it can be set up; may block, so not on the GUI thread."""

    def give_back(self, port: str) -> None:
        """Read a lent port again for the station."""
