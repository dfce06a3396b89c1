"""Stored words and days as what a screen shows, following the language of the window. Shared by all rooms of ui."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from app.labels import label_source
from app.settings import read_settings
from ui.i18n import Words

T = TypeVar("T")


def worded(word: StrEnum) -> Words:
    """Return a stored word to be shown, e.g. a state, in the language of now and of later."""
    context, source = label_source(word)
    return Words(source, context)


def day_text(day: date | None) -> str:
    """Return a day the ISO way, or an empty text."""
    return "" if day is None else day.isoformat()


def minute_text(instant: datetime | None, zone: ZoneInfo) -> str:
    """Return an instant to the minute in the plant's zone, or an empty text."""
    return "" if instant is None else f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


def short_time(instant: datetime | None, zone: ZoneInfo) -> str:
    """Return an instant for a narrow list: the year stands there only where it is not this one."""
    shown = minute_text(instant, zone)
    return shown[5:] if shown[:4] == f"{datetime.now(zone):%Y}" else shown


def with_zone(query: Callable[..., T]) -> Callable[..., tuple[T, ZoneInfo]]:
    """Return a query that also brings the plant's zone, for rows with instants."""

    def both(session: Any, *args: Any, **facts: Any) -> tuple[T, ZoneInfo]:
        return query(session, *args, **facts), read_settings(session).zone

    return both
