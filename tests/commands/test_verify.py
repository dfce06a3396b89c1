"""Verification finds what was changed: in a pack, in a row, in a stored file, at the end of the chain."""

from __future__ import annotations

import json
import sqlite3
import uuid
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.packs.manifest import PackFacts, PackFile, pack_bytes
from app.unit_of_work import AuditHead
from tests.commands.conftest import Run


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small sound pack."""
    facts = PackFacts(
        uuid.UUID(int=1),
        uuid.UUID(int=2),
        "시험 공장",
        "A-1",
        "PPAP 3",
        "고객",
        datetime(2026, 11, 24, tzinfo=UTC),
        "이품질",
        "Asia/Seoul",
        AuditHead(7, "a" * 64),
        "test",
    )
    files = [
        PackFile("documents/a.pdf", b"one", "document"),
        PackFile("documents/나.xlsx", b"content 2", "document"),
    ]
    file = tmp_path / "pack.zip"
    file.write_bytes(pack_bytes(files, facts).content)
    return file


def test_a_sound_pack_passes_and_each_change_fails(run: Run, pack: Path, tmp_path: Path) -> None:
    said = run("verify", pack)
    assert said.code == 0
    manifest_hash = next(line.split()[-1] for line in said.out.splitlines() if line.startswith("Manifest"))
    assert run("verify", pack, "--expect", manifest_hash).code == 0
    assert run("verify", pack, "--expect", "0" * 64).code == 1
    content = pack.read_bytes()
    pack.write_bytes(content.replace(b"content 2", b"content 3"))
    changed = run("verify", pack, "--lang", "ko")
    assert changed.code == 1
    assert "나.xlsx" in changed.out
    pack.write_bytes(content)
    with zipfile.ZipFile(pack, "a") as archive:
        archive.writestr("added.txt", "x")
    added = json.loads(run("verify", pack, "--json").out)
    assert [problem["file"] for problem in added["problems"]] == ["added.txt"]
    pack.write_bytes(content[:-30])
    assert run("verify", pack).code == 1
    assert run("verify", tmp_path / "none.zip").refusal == "command.no_such_file"


def _import(run: Run, place: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Part Number,Name,Qty\nP-1,a,2\nP-2,b,3\n", encoding="utf-8")
    said = run("import", "bom", file, "--factory", place, "--parent", "TOP", "--user", "engineer")
    assert said.code == 0, said.err


def test_a_row_edited_by_hand_is_found_and_named(run: Run, place: Path, tmp_path: Path) -> None:
    _import(run, place, tmp_path)
    head = json.loads(run("verify", "--factory", place, "--json").out)["head"]
    assert run("verify", "--factory", place, "--head", head).code == 0
    database = sqlite3.connect(place / "partproof.db")
    database.execute("UPDATE bom_line SET quantity = '9' WHERE find_number = '10'")
    database.commit()
    database.close()
    said = run("verify", "--factory", place, "--json")
    assert said.code == 1
    (problem,) = json.loads(said.out)["problems"]
    assert "bom_line" in problem
    assert "quantity" in problem


def test_a_stored_file_damaged_or_missing_is_found_and_left_where_it_is(
    run: Run, place: Path, tmp_path: Path
) -> None:
    _import(run, place, tmp_path)
    (stored,) = [file for file in (place / "vault").rglob("*") if file.is_file()]
    stored.chmod(0o644)
    stored.write_bytes(b"something else")
    damaged = json.loads(run("verify", "--factory", place, "--json").out)
    assert len(damaged["problems"]) == 1
    assert stored.read_bytes() == b"something else"
    stored.unlink()
    missing = run("verify", "--factory", place)
    assert missing.code == 1
    assert stored.name in missing.out
    assert run("doctor", "--factory", place).code == 1


def test_a_chain_that_was_cut_is_found_with_a_head_kept_elsewhere(run: Run, place: Path) -> None:
    head = json.loads(run("verify", "--factory", place, "--json").out)["head"]
    number = int(head.partition(":")[0])
    later = f"{number + 5}:{'b' * 64}"
    assert run("verify", "--factory", place, "--head", later).code == 1
    assert run("verify", "--factory", place, "--head", f"{number}:{'b' * 64}").code == 1
    assert run("verify", "--factory", place, "--head", "nonsense").code == 2
