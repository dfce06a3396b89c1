"""The self-check itself: it passes what is right, fails what is wrong, and refuses what it cannot read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from devices.qualification import UnreadableVectorsError, qualify_gauges
from devices.registry import families
from tests.devices.vectors import VECTORS


def rewritten(folder: Path, **changes: str) -> Path:
    """The first vector with some columns changed, as a file of its own."""
    with VECTORS.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        columns = list(table.fieldnames or [])
        row = next(table) | changes
    path = folder / "vectors.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerow(row)
    return path


def test_all_reference_frames_pass() -> None:
    rows = qualify_gauges(VECTORS)
    assert [row for row in rows if not row.passed] == []
    assert {row.family for row in rows} == set(families())
    # The wording agrees as well, though it would be free to differ.
    assert all(row.got == row.expected for row in rows)


def test_copy_equals_the_original(shared_dir: Path) -> None:
    assert VECTORS.read_bytes() == (shared_dir / "vectors" / "gauges.csv").read_bytes()


@pytest.mark.parametrize(
    "changes",
    [
        {"frame_hex": "3031412b303030302e3132340d"},
        {"expected": '[{"channel": "1", "status": "ok", "unit": "mm", "value": "0.123"}]'},
        {"expected": '[{"channel": "1", "status": "ok", "unit": null, "value": "0.1230"}]'},
        {"expected": "[]"},
        {"rest_hex": "30"},
        {"family": "abacus"},
        {"family": "sylvac"},
    ],
)
def test_any_difference_fails_the_row(tmp_path: Path, changes: dict[str, str]) -> None:
    (row,) = qualify_gauges(rewritten(tmp_path, **changes))
    assert not row.passed
    assert row.got != row.expected


def test_only_the_wording_is_free(tmp_path: Path) -> None:
    changes = {"frame_hex": "780d", "expected": '[{"reason": "other words", "status": "reject"}]'}
    (row,) = qualify_gauges(rewritten(tmp_path, **changes))
    assert row.passed


@pytest.mark.parametrize(
    "changes", [{"frame_hex": "3g"}, {"expected": "{"}, {"expected": '{"status": "ok"}'}]
)
def test_unreadable_rows_are_named(tmp_path: Path, changes: dict[str, str]) -> None:
    with pytest.raises(UnreadableVectorsError, match="G001"):
        qualify_gauges(rewritten(tmp_path, **changes))


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(UnreadableVectorsError, match="missing columns"):
        qualify_gauges(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableVectorsError):
        qualify_gauges(path)
