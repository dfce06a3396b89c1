r"""Templates and ways of taking readings as plain values for TOML and JSON files, and back, checked key by key.

No number with a point is written: seconds are texts, so that a file reads the same everywhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from devices.acquisition_plan import AcquisitionPlan, ChannelPlan
from devices.driver import PortSettings
from devices.line_settings import settings_flaw
from devices.numbers import decimal_text
from devices.templates import GenericTemplate

_ESCAPED: Final = re.compile(r"\\x([0-9A-Fa-f]{2})|\\\\")
_STOP_BITS: Final = {"1": 1, "1.5": 1.5, "2": 2}

REFUSALS: Final = {
    "too_large": "a profile has a few hundred bytes",
    "not_toml": "no text in UTF-8, or no TOML",
    "not_a_profile": "a file of another kind",
    "format": "written by a later version",
    "unknown_key": "a key that no profile has; detail names it",
    "wrong_type": "a value of the wrong type; detail names its key",
    "name": "the name is empty or too long",
    "family": "no driver of this family; detail names it",
    "template_not_generic": "only the generic driver has a template",
    "port": "line settings that do not exist; detail says which",
    "template": "a template that cannot work; detail is its reason code",
    "acquisition": "a way of taking readings that cannot work; detail is its reason code",
}
"""Reason codes of a refused profile with their meaning for developers."""


class ProfileError(ValueError):
    """The profile cannot be used; `code` is out of `REFUSALS`, `detail` the key or the inner reason code."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


def escaped(data: bytes) -> str:
    r"""Bytes as a text for files: printable ASCII as it is, anything else as ``\xNN``, the backslash doubled."""
    return "".join(
        "\\\\" if byte == 0x5C else chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in data
    )


def unescaped(text: str) -> bytes | None:
    r"""The bytes of a text that `escaped` wrote; None where it holds anything else."""
    plain = _ESCAPED.sub("", text)
    if "\\" in plain or not plain.isascii() or not (plain.isprintable() or not plain):
        return None
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\\", text).encode("latin-1")


def template_to_plain(template: GenericTemplate) -> dict[str, object]:
    """A template as plain values; what is as usual is left out."""
    return _differing(template, GenericTemplate())


def plan_to_plain(plan: AcquisitionPlan) -> dict[str, object]:
    """A way of taking readings as plain values; what is as usual is left out."""
    return _differing(plan, AcquisitionPlan())


_Values = GenericTemplate | AcquisitionPlan


def _differing(values: _Values, usual: _Values) -> dict[str, object]:
    plain: dict[str, object] = {}
    for each in fields(values):
        value = getattr(values, each.name)
        if value != getattr(usual, each.name):
            plain[each.name] = _to_plain(value)
    return plain


def _to_plain(value: Any) -> object:
    if isinstance(value, bytes):
        return escaped(value)
    if isinstance(value, float):
        return f"{value:f}".rstrip("0").rstrip(".")
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(sorted(value.items()))
    if isinstance(value, tuple):
        return [_to_plain(each) for each in value]
    if isinstance(value, ChannelPlan):
        own = {} if value.request is None else {"request": escaped(value.request)}
        return {"channel": value.channel, **own}
    return value


def settings_to_plain(settings: PortSettings) -> dict[str, object]:
    """Line settings as plain values."""
    return {**vars(settings), "stop": f"{settings.stop:g}"}


def settings_from_plain(record: Mapping[str, object]) -> PortSettings:
    """The line settings of plain values.

    Raises:
        ProfileError: unknown_key or port.
    """
    if isinstance(record.get("stop"), str):
        record = {**record, "stop": _STOP_BITS.get(str(record["stop"]), 0)}
    only_known(record, set(PortSettings.__dataclass_fields__))
    settings = PortSettings(**record)  # type: ignore[arg-type]  # judged in the next line
    if (flaw := settings_flaw(settings)) is not None:
        raise ProfileError("port", flaw)
    return settings


def template_from_plain(record: Mapping[str, object]) -> GenericTemplate:
    """The template of plain values; its own flaws are the caller's to ask for.

    Raises:
        ProfileError: unknown_key or wrong_type.
    """
    readers: dict[str, Callable[[object, str], object]] = {
        **dict.fromkeys(("framing", "pattern", "delimiter", "sign", "unit", "scale"), as_text),
        **dict.fromkeys(("terminator", "start", "end", "prefix", "request"), _bytes),
        **dict.fromkeys(("length", "skip_front", "skip_back", "position", "unit_position"), _whole),
        **dict.fromkeys(("columns", "sign_columns", "unit_columns"), _columns),
        **dict.fromkeys(("skip", "minus", "plus", "stable", "unstable", "errors"), _words),
        **dict.fromkeys(("first_number", "decimal_comma", "unit_fixed"), _truth),
        "gap": _seconds,
        "units": _spellings,
    }
    return GenericTemplate(**_read_all(record, readers))


def plan_from_plain(record: Mapping[str, object]) -> AcquisitionPlan:
    """The way of taking readings of plain values; its own flaws are the caller's to ask for.

    Raises:
        ProfileError: unknown_key or wrong_type.
    """
    readers: dict[str, Callable[[object, str], object]] = {
        **dict.fromkeys(("mode", "foot_switch", "tolerance", "release"), as_text),
        **dict.fromkeys(("period", "answer", "stable_seconds", "window_seconds"), _seconds),
        "request": _bytes,
        "foot_opens": _truth,
        "channels": _channels,
    }
    return AcquisitionPlan(**_read_all(record, readers))


def _read_all(
    record: Mapping[str, object], readers: Mapping[str, Callable[[object, str], object]]
) -> dict[str, Any]:
    only_known(record, set(readers))
    return {key: readers[key](value, key) for key, value in record.items()}


def only_known(record: Mapping[str, object], keys: set[str]) -> None:
    """Refuse keys that nobody knows: a misspelt setting must not be lost in silence."""
    for key in record:
        if key not in keys:
            raise ProfileError("unknown_key", key[:40])


def as_table(value: object, key: str) -> Mapping[str, object]:
    """The value as a table, or a refusal."""
    if not isinstance(value, dict):
        raise ProfileError("wrong_type", key)
    return value


def as_text(value: object, key: str) -> str:
    """The value as a text, or a refusal."""
    if not isinstance(value, str):
        raise ProfileError("wrong_type", key)
    return value


def _truth(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise ProfileError("wrong_type", key)
    return value


def _whole(value: object, key: str) -> int:
    if type(value) is not int:
        raise ProfileError("wrong_type", key)
    return value


def _seconds(value: object, key: str) -> float:
    if isinstance(value, str) and decimal_text(value) is not None and len(value) <= 20:
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProfileError("wrong_type", key)
    # Not-a-number is no time, and what is too long is refused as such.
    return -1.0 if math.isnan(value) else float(min(value, 1e9))


def _bytes(value: object, key: str) -> bytes:
    data = unescaped(as_text(value, key))
    if data is None:
        raise ProfileError("wrong_type", key)
    return data


def _words(value: object, key: str) -> frozenset[str]:
    if not isinstance(value, list):
        raise ProfileError("wrong_type", key)
    return frozenset(as_text(each, key) for each in value)


def _spellings(value: object, key: str) -> dict[str, str]:
    return {word: as_text(unit, key) for word, unit in as_table(value, key).items()}


def _columns(value: object, key: str) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise ProfileError("wrong_type", key)
    return _whole(value[0], key), _whole(value[1], key)


def _channels(value: object, key: str) -> tuple[ChannelPlan, ...]:
    if not isinstance(value, list):
        raise ProfileError("wrong_type", key)
    plans = []
    for each in value:
        table = as_table(each, key)
        only_known(table, {"channel", "request"})
        request = table.get("request")
        plans.append(
            ChannelPlan(
                as_text(table.get("channel", ""), key), None if request is None else _bytes(request, key)
            )
        )
    return tuple(plans)
