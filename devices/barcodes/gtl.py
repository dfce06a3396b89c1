"""Global Transport Label (Odette/AIAG/JAMA/JAPIA, VDA 4994): an ISO/IEC 15434 message that begins with ``12PGTL``.

Names the label's fields; the envelope is opened by ``iso15434.py``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from devices.barcodes.content import CodeContent, CodeRefused, ContentParser, Scan
from devices.barcodes.data_identifiers import MEANINGS
from devices.barcodes.iso15434 import PARSER as ENVELOPE_PARSER

PLATES: Final = ("1J", "2J", "3J", "4J", "5J", "6J", "J")


def named_fields(content: CodeContent) -> dict[str, str]:
    """Return the filled fields of a label by our names of their meaning, the first of each.

    Identifiers without a name in our table keep their identifier.
    """
    named: dict[str, str] = {}
    for identifier, value in content.fields:
        if value:
            named.setdefault(MEANINGS.get(identifier, identifier), value)
    return named


def licence_plate(content: CodeContent) -> str | None:
    """Return the transport unit's licence plate, whichever of its identifiers carries it."""
    return next((value for name, value in content.fields if name in PLATES and value), None)


def _read(scan: Scan) -> CodeContent | CodeRefused | None:
    if "12PGTL" not in scan.text[:20]:
        return None
    content = ENVELOPE_PARSER.read(scan)
    return replace(content, profile="gtl") if isinstance(content, CodeContent) else content


PARSER: Final = ContentParser("gtl", 25, _read)
