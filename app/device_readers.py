"""From a device's set-up to what understands its bytes: driver, template and way of taking readings, or the scanner.

Opens no port; the window's ports and the tests put the reader on one.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.production.stations import DeviceRow
from devices.acquisition_plan import BUTTON
from devices.driver import StreamReader
from devices.profile_values import plan_from_plain
from devices.profiles import GaugeProfile, ProfileError, profile_from_plain
from devices.registry import UnknownFamilyError
from devices.scanner import ScanFramer
from devices.wedge_gauge import WedgeGauge, is_wedge_port, prefix_of
from models.vocab import DeviceKind


def profile_of(row: DeviceRow) -> GaugeProfile:
    """Return how a gauge's bytes are understood, from its driver and its set-up.

    Raises:
        ProfileError: Something in the set-up cannot work.
    """
    setup = row.setup
    profile = GaugeProfile(row.gauge_number or row.driver, row.driver)
    if setup.profile:
        known = profile_from_plain({"name": profile.name, "family": row.driver, **setup.profile})
        profile = GaugeProfile(profile.name, row.driver, known.settings, known.template, known.acquisition)
    plan = plan_from_plain(setup.acquisition) if setup.acquisition else profile.acquisition
    settings = setup.line if setup.line is not None else profile.settings
    ready = GaugeProfile(profile.name, row.driver, settings, profile.template, plan)
    ready.check()
    return ready


def stream_reader(rows: Sequence[DeviceRow]) -> StreamReader | None:
    """Return what understands the bytes of a port: its gauge's driver, else the scanner's framer.

    Args:
        rows: The devices at one port; of several channels the first says how they are read.

    Returns:
        None where the set-up cannot work: no such driver, or a flaw in it.
    """
    gauge = next((row for row in rows if row.kind is DeviceKind.GAUGE), None)
    if gauge is None:
        return ScanFramer(f"scanner {rows[0].port}")
    try:
        return profile_of(gauge).reader()
    except (ProfileError, UnknownFamilyError):
        return None


def waits_for_key(row: DeviceRow) -> bool:
    """Whether a gauge has a key on the screen: it is asked, a window is opened and closed, or a value taken anew."""
    if row.kind is not DeviceKind.GAUGE or is_wedge_port(row.port):
        return False
    try:
        return profile_of(row).acquisition.mode != BUTTON
    except (ProfileError, UnknownFamilyError):
        return False


def wedge_gauges(rows: Sequence[DeviceRow]) -> tuple[tuple[WedgeGauge, DeviceRow], ...]:
    """Return the typing gauges among devices, those with the longest prefix first; flawed ones are left out."""
    found: list[tuple[WedgeGauge, DeviceRow]] = []
    for row in rows:
        if row.kind is not DeviceKind.GAUGE or not is_wedge_port(row.port):
            continue
        try:
            found.append((WedgeGauge(prefix_of(row.port), profile_of(row)), row))
        except (ProfileError, UnknownFamilyError):
            continue
    return tuple(sorted(found, key=lambda each: -len(each[0].prefix)))
