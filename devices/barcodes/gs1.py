"""GS1 element strings and GTINs, on biip's table of application identifiers with its gaps closed.

Closed here: wrong check digits, empty data behind a GS1 symbology identifier, DotCode, ``(1A)`` skipped in
bracketed text, values that run past their length. Building symbols is not done here.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from biip import ParseConfig, ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_element_strings import GS1ElementString

from devices.barcodes.content import GS, CodeContent, CodeRefused, ContentParser, Scan
from devices.barcodes.gs1_checks import day_of, ends_in_check_digit, fault_of

GS1_SYMBOLS: Final = ("]C1", "]d2", "]Q3", "]e0", "]J1")
_EAN_LENGTHS: Final = {"]E0": 13, "]E3": 13, "]E4": 8}
_GTIN_LENGTHS: Final = (8, 12, 13, 14)
_COMPOSITE: Final = "|]e0"
# Dates are judged in gs1_checks: biip reads a range of days (7007) as a time of day.
_CONFIG: Final = ParseConfig(gs1_element_strings_verify_date=False)
_BRACKETED: Final = re.compile(r"\((\d{2,4})\)((?:\\[()\\]|[^(\\])+)")
_BARE_KEY: Final = re.compile(r"(?:01\d{14}|00\d{18})")
_FORMAT_PART: Final = re.compile(r"\[?\+?([NXYZ])(\.\.)?(\d+)\]?")


class Elements(NamedTuple):
    """What the elements of a message say: (identifier, value) and (identifier, day)."""

    fields: tuple[tuple[str, str], ...]
    dates: tuple[tuple[str, date], ...]


class Fault(NamedTuple):
    """Why elements are refused."""

    reason_code: str
    detail: str


def read_elements(text: str, today: date) -> Elements | Fault:
    """Read element strings, separated by GS where the identifier asks for it.

    Args:
        text: The message without symbology identifier; GS for FNC1.
        today: Decides the century of two-digit years.
    """
    found: list[tuple[str, str]] = []
    rest = text.strip(GS)
    if not rest:
        return Fault("empty", "")
    while rest:
        segment = rest.split(GS, 1)[0]
        element = first_element(segment, rest_may_follow=True)
        if isinstance(element, Fault):
            return element
        found.append(element)
        rest = rest[len(element[0]) + len(element[1]) :].lstrip(GS)
    return _judge(found, today)


def read_bracketed(text: str, today: date) -> Elements | Fault:
    r"""Read ``(01)…(10)…`` as printed under a symbol; ``\(`` is a bracket within a value."""
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(text):
        match = _BRACKETED.match(text, place)
        if match is None:
            return _bracket_fault(text[place:])
        value = re.sub(r"\\(.)", r"\1", match[2]).strip()
        element = first_element(match[1] + value, rest_may_follow=False)
        if isinstance(element, Fault):
            return element
        if element[0] != match[1]:
            return Fault("unknown_ai", match[1])
        found.append(element)
        place = match.end()
    return _judge(found, today)


def _bracket_fault(rest: str) -> Fault:
    identifier = re.match(r"\(([^)]*)\)", rest)
    if identifier is None or not identifier[1].isdecimal():
        return Fault("ai_not_numeric", rest[:8])
    if not 2 <= len(identifier[1]) <= 4:
        return Fault("unknown_ai", identifier[1])
    return Fault("too_short", identifier[1])


def _judge(found: list[tuple[str, str]], today: date) -> Elements | Fault:
    for identifier, value in found:
        reason = fault_of(identifier, value, today)
        if reason is not None:
            return Fault(reason, f"({identifier}){value}")
    days = ((identifier, day_of(identifier, value, today)) for identifier, value in found)
    return Elements(tuple(found), tuple((identifier, day) for identifier, day in days if day is not None))


def first_element(segment: str, *, rest_may_follow: bool) -> tuple[str, str] | Fault:
    """Return the (identifier, value) that begins here; without ``rest_may_follow`` it must fill the segment."""
    if not segment.isascii():
        return Fault("bad_character", segment)
    try:
        identifier = GS1ApplicationIdentifier.extract(segment)
    except ParseError:
        return Fault("unknown_ai", segment[:4])
    try:
        if rest_may_follow and not identifier.separator_required:
            element = GS1ElementString.extract(segment, config=_CONFIG)
        else:
            element = GS1ElementString.parse(segment, config=_CONFIG)
    except (ParseError, ValueError):
        # ValueError: an amount that is no decimal. Both mean the value has not the form of its identifier.
        return _form_fault(identifier, segment[len(identifier.ai) :])
    if not element.value:
        return Fault("too_short", identifier.ai)
    return identifier.ai, element.value


def _form_fault(identifier: GS1ApplicationIdentifier, value: str) -> Fault:
    """Say what is wrong with a value that does not match, from the printed format (``N2+X..20``)."""
    parts = _FORMAT_PART.findall(identifier.format)[1:]
    longest = sum(int(length) for _, _, length in parts)
    if all(letter == "N" for letter, _, _ in parts) and re.search(r"\D", value[:longest]):
        reason = "non_digit"
    elif re.search(r"[^!%-?A-Z_a-z\"]", value):
        reason = "bad_character"
    elif len(value) > longest:
        reason = "too_long"
    elif day_like(identifier.ai) and len(value) >= longest:
        reason = "bad_date"
    else:
        reason = "too_short"
    return Fault(reason, f"({identifier.ai}){value}")


def day_like(identifier: str) -> bool:
    """Whether the table's pattern itself refuses impossible months and days of this identifier."""
    return identifier in ("11", "12", "13", "15", "16", "17", "8008")


def _read(scan: Scan) -> CodeContent | CodeRefused | None:
    text = scan.text
    if scan.aim in GS1_SYMBOLS:
        return _answer(scan, read_elements(text, scan.today))
    if scan.aim in _EAN_LENGTHS:
        return _read_ean(scan, _EAN_LENGTHS[scan.aim])
    if re.match(r"\([0-9A-Z]{1,5}\)", text):
        return _answer(scan, read_bracketed(text, scan.today))
    if scan.aim is None and GS in text and re.match(r"\x1d?\d{2}", text) and "[)>" not in text:
        # Without an identifier only a GS tells GS1; a text that merely contains one is left to the others.
        elements = read_elements(text, scan.today)
        if isinstance(elements, Elements) or _BARE_KEY.match(text.lstrip(GS)):
            return _answer(scan, elements)
        return None
    if scan.aim in (None, "]I1") and text.isascii() and text.isdecimal() and len(text) in _GTIN_LENGTHS:
        return scan.content("gtin", (("gtin", text),)) if ends_in_check_digit(text) else None
    if scan.aim is None and _BARE_KEY.match(text):
        elements = read_elements(text, scan.today)
        return _answer(scan, elements) if isinstance(elements, Elements) else None
    return None


def _answer(scan: Scan, elements: Elements | Fault) -> CodeContent | CodeRefused:
    if isinstance(elements, Fault):
        return scan.refuse(elements.reason_code, elements.detail, kind="gs1")
    return scan.content("gs1", elements.fields, dates=elements.dates)


def _read_ean(scan: Scan, length: int) -> CodeContent | CodeRefused:
    digits, _, composite = scan.text.partition(_COMPOSITE)
    if not (digits.isascii() and digits.isdecimal()):
        return scan.refuse("non_digit" if digits else "empty", digits, kind="gtin")
    # ]E3 carries an add-on of 2 or 5 digits behind the GTIN.
    allowed = (length, length + 2, length + 5) if scan.aim == "]E3" else (length,)
    if len(digits) not in allowed:
        return scan.refuse("too_short" if len(digits) < length else "too_long", digits, kind="gtin")
    gtin, add_on = digits[:length], digits[length:]
    if not ends_in_check_digit(gtin):
        return scan.refuse("check_digit", gtin, kind="gtin")
    fields = (("gtin", gtin), *((("add_on", add_on),) if add_on else ()))
    if not composite:
        return scan.content("gtin", fields)
    elements = read_elements(composite, scan.today)
    if isinstance(elements, Fault):
        return scan.refuse(elements.reason_code, elements.detail, kind="gtin")
    return scan.content("gtin", fields + elements.fields, dates=elements.dates)


PARSER: Final = ContentParser("gs1", 50, _read)
