"""One data identifier per symbol, as on AIAG B-3/B-4/B-10 labels (Code 39), and blank-separated ones.

A bare identifier is a guess: one letter counts only before a digit, and ``text`` always keeps the whole code, so
that a caller who knows a part number of that form can prefer it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from devices.barcodes.content import CodeContent, CodeRefused, ContentParser, Scan
from devices.barcodes.data_identifiers import MEANINGS, bad_quantity, split_field

BARE: Final = frozenset({"P", "Q", "V", "S", "T", "K", "A", "1P", "2P", "1T", "2S", "3S", "4S", "5S", "1J", "2J",
                         "3J", "4J", "5J", "6J", "12V", "13V", "15K", "3Q", "7Q", "16D", "14D", "4L"})  # fmt: skip
_START_STOP: Final = re.compile(r"\*(.+)\*")
_MODULO_SYMBOLS: Final = ("]A", "]C0", "]Q", "]d1", "]L")


def read_bare(scan: Scan, identifiers: frozenset[str], profile: str) -> CodeContent | CodeRefused | None:
    """Read one field with its identifier in front; None where it does not look like one.

    Args:
        scan: The code.
        identifiers: The identifiers this label standard uses.
        profile: The name of the label standard.
    """
    if scan.aim is not None and not scan.aim.startswith(_MODULO_SYMBOLS):
        return None
    starred = _START_STOP.fullmatch(scan.text)
    if starred is not None:
        scan = replace(scan, text=starred[1], warnings=(*scan.warnings, "start_stop_sent"))
    field = split_field(scan.text)
    if field is None or field[0] not in identifiers or not field[1].isprintable() or " " in field[1]:
        return None
    identifier, value = field
    if not value or (len(identifier) == 1 and not value[0].isdecimal()):
        return None
    if bad_quantity((field,)) is not None:
        return scan.refuse("not_a_number", value, kind="di")
    return scan.content("di", (field,), profile=profile)


def _read(scan: Scan) -> CodeContent | CodeRefused | None:
    return _read_blank_separated(scan) or read_bare(scan, BARE, "aiag")


def _read_blank_separated(scan: Scan) -> CodeContent | None:
    """Read ``PWBP-302 1PMPNWBP-302 Q1 K19361337/1``, as one distributor prints it."""
    fields = [split_field(token) for token in scan.text.split(" ")]
    known = [field for field in fields if field is not None and field[0] in MEANINGS and field[1]]
    names = [name for name, _ in known]
    # A sentence of capitals must not become a label: three fields, one of them with digits in front, and a quantity.
    if len(known) != len(fields) or len(known) < 3 or len(set(names)) != len(names):
        return None
    if "Q" not in names or bad_quantity(tuple(known)) is not None or all(len(name) == 1 for name in names):
        return None
    return scan.content("di_blank", tuple(known), warnings=("blank_separated",), profile="ecia")


PARSER: Final = ContentParser("aiag", 60, _read)
