"""Any other instrument, described by a template a person fills in: framing, where the number is, its unit.

Does what the template says and refuses the rest; it never picks one of several numbers unless told to.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.events import Fact
from devices.framing import BracketFramer, Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

# A quantifier over a group that holds one can take for ever on a hostile frame, however short.
_NESTED_QUANTIFIERS = re.compile(r"\([^()]*[+*}][^()]*\)[+*{]")
_POINT_NUMBER = re.compile(r"(?<![0-9.,])[+-]? *(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?!\.?[0-9])(?!,[0-9])")
_COMMA_NUMBER = re.compile(r"(?<![0-9.,])[+-]? *(?:[0-9]+(?:,[0-9]+)?|,[0-9]+)(?!,?[0-9])(?!\.[0-9])")
_UNIT_AFTER = re.compile(r" *([A-Za-z%\"\xb5.]+)")
# A control character inside a frame is noise, whatever number stands beside it.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NAMES = {"value", "unit", "channel"}


@dataclass(frozen=True)
class GenericTemplate:
    """How one instrument writes its frames.

    Attributes:
        framing: "line" (CR, LF or CR LF), "terminator", "stx_etx" or "idle_gap".
        terminator: the bytes that end a frame when framing is "terminator".
        gap: seconds of silence that end a frame when framing is "idle_gap"; 50 ms or more, because USB
            adapters hold bytes back for up to 16 ms.
        pattern: regular expression for the whole frame with the groups value, unit, channel; "" for none.
        columns: first and last+1 character of the value, instead of a pattern.
        delimiter, position: the field that holds the value, instead of a pattern; position counts from 0.
        first_number: take the first of several numbers; otherwise more than one number is refused.
        decimal_comma: the comma is the decimal sign.
        unit: the unit where the frame has none that is known; units: spellings of the device to ours.
        skip: frames that are echoes; errors: frames that are troubles, as their own code.
        scale: factor as exact decimal text, for instruments that send counting steps.
    """

    framing: str = "line"
    terminator: bytes = b"\r"
    gap: float = 0.05
    pattern: str = ""
    columns: tuple[int, int] | None = None
    delimiter: str = ""
    position: int = 0
    first_number: bool = False
    decimal_comma: bool = False
    unit: str | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()
    scale: str = "1"
    request: bytes | None = None

    def flaw(self) -> str | None:
        """What is wrong with this template: a reason code, or None."""
        if self.framing not in {"line", "terminator", "stx_etx", "idle_gap"} or not self.terminator:
            return "framing"
        if self.gap < 0.05:
            return "gap"
        if _NESTED_QUANTIFIERS.search(self.pattern):
            return "pattern.slow"
        try:
            names = set(re.compile(self.pattern).groupindex)
        except re.error:
            return "pattern"
        if self.pattern and ("value" not in names or names - _NAMES):
            return "pattern.groups"
        return None if decimal_text(self.scale) else "scale"


class Generic(Driver):
    """An instrument described by a `GenericTemplate`; without one, lines that hold exactly one number."""

    family = "generic"
    title = "Other instrument (template)"
    settings = PortSettings(9600, 8, "N", 1)

    def __init__(
        self,
        new_id: Callable[[], uuid.UUID] = uuid.uuid4,
        template: GenericTemplate | None = None,
    ) -> None:
        self.template = template or GenericTemplate()
        if (flaw := self.template.flaw()) is not None:
            raise ValueError(flaw)
        self._pattern = re.compile(self.template.pattern) if self.template.pattern else None
        super().__init__(new_id)
        if self.template.framing == "idle_gap":
            self.silence, self.gap_ends_frame = self.template.gap, True

    def new_framer(self) -> Framer:
        """The framer the template names; an idle gap still ends at a line end."""
        if self.template.framing == "stx_etx":
            return BracketFramer()
        if self.template.framing == "terminator":
            return TerminatorFramer(self.template.terminator)
        return TerminatorFramer(b"\r", b"\n", swallow_line_feed=True)

    def understand(self, text: str) -> list[Meaning]:
        """The number where the template says it is, in exact decimals."""
        if _CONTROL.search(text):
            return [Rejected("control")]
        word = text.strip(" ")
        if word in self.template.skip:
            return [Notice("echo")]
        if word in self.template.errors:
            return [Trouble(word)]
        found = self._locate(text)
        if isinstance(found, Rejected):
            return [found]
        number, unit_text, channel = found
        value = decimal_text(number.replace(",", ".") if self.template.decimal_comma else number)
        if value is None:
            return [Rejected("number")]
        unit = self.template.units.get(unit_text) or unit_name(unit_text) or self.template.unit
        facts: dict[str, Fact] = {}
        return [Value(self._scaled(value), unit, channel, facts)]

    def _locate(self, text: str) -> tuple[str, str, str | None] | Rejected:
        template = self.template
        if self._pattern is not None:
            match = self._pattern.fullmatch(text)
            if match is None:
                return Rejected("format")
            groups = match.groupdict()
            return groups["value"] or "", (groups.get("unit") or "").strip(" "), groups.get("channel")
        if template.columns is not None:
            first, end = template.columns
            return text[first:end], "", None
        if template.delimiter:
            fields = text.split(template.delimiter)
            if template.position >= len(fields):
                return Rejected("field")
            text = fields[template.position]
        return self._only_number(text)

    def _only_number(self, text: str) -> tuple[str, str, str | None] | Rejected:
        numbers = list((_COMMA_NUMBER if self.template.decimal_comma else _POINT_NUMBER).finditer(text))
        digits_elsewhere = re.search(r"[0-9]", "".join(_outside(text, numbers)))
        if not numbers or (digits_elsewhere and not self.template.first_number):
            return Rejected("number")
        if len(numbers) > 1 and not self.template.first_number:
            return Rejected("several numbers")
        after = _UNIT_AFTER.match(text, numbers[0].end())
        return numbers[0][0], after[1] if after else "", None

    def _scaled(self, value: str) -> str:
        if self.template.scale == "1":
            return value
        return format(Decimal(value) * Decimal(self.template.scale), "f")


def _outside(text: str, numbers: list[re.Match[str]]) -> list[str]:
    ends = [0, *(each.end() for each in numbers)]
    starts = [*(each.start() for each in numbers), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]
