"""What a person fills in to describe an instrument without code: framing, where the number is, sign, unit, words.

Values only, and what is wrong with them; `devices.drivers.generic` reads frames by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from devices.framing import FRAME_CAP
from devices.numbers import decimal_text
from devices.patterns import Pattern, PatternError

FRAMINGS: Final = ("line", "terminator", "stx_etx", "fixed_length", "idle_gap")
SIGN_RULES: Final = ("front", "behind", "separate", "none")
GROUPS: Final = frozenset({"value", "unit", "channel", "sign", "state"})
LEAST_GAP: Final = 0.05
"""USB adapters hold bytes back for up to 16 ms; a shorter gap would cut frames."""
_LONGEST_GAP: Final = 60.0
_MOST_WORDS: Final = 200

FLAWS: Final = {
    "framing": "no such framing, or its end bytes are missing",
    "gap": "the gap is shorter than 50 ms or longer than a minute",
    "length": "a fixed length is 1 to 256 bytes and not shorter than its prefix",
    "skip": "more signs skipped than a frame has, or fewer than none",
    "pattern": "no regular expression",
    "pattern.unsupported": "a regular expression beyond what is read here (look-around, back references, flags)",
    "pattern.long": "a regular expression that is too long",
    "pattern.groups": "the group value is missing, or a group has another name than those known",
    "columns": "columns that do not exist, or that end before they begin",
    "delimiter": "the delimiter is missing or the position is below 0",
    "extraction": "more than one way of finding the number",
    "sign": "no such sign rule, or a separate sign without its place",
    "unit": "the unit is always the given one, but none is given",
    "words": "too many words, or empty ones",
    "scale": "the scale is no plain decimal number, or zero",
    "request": "the request is empty or longer than 64 bytes",
}
"""Reason codes of `GenericTemplate.flaw` with their meaning for developers."""

Columns = tuple[int, int]


@dataclass(frozen=True)
class GenericTemplate:
    r"""How one instrument writes its frames.

    Attributes:
        framing: "line" (CR, LF or CR LF), "terminator", "stx_etx", "fixed_length" or "idle_gap".
        terminator: the bytes that end a frame when framing is "terminator".
        start, end: the bytes round a frame when framing is "stx_etx".
        length, prefix: bytes of a frame when framing is "fixed_length", and those it begins with, if any.
        gap: seconds of silence that end a frame when framing is "idle_gap"; 50 ms or more.
        skip_front, skip_back: signs left out at the ends of each frame before anything is looked for.
        skip: frames that are echoes or headings; the request's own echo is left out without being named.
        pattern: regular expression for the whole frame (`devices.patterns`) with the group value, and unit,
            channel, sign, state where the frame has them; "" for none.
        columns: first and last+1 character of the value, instead of a pattern.
        delimiter, position: the field that holds the value, instead of a pattern; position counts from 0.
        first_number: take the first of several numbers; otherwise more than one number is refused.
        decimal_comma: the comma is the decimal sign.
        sign: "front" (before the digits), "behind" (12.3-), "separate" (a place of its own) or "none".
        sign_columns: the place of a separate sign; a pattern has its group instead.
        minus: what a separate sign is for minus; `plus` for plus, anything else is refused.
        unit: the unit where the frame has none; `unit_fixed`: it holds whatever the frame says.
        unit_columns, unit_position: the place of the unit beside columns or delimiter.
        units: spellings of the device to ours.
        stable, unstable: words of the frame that say so; errors: words of a frame that is a trouble.
        scale: factor as exact decimal text, for instruments that send counting steps.
        request: the bytes that ask for a reading.
    """

    framing: str = "line"
    terminator: bytes = b"\r"
    start: bytes = b"\x02"
    end: bytes = b"\x03"
    length: int = 0
    prefix: bytes = b""
    gap: float = LEAST_GAP
    skip_front: int = 0
    skip_back: int = 0
    skip: frozenset[str] = frozenset()
    pattern: str = ""
    columns: Columns | None = None
    delimiter: str = ""
    position: int = 0
    first_number: bool = False
    decimal_comma: bool = False
    sign: str = "front"
    sign_columns: Columns | None = None
    minus: frozenset[str] = frozenset({"-"})
    plus: frozenset[str] = frozenset({"+", ""})
    unit: str | None = None
    unit_fixed: bool = False
    unit_columns: Columns | None = None
    unit_position: int | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    stable: frozenset[str] = frozenset()
    unstable: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()
    scale: str = "1"
    request: bytes | None = None

    def flaw(self) -> str | None:
        """What is wrong with this template: a reason code out of `FLAWS`, or None."""
        checks = (
            self._framing_flaw,
            self._pattern_flaw,
            self._place_flaw,
            self._sign_flaw,
            self._word_flaw,
        )
        for check in checks:
            if (code := check()) is not None:
                return code
        return None

    def _framing_flaw(self) -> str | None:
        ends = {"terminator": self.terminator, "stx_etx": self.end and self.start}
        if self.framing not in FRAMINGS or not ends.get(self.framing, b"."):
            return "framing"
        if not LEAST_GAP <= self.gap <= _LONGEST_GAP:
            return "gap"
        if self.framing == "fixed_length" and not max(1, len(self.prefix)) <= self.length <= FRAME_CAP:
            return "length"
        if not 0 <= self.skip_front + self.skip_back < FRAME_CAP or min(self.skip_front, self.skip_back) < 0:
            return "skip"
        return None

    def _pattern_flaw(self) -> str | None:
        if not self.pattern:
            return None
        try:
            names = set(Pattern(self.pattern).names)
        except PatternError as error:
            return error.code
        return "pattern.groups" if "value" not in names or names - GROUPS else None

    def _place_flaw(self) -> str | None:
        if sum((bool(self.pattern), self.columns is not None, bool(self.delimiter))) > 1:
            return "extraction"
        for columns in (self.columns, self.sign_columns, self.unit_columns):
            if columns is not None and not 0 <= columns[0] < columns[1] <= FRAME_CAP:
                return "columns"
        if self.position < 0 or (self.unit_position is not None and self.unit_position < 0):
            return "delimiter"
        if self.unit_position is not None and not self.delimiter:
            return "delimiter"
        return None

    def _sign_flaw(self) -> str | None:
        if self.sign not in SIGN_RULES:
            return "sign"
        placed = self.sign_columns is not None or "(?P<sign>" in self.pattern
        return "sign" if self.sign == "separate" and (not placed or self.minus & self.plus) else None

    def _word_flaw(self) -> str | None:
        if self.unit_fixed and not self.unit:
            return "unit"
        words = [*self.skip, *self.stable, *self.unstable, *self.errors, *self.units]
        if len(words) > _MOST_WORDS or not all(words):
            return "words"
        scale = decimal_text(self.scale) if len(self.scale) <= 40 else None
        if scale is None or not scale.strip("-0."):
            return "scale"
        if self.request is not None and not 0 < len(self.request) <= 64:
            return "request"
        return None
