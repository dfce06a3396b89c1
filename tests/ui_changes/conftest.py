"""Fixtures of the ledger screen's tests: a floor with an EO, and the theme and language of the window's tests."""

from __future__ import annotations

import pytest

from app.factory import Factory
from tests.beginnings import Beginnings
from tests.changes.ledger import Ledger
from tests.ui.conftest import look, nothing_is_left, texts

__all__ = ["look", "nothing_is_left", "texts"]


@pytest.fixture
def engine_name() -> str:
    """Screens do not differ by engine."""
    return "sqlite"


@pytest.fixture
def ledger(factory: Factory, beginnings: Beginnings) -> Ledger:
    """A floor with a customer's EO in the ledger."""
    made: Ledger = beginnings.made("ledger", factory)
    return made
