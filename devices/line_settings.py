"""Which line settings exist, and settings as plain values for files. Opens nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from devices.driver import PortSettings

BAUDS: Final = (300, 600, 1200, 2400, 4800, 9600, 14400, 19200, 28800, 38400, 57600, 115200, 230400)
_LEAST_BAUD, _GREATEST_BAUD = 50, 4_000_000


def settings_flaw(settings: PortSettings) -> str | None:
    """Which setting cannot be: baud, bits, parity, stop or flow; None where all can."""
    if type(settings.baud) is not int or not _LEAST_BAUD <= settings.baud <= _GREATEST_BAUD:
        return "baud"
    if type(settings.bits) is not int or settings.bits not in (5, 6, 7, 8):
        return "bits"
    if settings.parity not in ("N", "E", "O", "M", "S"):
        return "parity"
    if isinstance(settings.stop, bool) or settings.stop not in (1, 1.5, 2):
        return "stop"
    if not all(isinstance(each, bool) for each in (settings.xonxoff, settings.dtr, settings.rts)):
        return "flow"
    return None


def settings_to_plain(settings: PortSettings) -> dict[str, object]:
    """The settings as values a file can hold."""
    return asdict(settings)


def settings_from_plain(record: Mapping[str, object]) -> PortSettings | None:
    """The settings of a file; None where a name or a value is not one of ours. What is missing is usual."""
    known = PortSettings.__dataclass_fields__.keys()
    if not record.keys() <= known:
        return None
    settings = PortSettings(**record)  # type: ignore[arg-type]  # judged in the next line
    return None if settings_flaw(settings) is not None else settings


def settings_text(settings: PortSettings) -> str:
    """The settings as people write them: ``9600 8N1``."""
    return f"{settings.baud} {settings.bits}{settings.parity}{settings.stop:g}"
