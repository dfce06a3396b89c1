r"""Gauge profiles as files: line settings, template and way of taking readings of one instrument, to hand on.

Plain values in and out, and what is wrong with them; opens no file (`read_profile` takes its bytes). Files come
from other shops, so everything in them is checked.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

import tomli_w

from devices.acquisition import AcquiringReader, AcquisitionPlan, ChannelPlan
from devices.driver import Driver, PortSettings
from devices.drivers.generic import Generic
from devices.events import Event, FrameIncomplete, FrameRejected, Now
from devices.line_settings import settings_flaw
from devices.registry import UnknownFamilyError, driver, driver_classes
from devices.templates import GenericTemplate

FORMAT: Final = 1
KIND: Final = "gauge profile"
LARGEST: Final = 65_536
NAME_LENGTH: Final = 120
_ESCAPED: Final = re.compile(r"\\x([0-9A-Fa-f]{2})|\\\\")

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


@dataclass(frozen=True)
class GaugeProfile:
    """All that makes a reader for one instrument.

    Attributes:
        name: for people; NFC.
        family: the driver's family.
        settings: line settings; None takes the driver's.
        template: for the generic driver; None there is any line with one number.
        acquisition: how readings are taken.
        note: free text of whoever made it.
    """

    name: str
    family: str = Generic.family
    settings: PortSettings | None = None
    template: GenericTemplate | None = None
    acquisition: AcquisitionPlan = field(default_factory=AcquisitionPlan)
    note: str = ""

    def check(self) -> None:
        """Check everything.

        Raises:
            ProfileError: with the first thing that is wrong.
        """
        if not self.name.strip() or len(self.name) > NAME_LENGTH or len(self.note) > 10 * NAME_LENGTH:
            raise ProfileError("name")
        if self.family not in driver_classes():
            raise ProfileError("family", self.family)
        if self.template is not None and self.family != Generic.family:
            raise ProfileError("template_not_generic", self.family)
        if self.settings is not None and (flaw := settings_flaw(self.settings)) is not None:
            raise ProfileError("port", flaw)
        if self.template is not None and (flaw := self.template.flaw()) is not None:
            raise ProfileError("template", flaw)
        if (flaw := self.acquisition.flaw()) is not None:
            raise ProfileError("acquisition", flaw)

    def driver(self) -> Driver:
        """A fresh driver.

        Raises:
            ProfileError: the profile has a flaw.
        """
        self.check()
        if self.family == Generic.family:
            return Generic(template=self.template)
        try:
            return driver(self.family)
        except UnknownFamilyError as error:
            raise ProfileError("family", error.family) from error

    def reader(self) -> AcquiringReader:
        """A fresh reader for a port: driver, line settings and way of taking readings.

        Raises:
            ProfileError: the profile has a flaw.
        """
        return AcquiringReader(self.driver(), self.acquisition, self.settings)


@dataclass(frozen=True)
class TryOut:
    """What a profile makes of sample bytes.

    Attributes:
        events: what would be reported, in order.
        left: bytes at the end that make no frame yet; silence would end them.
    """

    events: tuple[Event, ...]
    left: bytes


def try_on(sample: bytes, profile: GaugeProfile, now: Now) -> TryOut:
    """Read sample bytes with a profile's driver, as if they had come at once; for the set-up screen.

    The way of taking readings is left out: a sample has no time. Samples longer than 64 KiB are cut.

    Raises:
        ProfileError: the profile has a flaw.
    """
    device = profile.driver()
    events = device.feed(sample[:LARGEST], now)
    left = device.rest
    late = device.tick(Now(now.at, now.monotonic + device.silence))
    # Silence is the regular end of a frame for some; for others it only shows what is left.
    events += [each for each in late if not isinstance(each, FrameIncomplete)]
    ended = any(isinstance(each, FrameRejected) or device.gap_ends_frame for each in late)
    return TryOut(tuple(events), b"" if ended else left)


def write_profile(profile: GaugeProfile) -> bytes:
    """The profile as the bytes of a TOML file; what is as usual is left out.

    Raises:
        ProfileError: the profile has a flaw.
    """
    profile.check()
    return tomli_w.dumps({"partproof": KIND, "format": FORMAT, **profile_to_plain(profile)}).encode("utf-8")


def read_profile(content: bytes) -> GaugeProfile:
    """The profile in the bytes of a file.

    Raises:
        ProfileError: with a reason code out of `REFUSALS`.
    """
    if len(content) > LARGEST:
        raise ProfileError("too_large")
    try:
        record = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ProfileError("not_toml", str(error)[:80]) from error
    if record.pop("partproof", None) != KIND:
        raise ProfileError("not_a_profile")
    if record.pop("format", None) != FORMAT:
        raise ProfileError("format")
    return profile_from_plain(record)


def profile_to_plain(profile: GaugeProfile) -> dict[str, object]:
    """The profile as values a TOML or JSON file can hold; what is as usual is left out."""
    plain: dict[str, object] = {"name": unicodedata.normalize("NFC", profile.name), "family": profile.family}
    if profile.note:
        plain["note"] = unicodedata.normalize("NFC", profile.note)
    if profile.settings is not None:
        plain["port"] = {each.name: getattr(profile.settings, each.name) for each in fields(PortSettings)}
    if profile.template is not None:
        plain["template"] = _differing(profile.template, GenericTemplate())
    if profile.acquisition != AcquisitionPlan():
        plain["acquisition"] = _differing(profile.acquisition, AcquisitionPlan())
    return plain


def profile_from_plain(record: Mapping[str, object]) -> GaugeProfile:
    """The profile of plain values, checked.

    Raises:
        ProfileError: with a reason code out of `REFUSALS`.
    """
    _known(record, {"name", "family", "note", "port", "template", "acquisition"})
    port, template, acquisition = record.get("port"), record.get("template"), record.get("acquisition")
    profile = GaugeProfile(
        name=unicodedata.normalize("NFC", _text(record.get("name", ""), "name")),
        family=_text(record.get("family", Generic.family), "family"),
        settings=None if port is None else _settings(_table(port, "port")),
        template=None if template is None else _template(_table(template, "template")),
        acquisition=AcquisitionPlan() if acquisition is None else _plan(_table(acquisition, "acquisition")),
        note=unicodedata.normalize("NFC", _text(record.get("note", ""), "note")),
    )
    profile.check()
    return profile


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


def _differing(
    values: GenericTemplate | AcquisitionPlan, usual: GenericTemplate | AcquisitionPlan
) -> dict[str, object]:
    plain: dict[str, object] = {}
    for each in fields(values):
        value = getattr(values, each.name)
        if value != getattr(usual, each.name):
            plain[each.name] = _to_plain(value)
    return plain


def _to_plain(value: Any) -> object:
    if isinstance(value, bytes):
        return escaped(value)
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


def _settings(record: Mapping[str, object]) -> PortSettings:
    _known(record, set(PortSettings.__dataclass_fields__))
    settings = PortSettings(**record)  # type: ignore[arg-type]  # judged in the next line
    if (flaw := settings_flaw(settings)) is not None:
        raise ProfileError("port", flaw)
    return settings


def _template(record: Mapping[str, object]) -> GenericTemplate:
    readers: dict[str, Callable[[object, str], object]] = {
        **dict.fromkeys(("framing", "pattern", "delimiter", "sign", "unit", "scale"), _text),
        **dict.fromkeys(("terminator", "start", "end", "prefix", "request"), _bytes),
        **dict.fromkeys(("length", "skip_front", "skip_back", "position", "unit_position"), _whole),
        **dict.fromkeys(("columns", "sign_columns", "unit_columns"), _columns),
        **dict.fromkeys(("skip", "minus", "plus", "stable", "unstable", "errors"), _words),
        **dict.fromkeys(("first_number", "decimal_comma", "unit_fixed"), _truth),
        "gap": _seconds,
        "units": _spellings,
    }
    return GenericTemplate(**_read_all(record, readers))


def _plan(record: Mapping[str, object]) -> AcquisitionPlan:
    readers: dict[str, Callable[[object, str], object]] = {
        **dict.fromkeys(("mode", "foot_switch", "tolerance", "release"), _text),
        **dict.fromkeys(("period", "answer", "stable_seconds", "window_seconds"), _seconds),
        "request": _bytes,
        "foot_opens": _truth,
        "channels": _channels,
    }
    return AcquisitionPlan(**_read_all(record, readers))


def _read_all(
    record: Mapping[str, object], readers: Mapping[str, Callable[[object, str], object]]
) -> dict[str, Any]:
    _known(record, set(readers))
    return {key: readers[key](value, key) for key, value in record.items()}


def _known(record: Mapping[str, object], keys: set[str]) -> None:
    for key in record:
        if key not in keys:
            raise ProfileError("unknown_key", key[:40])


def _table(value: object, key: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ProfileError("wrong_type", key)
    return value


def _text(value: object, key: str) -> str:
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
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProfileError("wrong_type", key)
    return min(float(value), 1e9) if value == value else -1.0


def _bytes(value: object, key: str) -> bytes:
    data = unescaped(_text(value, key))
    if data is None:
        raise ProfileError("wrong_type", key)
    return data


def _words(value: object, key: str) -> frozenset[str]:
    if not isinstance(value, list):
        raise ProfileError("wrong_type", key)
    return frozenset(_text(each, key) for each in value)


def _spellings(value: object, key: str) -> dict[str, str]:
    return {word: _text(unit, key) for word, unit in _table(value, key).items()}


def _columns(value: object, key: str) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise ProfileError("wrong_type", key)
    return _whole(value[0], key), _whole(value[1], key)


def _channels(value: object, key: str) -> tuple[ChannelPlan, ...]:
    if not isinstance(value, list):
        raise ProfileError("wrong_type", key)
    plans = []
    for each in value:
        table = _table(each, key)
        _known(table, {"channel", "request"})
        request = table.get("request")
        plans.append(
            ChannelPlan(
                _text(table.get("channel", ""), key), None if request is None else _bytes(request, key)
            )
        )
    return tuple(plans)
