"""What a scanned code says: the content read from it, or the reason it is refused.

Codes and facts only; no sentence for a person is made here (the screen knows the language).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from devices.barcodes.code_book import NO_BOOK, CodeBook

GS: Final = "\x1d"
RS: Final = "\x1e"
EOT: Final = "\x04"


@dataclass(frozen=True)
class CodeContent:
    """One code, understood.

    Attributes:
        kind: ``gs1``, ``gs1_dl``, ``gtin``, ``iso15434``, ``hkmc``, ``di``, ``di_blank``, ``text``, or one of our
            own: ``badge``, ``order``, ``lot``, ``part``, ``gauge``, ``command``; ``user`` for a pattern of the shop.
        fields: (identifier, value) in the order they stand in the code; a value may be empty.
        text: The whole code as text, without the symbology identifier; NFC.
        raw: The bytes as they came, with everything.
        aim: The symbology identifier the scanner sent (``]d2``), if it sent one.
        warnings: Codes of what was tolerated or repaired; to be shown, never swallowed.
        dates: (identifier, day) of the fields that are dates.
        envelope: The format of an ISO/IEC 15434 message (``05``, ``06``, ``12``; several joined by ``+``).
        profile: The label standard recognised (``gtl``, ``vda4902``, ``aiag``, ``ecia``), or the name
            of the shop's pattern, where one is.
    """

    kind: str
    fields: tuple[tuple[str, str], ...]
    text: str
    raw: bytes
    aim: str | None = None
    warnings: tuple[str, ...] = ()
    dates: tuple[tuple[str, date], ...] = ()
    envelope: str | None = None
    profile: str | None = None

    def value(self, name: str) -> str | None:
        """Return the first value under this identifier; None where the code does not carry it."""
        return next((value for key, value in self.fields if key == name), None)

    def date(self, name: str) -> date | None:
        """Return the first day under this identifier; None where the code carries none."""
        return next((day for key, day in self.dates if key == name), None)


@dataclass(frozen=True)
class CodeRefused:
    """One code that must not be used as it is.

    Attributes:
        reason_code: A stable code out of ``REASONS``.
        detail: The facts: the identifier or the part of the code that is wrong.
        suggest: The code as it may have been meant. A repair screen may offer it; it is never used unasked.
        kind: What the code was taken for; None where that stayed open.
        raw: The bytes as they came.
        aim: The symbology identifier, if one was sent.
    """

    reason_code: str
    detail: str = ""
    suggest: str | None = None
    kind: str | None = None
    raw: bytes = b""
    aim: str | None = None


@dataclass(frozen=True)
class Scan:
    """A code on its way through the parsers: symbology identifier taken off, control characters kept.

    Attributes:
        text: What the symbol holds; NFC, without the end-of-line signs of the scanner.
        raw: The bytes as they came.
        aim: The symbology identifier, if one was sent.
        today: The day that decides the century of two-digit years.
        warnings: What was repaired on the way here.
        book: The shop's own patterns and table rows.
    """

    text: str
    raw: bytes
    aim: str | None
    today: date
    warnings: tuple[str, ...] = ()
    book: CodeBook = NO_BOOK

    def content(
        self,
        kind: str,
        fields: tuple[tuple[str, str], ...],
        *,
        warnings: tuple[str, ...] = (),
        dates: tuple[tuple[str, date], ...] = (),
        envelope: str | None = None,
        profile: str | None = None,
    ) -> CodeContent:
        """Return the content of this scan, keeping its raw bytes and earlier warnings."""
        return CodeContent(
            kind, fields, self.text, self.raw, self.aim, self.warnings + warnings, dates, envelope, profile
        )

    def refuse(
        self, reason_code: str, detail: str = "", *, kind: str, suggest: str | None = None
    ) -> CodeRefused:
        """Return the refusal of this scan."""
        return CodeRefused(reason_code, detail, suggest, kind, self.raw, self.aim)


@dataclass(frozen=True)
class ContentParser:
    """One kind of content; each file of this folder that knows one names it ``PARSER``.

    Attributes:
        name: The name of the kind, unique.
        order: Parsers are asked from the lowest to the highest; the first that answers decides.
        read: Returns None where the code is of another kind.
    """

    name: str
    order: int
    read: Callable[[Scan], CodeContent | CodeRefused | None]


REASONS: Final = MappingProxyType(
    {
        "empty": "nothing was scanned",
        "unknown_symbology": "the symbology identifier does not exist",
        "unknown_ai": "no such GS1 application identifier",
        "ai_not_numeric": "a GS1 application identifier is not numeric",
        "bad_character": "a character that is not allowed there",
        "non_digit": "a sign that is not a digit",
        "too_short": "shorter than the rule says",
        "too_long": "longer than the rule says",
        "check_digit": "the check digit or pair is wrong",
        "bad_date": "no such month, day or time",
        "piece_exceeds_total": "piece number zero or above the total",
        "repeated": "an identifier that must stand once stands twice",
        "unknown_format": "an ISO/IEC 15434 format that is not read here",
        "no_identifier": "a field without its identifier",
        "separators_lost": "the separators GS, RS, EOT were lost on the way",
        "field_missing": "a required field is missing",
        "trace_type": "trace type neither A nor @",
        "not_a_number": "a quantity that is not a number",
        "unknown_own_code": "a Partproof code of an unknown sort",
        "unknown_command": "a Partproof command that does not exist",
    }
)
"""Reason codes with their meaning for developers; the sentences for people stand in the catalogue."""

WARNINGS: Final = MappingProxyType(
    {
        "empty": "the symbol holds nothing",
        "broken_header": "header other than [)> RS",
        "no_trailer": "the message does not end in RS EOT",
        "trailer_spelled": "the trailer is spelled in letters",
        "separators_spelled": "control characters are spelled out",
        "trace_without_date": "the trace field does not start with YYMMDD",
        "hangul_reversed": "Hangul input mode reversed; letter case assumed upper",
        "start_stop_sent": "the scanner sends the start and stop signs of Code 39",
        "blank_separated": "identifiers separated by blanks, no envelope",
        "not_utf8": "the bytes are not UTF-8; read as the Korean code page 949",
        "unknown_encoding": "the bytes are in no known encoding; read byte by byte",
    }
)
"""Warning codes with their meaning for developers."""
