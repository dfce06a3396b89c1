"""How a device at a port is recognised and talked to, beyond its port and driver: read from and written to JSON.

Holds values only; the drivers, the ports and the acquisition understand them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from devices.driver import PortSettings
from devices.transport.ports import PortIdentity

_LINE: dict[str, tuple[type, ...]] = {
    "baud": (int,),
    "bits": (int,),
    "parity": (str,),
    "stop": (int, float),
    "xonxoff": (bool,),
    "dtr": (bool,),
    "rts": (bool,),
}


@dataclass(frozen=True)
class DeviceSetup:
    """What a station's device keeps beside kind, port, channel, driver and gauge.

    Attributes:
        identity: The USB numbers by which the port is found again under another name; None for built-in ports,
            links and URLs.
        line: Line settings; None takes those of the driver.
        profile: Profile of the generic driver, as it is exported; empty for other drivers.
        acquisition: How a value comes about (on the gauge's button, on request, …), as
            ``devices.acquisition`` writes it; empty is the button.
        simulated: The port is one of the program's own simulated ones, made again at each start.
    """

    identity: PortIdentity | None = None
    line: PortSettings | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    acquisition: Mapping[str, Any] = field(default_factory=dict)
    simulated: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the setup as plain values; what is not set is left out."""
        content: dict[str, Any] = {}
        if self.identity is not None:
            content["identity"] = {
                key: value for key, value in vars(self.identity).items() if value not in (None, "")
            }
        if self.line is not None:
            content["line"] = {**vars(self.line), "stop": str(self.line.stop)}
        if self.profile:
            content["profile"] = dict(self.profile)
        if self.acquisition:
            content["acquisition"] = dict(self.acquisition)
        if self.simulated:
            content["simulated"] = True
        return content

    @classmethod
    def from_json(cls, content: object) -> DeviceSetup:
        """Return the setup behind plain values; what is missing or of another kind counts as not set."""
        if not isinstance(content, Mapping):
            return cls()
        profile, acquisition = content.get("profile"), content.get("acquisition")
        return cls(
            _identity(content.get("identity")),
            _line(content.get("line")),
            dict(profile) if isinstance(profile, Mapping) else {},
            dict(acquisition) if isinstance(acquisition, Mapping) else {},
            content.get("simulated") is True,
        )


NO_SETUP: Final = DeviceSetup()


def _identity(content: object) -> PortIdentity | None:
    if not isinstance(content, Mapping) or not isinstance(content.get("name"), str):
        return None
    numbers = {key: content[key] for key in ("vid", "pid") if isinstance(content.get(key), int)}
    words = {
        key: content[key]
        for key in ("serial", "location", "description")
        if isinstance(content.get(key), str)
    }
    return PortIdentity(content["name"], **numbers, **words)


def _line(content: object) -> PortSettings | None:
    if not isinstance(content, Mapping):
        return None
    known: dict[str, Any] = {}
    for key, kinds in _LINE.items():
        value = content.get(key)
        if key == "stop" and isinstance(value, str):
            value = {"1": 1, "1.5": 1.5, "2": 2, "1.0": 1, "2.0": 2}.get(value)
        if isinstance(value, kinds):
            known[key] = value
    return PortSettings(**known)
