"""Undo before ask: the list of places that ask a person first may only shrink."""

from __future__ import annotations

import ast

from tests.arch.sources import nodes, place

# Release, sign-off, withdrawal of evidence, leaving with an unfinished job; nothing else asks.
ASKING = {
    "ui/certification/requirement_acts.py": 1,
    "ui/changes/order_card.py": 1,
    "ui/changes/review_panel.py": 1,
    "ui/nonconformance/nonconformance_detail.py": 1,
}


def test_no_message_box_asks_or_tells() -> None:
    found = [
        place(path, node)
        for path, node in nodes("ui", "app")
        if isinstance(node, ast.Name | ast.alias)
        and (node.id if isinstance(node, ast.Name) else node.name) in ("QMessageBox", "QInputDialog")
    ]
    assert found == []


def test_only_the_listed_places_ask_first() -> None:
    found: dict[str, int] = {}
    for path, node in nodes("ui"):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ConfirmDialog":
            name = place(path)
            found[name] = found.get(name, 0) + 1
    assert found == ASKING
