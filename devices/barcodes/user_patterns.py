"""The shop's own labels by its patterns, those asked only where no standard content answered."""

from __future__ import annotations

from typing import Final

from devices.barcodes.content import CodeContent, ContentParser, Scan
from devices.barcodes.own_patterns import read_patterns


def _read(scan: Scan) -> CodeContent | None:
    return read_patterns(scan, tuple(each for each in scan.book.patterns if not each.first))


PARSER: Final = ContentParser("user_patterns", 55, _read)
