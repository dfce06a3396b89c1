"""Factories that are newer, older, damaged, full, held or killed: each says so and loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from app.errors import PartproofError
from app.factory import Factory
from app.parts.parts import add_part
from app.unit_of_work import SYSTEM
from app.wiring import build_hooks
from models.migrations import runner
from models.vocab import PartKind, Source
from tests.commands.conftest import Run, command, environment
from tests.crew import PASSWORD
from tests.guards import HANGING

DATABASE = "partproof.db"


def _sql(place: Path, *statements: str) -> None:
    database = sqlite3.connect(place / DATABASE)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def _list(tmp_path: Path, rows: int) -> Path:
    file = tmp_path / "list.csv"
    lines = [f"P-{number:05},part {number},{number % 9 + 1},EA" for number in range(rows)]
    file.write_text("\n".join(["Part Number,Name,Qty,Unit", *lines]), encoding="utf-8")
    return file


def test_no_factory_and_a_broken_settings_file(run: Run, place: Path, tmp_path: Path) -> None:
    assert run("verify", "--factory", tmp_path / "nothing").refusal == "factory.none"
    (place / "factory.toml").write_text("id = 'no", encoding="utf-8")
    assert run("verify", "--factory", place).refusal == "factory.broken"


def test_a_newer_database_is_refused_and_untouched(run: Run, place: Path) -> None:
    _sql(place, "UPDATE alembic_version SET version_num = '9999'")
    before = (place / DATABASE).read_bytes()
    for words in (["verify"], ["backup", "--out", place.parent / "b.zip"], ["migrate"]):
        assert run(*words, "--factory", place).refusal == "factory.newer"
    assert (place / DATABASE).read_bytes() == before
    said = run("doctor", "--factory", place, "--json")
    assert said.code == 1
    assert any(
        finding["subject"] == "schema" and finding["state"] == "bad"
        for finding in json.loads(said.out)["findings"]
    )


def _with_a_later_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str) -> None:
    """Let the program know one schema more than the factory has."""
    folder = tmp_path / "migrations"
    shutil.copytree(runner.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = f"from alembic import op\nrevision, down_revision = '9000', '{_newest()}'\ndef upgrade():\n    {body}\n"
    (folder / "versions" / "m9000_later.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(runner, "FOLDER", folder)


def _newest() -> str:
    return str(ScriptDirectory.from_config(runner.migration_config()).get_current_head())


def test_an_older_database_is_backed_up_and_brought_to_date(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _dump(place)
    _with_a_later_schema(monkeypatch, tmp_path, "op.execute('CREATE TABLE later (id INTEGER) STRICT')")
    Factory.open(place, build_hooks()).close()
    assert any("CREATE TABLE later" in line for line in _dump(place))
    (backup,) = (place / "backups").glob("before-migration-*.db")
    assert _dump_of(backup) == before


def test_a_failing_migration_leaves_the_database_as_it_was(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _dump(place)
    _with_a_later_schema(
        monkeypatch, tmp_path, "op.execute('DROP TABLE search_entry'); op.execute('CREATE nonsense')"
    )
    with pytest.raises(PartproofError) as refused:
        Factory.open(place, build_hooks())
    assert refused.value.code == "factory.migration_failed"
    assert str(refused.value.values["backup"]).endswith(".db")
    assert _dump(place) == before


def test_tables_without_their_version_are_damage(run: Run, place: Path) -> None:
    _sql(place, "DELETE FROM alembic_version")
    before = _dump(place)
    assert run("verify", "--factory", place).refusal == "factory.damaged"
    assert _dump(place) == before


def _dump(place: Path) -> list[str]:
    return _dump_of(place / DATABASE)


def _dump_of(file: Path) -> list[str]:
    database = sqlite3.connect(file)
    lines = list(database.iterdump())
    database.close()
    return lines


@pytest.mark.parametrize("how", ["cut", "noise", "empty", "missing"])
def test_a_damaged_database_is_named_and_left_alone(run: Run, place: Path, how: str) -> None:
    file = place / DATABASE
    content = file.read_bytes()
    broken = {"cut": content[:5000], "noise": b"\xa5" * 4096 + content[4096:], "empty": b"", "missing": None}[
        how
    ]
    if broken is None:
        file.unlink()
    else:
        file.write_bytes(broken)
    said = run("verify", "--factory", place)
    assert said.refusal == "factory.damaged"
    if broken is not None:
        assert file.read_bytes() == broken
    assert run("doctor", "--factory", place).code == 1


def test_a_folder_that_cannot_be_written_to_is_said(run: Run, place: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert run("backup", "--factory", place, "--out", blocked / "b.zip").refusal == "factory.not_writable"
    assert run("restore", tmp_path / "none.zip", "--to", tmp_path / "r").refusal == "backup.missing"
    if Path("/proc/version").exists():
        said = run("new", "/proc/factory", "--name", "A")
        assert said.refusal in ("factory.not_writable", "command.cannot_write")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_a_full_disk_loses_nothing(run: Run, place: Path, tmp_path: Path, machine: Path) -> None:
    file = _list(tmp_path, 3000)
    before = json.loads(run("verify", "--factory", place, "--json").out)
    words = command("import", "bom", file, "--factory", place, "--parent", "TOP", "--user", "engineer")
    room = (place / DATABASE).stat().st_size + 64 * 1024

    def little_room() -> None:
        import resource

        # A write beyond the limit fails as on a full disk, instead of ending the process.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    env = environment(machine, PARTPROOF_PASSWORD=PASSWORD)
    done = subprocess.run(
        words, env=env, capture_output=True, preexec_fn=little_room, check=False, timeout=HANGING
    )
    said = done.stderr.decode()
    assert done.returncode == 3, said
    assert said.startswith("factory.disk_full: ")
    assert len(said.splitlines()) == 1
    after = json.loads(run("verify", "--factory", place, "--json").out)
    assert after["sound"]
    assert after["rows"] == before["rows"]
    assert run(*words[4:]).code == 0


def test_a_second_program_works_and_a_long_hold_names_who(place: Path, machine: Path, tmp_path: Path) -> None:
    first = Factory.open(place, build_hooks())
    env = environment(machine, PARTPROOF_PASSWORD=PASSWORD)
    words = command(
        "import", "bom", _list(tmp_path, 50), "--factory", place, "--parent", "TOP", "--user", "engineer"
    )
    assert subprocess.run(words, env=env, capture_output=True, check=False, timeout=HANGING).returncode == 0
    first.perform(
        add_part, number="AFTER", name="x", kind=PartKind.COMPONENT, source=Source.MADE, actor=SYSTEM
    )
    first.close()


@pytest.mark.slow
def test_who_holds_the_database_is_named(run: Run, place: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(place / DATABASE)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        said = run(
            "import",
            "bom",
            _list(place.parent, 3),
            "--factory",
            place,
            "--parent",
            "TOP",
            "--user",
            "engineer",
        )
        assert said.refusal == "factory.busy"
        assert str(holder.pid) in said.err
    finally:
        holder.kill()
        holder.wait()
        if holder.stdout is not None:
            holder.stdout.close()


_HOLD = """
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(300)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize(
    "wait", [pytest.param(0.9, marks=pytest.mark.slow), 1.15, 1.4, pytest.param(1.7, marks=pytest.mark.slow)]
)
def test_an_import_that_is_killed_is_there_whole_or_not_at_all(
    run: Run, place: Path, machine: Path, tmp_path: Path, wait: float
) -> None:
    words = command(
        "import", "bom", _list(tmp_path, 2500), "--factory", place, "--parent", "TOP", "--user", "engineer"
    )
    env = environment(machine, PARTPROOF_PASSWORD=PASSWORD)
    process = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    report = json.loads(run("verify", "--factory", place, "--json").out)
    assert report["sound"], report["problems"]
    database = sqlite3.connect(place / DATABASE)
    lines = database.execute("SELECT COUNT(*) FROM bom_line").fetchone()[0]
    parts = database.execute("SELECT COUNT(*) FROM part").fetchone()[0]
    database.close()
    assert (lines, parts) in ((0, 1), (2500, 2501))
