"""How a characteristic's numbers and doubts are written on the screens. Asks nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from app.drawings.queries import CharacteristicRow
from models.rules.specification import SpecificationDoubt
from models.types import decimal_text
from models.vocab import Special
from ui.i18n import Words, say

DOUBTS: Final[dict[SpecificationDoubt, Words]] = {
    SpecificationDoubt.COMMA_AS_POINT: say("The comma was read as the decimal point."),
    SpecificationDoubt.AMBIGUOUS_COMMA: say("A comma may mean thousands or decimals here: write a point."),
    SpecificationDoubt.FIT_WITHOUT_TABLE: say("Fit class without its deviations: type both tolerances."),
    SpecificationDoubt.NO_TOLERANCE: say("No tolerance is stated: type it, or take the general tolerance."),
    SpecificationDoubt.REFERENCE: say("A dimension in brackets is only for reference."),
    SpecificationDoubt.BASIC: say("A framed dimension is exact; its tolerance stands elsewhere."),
    SpecificationDoubt.BONUS_TOLERANCE: say("The tolerance grows with the feature’s size (Ⓜ)."),
    SpecificationDoubt.UNREAD_TEXT: say("Some words of the text were not understood."),
    SpecificationDoubt.NOT_READ: say("This text is not understood: type the values."),
    SpecificationDoubt.REVERSED: say("The two values were given the other way round."),
}
SIGNS: Final = {Special.NONE: "", Special.SIGNIFICANT: "◇", Special.CRITICAL: "◆"}


def signed(value: Decimal | None) -> str:
    """Return a deviation with its sign, or a dash: ``+0.05``, ``−0.1``, ``0``."""
    if value is None:
        return "—"
    text = decimal_text(abs(value))
    if value == 0:
        return text
    return f"+{text}" if value > 0 else f"\N{MINUS SIGN}{text}"


def plain_number(value: Decimal | None) -> str:
    """Return a number as it is typed into a field, or an empty text."""
    return "" if value is None else decimal_text(value)


def special_sign(row: CharacteristicRow) -> str:
    """Return the customer's sign of a special characteristic, or the usual one; empty for none."""
    return row.special_symbol or SIGNS[row.special]


def nominal_text(row: CharacteristicRow) -> str:
    """Return the nominal, or what stands on the drawing where there is no single number."""
    return row.specification if row.nominal is None else decimal_text(row.nominal)


def limits_text(row: CharacteristicRow) -> str:
    """Return the accepted range: ``39.95 ~ 40.05 mm``, ``≤ 0.2 mm``; empty where none is known."""
    low, high = plain_number(row.lower_limit), plain_number(row.upper_limit)
    if low and high:
        return f"{low} ~ {high} {row.unit}".strip()
    if high:
        return f"≤ {high} {row.unit}".strip()
    return f"≥ {low} {row.unit}".strip() if low else ""


def sampling_text(row: CharacteristicRow) -> str:
    """Return sample size and frequency: ``5EA/LOT``; a frequency that names its own count stands alone."""
    whole = any(word in row.frequency.upper() for word in ("EA", "전수", "100"))
    if whole or not row.frequency:
        return row.frequency or f"{row.sample_size}EA"
    return f"{row.sample_size}EA/{row.frequency}"


def heading(row: CharacteristicRow) -> str:
    """Return what a characteristic demands in one line: ``40 +0.05 / 0``."""
    if row.nominal is None or (row.upper_tolerance is None and row.lower_tolerance is None):
        return row.specification
    upper, lower = row.upper_tolerance, row.lower_tolerance
    nominal = decimal_text(row.nominal)
    if upper is not None and lower is not None and upper == -lower:
        return f"{nominal} ±{decimal_text(upper)}"
    return f"{nominal} {signed(upper)} / {signed(lower)}"
