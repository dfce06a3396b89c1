r"""Gauge profiles as files: line settings, template and way of taking readings of one instrument, to hand on.

Plain values in and out, and what is wrong with them; opens no file (`read_profile` takes its bytes). Files come
from other shops, so everything in them is checked.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import tomli_w

from devices.acquisition import AcquiringReader, AcquisitionPlan
from devices.driver import Driver, PortSettings
from devices.drivers.generic import Generic
from devices.events import Event, FrameIncomplete, FrameRejected, Now
from devices.line_settings import settings_flaw
from devices.profile_values import (
    REFUSALS,
    ProfileError,
    as_table,
    as_text,
    escaped,
    only_known,
    plan_from_plain,
    plan_to_plain,
    settings_from_plain,
    settings_to_plain,
    template_from_plain,
    template_to_plain,
    unescaped,
)
from devices.registry import UnknownFamilyError, driver, driver_classes
from devices.templates import GenericTemplate

__all__ = [
    "REFUSALS",
    "GaugeProfile",
    "ProfileError",
    "TryOut",
    "escaped",
    "profile_from_plain",
    "profile_to_plain",
    "read_profile",
    "try_on",
    "unescaped",
    "write_profile",
]

FORMAT: Final = 1
KIND: Final = "gauge profile"
LARGEST: Final = 65_536
NAME_LENGTH: Final = 120


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
        plain["port"] = settings_to_plain(profile.settings)
    if profile.template is not None:
        plain["template"] = template_to_plain(profile.template)
    if profile.acquisition != AcquisitionPlan():
        plain["acquisition"] = plan_to_plain(profile.acquisition)
    return plain


def profile_from_plain(record: Mapping[str, object]) -> GaugeProfile:
    """The profile of plain values, checked.

    Raises:
        ProfileError: with a reason code out of `REFUSALS`.
    """
    only_known(record, {"name", "family", "note", "port", "template", "acquisition"})
    port, template, plan = record.get("port"), record.get("template"), record.get("acquisition")
    profile = GaugeProfile(
        name=unicodedata.normalize("NFC", as_text(record.get("name", ""), "name")),
        family=as_text(record.get("family", Generic.family), "family"),
        settings=None if port is None else settings_from_plain(as_table(port, "port")),
        template=None if template is None else template_from_plain(as_table(template, "template")),
        acquisition=AcquisitionPlan() if plan is None else plan_from_plain(as_table(plan, "acquisition")),
        note=unicodedata.normalize("NFC", as_text(record.get("note", ""), "note")),
    )
    profile.check()
    return profile
