"""Reads the numbers and units that instruments print, exactly; shared by the drivers.

No float anywhere: a value stays the text the device sent, in one canonical form.
"""

from __future__ import annotations

import re

_DECIMAL = re.compile(r"([+-]?) *(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))")

_UNITS = {
    "mm": "mm",
    "m/m": "mm",
    "in": "in",
    "inch": "in",
    '"': "in",
    "um": "um",
    "µm": "um",
    "μm": "um",
    "g": "g",
    "mg": "mg",
    "kg": "kg",
    "t": "t",
    "lb": "lb",
    "lbs": "lb",
    "oz": "oz",
    "ozt": "ozt",
    "ct": "ct",
    "pc": "pcs",
    "pcs": "pcs",
    "%": "%",
    "n": "N",
    "kn": "kN",
    "mn": "mN",
    "lbf": "lbf",
    "ozf": "ozf",
    "kgf": "kgf",
    "gf": "gf",
    "nm": "N.m",
    "n.m": "N.m",
    "n-m": "N.m",
    "n·m": "N.m",
    "ncm": "N.cm",
    "n.cm": "N.cm",
    "nmm": "N.mm",
    "lbfin": "lbf.in",
    "lbf.in": "lbf.in",
    "lbin": "lbf.in",
    "lb.in": "lbf.in",
    "in.lb": "lbf.in",
    "lbfft": "lbf.ft",
    "lbf.ft": "lbf.ft",
    "lb.ft": "lbf.ft",
    "ft.lb": "lbf.ft",
    "ozfin": "ozf.in",
    "ozf.in": "ozf.in",
    "oz.in": "ozf.in",
    "in.oz": "ozf.in",
    "kgfcm": "kgf.cm",
    "kgf.cm": "kgf.cm",
    "kg.cm": "kgf.cm",
    "kgfm": "kgf.m",
    "kgf.m": "kgf.m",
    "kg.m": "kgf.m",
    "kgfmm": "kgf.mm",
    "gfcm": "gf.cm",
    "deg": "deg",
    "rad": "rad",
}


def decimal_text(text: str) -> str | None:
    """The number in canonical text, or None where `text` is not exactly one plain decimal number.

    The plus sign and leading zeros go, a minus sign and trailing zeros stay: "+0000.120" is "0.120".
    Blanks may stand round the number and after its sign, as balances print them.
    """
    match = _DECIMAL.fullmatch(text.strip(" "))
    if match is None:
        return None
    sign, whole, fraction, bare = match.groups()
    digits = (whole or "0").lstrip("0") or "0"
    decimals = fraction if bare is None else bare
    return ("-" if sign == "-" else "") + digits + (f".{decimals}" if decimals else "")


def unit_name(text: str) -> str | None:
    """The unit in the one spelling used everywhere, or None where it is not known.

    "mN" and "MN" would fold together, so the megaunits are refused rather than guessed.
    """
    word = text.strip(" ")
    if word.startswith("M") and word[1:] in {"N", "g"}:
        return None
    return _UNITS.get(word.lower().removesuffix(".") if len(word) > 1 else word.lower())


def plain_number(text: str) -> str | None:
    """A channel or tool number without leading zeros; None where `text` is not digits."""
    return (text.lstrip("0") or "0") if re.fullmatch(r"[0-9]+", text) else None
