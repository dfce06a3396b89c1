"""Fixtures of the tag screens' tests: a shop with a record for every tag, and a machine folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.factory import Factory
from tests.beginnings import Beginnings
from tests.tags.shop import Shop
from tests.ui.conftest import look, nothing_is_left, texts

__all__ = ["look", "nothing_is_left", "texts"]


@pytest.fixture
def engine_name() -> str:
    """Screens do not differ by engine."""
    return "sqlite"


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine folder of its own."""
    monkeypatch.setenv("PARTPROOF_MACHINE_DIR", str(tmp_path / "machine"))
    return tmp_path / "machine"


@pytest.fixture
def tag_shop(factory: Factory, beginnings: Beginnings) -> Shop:
    """The shop as the factory begins with it."""
    made: Shop = beginnings.made("tag_shop", factory)
    return made


@pytest.fixture
def shop(tag_shop: Shop) -> Shop:
    """A shop with a record for every kind of tag."""
    return tag_shop
