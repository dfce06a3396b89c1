"""Fixtures of the tests of certification; holds no assertions."""

from __future__ import annotations

import pytest

from app.factory import Factory
from tests.beginnings import Beginnings
from tests.certification.bench import Bench


@pytest.fixture
def certified(factory: Factory, beginnings: Beginnings) -> Bench:
    """A measured floor with a level 3 assessment whose evidence is gathered."""
    made: Bench = beginnings.made("certified", factory)
    return made
