"""Fixtures of the tests of tags; holds no assertions."""

from __future__ import annotations

import pytest

from app.factory import Factory
from tests.beginnings import Beginnings
from tests.tags.shop import Shop


@pytest.fixture
def tag_shop(factory: Factory, beginnings: Beginnings) -> Shop:
    """The shop as the factory begins with it."""
    made: Shop = beginnings.made("tag_shop", factory)
    return made


@pytest.fixture
def shop(tag_shop: Shop) -> Shop:
    """A shop with a record for every kind of tag."""
    return tag_shop
