"""The bench's pieces of devices: every driver has its figure, and no reading of a streaming gauge is lost."""

from __future__ import annotations

import json

import pytest

from devices.registry import families
from tests.commands.conftest import Run


@pytest.mark.slow
def test_drivers_and_streams_are_measured(run: Run) -> None:
    said = run("bench", "drivers", "streams", "--json", "--headless", "--quick")
    assert said.code == 0, said.err
    figures = {figure["name"]: figure["value"] for figure in json.loads(said.out)["figures"]}
    for family in families():
        assert figures[f"frames_{family}"] > 1_000
    assert figures["streams_lost"] == 0
    assert 0 < figures["streams_cpu"] < 100
    assert figures["streams_p50"] <= figures["streams_p99"]
