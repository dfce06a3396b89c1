"""Every reference payload means what the vector file says; the copy in the repository is the shared one."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.barcodes.content import REASONS, WARNINGS, CodeContent, CodeRefused
from devices.barcodes.qualification import run
from devices.barcodes.registry import parse, parsers
from devices.qualification_row import QualificationRow

VECTORS = Path(__file__).resolve().parent.parent / "data" / "vectors" / "barcodes.csv"
ROWS = run(VECTORS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_payload_means_what_the_vector_says(row: QualificationRow) -> None:
    assert row.passed, f"{row.family}: expected {row.expected}, got {row.got}"


def test_all_families_are_there() -> None:
    assert len(ROWS) >= 89
    assert len({row.family for row in ROWS}) >= 13


def test_a_wrong_expectation_is_seen(tmp_path: Path) -> None:
    altered = tmp_path / "barcodes.csv"
    altered.write_text(VECTORS.read_text("utf-8").replace("ABC123", "ABC124"), "utf-8")
    assert any(not row.passed for row in run(altered))


def test_copy_holds_every_row_of_the_shared_file(shared_dir: Path) -> None:
    shared = (shared_dir / "vectors" / "barcodes.csv").read_text("utf-8").splitlines()
    assert set(shared) <= set(VECTORS.read_text("utf-8").splitlines())


def test_each_parser_file_has_its_own_place() -> None:
    names = [parser.name for parser in parsers()]
    assert len(names) == len(set(names)) == len({parser.order for parser in parsers()})
    assert names[-1] == "plain"


def test_any_bytes_get_an_answer_with_known_codes() -> None:
    heads = [
        b"",
        b"]C1",
        b"]d2",
        b"[)>\x1e06\x1d",
        b"[)>\x1e05\x1d",
        b"(01)",
        b"PP:",
        b"https://a/01/",
        b"]E0",
    ]
    for head in heads:
        for number in range(256):
            raw = head + bytes([number, 255 - number, number ^ 0x55, 0x1D, 0x30 + number % 10])
            for from_keyboard in (False, True):
                answer = parse(raw, from_keyboard=from_keyboard)
                assert answer.raw == raw
                if isinstance(answer, CodeRefused):
                    assert answer.reason_code in REASONS
                else:
                    assert isinstance(answer, CodeContent)
                    assert set(answer.warnings) <= set(WARNINGS)
