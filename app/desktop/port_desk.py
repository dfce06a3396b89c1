"""The port service of the window: the station's readers while somebody is signed in, and the simulated devices."""

from __future__ import annotations

from typing_extensions import override

from app.desktop.ports import StationPorts
from app.device_watch import Traffic
from ui.devices.port_service import PortService, PortState


class PortDesk(PortService):
    """Joins the device screens to the readers of this PC's station."""

    _ports: StationPorts | None = None

    def join(self, ports: StationPorts | None) -> None:
        """Take the readers of the station, or let go of them."""
        self._ports = ports
        if ports is not None:
            ports.changed.connect(self.changed)
        self.changed.emit()

    @override
    def state(self, port: str) -> PortState:
        return self._ports.state(port) if self._ports is not None else super().state(port)

    @override
    def traffic(self, port: str) -> Traffic | None:
        return self._ports.traffic(port) if self._ports is not None else None

    @override
    def send(self, port: str, data: bytes) -> bool:
        return self._ports is not None and self._ports.send(port, data)

    @override
    def press(self, port: str) -> bool:
        return self._ports is not None and self._ports.press(port)

    @override
    def lend(self, port: str) -> None:
        if self._ports is not None:
            self._ports.lend(port)

    @override
    def give_back(self, port: str) -> None:
        if self._ports is not None:
            self._ports.give_back(port)
