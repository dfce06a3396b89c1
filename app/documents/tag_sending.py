"""The way of a tag to a label printer, over the network or a serial line.

A printer that cannot be reached, or says that it has no labels, is refused before anything counts. A print is
recorded before its first byte goes out: what came out of a printer that broke off is not known, so it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from app.documents.tag_page import TagPage
from app.documents.tag_plant_layouts import layout_in_force
from app.documents.tag_printing import PrintedTag, TagOrder, print_tag
from app.documents.tag_refusals import (
    PRINT_STOPPED,
    PRINTER_ADDRESS,
    PRINTER_AWAY,
    PRINTER_FAILED,
    PRINTER_NOT_READY,
    TOO_WIDE,
)
from app.documents.tags import tag_kind
from app.documents.writers.tag_zpl import write_tag_zpl
from app.errors import PartproofError
from app.factory import Factory
from app.texts import Language, mark
from app.unit_of_work import Actor, UnitOfWork
from devices.driver import PortSettings
from devices.printers import network, serial_line, status
from devices.printers.errors import PrinterError
from devices.printers.status import PrinterStatus
from devices.transport.ports import PortIdentity
from models.tag import TagPrint

_REASONS: Final = {
    "missing": mark("not found"),
    "refused": mark("it refuses the connection"),
    "timeout": mark("it does not answer"),
    "gone": mark("the connection broke"),
    "denied": mark("no right to use the port"),
    "busy": mark("another program uses the port"),
    "settings": mark("the port does not know these settings"),
    "stopped": mark("it was stopped here"),
    "paper_out": mark("it has no labels"),
    "ribbon_out": mark("it has no ribbon"),
    "head_open": mark("its head is open"),
    "paused": mark("it was paused at its own key"),
}
_USB: Final = re.compile(r"([0-9A-F]{4}):([0-9A-F]{4})\|([^|]*)\|([^|]*)")
_WAYS: Final = ("tcp", "serial")
Stop = Callable[[], bool]


def _never() -> bool:
    return False


@dataclass(frozen=True)
class _Reason:
    """Why a printer does not print, said in the language of who reads the refusal."""

    code: str

    def worded(self, language: Language) -> str:
        """Return it in a language."""
        return language.say(_REASONS[self.code])

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class TagPrinter:
    """A label printer.

    Attributes:
        name: What people call it.
        address: ``tcp://host:9100`` or ``serial:COM5``.
        dpi: Its dots per inch.
        width: What it prints across, in mm.
        baud: Speed of its serial line.
        usb: By what its cable is known again under another name, as `usb_text` writes it; empty where it is unknown.
    """

    name: str
    address: str
    dpi: int = 203
    width: float = 104.0
    baud: int = 9600
    usb: str = ""


def send_tag(
    factory: Factory,
    order: TagOrder,
    printer: TagPrinter,
    *,
    actor: Actor,
    copies: int = 1,
    reason: str = "",
    stop: Stop = _never,
) -> PrintedTag:
    """Print a tag on a label printer: ask it, record it, hand it over. Waits for the printer; not for the GUI thread.

    Args:
        factory: The open factory.
        order: What.
        printer: Where.
        actor: Who prints.
        copies: How often.
        reason: Why it is printed again.
        stop: Whether nobody wants it any more.

    Raises:
        PartproofError: what `print_tag` refuses, ``tag.too_wide``, ``tag.printer_address``, ``tag.printer_away`` or
            ``tag.printer_not_ready`` (nothing counted), ``tag.printer_failed`` or ``tag.print_stopped`` (on record).
    """
    printer_way(printer.address)
    wide = factory.ask(layout_in_force, tag_kind(order.kind), order.layout)
    if wide.width > printer.width:
        raise TOO_WIDE(width=f"{wide.width:g}", printer=printer.name, room=f"{printer.width:g}")
    require_ready(printer)
    printed = factory.perform(
        print_tag, order, copies=copies, printer=printer.name, reason=reason, actor=actor
    ).result
    labels = tag_labels(printed.pages, printer, copies)
    try:
        _send(printer, labels, stop)
    except PrinterError as error:
        why = _why(printer, error)
        ends = accumulate(len(label) for label in labels)
        failed = printed.unprinted(sum(end <= error.sent for end in ends), copied=False)
        factory.perform(
            note_failed_prints, failed or printed.page_prints, reason=why, sent=error.sent, actor=actor
        )
        raise _broken_off(printer, why, error, sum(map(len, labels))) from error
    return printed


def send_test_tag(printer: TagPrinter, pages: Sequence[TagPage]) -> None:
    """Print pages that are no tag of a record; nothing is recorded.

    Raises:
        PartproofError: as `send_tag`.
    """
    printer_way(printer.address)
    require_ready(printer)
    labels = tag_labels(pages, printer, 1)
    try:
        _send(printer, labels, _never)
    except PrinterError as error:
        why = _why(printer, error)
        raise _broken_off(printer, why, error, sum(map(len, labels))) from error


def tag_labels(pages: Sequence[TagPage], printer: TagPrinter, copies: int) -> list[bytes]:
    """Return the ZPL of each page."""
    return [write_tag_zpl([page], dpi=printer.dpi, copies=copies) for page in pages]


def printer_status(printer: TagPrinter) -> PrinterStatus | None:
    """Ask a printer how it stands; None where it does not answer that.

    Raises:
        PrinterError: it cannot be reached.
        PartproofError: ``tag.printer_address``.
    """
    way, place = printer_way(printer.address)
    if way == "tcp":
        return status.read_status(network.ask(place, status.QUESTION, status.complete))
    settings = PortSettings(baud=printer.baud, xonxoff=True)
    return status.read_status(
        serial_line.ask(_cable(printer, place), status.QUESTION, status.complete, settings)
    )


def require_ready(printer: TagPrinter) -> None:
    """Refuse a printer that cannot be reached, or says that nothing would come out.

    Raises:
        PartproofError: ``tag.printer_away`` or ``tag.printer_not_ready``.
    """
    try:
        found = printer_status(printer)
    except PrinterError as error:
        raise PRINTER_AWAY(printer=printer.name, reason=_Reason(error.reason_code)) from error
    if found is not None and found.reason:
        raise PRINTER_NOT_READY(printer=printer.name, reason=_Reason(found.reason))


def usb_text(identity: PortIdentity) -> str:
    """Return the USB numbers of a cable as one text; empty for a port that has none."""
    if identity.vid is None or identity.pid is None:
        return ""
    return f"{identity.vid:04X}:{identity.pid:04X}|{identity.serial or ''}|{identity.location or ''}"


def _cable(printer: TagPrinter, place: str) -> str | PortIdentity:
    """Return where a serial printer is: by the USB numbers of its cable, for Windows numbers ports anew."""
    found = _USB.fullmatch(printer.usb)
    if found is None:
        return place
    vid, pid = int(found[1], 16), int(found[2], 16)
    return PortIdentity(place, vid, pid, found[3] or None, found[4] or None)


def missing_printer() -> object:
    """Return the reason of a printer that is not there, as a value of a refusal."""
    return _Reason("missing")


def _send(printer: TagPrinter, labels: Sequence[bytes], stop: Stop) -> None:
    way, place = printer_way(printer.address)
    if way == "tcp":
        network.send(place, labels, stop=stop)
    else:
        line = PortSettings(baud=printer.baud, xonxoff=True)
        serial_line.send(_cable(printer, place), labels, line, stop=stop)


def _why(printer: TagPrinter, error: PrinterError) -> str:
    """Return why a printer broke off; one that only stopped taking bytes is asked."""
    if error.reason_code != "timeout":
        return error.reason_code
    try:
        found = printer_status(printer)
    except PrinterError:
        return error.reason_code
    return (found.reason if found else "") or error.reason_code


def _broken_off(printer: TagPrinter, why: str, error: PrinterError, size: int) -> PartproofError:
    if why == "stopped":
        return PRINT_STOPPED(printer=printer.name, sent=error.sent, size=size)
    return PRINTER_FAILED(printer=printer.name, reason=_Reason(why))


def note_failed_prints(unit: UnitOfWork, print_ids: Sequence[int], *, reason: str, sent: int) -> None:
    """Put on record that a printer did not take recorded prints; one named several times counts once."""
    for print_id in dict.fromkeys(print_ids):
        row = unit.session.get_one(TagPrint, print_id)
        unit.record(
            "tag_print_failed",
            row.noun,
            row.entity_id,
            kind=row.kind,
            piece=row.piece,
            printer=row.printer,
            reason=reason,
            sent=sent,
        )


def printer_way(address: str) -> tuple[str, str]:
    """Split an address into its way and place.

    Raises:
        PartproofError: ``tag.printer_address``.
    """
    way, _, place = address.strip().partition(":")
    place = place.removeprefix("//").strip()
    if way not in _WAYS or not place:
        raise PRINTER_ADDRESS(address=address)
    if way == "tcp":
        try:
            network.endpoint(place)
        except ValueError:
            raise PRINTER_ADDRESS(address=address) from None
    return way, place
