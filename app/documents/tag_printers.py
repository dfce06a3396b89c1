"""The label printers this PC knows: a TOML file beside the machine's settings, never part of a factory.

Talks to no printer; tag_sending.py does.
"""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
from dataclasses import asdict, fields, replace
from typing import Any, Final

import tomli_w

from app.documents.tag_refusals import NO_PRINTER, PRINTER_SHAPE
from app.documents.tag_sending import TagPrinter, printer_way, usb_text
from app.errors import PartproofError
from app.machine import machine_folder
from devices.transport.ports import list_ports
from models.types import clean_text

PRINTERS_FILE: Final = "printers.toml"
RESOLUTIONS: Final = (152, 203, 300, 600)
BAUDS: Final = (9600, 19_200, 38_400, 57_600, 115_200)
_LEAST_WIDTH: Final = 15.0
_MOST_WIDTH: Final = 430.0
_SPACES: Final = re.compile(r"\s+")


def known_printers() -> tuple[TagPrinter, ...]:
    """Return the printers this PC knows, by name; what is unreadable is left out, as on a new machine."""
    rows = _read().get("printer", [])
    found = (_printer(row) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
    return tuple(sorted((row for row in found if row is not None), key=lambda row: row.name.casefold()))


def find_printer(name: str) -> TagPrinter:
    """Return a known printer; the cable of a serial one is remembered by its USB numbers from now on.

    Looks at the ports, so it is not for the GUI thread.

    Raises:
        PartproofError: ``tag.no_printer``, naming those there are.
    """
    printers = known_printers()
    wanted = clean_text(name).strip().casefold()
    for printer in printers:
        if printer.name.casefold() == wanted:
            return _with_cable(printer)
    raise NO_PRINTER(printer=name, known=", ".join(row.name for row in printers) or "—")


def keep_printer(printer: TagPrinter, *, instead_of: str = "") -> TagPrinter:
    """Remember a printer, in place of one of the same name or of `instead_of`, and return it as kept.

    Raises:
        PartproofError: ``tag.printer_address`` or ``tag.printer_shape``.
    """
    kept = _checked(printer)
    for row in known_printers():
        if row.address == kept.address and row.name.casefold() in (
            kept.name.casefold(),
            instead_of.casefold(),
        ):
            kept = replace(kept, usb=kept.usb or row.usb)
    gone = {kept.name.casefold(), instead_of.casefold()}
    _write((*(row for row in known_printers() if row.name.casefold() not in gone), kept))
    return kept


def forget_printer(name: str) -> None:
    """Remember a printer no more."""
    _write(tuple(row for row in known_printers() if row.name.casefold() != name.casefold()))


def last_target(kind: str) -> str:
    """Return where this PC last printed a kind of tag, as `keep_target` was told; empty where it never did."""
    targets = _read().get("target", {})
    found = targets.get(kind, "") if isinstance(targets, dict) else ""
    return found if isinstance(found, str) else ""


def keep_target(kind: str, target: str) -> None:
    """Remember where this PC prints a kind of tag."""
    targets = _read().get("target", {})
    _write(known_printers(), {**(targets if isinstance(targets, dict) else {}), kind: target})


def _with_cable(printer: TagPrinter) -> TagPrinter:
    way, place = printer_way(printer.address)
    if way != "serial" or printer.usb:
        return printer
    usb = next((usb_text(port) for port in list_ports() if port.name == place), "")
    return keep_printer(replace(printer, usb=usb)) if usb else printer


def _checked(printer: TagPrinter) -> TagPrinter:
    name = _SPACES.sub(" ", clean_text(printer.name)).strip()
    if not name or len(name) > 60:
        raise PRINTER_SHAPE(printer=name[:60] or "—")
    printer_way(printer.address)
    known = printer.dpi in RESOLUTIONS and printer.baud in BAUDS
    if not known or not _LEAST_WIDTH <= printer.width <= _MOST_WIDTH:
        raise PRINTER_SHAPE(printer=name)
    usb = printer.usb if isinstance(printer.usb, str) else ""
    return replace(printer, name=name, address=printer.address.strip(), usb=usb)


def _printer(row: dict[str, Any]) -> TagPrinter | None:
    known = {field.name: row[field.name] for field in fields(TagPrinter) if field.name in row}
    if not isinstance(known.get("name"), str) or not isinstance(known.get("address"), str):
        return None
    try:
        read = TagPrinter(**{**known, "width": float(known.get("width", 104.0))})
        return _checked(read)
    except (TypeError, ValueError, PartproofError):
        return None


def _read() -> dict[str, Any]:
    try:
        return tomllib.loads((machine_folder() / PRINTERS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write(printers: tuple[TagPrinter, ...], targets: dict[str, str] | None = None) -> None:
    """Write all of them; a machine that cannot keep settings goes on without, as with its other ones."""
    folder = machine_folder()
    kept = _read().get("target", {}) if targets is None else targets
    content = {"printer": [asdict(row) for row in printers], "target": kept if isinstance(kept, dict) else {}}
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f".{PRINTERS_FILE}.{os.getpid()}"
        temporary.write_text(tomli_w.dumps(content), encoding="utf-8")
        temporary.replace(folder / PRINTERS_FILE)
