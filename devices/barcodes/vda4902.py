"""VDA 4902 transport labels: one Code 39 per field, its identifier in front; those that AIAG labels do not use."""

from __future__ import annotations

from typing import Final

from devices.barcodes.aiag import read_bare
from devices.barcodes.content import CodeContent, CodeRefused, ContentParser, Scan

# N delivery note, 30S supplier's part number, M master and G mixed package, H batch.
BARE: Final = frozenset({"N", "30S", "M", "G", "H"})


def _read(scan: Scan) -> CodeContent | CodeRefused | None:
    return read_bare(scan, BARE, "vda4902")


PARSER: Final = ContentParser("vda4902", 61, _read)
