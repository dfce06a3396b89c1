"""A backup holds everything of one state, is refused when one byte is wrong, and comes back on either engine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.audit_trail import check_trail
from app.backup import MANIFEST, back_up
from app.errors import PartproofError
from app.factory import Factory
from app.files import known_hashes
from app.parts.parts import add_part
from app.parts.queries import part_rows
from app.restore import Restored, SharedDatabase, read_facts, restore
from app.snapshot import snapshot
from app.unit_of_work import SYSTEM, read_head
from app.wiring import build_hooks
from models.vocab import PartKind, Role, Source
from tests import postgres
from tests.app.test_thread_of_release import make_drawing, make_part
from tests.conftest import REPOSITORY
from tests.crew import Crew


def _quiet(_done: int, _total: int) -> None:
    """Take no notice."""


@pytest.fixture
def worked(factory: Factory, crew: Crew) -> Factory:
    """A factory with parts, a drawing and a stored file."""
    engineer = crew.actor(Role.ENGINEER)
    make_part(factory, engineer, "허브-1")
    make_drawing(factory, engineer, "DW-1")
    return factory


def _backed_up(factory: Factory, folder: Path) -> Path:
    file = folder / "백업 1.zip"
    facts = back_up(factory, file, progress=_quiet)
    assert facts.head == factory.ask(read_head)
    return file


def _same(factory: Factory, made: Restored) -> None:
    """Assert that a restored factory says what the first one said, and goes on working."""
    again = Factory.open(made.folder, build_hooks(), factory.clock)
    assert again.place.factory_id == factory.place.factory_id
    assert again.ask(part_rows) == factory.ask(part_rows)
    assert again.ask(read_head) == factory.ask(read_head)
    for file_hash in factory.ask(known_hashes):
        assert again.read_file(file_hash) == factory.read_file(file_hash)
    again.perform(
        add_part, number="NEXT", name="next", kind=PartKind.COMPONENT, source=Source.MADE, actor=SYSTEM
    )
    assert again.ask(check_trail).problems == []
    again.close()


def test_a_backup_of_either_engine_comes_back_as_a_folder(worked: Factory, tmp_path: Path) -> None:
    file = _backed_up(worked, tmp_path)
    _same(worked, restore(file, tmp_path / "다시", progress=_quiet))
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


@pytest.mark.slow
def test_a_backup_of_either_engine_comes_back_in_a_shared_database(
    worked: Factory, tmp_path: Path, postgres_server: postgres.Server
) -> None:
    name = f"restored_{worked.place.database.get_backend_name()}"
    postgres_server.run(
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
    )
    shared = SharedDatabase(postgres_server.url(name, postgres.STATION), "owner")
    file = _backed_up(worked, tmp_path)
    _same(worked, restore(file, tmp_path / "shared", database=shared, progress=_quiet))
    with pytest.raises(PartproofError) as refused:
        restore(file, tmp_path / "other", database=shared, progress=_quiet)
    assert refused.value.code == "restore.database_not_empty"


def test_a_backup_is_never_overwritten(worked: Factory, tmp_path: Path) -> None:
    file = _backed_up(worked, tmp_path)
    before = file.read_bytes()
    with pytest.raises(PartproofError) as refused:
        back_up(worked, file, progress=_quiet)
    assert refused.value.code == "backup.exists"
    assert file.read_bytes() == before


def test_what_was_there_is_kept_when_it_is_replaced(worked: Factory, tmp_path: Path) -> None:
    file = _backed_up(worked, tmp_path)
    there = tmp_path / "there"
    restore(file, there, progress=_quiet)
    (there / "note.txt").write_text("mine")
    with pytest.raises(PartproofError) as refused:
        restore(file, there, progress=_quiet)
    assert refused.value.code == "restore.not_empty"
    made = restore(file, there, replace=True, progress=_quiet)
    assert made.aside is not None
    assert (made.aside / "note.txt").read_text() == "mine"
    assert not (there / "note.txt").exists()
    _same(worked, made)


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flip_stored(content: bytes) -> bytes:
    place = content.index(b"ISO-10303 drawing of DW-1")
    return content[:place] + b"X" + content[place + 1 :]


def _flip_row(content: bytes) -> bytes:
    place = content.index("허브-1".encode())
    return content[:place] + "하브-1".encode() + content[place + len("허브-1".encode()) :]


@pytest.mark.parametrize("damage", [_cut, _flip_stored, _flip_row])
def test_a_damaged_backup_is_refused_and_replaces_nothing(
    worked: Factory, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    file = _backed_up(worked, tmp_path)
    there = tmp_path / "there"
    restore(file, there, progress=_quiet)
    (there / "note.txt").write_text("mine")
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(PartproofError) as refused:
        restore(file, there, replace=True, progress=_quiet)
    assert refused.value.code in ("backup.damaged", "backup.unsound")
    assert (there / "note.txt").read_text() == "mine"
    assert sorted(entry.name for entry in tmp_path.iterdir() if "there" in entry.name) == ["there"]


def _rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Write a backup anew with other contents and a container that is sound."""
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def test_a_backup_with_other_files_or_of_a_newer_program_is_refused(worked: Factory, tmp_path: Path) -> None:
    file = _backed_up(worked, tmp_path)
    sound = file.read_bytes()

    def with_manifest(**changed: object) -> Callable[[dict[str, bytes]], None]:
        def change(entries: dict[str, bytes]) -> None:
            entries[MANIFEST] = json.dumps({**json.loads(entries[MANIFEST]), **changed}).encode()

        return change

    def without_a_file(entries: dict[str, bytes]) -> None:
        del entries[next(name for name in entries if name.startswith("vault/"))]

    bad_path = [{"path": "vault/../../evil", "size": 0, "sha256": "0" * 64}]
    head = {"seq": 99_999, "hash": "0" * 64}
    for change, code in (
        (with_manifest(format=2), "backup.newer"),
        (with_manifest(revision="9999"), "backup.newer"),
        (with_manifest(files=bad_path), "backup.damaged"),
        (with_manifest(head=head), "backup.unsound"),
        (without_a_file, "backup.damaged"),
    ):
        file.write_bytes(sound)
        _rewritten(file, change)
        with pytest.raises(PartproofError) as refused:
            restore(file, tmp_path / "there", progress=_quiet)
        assert refused.value.code == code
        assert not (tmp_path / "there").exists()
    assert not (tmp_path / "evil").exists()


def test_a_snapshot_is_one_state_while_others_write(worked: Factory) -> None:
    with snapshot(worked) as session:
        before = read_head(session)
        worked.perform(
            add_part, number="LATER", name="x", kind=PartKind.COMPONENT, source=Source.MADE, actor=SYSTEM
        )
        assert read_head(session) == before
        assert check_trail(session).problems == []
    assert worked.ask(read_head) != before


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("wait", [0.5, 0.8, 1.1, 1.4])
def test_a_restore_that_is_killed_loses_nothing(worked: Factory, tmp_path: Path, wait: float) -> None:
    file = _backed_up(worked, tmp_path)
    there = tmp_path / "there"
    restore(file, there, progress=_quiet)
    words = [sys.executable, "-P", "-m", "app", "restore", str(file), "--to", str(there), "--replace"]
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PARTPROOF_MACHINE_DIR": str(tmp_path / "machine")}
    process = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    read_facts(file)
    # Either the old one or the new one lies there; or the old one beside it, between two renames.
    left = [there, *tmp_path.glob("there.before-restore-*")]
    sound = [folder for folder in left if (folder / "partproof.db").exists()]
    assert sound
    shutil.rmtree(tmp_path / "machine", ignore_errors=True)
    for folder in sound:
        again = Factory.open(folder, build_hooks())
        assert again.ask(part_rows) == worked.ask(part_rows)
        again.close()
