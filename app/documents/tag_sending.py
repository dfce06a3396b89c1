"""The way of a tag to a label printer, over the network or a serial line.

A print is recorded before the first byte goes out: whether a tag came out of a printer that broke off is not known,
so it counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.documents.tag_printing import PrintedTag, TagOrder, print_tag
from app.documents.tag_refusals import PRINTER_ADDRESS, PRINTER_FAILED, TOO_WIDE
from app.documents.tags import tag_kind, tag_layout
from app.documents.writers.tag_zpl import write_tag_zpl
from app.factory import Factory
from app.texts import Language, mark
from app.unit_of_work import Actor, UnitOfWork
from devices.printers import network, serial_line
from devices.printers.errors import PrinterError
from models.tag import TagPrint

_REASONS: Final = {
    "missing": mark("not found"),
    "refused": mark("it refuses the connection"),
    "timeout": mark("it does not answer"),
    "gone": mark("the connection broke"),
    "denied": mark("no right to use the port"),
    "busy": mark("another program uses the port"),
    "settings": mark("the port does not know these settings"),
}
_WAYS: Final[dict[str, Callable[[str, bytes], None]]] = {"tcp": network.send, "serial": serial_line.send}


@dataclass(frozen=True)
class TagPrinter:
    """A label printer.

    Attributes:
        name: What people call it.
        address: ``tcp://host:9100`` or ``serial:COM5``.
        dpi: Its dots per inch.
        width: What it prints across, in mm.
    """

    name: str
    address: str
    dpi: int = 203
    width: float = 104.0


def send_tag(
    factory: Factory, order: TagOrder, printer: TagPrinter, *, actor: Actor, copies: int = 1
) -> PrintedTag:
    """Print a tag on a label printer: record it, then hand it over. Waits for the printer; not for the GUI thread.

    Raises:
        PartproofError: what `print_tag` refuses, ``tag.too_wide``, ``tag.printer_address``, or
            ``tag.printer_failed`` (then on record too).
    """
    way, place = printer_way(printer.address)
    wide = tag_layout(tag_kind(order.kind), order.layout)
    if wide.width > printer.width:
        raise TOO_WIDE(width=f"{wide.width:g}", printer=printer.name, room=f"{printer.width:g}")
    printed = factory.perform(print_tag, order, copies=copies, printer=printer.name, actor=actor).result
    try:
        _WAYS[way](place, write_tag_zpl(printed.pages, dpi=printer.dpi, copies=copies))
    except PrinterError as error:
        language = Language(printed.language)
        factory.perform(
            note_failed_print, printed.print_id, reason=error.reason_code, sent=error.sent, actor=actor
        )
        reason = language.say(_REASONS[error.reason_code])
        raise PRINTER_FAILED(printer=printer.name, reason=reason) from error
    return printed


def note_failed_print(unit: UnitOfWork, print_id: int, *, reason: str, sent: int) -> None:
    """Put on record that a printer did not take a recorded print."""
    row = unit.session.get_one(TagPrint, print_id)
    unit.record(
        "tag_print_failed",
        row.noun,
        row.entity_id,
        kind=row.kind,
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
