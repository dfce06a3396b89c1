"""Fixtures of the tests of tags; holds no assertions."""

from __future__ import annotations

import pytest

from app.factory import Factory
from tests.crew import Crew
from tests.tags.shop import Shop, make_shop


@pytest.fixture
def shop(factory: Factory, crew: Crew) -> Shop:
    """A shop with a record for every kind of tag."""
    return make_shop(factory, crew)
