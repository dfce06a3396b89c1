"""Fixtures of the ledger's tests; holds no assertions."""

from __future__ import annotations

import pytest

from app.factory import Factory
from tests.changes.ledger import Ledger, make_ledger
from tests.crew import Crew


@pytest.fixture
def ledger(factory: Factory, crew: Crew) -> Ledger:
    """A floor with a customer's EO in the ledger."""
    return make_ledger(factory, crew)
