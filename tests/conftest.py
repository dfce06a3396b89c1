"""Fixtures shared by every room of tests; holds no assertions."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real samples and vectors beside the repository; tests skip where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "vectors").is_dir():
        pytest.skip("the folder `shared` with samples and vectors is not beside the repository")
    return folder
