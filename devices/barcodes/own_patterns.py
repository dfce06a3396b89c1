"""The shop's own labels by its patterns: those asked before the built-in contents, and how any of them is read.

The patterns stand in the code book; nothing is known of any label here.
"""

from __future__ import annotations

from typing import Final

from devices.barcodes.code_book import CodePattern, compiled
from devices.barcodes.content import CodeContent, ContentParser, Scan
from devices.patterns import PatternTimeError

# For all patterns together, about 30 ms.
_STEPS: Final = 60_000


def read_patterns(scan: Scan, patterns: tuple[CodePattern, ...]) -> CodeContent | None:
    """Return the fields of the first pattern that matches the whole code; None where none does.

    A pattern that takes too long on a code is passed over: a code it is meant for never does.
    """
    for pattern in patterns:
        if pattern.aim and not (scan.aim or "").startswith(pattern.aim):
            continue
        try:
            groups = compiled(pattern.pattern).fullmatch(scan.text, _STEPS // len(patterns))
        except PatternTimeError:
            continue
        if groups is None:
            continue
        fields = tuple((name, value) for name, value in groups.items() if value)
        if pattern.kind != "user" and not groups.get(pattern.kind):
            continue
        return scan.content(pattern.kind, fields, profile=pattern.name)
    return None


def _read(scan: Scan) -> CodeContent | None:
    return read_patterns(scan, tuple(each for each in scan.book.patterns if each.first))


PARSER: Final = ContentParser("own_patterns", 15, _read)
