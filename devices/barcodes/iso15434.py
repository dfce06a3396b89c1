"""ISO/IEC 15434 messages: the envelope ``[)>`` RS … RS EOT with formats 05, 06 and 12.

Tolerates, with a warning, what real labels get wrong; never guesses where separators were lost.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from devices.barcodes.content import EOT, GS, RS, CodeContent, CodeRefused, ContentParser, Scan
from devices.barcodes.data_identifiers import bad_quantity, split_message
from devices.barcodes.gs1 import Elements, read_elements

_LOOKS_LIKE_HEADER: Final = re.compile(r">?\[[)\]]>")
# Broken headers seen on real labels: `>[)>06` (a distributor), `[]>` (a plastics supplier), no RS after `[)>`.
_HEADER: Final = re.compile(r"(?P<sign>>?\[[)\]]>)(?P<rs>\x1e?)(?=\d\d\x1d)")
_SPELLED: Final = re.compile(r"\{(GS|RS|EOT)\}|<(GS|RS|EOT)>|\^([\]^D])|([␝␞␄])|\\x(1[dDeE]|04)")
_SIGNS: Final = {
    "GS": GS, "RS": RS, "EOT": EOT, "]": GS, "^": RS, "D": EOT, "␝": GS, "␞": RS, "␄": EOT,
    "1d": GS, "1e": RS, "04": EOT,
}  # fmt: skip
_TEXT_ELEMENT: Final = re.compile(r"([A-Z0-9]{3})\s?(.*)", re.DOTALL)


class Envelope(NamedTuple):
    """An opened envelope: (format, message) in order, and what was tolerated."""

    messages: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def open_envelope(scan: Scan) -> Envelope | CodeRefused | None:
    """Take the envelope off; None where there is none."""
    if not _LOOKS_LIKE_HEADER.match(scan.text):
        return None
    text, warnings = scan.text, []
    if GS not in text and RS not in text and _SPELLED.search(text):
        text = _SPELLED.sub(_sign_of, text)
        warnings.append("separators_spelled")
    header = _HEADER.match(text)
    if header is None:
        if GS not in text:
            return scan.refuse("separators_lost", text[:8], kind="iso15434")
        return scan.refuse("unknown_format", text[:8], kind="iso15434")
    if header["sign"] != "[)>" or not header["rs"]:
        warnings.append("broken_header")
    body, trailer_warnings = _without_trailer(text[header.end() :])
    messages = tuple((message[:2], message[3:]) for message in body.split(RS) if message)
    return Envelope(messages, tuple(warnings + trailer_warnings))


def _sign_of(match: re.Match[str]) -> str:
    spelled = next(group for group in match.groups() if group)
    return _SIGNS.get(spelled) or _SIGNS[spelled.lower()]


def _without_trailer(body: str) -> tuple[str, list[str]]:
    if body.endswith(RS + EOT):
        return body[:-2], []
    if body.endswith(RS + "EOT"):
        return body[:-4], ["trailer_spelled"]
    return body.rstrip(RS + EOT), ["no_trailer"]


def _read(scan: Scan) -> CodeContent | CodeRefused | None:
    envelope = open_envelope(scan)
    if not isinstance(envelope, Envelope):
        return envelope
    fields: list[tuple[str, str]] = []
    dates: list[tuple[str, date]] = []
    for form, message in envelope.messages:
        answer = _read_message(scan, form, message)
        if isinstance(answer, CodeRefused):
            return answer
        fields += answer.fields
        dates += answer.dates
    if not fields:
        return scan.refuse("empty", "", kind="iso15434")
    forms = "+".join(form for form, _ in envelope.messages)
    return scan.content(
        "iso15434", tuple(fields), warnings=envelope.warnings, dates=tuple(dates), envelope=forms
    )


def _read_message(scan: Scan, form: str, message: str) -> Elements | CodeRefused:
    if form == "05":
        elements = read_elements(message, scan.today)
        if isinstance(elements, Elements):
            return elements
        return scan.refuse(elements.reason_code, elements.detail, kind="iso15434")
    if form == "06":
        return read_identifiers(scan, message)
    if form == "12":
        return _read_text_elements(scan, message)
    return scan.refuse("unknown_format", form, kind="iso15434")


def read_identifiers(scan: Scan, message: str) -> Elements | CodeRefused:
    """Read the fields of a format 06 message."""
    fields, stray = split_message(message)
    if stray is not None:
        return scan.refuse("no_identifier", stray, kind="iso15434")
    quantity = bad_quantity(fields)
    if quantity is not None:
        return scan.refuse("not_a_number", quantity, kind="iso15434")
    return Elements(fields, ())


def _read_text_elements(scan: Scan, message: str) -> Elements | CodeRefused:
    fields: list[tuple[str, str]] = []
    for part in message.split(GS):
        match = _TEXT_ELEMENT.fullmatch(part)
        if match is None:
            if part:
                return scan.refuse("no_identifier", part, kind="iso15434")
            continue
        fields.append((match[1], match[2]))
    return Elements(tuple(fields), ())


PARSER: Final = ContentParser("iso15434", 30, _read)
