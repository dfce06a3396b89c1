"""Own column types, so that SQLite tables are STRICT and both engines keep the same text.

Every type stores TEXT or INTEGER (bytes: BLOB/BYTEA). Nothing here rounds, guesses a zone or
touches a connection.
"""

from __future__ import annotations

import enum
import json
import re
import unicodedata
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import BigInteger, Integer, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

DECIMAL_PATTERN: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff\ufffe\uffff]")
_TIME_FORMAT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_TIME_LENGTH: Final = len("2026-01-01T00:00:00.000000Z")
C = TypeVar("C", bound=enum.StrEnum)


def decimal_text(value: Decimal) -> str:
    """Return the one text form of an exact decimal: plain digits, trailing zeros kept, no exponent.

    Raises:
        ValueError: for NaN, infinity or what cannot be written so.
    """
    if not value.is_finite():
        raise ValueError(f"not a finite decimal: {value}")
    text = format(value, "f")
    if text.startswith("-") and not any(digit in "123456789" for digit in text):
        text = text[1:]
    if not DECIMAL_PATTERN.fullmatch(text):
        raise ValueError(f"not an exact decimal: {text}")
    return text


def time_text(value: datetime) -> str:
    """Return an aware time as UTC text with fixed six decimals.

    Raises:
        ValueError: for a time without a zone.
    """
    if value.tzinfo is None:
        raise ValueError("a time needs its zone")
    # isoformat pads years below 1000 on every system; strftime does not.
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_time(text: str) -> datetime:
    """Return the UTC time of a stored text."""
    if len(text) != _TIME_LENGTH:
        raise ValueError(f"not a stored time: {text}")
    # Twenty times as fast as strptime.
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)


def clean_text(text: str) -> str:
    """Return text as it is stored: NFC, without lone surrogates, U+FFFE/FFFF and NUL."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return _UNSTORABLE.sub("", unicodedata.normalize("NFC", text))


def canonical_json(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no blanks, NFC, numbers as text or integers.

    Decimals, times, dates, UUIDs, enums and bytes (hex) are written as text. Floats are refused, so that
    no rounding can enter a hash.

    Raises:
        TypeError: for a float or an unknown type.
        ValueError: where two names of one mapping are the same once they are clean: one would be lost.
    """
    return json.dumps(
        _plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def _plain(value: object) -> object:
    converted = _plain_scalar(value)
    if converted is not _UNKNOWN:
        return converted
    if isinstance(value, dict):
        named = {clean_text(str(key)): _plain(entry) for key, entry in value.items()}
        if len(named) < len(value):
            raise ValueError("two names are one once they are clean")
        return named
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    if isinstance(value, (set, frozenset)):
        return sorted((_plain(entry) for entry in value), key=str)
    raise TypeError(f"no canonical form for {type(value).__name__}")


_UNKNOWN: Final = object()
_SCALARS: Final[dict[type, Callable[[Any], object]]] = {
    Decimal: decimal_text,
    datetime: time_text,
    date: date.isoformat,
    uuid.UUID: str,
    bytes: bytes.hex,
}


def _plain_scalar(value: object) -> object:
    if type(value) is str:
        return clean_text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return clean_text(value)
    convert = _SCALARS.get(type(value))
    return _UNKNOWN if convert is None else convert(value)


class _Comparable(TypeDecorator[Any]):
    """Base of text-backed types whose order in SQL is not the order of their values."""

    impl = Text
    cache_ok = True

    class _Refusing(TypeDecorator.Comparator[Any]):
        def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
            if op.__name__ in {"lt", "le", "gt", "ge", "between_op", "desc_op", "asc_op", "max", "min"}:
                raise TypeError("text order lies for exact decimals: order in Python or by a derived column")
            return super().operate(op, *other, **kwargs)

    comparator_factory = _Refusing


class ExactDecimal(_Comparable):
    """An exact decimal as TEXT on both engines; value and trailing zeros survive."""

    cache_ok = True

    def compare_values(self, x: Any, y: Any) -> bool:
        """Tell whether two values are the same to the last zero: 0.50 written over 0.5 is a change."""
        return (None if x is None else str(x)) == (None if y is None else str(y))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Return the text of a Decimal; a float is refused."""
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"an exact decimal is needed, not {type(value).__name__}")
        return decimal_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Return the stored Decimal."""
        return None if value is None else Decimal(value)


class UtcTime(TypeDecorator[datetime]):
    """An instant as UTC text with six decimals; text order is time order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Return the text of an aware time."""
        return None if value is None else time_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Return the aware UTC time."""
        return None if value is None else parse_time(value)


class Day(TypeDecorator[date]):
    """A calendar day (work day, due date) as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Return the ISO text of a day."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Return the day."""
        return None if value is None else date.fromisoformat(value)


class Words(TypeDecorator[str]):
    """Text, NFC and free of what no document can show."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the cleaned text."""
        return None if value is None else clean_text(value)


class Flag(TypeDecorator[bool]):
    """Yes or no as 1 or 0 on both engines."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Return 1 or 0."""
        return None if value is None else int(bool(value))

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Return the boolean."""
        return None if value is None else bool(value)


class Choice(TypeDecorator[C], Generic[C]):
    """One word of a vocabulary as TEXT."""

    impl = Text
    cache_ok = True

    def __init__(self, vocabulary: type[C]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: C | None, dialect: Dialect) -> str | None:
        """Return the word; anything outside the vocabulary raises ValueError."""
        return None if value is None else self.vocabulary(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> C | None:
        """Return the member."""
        return None if value is None else self.vocabulary(value)


class CanonicalJson(TypeDecorator[Any]):
    """A value as canonical JSON TEXT."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return the canonical text."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return the parsed value; numbers that matter are texts in it."""
        return None if value is None else json.loads(value)


class Uuid(TypeDecorator[uuid.UUID]):
    """A UUID as its 36-character text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: uuid.UUID | None, dialect: Dialect) -> str | None:
        """Return the text form."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> uuid.UUID | None:
        """Return the UUID."""
        return None if value is None else uuid.UUID(value)


# SQLite's STRICT tables know INTEGER (64 bit) only; PostgreSQL needs BIGINT for sizes over 2 GiB.
Size: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
RawBytes: TypeEngine[bytes] = LargeBinary()
