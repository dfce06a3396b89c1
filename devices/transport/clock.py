"""The machine's two clocks as one moment; the only clock that the devices read."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from devices.events import Now


def system_now() -> Now:
    """This moment: UTC for people, monotonic seconds for intervals."""
    return Now(datetime.now(UTC), time.monotonic())
