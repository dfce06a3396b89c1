"""What can read a port: every driver and the scanner's framer, as choices of a form, by name, as fresh readers."""

from __future__ import annotations

from app.device_simulation import simulated_device
from devices.driver import StreamReader
from devices.registry import driver, driver_classes
from devices.scanner import FAMILY as SCANNER
from devices.scanner import ScanFramer
from ui.devices.hearing_card import driver_title
from ui.i18n import Shown, say


def fresh_reader(family: str) -> StreamReader:
    """Return a new reader of a family; anything that is no driver is read as a scanner."""
    return driver(family) if family in driver_classes() else ScanFramer(SCANNER)


def family_title(family: str) -> Shown:
    """Return what a family is called; one the program does not have keeps its name."""
    kind = driver_classes().get(family)
    if kind is None and family != SCANNER:
        return family
    return driver_title(family, kind.title if kind is not None else "")


def port_title(port: str) -> Shown:
    """Return what a port is called: a simulated one by what it simulates, any other by its own name."""
    simulated = simulated_device(port)
    if simulated is None:
        return port
    return say("{device}, simulated no. {number}", device=family_title(simulated[0]), number=simulated[1])


def family_choices() -> list[tuple[str, Shown]]:
    """Return all drivers by title, the generic one and the scanner last."""
    known: list[tuple[str, Shown]] = [
        (family, driver_title(family, kind.title)) for family, kind in driver_classes().items()
    ]
    known.sort(key=lambda each: (each[0] == "generic", str(each[1])))
    return [*known, (SCANNER, driver_title(SCANNER, ""))]
