"""ASC MH10 data identifiers (ISO/IEC 15418) met on parts labels, and the fields of a message made of them.

A table and pure functions; which label standard asks for which identifier stands in the file of that standard.
Meanings: published label guides (GTL, VDA 4902/4994, AIAG B-4/B-10, ECIA); the ISO table itself was not at hand.
"""

from __future__ import annotations

import re
from typing import Final

from devices.barcodes.content import GS

MEANINGS: Final = {
    "P": "part_number_customer", "1P": "part_number_supplier", "2P": "change_level", "23P": "software_version",
    "30P": "part_number_distributor", "12P": "label_standard",
    "Q": "quantity", "2Q": "weight_actual", "3Q": "unit_of_measure", "7Q": "quantity_with_unit",
    "S": "serial_number", "1S": "serial_number_supplier", "2S": "delivery_note", "3S": "package_id",
    "4S": "package_id_master", "5S": "package_id_mixed", "30S": "part_number_supplier", "25S": "serial_unique",
    "T": "lot", "1T": "lot_supplier", "30T": "lot_sub", "33T": "dangerous_goods",
    "V": "supplier_number", "1V": "manufacturer", "12V": "supplier_duns", "13V": "supplier_duns_ship_from",
    "21V": "plant", "8V": "supplier_name",
    "K": "order_number", "1K": "order_number_supplier", "2K": "delivery_number", "4K": "order_line",
    "9K": "label_version", "10K": "invoice_number", "11K": "packing_list", "14K": "order_and_line", "15K": "kanban",
    "J": "licence_plate", "1J": "licence_plate_unit", "2J": "licence_plate_master", "3J": "licence_plate_unit",
    "4J": "licence_plate_mixed", "5J": "licence_plate_mixed", "6J": "licence_plate_master",
    "D": "date", "1D": "date", "2D": "date", "3D": "date", "6D": "date", "9D": "date_code", "10D": "date_code",
    "14D": "date_expiry", "16D": "date_manufacture", "12D": "date", "13D": "date",
    "L": "location", "1L": "location", "2L": "location_ship_to", "3L": "location_ship_from", "4L": "country_origin",
    "11L": "storage_location", "20L": "location", "21L": "location", "27L": "location",
    "B": "container_type", "2B": "gas_container", "G": "package_id_mixed", "H": "batch", "M": "package_id_master",
    "N": "delivery_note", "A": "vehicle_number", "E": "change_order", "C": "free_area", "R": "return_number",
    "5N": "document_type", "8N": "document_number", "20Z": "free_area", "11Z": "free_area", "12Z": "free_area",
    "13Z": "free_area", "Z": "free_area", "1Z": "free_area",
}  # fmt: skip
"""Identifier -> our name of the meaning. Identifiers that are not here are read all the same."""

_FIELD: Final = re.compile(r"(\d{0,3}[A-Z])(.*)", re.DOTALL)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def split_field(field: str) -> tuple[str, str] | None:
    """Split ``1TA2B4`` into (``1T``, ``A2B4``); None where no identifier stands in front."""
    match = _FIELD.fullmatch(field)
    return (match[1], match[2]) if match else None


def split_message(message: str) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """Split fields separated by GS; also return the first field without identifier, or None.

    Identifiers without a value stay (value ``""``); wholly empty fields are left out.
    """
    fields: list[tuple[str, str]] = []
    for part in message.split(GS):
        if not part:
            continue
        field = split_field(part)
        if field is None:
            return tuple(fields), part
        fields.append(field)
    return tuple(fields), None


def bad_quantity(fields: tuple[tuple[str, str], ...]) -> str | None:
    """Return the first quantity (Q) that is not a decimal number; empty ones may stay empty."""
    return next(
        (value for name, value in fields if name == "Q" and value and not _NUMBER.fullmatch(value)), None
    )
