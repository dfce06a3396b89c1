"""Keeping what a device sent although no job could use it: an audit entry, never silence. No reading is made here."""

from __future__ import annotations

from app.unit_of_work import UnitOfWork
from devices.events import FrameIncomplete, FrameRejected, GaugeReading, GaugeTrouble
from models.vocab import Noun

# Noise on a line can be endless; what identifies a frame stands at its beginning.
KEPT_BYTES = 512


def keep_unused_reading(
    unit: UnitOfWork, station_id: int, event: GaugeReading, *, port: str, why: str
) -> None:
    """Keep a reading that came when nothing was armed for it.

    Args:
        unit: The unit of work.
        station_id: Where it came in.
        event: What came.
        port: From which port.
        why: ``no_badge``, ``no_job``, ``paused``, ``acknowledge``, ``complete`` or ``unknown_device``.
    """
    unit.record(
        "device_event_unused",
        Noun.STATION,
        station_id,
        why=why,
        port=port,
        event=event.event_id,
        value=event.value,
        value_unit=event.unit,
        channel=event.channel,
        at=event.at,
        driver=event.driver,
        raw=event.raw[:KEPT_BYTES],
    )


def keep_unusable_frame(
    unit: UnitOfWork,
    station_id: int,
    event: FrameRejected | FrameIncomplete | GaugeTrouble,
    *,
    port: str,
    before: int = 0,
) -> None:
    """Keep bytes that are no value; ``before`` counts those of the same port that came too fast to be kept each."""
    reason = "incomplete"
    if isinstance(event, FrameRejected):
        reason = event.reason
    elif isinstance(event, GaugeTrouble):
        reason = event.code
    unit.record(
        "device_event_unusable",
        Noun.STATION,
        station_id,
        reason=reason,
        port=port,
        at=event.at,
        driver=event.driver,
        raw=event.raw[:KEPT_BYTES],
        before=before,
    )
