"""Plain text: whatever no other kind of content claims. Judges nothing."""

from __future__ import annotations

from typing import Final

from devices.barcodes.content import CodeContent, ContentParser, Scan


def _read(scan: Scan) -> CodeContent:
    if not scan.text:
        return scan.content("text", (), warnings=("empty",))
    return scan.content("text", (("text", scan.text),))


PARSER: Final = ContentParser("plain", 1000, _read)
