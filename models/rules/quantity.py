"""Quantities as they are written in tables and forms: exact decimals, units and what is in doubt about them.

Pure: text or a cell's double in, a reading out. Never rounds silently, never guesses a missing number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from enum import StrEnum
from typing import Final

# A quantity longer than this is no quantity of a parts list; the bound also keeps hostile exponents out.
MAX_DIGITS: Final = 24
_ONE: Final = Decimal(1)

_UNITS: Final[dict[str, str]] = {
    **dict.fromkeys(
        [
            "ea",
            "each",
            "pc",
            "pcs",
            "pce",
            "piece",
            "pieces",
            "개",
            "개입",
            "個",
            "개소",
            "stk",
            "stck",
            "stück",
        ],
        "EA",
    ),
    **dict.fromkeys(["set", "sets", "세트", "조", "satz", "식"], "SET"),
    **dict.fromkeys(["kg", "kgs", "킬로그램", "㎏"], "kg"),
    **dict.fromkeys(["g", "gr", "gram", "grams", "그램"], "g"),
    **dict.fromkeys(["mg", "㎎"], "mg"),
    **dict.fromkeys(["ton", "t", "톤"], "t"),
    **dict.fromkeys(["mm", "㎜"], "mm"),
    **dict.fromkeys(["cm", "㎝"], "cm"),
    **dict.fromkeys(["m", "meter", "metre", "mtr", "미터"], "m"),
    **dict.fromkeys(["l", "ℓ", "liter", "litre", "리터"], "L"),
    **dict.fromkeys(["ml", "㎖"], "mL"),
    **dict.fromkeys(["m2", "㎡", "sqm"], "m²"),
    **dict.fromkeys(["roll", "rolls", "롤"], "ROLL"),
    **dict.fromkeys(["sheet", "sheets", "매", "장"], "SHEET"),
    **dict.fromkeys(["box", "boxes", "박스"], "BOX"),
    **dict.fromkeys(["pair", "pairs", "쌍", "paar"], "PAIR"),
    **dict.fromkeys(["in", "inch", "inches", "인치", '"'], "in"),
    **dict.fromkeys(["ft", "feet", "foot"], "ft"),
}


class Doubt(StrEnum):
    """What a person should look at although a value was read."""

    COMMA_AS_POINT = "comma_as_point"
    COMMA_AS_THOUSANDS = "comma_as_thousands"
    PER = "per"
    LONG_FRACTION = "long_fraction"
    UNKNOWN_UNIT = "unknown_unit"


class Fault(StrEnum):
    """Why no value was read."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class QuantityReading:
    """What a cell says about a quantity.

    Attributes:
        value: The exact number; None when there is a fault.
        per: The number of parents it is for ("3 kg per 1000" gives 3 and 1000).
        unit: The unit's usual sign, or "" when the cell names none.
    """

    value: Decimal | None
    per: Decimal = _ONE
    unit: str = ""
    doubts: tuple[Doubt, ...] = ()
    fault: Fault | None = None


def exact_of_double(value: float) -> Decimal:
    """Return the decimal that a spreadsheet shows for a double.

    The shortest text that gives the same double (its repr) is taken; where that needs more than the 15
    significant digits a spreadsheet keeps (0.30000000000000004), the 15-digit text is.

    Raises:
        ValueError: for infinity and NaN.
    """
    shortest = Decimal(repr(value))
    if not shortest.is_finite():
        raise ValueError(f"not a finite number: {value}")
    if len(shortest.as_tuple().digits) > 15:
        shortest = Decimal(format(value, ".15g"))
    return _without_point_zero(shortest)


def _without_point_zero(value: Decimal) -> Decimal:
    """Return 12 for 12.0: a double has no trailing zeros of its own."""
    if value == value.to_integral_value():
        return Decimal(int(value))
    return value.normalize()


def plain(value: Decimal) -> str:
    """Return the digits of a decimal without an exponent, trailing zeros kept."""
    return format(value, "f")


def divided(value: Decimal, by: Decimal) -> Decimal | None:
    """Return value / by where that is an exact decimal of reasonable length, else None."""
    exact = Context(prec=MAX_DIGITS, traps=[DivisionByZero, Inexact, InvalidOperation])
    try:
        return exact.divide(value, by)
    except (Inexact, InvalidOperation, ZeroDivisionError):
        return None


def normal_unit(text: str) -> tuple[str, bool]:
    """Return a unit's usual sign (EA, kg, mm …) and whether it is a known one; unknown units stay as written."""
    written = unicodedata.normalize("NFC", text).strip().strip(".")
    folded = written.casefold()
    known = _UNITS.get(folded) or _UNITS.get(unicodedata.normalize("NFKC", folded))
    return (known, True) if known else (written, written == "")


_NUMBER = r"[0-9][0-9.,' ]*|\.[0-9]+"
_PER = re.compile(
    rf"""^(?P<value>[+-]?(?:{_NUMBER}))\s*(?P<unit>[^\W\d_]+)?\s*(?:\bper\b|\bje\b|\bpro\b|/)\s*
    (?P<per>{_NUMBER})?\s*(?P<per_unit>[^\W\d_]+)?\.?$""",
    re.VERBOSE | re.IGNORECASE,
)
# "3/4" may be three quarters or three for four: not read.
_FRACTION = re.compile(r"[0-9.,]+\s*/\s*[0-9.,]+")
_KOREAN_PER = re.compile(
    rf"^(?P<per>{_NUMBER})\s*(?P<per_unit>개|EA|대|세트)\s*당\s*(?P<value>{_NUMBER})\s*(?P<unit>[^\W\d_]+)?$",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    rf"""^(?:[x×]\s*)?(?P<value>[+-]?(?:{_NUMBER}))\s*(?:[x×](?=\s|$))?\s*(?P<unit>[^\W\d_]+[0-9]?|")?\.?$""",
    re.VERBOSE | re.IGNORECASE,
)


def parse_quantity(cell: str | Decimal, *, decimal_comma: bool = False) -> QuantityReading:
    """Read a quantity from a cell's text or number.

    Args:
        cell: The text as written, or the number of a numeric cell.
        decimal_comma: The table writes 1,5 for one and a half, so that 1,000 means one.
    """
    if isinstance(cell, Decimal):
        return _judged(cell, _ONE, "", ())
    text = unicodedata.normalize("NFKC", cell).strip()
    if not text:
        return QuantityReading(None, fault=Fault.EMPTY)
    match = _PLAIN.match(text) or _PER.match(text) or _KOREAN_PER.match(text)
    if match is None or _FRACTION.fullmatch(text):
        return QuantityReading(None, fault=Fault.NOT_A_NUMBER)
    parts = match.groupdict()
    value, doubts = parse_number(parts["value"], decimal_comma=decimal_comma)
    per, per_doubts = _per(parts, decimal_comma)
    if value is None or per is None:
        return QuantityReading(None, fault=Fault.NOT_A_NUMBER)
    return _judged(value, per, parts.get("unit") or "", doubts + per_doubts)


def _per(parts: dict[str, str | None], decimal_comma: bool) -> tuple[Decimal | None, tuple[Doubt, ...]]:
    if "per" not in parts:
        return _ONE, ()
    written = parts["per"]
    if written is None:
        # "2 / EA" says per one; "2 /" says nothing.
        return (_ONE, (Doubt.PER,)) if parts.get("per_unit") else (None, ())
    per, doubts = parse_number(written, decimal_comma=decimal_comma)
    return (per, (Doubt.PER, *doubts)) if per else (None, ())


def _judged(value: Decimal, per: Decimal, unit: str, doubts: tuple[Doubt, ...]) -> QuantityReading:
    if value == 0:
        return QuantityReading(None, fault=Fault.ZERO)
    if value < 0:
        return QuantityReading(None, fault=Fault.NEGATIVE)
    digits = value.as_tuple()
    if value.adjusted() > MAX_DIGITS or len(digits.digits) > MAX_DIGITS:
        return QuantityReading(None, fault=Fault.NOT_A_NUMBER)
    if isinstance(digits.exponent, int) and digits.exponent < -9:
        doubts = (*doubts, Doubt.LONG_FRACTION)
    sign, known = normal_unit(unit)
    if not known and any(letter.isdigit() for letter in unit):
        # "1e5" is no number of a parts list, and e5 is no unit.
        return QuantityReading(None, fault=Fault.NOT_A_NUMBER)
    return QuantityReading(value, per, sign, doubts if known else (*doubts, Doubt.UNKNOWN_UNIT))


_POINTED = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_GROUPED_COMMA = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", re.ASCII)
_GROUPED_POINT = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+", re.ASCII)
_GROUPED_BLANK = re.compile(r"[+-]?[0-9]{1,3}([' ][0-9]{3})+([.,][0-9]+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+", re.ASCII)


def parse_number(text: str, *, decimal_comma: bool = False) -> tuple[Decimal | None, tuple[Doubt, ...]]:
    """Return the exact number of a text and what is in doubt, or None when it is no number.

    A point is always a decimal point unless a comma follows it (1.000,5). A comma before exactly three
    digits is a thousands sign unless ``decimal_comma``; both readings are reported as doubt.
    """
    text = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if len(text) > MAX_DIGITS * 2:
        return None, ()
    if _POINTED.fullmatch(text):
        return Decimal(text), ()
    if _GROUPED_COMMA.fullmatch(text) and not (decimal_comma and text.count(",") == 1 and "." not in text):
        certain = text.count(",") > 1 or "." in text
        return Decimal(text.replace(",", "")), () if certain else (Doubt.COMMA_AS_THOUSANDS,)
    if _GROUPED_POINT.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", ".")), (Doubt.COMMA_AS_POINT,)
    if _GROUPED_BLANK.fullmatch(text):
        return Decimal(re.sub(r"[' ]", "", text).replace(",", ".")), ()
    if _COMMA.fullmatch(text):
        return Decimal(text.replace(",", ".")), (Doubt.COMMA_AS_POINT,)
    return None, ()


def uses_decimal_comma(texts: list[str]) -> bool:
    """Say whether a column's texts prove a decimal comma: some comma stands before other than three digits."""
    proof = re.compile(r"\s*[+-]?[0-9]+(\.[0-9]{3})*,([0-9]{1,2}|[0-9]{4,})(?![0-9,])", re.ASCII)
    return any(proof.match(unicodedata.normalize("NFKC", text)) for text in texts)
