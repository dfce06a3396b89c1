"""Fixtures of this room: a window on a real factory, offscreen, with a station and gauges. Asserts nothing."""

from __future__ import annotations

import pytest

from app.factory import Factory
from app.gauges.calibrations import record_calibration
from app.gauges.gauges import add_gauge
from app.production.stations import add_station
from models.vocab import Role
from tests.crew import Crew
from tests.desktop.fixtures import (
    desktop,
    door_page,
    engine_name,
    home,
    look,
    machine,
    nothing_is_left,
    sign_in,
)
from tests.production.floor import calibration_facts, gauge_facts

__all__ = [
    "desktop",
    "door_page",
    "engine_name",
    "ground",
    "home",
    "look",
    "machine",
    "nothing_is_left",
    "sign_in",
]


@pytest.fixture
def ground(factory: Factory, crew: Crew) -> Factory:
    """A station and two calibrated gauges in the register."""
    engineer, quality = crew.actor(Role.ENGINEER), crew.actor(Role.QUALITY)
    factory.perform(add_station, code="ST-01", name="검사실", actor=engineer)
    for number in ("G-014", "G-015"):
        made = factory.perform(add_gauge, actor=quality, **gauge_facts(number)).result
        factory.perform(record_calibration, made, actor=quality, **calibration_facts())
    return factory
