"""Stored words and days as what a screen shows, following the language of the window. Shared by all rooms of ui."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.labels import label_source
from ui.i18n import Words


def worded(word: StrEnum) -> Words:
    """Return a stored word to be shown, e.g. a state, in the language of now and of later."""
    context, source = label_source(word)
    return Words(source, context)


def day_text(day: date | None) -> str:
    """Return a day the ISO way, or an empty text."""
    return "" if day is None else day.isoformat()


def minute_text(instant: datetime | None, zone: ZoneInfo | None = None) -> str:
    """Return an instant to the minute in a zone (this machine's without one), or an empty text."""
    return "" if instant is None else f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"
