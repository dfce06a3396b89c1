"""A value or a judgement on its way into the record: as it came in, was judged and was stored. Facts only."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from models.gauge import Gauge
from models.vocab import EntryMode, Verdict


@dataclass(frozen=True)
class Measurement:
    """A value or a judgement as it came in, before anybody believed it.

    Attributes:
        event_id: Made once where it arose; a retry keeps it.
        mode: DEVICE, KEYED or LATE.
        value: The number as written, with its trailing zeros; None for a judgement.
        attribute: ``OK`` or ``NG`` for a judgement, else empty.
        unit: Unit in the frame or as typed; empty takes the gauge's.
        raw: Bytes of the frame; empty unless a device sent it.
        facts: What the frame says beside the value.
        measured_at: When; None means now.
        reason: Why it is entered late, or why it replaces another.
        replaces_id: The reading that is measured again.
        confirmed: A far-off value was measured twice and is taken as it is.
    """

    event_id: uuid.UUID
    mode: EntryMode
    value: str | None = None
    attribute: str = ""
    unit: str = ""
    raw: bytes = b""
    facts: Mapping[str, Any] = field(default_factory=dict)
    gauge_id: int | None = None
    measured_at: datetime | None = None
    station_id: int | None = None
    reason: str = ""
    replaces_id: int | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class StoredReading:
    """A stored reading; ``again`` says that this event had been stored before and nothing was added.

    Attributes:
        warnings: ``resolution``, ``due_30``, ``due_7``, ``due_1``, ``not_judged``.
    """

    reading_id: int
    verdict: Verdict
    again: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A measurement after its checks: what will be stored of it."""

    value: Decimal | None
    attribute: str
    unit: str
    verdict: Verdict
    gauge: Gauge | None
    calibration_id: int | None
    warnings: tuple[str, ...] = ()
