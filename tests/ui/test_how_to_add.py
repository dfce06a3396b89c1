"""The screen of docs/how-to-add/screen.md is a working screen: its code is run as it stands there."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from tests.ui.pages import WindowPage
from ui.bridge import OutsideChanges
from ui.panels import Screen
from ui.widgets.tables import RowTable

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to-add/screen.md"


@dataclass(frozen=True)
class GaugeRow:
    """What the page's query would return."""

    id: int
    number: str
    name: str
    due: str
    state: str
    version: int


ROWS = [
    GaugeRow(1, "G-014", "Micrometer", "2026-12-01", "ACTIVE", 3),
    GaugeRow(2, "G-021", "Bore gauge", "2026-11-01", "OVERDUE", 7),
]


@pytest.fixture
def retired(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The query and the verb the page speaks of, in memory."""
    called: list[tuple[int, int]] = []

    def retire_gauge(gauge: int, *, expected_version: int) -> OutsideChanges:
        called.append((gauge, expected_version))
        return OutsideChanges(frozenset({"gauge"}))

    facts: dict[str, dict[str, Any]] = {
        "queries": {"GaugeRow": GaugeRow, "gauge_rows": lambda: ROWS},
        "retire": {"retire_gauge": retire_gauge},
    }
    for name, contents in facts.items():
        module = ModuleType(f"app.gauges.{name}")
        vars(module).update(contents)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return called


@pytest.fixture
def screen(page: WindowPage, retired: list[tuple[int, int]]) -> Screen:
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    scope: dict[str, Any] = {"__name__": "the_page"}
    exec(compile(code.group(1), str(PAGE), "exec"), scope)
    screen = scope["GaugeScreen"](page.window.desk)
    assert isinstance(screen, Screen)
    page.window.stack.addWidget(screen)
    page.window.stack.setCurrentWidget(screen)
    page.settle()
    return screen


def test_the_page_shows_rows_and_does_its_act(
    page: WindowPage, screen: Screen, retired: list[tuple[int, int]]
) -> None:
    table = page.find(RowTable, "gauges")
    assert table.rows_model.rowCount() == 2
    screen.open_record(2)
    page.settle()
    chosen = table.chosen()
    assert isinstance(chosen, GaugeRow)
    assert chosen.number == "G-021"
    page.find(QPushButton, "retire").click()
    page.settle()
    assert retired == [(2, 7)]
    assert page.toasts == ["G-021 retired."]
    act = screen.findChild(QAction, "retire")
    assert act is not None
    assert act.isEnabled()
