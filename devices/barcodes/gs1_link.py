"""GS1 Digital Link: a web address that carries application identifiers in its path and query.

Never opens the address. A web address without a primary key is plain text.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from biip import ParseConfig, ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI

from devices.barcodes.content import CodeContent, CodeRefused, ContentParser, Scan
from devices.barcodes.gs1 import Fault, first_element
from devices.barcodes.gs1_checks import day_of, fault_of

# The scheme is all small or all capital letters; mixed case is not allowed (GS1 Digital Link, section 4.2).
_SCHEME: Final = re.compile(r"(?:https?|HTTPS?)://")
_CONFIG: Final = ParseConfig(gs1_element_strings_verify_date=False)


def _read(scan: Scan) -> CodeContent | CodeRefused | None:
    if not _SCHEME.match(scan.text):
        return None
    try:
        link = GS1DigitalLinkURI.parse(scan.text, config=_CONFIG)
    except (ParseError, ValueError):
        # ValueError: not even a web address (an unclosed IPv6 bracket). It stays text.
        return _refuse_query(scan)
    fault = _query_fault(scan.text, tuple(element.ai.ai for element in link.element_strings))
    if fault is not None:
        return scan.refuse(*fault, kind="gs1_dl")
    fields = tuple((element.ai.ai, element.value) for element in link.element_strings)
    for identifier, value in fields:
        reason = fault_of(identifier, value, scan.today)
        if reason is not None:
            return scan.refuse(reason, f"({identifier}){value}", kind="gs1_dl")
    days = ((identifier, day_of(identifier, value, scan.today)) for identifier, value in fields)
    return scan.content(
        "gs1_dl", fields, dates=tuple((identifier, day) for identifier, day in days if day is not None)
    )


def _refuse_query(scan: Scan) -> CodeRefused | None:
    """Refuse an address whose path is a GS1 key but whose query is wrong; None for any other address."""
    path, _, query = scan.text.partition("?")
    try:
        GS1DigitalLinkURI.parse(path, config=_CONFIG)
    except (ParseError, ValueError):
        return None
    for identifier, value in parse_qsl(query):
        element = first_element(identifier + value, rest_may_follow=False)
        if identifier.isdecimal() and isinstance(element, Fault):
            return scan.refuse(element.reason_code, element.detail, kind="gs1_dl")
    return None


def _query_fault(address: str, identifiers: tuple[str, ...]) -> tuple[str, str] | None:
    """Return (reason, detail) for identifiers in the query that biip leaves out silently."""
    numeric = [
        pair for pair in parse_qsl(urlsplit(address).query, keep_blank_values=True) if pair[0].isdecimal()
    ]
    for identifier, value in numeric:
        if identifier not in identifiers:
            return ("too_short", identifier) if not value else ("unknown_ai", identifier)
    names = [identifier for identifier, _ in numeric]
    path = list(identifiers[: len(identifiers) - len(set(names))])
    repeated = next((name for name in names if (names + path).count(name) > 1), None)
    return None if repeated is None else ("repeated", repeated)


PARSER: Final = ContentParser("gs1_link", 40, _read)
