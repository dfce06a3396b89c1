"""From bytes to content: takes off what the scanner adds, then asks one parser file after the other.

Parsers are found by walking this folder for modules that define ``PARSER``; nothing is listed here.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

import devices.barcodes
from devices.barcodes.code_book import NO_BOOK, CodeBook
from devices.barcodes.content import EOT, RS, CodeContent, CodeRefused, ContentParser, Scan
from devices.barcodes.hangul import has_hangul, keys_behind

# Code letters of ISO/IEC 15424 with one modifier; J (DotCode) came later.
_AIM: Final = re.compile(r"\][A-UX-Zc-eopsz][0-9A-F]")
# The keys d and e in Hangul mode. Shift tells e from E; ]D (Code One) is hardly printed any more.
_SMALL_IDENTIFIERS: Final = {"ㅇ": "d", "ㄷ": "e"}
_LATIN: Final = re.compile(r"[A-Za-z]")


@lru_cache(maxsize=1)
def parsers() -> tuple[ContentParser, ...]:
    """Return all parsers in the order they are asked."""
    found: list[ContentParser] = []
    for entry in pkgutil.iter_modules(devices.barcodes.__path__):
        parser = getattr(importlib.import_module(f"devices.barcodes.{entry.name}"), "PARSER", None)
        if isinstance(parser, ContentParser):
            found.append(parser)
    return tuple(sorted(found, key=lambda parser: (parser.order, parser.name)))


def parse(
    raw: bytes | str,
    *,
    from_keyboard: bool = False,
    today: date | None = None,
    book: CodeBook = NO_BOOK,
) -> CodeContent | CodeRefused:
    """Read one scanned code.

    Args:
        raw: What arrived, with symbology identifier and control characters if they were sent.
        from_keyboard: It came as keys, so Hangul in it is a keyboard left in Hangul mode and is reversed, with a
            warning. Never set for a serial scanner: Korean text in a symbol must stay.
        today: Decides the century of two-digit years; the present day where not given.
        book: The shop's own patterns and table rows.

    Returns:
        The content, or the refusal with its reason. Bytes that nothing else claims are ``text``.
    """
    received, warnings = _decode(raw)
    data = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
    text = unicodedata.normalize("NFC", received).strip("\r\n\t\x00")
    if RS not in text:
        # Without RS there is no ISO/IEC 15434 trailer: EOT is only the end sign of a wedge scanner.
        text = text.rstrip(EOT)
    if from_keyboard and has_hangul(text) and not _LATIN.search(text):
        text = _with_small_identifier(text, keys_behind(text))
        warnings += ("hangul_reversed",)
    aim = None
    if text.startswith("]"):
        if not _AIM.match(text):
            return CodeRefused("unknown_symbology", text[:3], None, None, data, None)
        aim, text = text[:3], text[3:]
    elif not text.strip():
        return CodeRefused("empty", "", None, None, data, None)
    scan = Scan(text, data, aim, today or datetime.now(UTC).date(), warnings, book)
    for parser in parsers():
        answer = parser.read(scan)
        if answer is not None:
            return answer
    raise LookupError("the parser for plain text is missing from devices/barcodes")


def _with_small_identifier(typed: str, keys: str) -> str:
    """Give a symbology identifier its small letter back: Data Matrix is ]d, and ]e is not ]E (EAN)."""
    small = _SMALL_IDENTIFIERS.get(typed[1:2]) if typed.startswith("]") else None
    return keys if small is None else f"]{small}{keys[2:]}"


def _decode(raw: bytes | str) -> tuple[str, tuple[str, ...]]:
    if isinstance(raw, str):
        return raw, ()
    for encoding, warnings in (("utf-8", ()), ("cp949", ("not_utf8",))):
        try:
            return raw.decode(encoding), warnings
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1"), ("unknown_encoding",)
