"""Judging a measured value: inclusive limits, plausibility, resolution, units, and numbers as people type them.

Pure and exact; nothing here rounds, converts a unit or reads a clock.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from models.vocab import Verdict

# How many tolerance widths beyond a limit a value may lie and still be a measurement of this characteristic.
PLAUSIBLE_WIDTHS: Final = 10
# Longer than any instrument shows; keeps hostile texts out of exact arithmetic.
MAX_DIGITS: Final = 24

_TYPED: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_THOUSANDS: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+", re.ASCII)
_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("°", "º", "deg", "degree", "degrees", "도"), "deg"),
    **dict.fromkeys(("um", "μm", "㎛", "micron"), "um"),
    **dict.fromkeys(("n.m", "nm", "n-m", "n·m", "n*m"), "n.m"),
    **dict.fromkeys(("n.cm", "ncm"), "n.cm"),
    **dict.fromkeys(("kgf.cm", "kgfcm", "kg.cm"), "kgf.cm"),
    **dict.fromkeys(("kgf.m", "kgfm", "kg.m"), "kgf.m"),
    **dict.fromkeys(("in", "inch", "inches", '"', "인치"), "in"),
    **dict.fromkeys(("mm", "㎜"), "mm"),
}


class NotANumberError(ValueError):
    """A typed text is not one plain decimal number; ``ambiguous`` when a comma could mean two things."""

    def __init__(self, text: str, *, ambiguous: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.ambiguous = ambiguous


@dataclass(frozen=True)
class Limits:
    """Lowest and highest accepted value, both inclusive; None where that side is open."""

    lower: Decimal | None
    upper: Decimal | None

    @property
    def judged(self) -> bool:
        """Whether there is anything to judge a value by."""
        return self.lower is not None or self.upper is not None

    @property
    def width(self) -> Decimal:
        """The width of the tolerance; of a one-sided limit its distance from zero; zero when unknown."""
        if self.lower is not None and self.upper is not None:
            return self.upper - self.lower
        one = self.lower if self.lower is not None else self.upper
        return Decimal(0) if one is None else abs(one)


def judge(value: Decimal, limits: Limits) -> Verdict:
    """Return the verdict on a value; a value on a limit is inside."""
    if not limits.judged:
        return Verdict.NOT_JUDGED
    too_low = limits.lower is not None and value < limits.lower
    too_high = limits.upper is not None and value > limits.upper
    return Verdict.NG if too_low or too_high else Verdict.OK


def plausible(value: Decimal, limits: Limits) -> bool:
    """Tell whether a value can be a measurement of this characteristic at all.

    A value inside the limits always can. Outside, it may lie up to ``PLAUSIBLE_WIDTHS`` tolerance widths away:
    further out a wrong unit, a lost decimal point or a wrong balloon is far likelier than a bad part.
    """
    if judge(value, limits) is not Verdict.NG or limits.width <= 0:
        return True
    reach = PLAUSIBLE_WIDTHS * limits.width
    if limits.lower is not None and value < limits.lower:
        return limits.lower - value <= reach
    return limits.upper is not None and value - limits.upper <= reach


def decimals_of(value: Decimal) -> int:
    """Return how many digits stand after the point; trailing zeros count, they are resolution."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def resolves(value: Decimal, resolution: Decimal | None, decimals: int) -> bool:
    """Tell whether a value, and the gauge it came from, resolve the digits the drawing asks for."""
    step = Decimal(1).scaleb(-decimals)
    return decimals_of(value) >= decimals and (resolution is None or resolution <= step)


def unit_key(unit: str) -> str:
    """Return the one spelling of a unit under which two spellings compare equal."""
    word = unicodedata.normalize("NFC", unit).strip().replace("µ", "μ").replace("⋅", "·")
    known = _UNITS.get(word.casefold())
    if known is not None:
        return known
    # MN and mN, MPa and mPa fold together, so a mega unit keeps its capital.
    return word if word.startswith("M") and word[1:2].isupper() else word.casefold()


def same_unit(one: str, other: str) -> bool:
    """Tell whether two spellings name one unit."""
    return unit_key(one) == unit_key(other)


def read_value(text: str) -> Decimal:
    """Return the number a person or a device wrote, with its trailing zeros.

    A decimal comma is understood; a comma that could as well separate thousands is not guessed.

    Raises:
        NotANumberError: for anything else than one plain decimal number of at most ``MAX_DIGITS`` digits.
    """
    written = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if _THOUSANDS.fullmatch(written):
        raise NotANumberError(text, ambiguous=True)
    if written.count(",") == 1 and "." not in written:
        written = written.replace(",", ".")
    if not _TYPED.fullmatch(written) or sum(sign.isdigit() for sign in written) > MAX_DIGITS:
        raise NotANumberError(text)
    return Decimal(written)


def required_samples(sizes: Iterable[int], inspection_size: int) -> tuple[int, ...]:
    """Return how many samples each characteristic needs.

    An inspection of the plan's own size follows the plan's number for each characteristic; one of any other
    size measures all of them on every sample.

    Args:
        sizes: The plan's sample size of each characteristic; below 1 means not said.
        inspection_size: Samples of this inspection, at least 1.
    """
    planned = tuple(sizes)
    if planned and inspection_size == max(1, *planned):
        return tuple(size if size >= 1 else inspection_size for size in planned)
    return tuple(inspection_size for _ in planned)
