"""Fixtures of the ledger's tests; holds no assertions."""

from __future__ import annotations

import pytest

from app.factory import Factory
from tests.beginnings import Beginnings
from tests.changes.ledger import Ledger


@pytest.fixture
def ledger(factory: Factory, beginnings: Beginnings) -> Ledger:
    """A floor with a customer's EO in the ledger."""
    made: Ledger = beginnings.made("ledger", factory)
    return made
