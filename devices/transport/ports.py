"""Which serial ports there are, and how one is recognised again under another name.

Opens nothing; the reader in `serial_port` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from serial.tools import list_ports as serial_list_ports

_SHARED_SERIALS: Final = frozenset({(0x10C4, "0001")})
"""Serial numbers with which a maker's chips leave the factory: they tell no cable from another."""


@dataclass(frozen=True)
class PortIdentity:
    """What stays of a port when it is pulled and plugged in again.

    Attributes:
        name: the name it has or had (COM5, /dev/ttyUSB0, socket://…); alone it identifies only built-in ports.
        vid, pid: USB maker and product number.
        serial: USB serial number; many cheap adapters have none.
        location: USB place (bus-port.port), used where there is no serial number.
        description: the words of the operating system, for people.
    """

    name: str
    vid: int | None = None
    pid: int | None = None
    serial: str | None = None
    location: str | None = None
    description: str = ""

    def is_same_device(self, other: PortIdentity) -> bool:
        """Whether `other` is this device, perhaps under another name."""
        if self.vid is None:
            return self.name == other.name
        if (self.vid, self.pid) != (other.vid, other.pid):
            return False
        if self.serial is not None and (self.vid, self.serial) not in _SHARED_SERIALS:
            return self.serial == other.serial
        return self.serial == other.serial and self.location == other.location


def list_ports() -> list[PortIdentity]:
    """The ports present now, sorted by name."""
    found = (
        PortIdentity(
            name=each.device,
            vid=each.vid,
            pid=each.pid,
            serial=each.serial_number or None,
            location=each.location or None,
            description=each.description or "",
        )
        for each in serial_list_ports.comports()
    )
    return sorted(found, key=lambda port: port.name)


def name_now(wanted: PortIdentity, present: Iterable[PortIdentity]) -> str | None:
    """The name a wanted port has now, or None while it is not there.

    A port without USB numbers keeps its name, present in the list or not: links and URLs are not listed. Of several
    with one serial number the one at the old place is meant, then the one with the old name.
    """
    if wanted.vid is None:
        return wanted.name
    found = [each for each in present if wanted.is_same_device(each)]
    there = [each for each in found if each.location == wanted.location]
    same = [each.name for each in there or found]
    return wanted.name if wanted.name in same else next(iter(same), None)
