"""The plant's day of now, for screens that ask what is due. Holds no settings."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.settings import PlantSettings


def plant_day(plant: PlantSettings) -> date:
    """Return the calendar day of now in the plant's zone."""
    return plant.local(datetime.now(UTC)).date()
