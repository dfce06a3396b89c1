"""Any other instrument, described by a template a person fills in: framing, where the number is, its unit.

Does what the template says and refuses the rest; it never picks one of several numbers unless told to.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.events import Fact
from devices.framing import BracketFramer, FixedLengthFramer, Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name
from devices.patterns import Pattern, PatternTimeError
from devices.templates import Columns, GenericTemplate

__all__ = ["Generic", "GenericTemplate"]

_POINT_NUMBER = re.compile(r"(?<![0-9.,])[+-]? *(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?!\.?[0-9])(?!,[0-9])")
_COMMA_NUMBER = re.compile(r"(?<![0-9.,])[+-]? *(?:[0-9]+(?:,[0-9]+)?|,[0-9]+)(?!,?[0-9])(?!\.[0-9])")
_UNIT_AFTER = re.compile(r" *([A-Za-z%\"\xb5.]+)")
# A control character inside a frame is noise, whatever number stands beside it.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
# Digits of the longest frame times those of the longest scale: nothing is rounded.
_EXACT = Context(prec=400)
_BETWEEN_WORDS = re.compile(r"[ \t,;:=]+")


@dataclass(frozen=True)
class _Found:
    """Texts of a frame by their place; `unit` None where the frame has no place for one."""

    number: str
    unit: str | None = None
    channel: str | None = None
    sign: str | None = None
    state: str | None = None


class Generic(Driver):
    """An instrument described by a `GenericTemplate`; without one, lines that hold exactly one number.

    Raises:
        ValueError: the template has a flaw; its text is the reason code.
    """

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
        self._pattern = Pattern(self.template.pattern) if self.template.pattern else None
        self.request = self.template.request
        echo = (self.request or b"").decode("latin-1").strip("\r\n\x02\x03 ")
        self._echoes = self.template.skip | ({echo} if echo else frozenset())
        super().__init__(new_id)
        if self.template.framing == "idle_gap":
            self.silence, self.gap_ends_frame = self.template.gap, True

    def new_framer(self) -> Framer:
        """The framer the template names; an idle gap still ends at a line end."""
        template = self.template
        if template.framing == "stx_etx":
            return BracketFramer(template.start, template.end)
        if template.framing == "terminator":
            return TerminatorFramer(template.terminator)
        if template.framing == "fixed_length":
            return FixedLengthFramer(template.length, template.prefix)
        return TerminatorFramer(b"\r", b"\n", swallow_line_feed=True)

    def understand(self, text: str) -> list[Meaning]:
        """The number where the template says it is, in exact decimals."""
        template = self.template
        # Line ends may frame a fixed length or stand behind ETX.
        text = text.strip("\r\n")
        if _CONTROL.search(text):
            return [Rejected("control")]
        if text.strip(" ") in self._echoes:
            return [Notice("echo")]
        text = text[template.skip_front : len(text) - template.skip_back]
        words = {text.strip(" "), *_BETWEEN_WORDS.split(text)}
        if errors := template.errors & words:
            return [Trouble(min(errors))]
        try:
            found = self._locate(text)
        except PatternTimeError:
            return [Rejected("pattern.time")]
        if isinstance(found, Rejected):
            return [found]
        return [self._value(found, words)]

    def _value(self, found: _Found, words: set[str]) -> Meaning:
        template = self.template
        number = found.number.replace(",", ".") if template.decimal_comma else found.number
        value = self._signed(number.strip(" "), found.sign)
        if value is None:
            return Rejected("number")
        unit = self._unit(found.unit)
        if isinstance(unit, Rejected):
            return unit
        facts: dict[str, Fact] = {}
        if template.stable or template.unstable:
            said = words | {found.state.strip(" ")} if found.state is not None else words
            facts["stable"] = not template.unstable & said and (
                not template.stable or bool(template.stable & said)
            )
        return Value(self._scaled(value), unit, found.channel, facts)

    def _signed(self, number: str, sign: str | None) -> str | None:
        """The value with its sign by the template's rule; None where the frame breaks it."""
        rule, template = self.template.sign, self.template
        if rule == "front":
            return decimal_text(number)
        if rule == "behind" and number[-1:] in ("+", "-"):
            number, sign = number[:-1], number[-1]
        if number[:1] in ("+", "-"):
            return None
        value = decimal_text(number)
        if rule == "separate":
            mark = (sign or "").strip(" ")
            if mark not in template.minus | template.plus:
                return None
            sign = "-" if mark in template.minus else "+"
        return f"-{value}" if value is not None and sign == "-" else value

    def _unit(self, text: str | None) -> str | Rejected | None:
        """The unit; a unit's own place that holds an unknown one is no reading, for it must not be guessed."""
        template = self.template
        if template.unit_fixed or text is None:
            return template.unit
        word = text.strip(" ")
        known = template.units.get(word) or unit_name(word)
        if known is None and word and self._unit_has_place:
            return Rejected("unit")
        return known or template.unit

    @property
    def _unit_has_place(self) -> bool:
        template = self.template
        return (
            bool(template.pattern) or template.unit_columns is not None or template.unit_position is not None
        )

    def _locate(self, text: str) -> _Found | Rejected:
        template = self.template
        if self._pattern is not None:
            groups = self._pattern.fullmatch(text)
            if groups is None:
                return Rejected("format")
            place = {name: groups.get(name) for name in ("unit", "channel", "sign", "state")}
            return _Found(groups["value"] or "", **place)
        sign = _cut(text, template.sign_columns)
        unit = _cut(text, template.unit_columns)
        if template.columns is not None:
            first, end = template.columns
            return _Found(text[first:end], unit, None, sign)
        if template.delimiter:
            fields = text.split(template.delimiter)
            if max(template.position, template.unit_position or 0) >= len(fields):
                return Rejected("field")
            text = fields[template.position]
            unit = fields[template.unit_position] if template.unit_position is not None else unit
        return self._only_number(text, unit, sign)

    def _only_number(self, text: str, unit: str | None, sign: str | None) -> _Found | Rejected:
        numbers = list((_COMMA_NUMBER if self.template.decimal_comma else _POINT_NUMBER).finditer(text))
        digits_elsewhere = re.search(r"[0-9]", "".join(_outside(text, numbers)))
        if not numbers or (digits_elsewhere and not self.template.first_number):
            return Rejected("number")
        if len(numbers) > 1 and not self.template.first_number:
            return Rejected("several numbers")
        number, end = numbers[0][0], numbers[0].end()
        if self.template.sign == "behind" and text[end : end + 1] in ("+", "-"):
            number, end = number + text[end], end + 1
        after = _UNIT_AFTER.match(text, end)
        if unit is None:
            unit = after[1] if after else ""
        return _Found(number, unit, None, sign)

    def _scaled(self, value: str) -> str:
        if self.template.scale == "1":
            return value
        return format(_EXACT.multiply(Decimal(value), Decimal(self.template.scale)), "f")


def _cut(text: str, columns: Columns | None) -> str | None:
    return None if columns is None else text[columns[0] : columns[1]]


def _outside(text: str, numbers: list[re.Match[str]]) -> list[str]:
    ends = [0, *(each.end() for each in numbers)]
    starts = [*(each.start() for each in numbers), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]
