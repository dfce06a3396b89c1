"""The grammar of one dimension text: ``5XØ3.2``, ``40 ±0.05``, ``M8×1.25-6H``, ``(75.0)``, ``26 H7``, ``120° TYP``.

A pure function of a text. A text that is not wholly understood is no dimension: half of one is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final


class CalloutKind(StrEnum):
    """What a dimension text measures, as far as its signs tell."""

    LENGTH = "length"
    DIAMETER = "diameter"
    RADIUS = "radius"
    ANGLE = "angle"
    THREAD = "thread"
    CHAMFER = "chamfer"
    LIMITS = "limits"
    SYMBOLIC = "symbolic"


@dataclass(frozen=True)
class Callout:
    """A dimension text taken apart.

    Attributes:
        kind: By its sign; a number without sign is a length.
        nominal: With the decimals of the drawing; None for a formula or a pair of limits.
        upper: Signed deviation from the nominal; None if the text states none.
        lower: Likewise.
        limits: Lower and upper limit where the text states those instead.
        fit: Tolerance class, e.g. ``H7`` or ``6H``; empty if none.
        count: How many places, from ``5X`` or ``3 PLCS``; 1 if not stated.
        reference: Stands in brackets or says REF.
        bare: Nothing but a number.
    """

    kind: CalloutKind
    nominal: Decimal | None
    upper: Decimal | None = None
    lower: Decimal | None = None
    limits: tuple[Decimal, Decimal] | None = None
    fit: str = ""
    count: int = 1
    reference: bool = False
    bare: bool = False


_NUMBER: Final = r"(?:\d{1,5}(?:[.,]\d{1,5})?|[.,]\d{1,5})"
# A pair written in one line needs a sign or a zero on each and something between them: "600-0.2" must not become
# 60 0/-0.2, nor the date 2026-01-02 a dimension.
_TOLERANCE: Final = (
    rf"(?:\s?(?:±|\+/-|\+-)\s?(?P<both>{_NUMBER})"
    rf"|(?P<upper>\s?[+\-−]\s?{_NUMBER}|\s+0(?:[.,]0+)?)(?:\s?/\s?|\s)"
    rf"(?P<lower>[+\-−]\s?{_NUMBER}|(?<=[\s/])0(?:[.,]0+)?))"
)
# What may follow without changing the value: how often, how deep it goes on, whether it is only for reference.
_TAIL: Final = (
    r"(?P<tail>(?:\s?(?:TYP\.?|THRU(?:\s?ALL)?|REF\.?|MAX\.?|MIN\.?|EQ\.?\s?SP\.?|mm|DEEP|DP"
    r"|\d{1,3}\s?(?:PLCS|PL|개소|EA)|관통|깊이)|\s?[⌴⌵↧⌀Øø∅]{1,2}\s?" + _NUMBER + r"|\s?[⌴⌵↧])*)"
)
_COUNT: Final = r"(?:(?P<count>\d{1,3})\s?(?:[xX×]\s?|-(?=[⌀Øø∅φΦMRC]))\s?)?"
_SIZE: Final = re.compile(
    rf"^(?P<open>[(\[])?\s?{_COUNT}(?P<sign>S?[⌀Øø∅φΦ]|SR|R|C|□)?\s?(?P<value>{_NUMBER})\s?(?P<degree>°)?"
    rf"\s?(?P<fit>(?:[A-HJ-NP-Z]|[a-hj-np-z]|JS|js|Z[ABC]|z[abc])\d{{1,2}})?(?:{_TOLERANCE})?°?\s?{_TAIL}\s?"
    r"(?P<close>[)\]])?$"
)
_THREAD: Final = re.compile(
    rf"^{_COUNT}M(?P<value>{_NUMBER})(?:\s?[xX×]\s?(?P<pitch>{_NUMBER}))?(?:\s?-?\s?(?P<fit>\d[gGhHeEfF](?:\d[gGhH])?))?"
    rf"\s?{_TAIL}$"
)
_CHAMFER: Final = re.compile(rf"^{_COUNT}(?P<value>{_NUMBER})\s?[xX×]\s?45\s?°{_TAIL}$")
# "TOPHAT HEIGHT - 9mm" is a rule of calculation: its number is no nominal.
_SYMBOLIC: Final = re.compile(rf"^[A-Z][A-Z ]{{2,30}}\s?[-+]\s?{_NUMBER}\s?(?:mm)?$")
_PLACES: Final = re.compile(r"(\d{1,3})\s?(?:PLCS|PL|개소|EA)\b")
_DIAMETERS: Final = "⌀Øø∅φΦ"


def number(text: str) -> Decimal:
    """Return a number as written: decimal comma understood, trailing zeros kept, ``.75`` allowed."""
    plain = text.replace(",", ".")
    return Decimal(f"0{plain}" if plain.startswith(".") else plain)


@lru_cache(maxsize=8192)
def read_callout(text: str) -> Callout | None:
    """Return a dimension text taken apart, or None when it is not wholly one."""
    if len(text) > 120:
        return None
    for pattern, kind in ((_THREAD, CalloutKind.THREAD), (_CHAMFER, CalloutKind.CHAMFER)):
        match = pattern.match(text)
        if match is not None:
            found = match.groupdict()
            callout = Callout(kind, number(found["value"]), fit=found.get("fit") or "")
            return replace(callout, count=_count(found))
    match = _SIZE.match(text)
    if match is None:
        return Callout(CalloutKind.SYMBOLIC, None) if _SYMBOLIC.match(text) else None
    found = match.groupdict()
    if bool(found["open"]) != bool(found["close"]):
        return None
    upper, lower = _deviations(found)
    if upper is not None and lower is not None and upper < lower:
        return None
    return Callout(
        _kind(found["sign"] or "", bool(found["degree"])),
        number(found["value"]),
        upper,
        lower,
        fit=found["fit"] or "",
        count=_count(found),
        reference=bool(found["open"]) or "REF" in (found["tail"] or ""),
        bare=found["value"] == text,
    )


def read_deviation(text: str) -> Decimal | None:
    """Return a stacked tolerance such as ``+0.05``, ``-0.1`` or ``0``; None if it is none."""
    match = re.fullmatch(rf"(?P<sign>[+\-−])?\s?(?P<value>{_NUMBER})", text)
    if match is None:
        return None
    value = number(match["value"])
    return -value if match["sign"] in ("-", "−") and value else value


def _deviations(found: dict[str, str | None]) -> tuple[Decimal | None, Decimal | None]:
    both, upper, lower = found["both"], found["upper"], found["lower"]
    if both is not None:
        return number(both), -number(both)
    if upper is not None and lower is not None:
        return read_deviation(upper.strip()), read_deviation(lower.strip())
    return None, None


def _count(found: dict[str, str | None]) -> int:
    if found["count"]:
        return int(found["count"])
    places = _PLACES.search(found["tail"] or "")
    return int(places[1]) if places else 1


def _kind(sign: str, degree: bool) -> CalloutKind:
    if degree:
        return CalloutKind.ANGLE
    if sign and sign[-1] in _DIAMETERS:
        return CalloutKind.DIAMETER
    return {"R": CalloutKind.RADIUS, "SR": CalloutKind.RADIUS, "C": CalloutKind.CHAMFER}.get(
        sign, CalloutKind.LENGTH
    )
