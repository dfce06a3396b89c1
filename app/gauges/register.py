"""The gauge register as it is on the plant's day of an instant. Reads only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.gauges.queries import GaugeRow, gauge_rows
from app.settings import read_settings


def register_rows(session: Session, *, now: datetime) -> tuple[GaugeRow, ...]:
    """Return the register by number, each gauge with its condition on the plant's calendar day of ``now``."""
    return gauge_rows(session, day=read_settings(session).local(now).date())
