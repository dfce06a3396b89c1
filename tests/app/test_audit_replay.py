"""The rows that the chain made: added, changed, removed, taken once, and what nobody took."""

from __future__ import annotations

import pytest

from app.audit_replay import ReplayedRows


def test_a_row_is_what_the_acts_made_of_it() -> None:
    with ReplayedRows() as rows:
        rows.add("part", "[1]", {"number": "HB-2200-00", "name": "허브"})
        assert rows.edit("part", "[1]", {"name": "허브 브래킷"})
        rows.add("part", "[2]", {"number": "없앨 것"})
        rows.remove("part", "[2]")
        assert not rows.edit("part", "[2]", {"number": "x"})
        assert not rows.edit("lot", "[1]", {"number": "x"})
        assert rows.take("part", "[1]") == {"number": "HB-2200-00", "name": "허브 브래킷"}
        assert rows.take("part", "[2]") is None


def test_what_the_database_lacks_is_left_over() -> None:
    with ReplayedRows() as rows:
        for key in ("[1]", "[2]", "[3]"):
            rows.add("reading", key, {"value": "40.010"})
        rows.add("lot", "[9]", {})
        assert rows.take("reading", "[2]") is not None
        assert rows.take("reading", "[2]") is None
        assert list(rows.untaken("reading")) == ["[1]", "[3]"]


@pytest.mark.parametrize("fields", [7, "text", [1, 2], None])
def test_what_is_no_row_is_not_taken_up(fields: object) -> None:
    with ReplayedRows() as rows, pytest.raises((TypeError, ValueError)):
        rows.add("part", "[1]", fields)  # type: ignore[arg-type]
