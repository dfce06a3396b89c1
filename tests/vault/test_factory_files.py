"""Files through a factory on both engines: chunks and cache on PostgreSQL, and nothing named that is not kept."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.audit_trail import check_trail
from app.errors import PartproofError
from app.factory import Factory
from app.files import known_hashes, store_file, store_path
from app.unit_of_work import UnitOfWork
from app.vault import CHUNK
from models.plant import VaultChunk, VaultFile
from models.vocab import Noun, Role
from tests.crew import Crew


def _store(unit: UnitOfWork, content: bytes, name: str, fail: bool = False) -> str:
    file_hash = store_file(unit, content, name)
    unit.record("stored_again", Noun.FILE, None, hash=file_hash)
    if fail:
        raise RuntimeError("after the file")
    return file_hash


def test_a_large_file_comes_back_also_with_a_damaged_or_unwritable_cache(
    factory: Factory, crew: Crew, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, content = crew.actor(Role.ENGINEER), os.urandom(3_670_016)
    file_hash = factory.perform(_store, content, "크다.step", actor=actor).result
    assert factory.read_file(file_hash) == content
    with factory.reading() as session:
        chunks = session.scalar(select(func.count()).select_from(VaultChunk))
        size = session.scalars(select(VaultFile.size)).one()
    assert (chunks, size) == (4 if engine_name == "postgresql" else 0, 3_670_016)
    assert factory.files.has(file_hash)
    if engine_name == "sqlite":
        return
    path = factory.files.path(file_hash)
    path.chmod(0o600)
    path.write_bytes(content[:-1] + b"?")
    assert factory.read_file(file_hash) == content
    assert factory.files.read(file_hash) == content
    path.unlink()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    assert factory.read_file(file_hash) == content


def test_a_file_from_the_disk_is_kept_and_read_by_pieces(
    factory: Factory, crew: Crew, engine_name: str, tmp_path: Path
) -> None:
    actor, content = crew.actor(Role.ENGINEER), os.urandom(2 * CHUNK + 5)
    source = tmp_path / "크다.step"
    source.write_bytes(content)
    file_hash = factory.perform(store_path, source, source.name, actor=actor).result
    assert factory.perform(_store, content, "again.step", actor=actor).result == file_hash
    with factory.reading() as session:
        chunks = session.scalar(select(func.count()).select_from(VaultChunk))
        named = session.execute(select(VaultFile.hash, VaultFile.size, VaultFile.name)).all()
    assert chunks == (3 if engine_name == "postgresql" else 0)
    assert [tuple(one) for one in named] == [(file_hash, len(content), "크다.step")]
    assert b"".join(factory.read_pieces(file_hash)) == content == factory.read_file(file_hash)
    assert b"".join(factory.read_pieces(file_hash)) == content, "from the cache, where there is one"
    path = factory.files.path(file_hash)
    path.chmod(0o600)
    path.write_bytes(content[:-1] + b"?")
    if engine_name == "postgresql":
        assert b"".join(factory.read_pieces(file_hash)) == content
    else:
        with pytest.raises(PartproofError) as refused:
            list(factory.read_pieces(file_hash))
        assert refused.value.code == "vault.damaged"
    with pytest.raises(PartproofError) as refused:
        next(factory.read_pieces("0" * 64))
    assert refused.value.code == "vault.missing"
    assert factory.ask(check_trail).problems == []


def test_the_same_file_is_kept_once_and_an_act_that_failed_names_none(factory: Factory, crew: Crew) -> None:
    actor = crew.actor(Role.ENGINEER)
    first = factory.perform(_store, b"same", "a.txt", actor=actor).result
    assert factory.perform(_store, b"same", "b.txt", actor=actor).result == first
    with pytest.raises(RuntimeError):
        factory.perform(_store, b"other", "c.txt", fail=True, actor=actor)
    assert factory.ask(known_hashes) == {first}
    names = factory.ask(lambda session: list(session.scalars(select(VaultFile.name))))
    assert names == ["a.txt"]
    assert factory.ask(check_trail).problems == []


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_full_disk_refuses_the_act_and_the_factory_goes_on(
    factory: Factory, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = crew.actor(Role.ENGINEER)

    def full(self: Path, *_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(PartproofError) as refused:
            factory.perform(_store, b"content", "a.txt", actor=actor)
    assert refused.value.code == "vault.no_space"
    assert refused.value.values["size"] == 7
    assert factory.ask(known_hashes) == set()
    file_hash = factory.perform(_store, b"content", "a.txt", actor=actor).result
    assert factory.read_file(file_hash) == b"content"


def test_a_missing_file_is_named(factory: Factory) -> None:
    with pytest.raises(PartproofError) as refused:
        factory.read_file("0" * 64)
    assert refused.value.code == "vault.missing"
