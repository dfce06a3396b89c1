"""Large attachments go through a pack piece by piece; one that is damaged, or a cancel, leaves nothing behind."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from app.documents.issue import publish, reissue_document
from app.errors import PartproofError
from app.jobs import CanceledError, Progress
from app.packs import assemble
from app.packs.assemble import IssuedPack, issue_pack, reissue_pack
from app.packs.build import MadePack, make_pack
from app.packs.verify import verify_pack
from app.vault import CHUNK, FolderVault, hash_of, pieces_of
from models.certification import EvidencePack, IssuedDocument
from models.vocab import Role
from tests.conftest import REPOSITORY
from tests.documents_built.conftest import Built
from tests.packs_built.test_bad_files import attach

LARGE: Final = 400 * 1024 * 1024
# Two copies of the factory's files and two of the pack, with room to spare.
ROOM: Final = 6 * LARGE
STATUS: Final = Path("/proc/self/status")


def some_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def issued(built: Built, out: Path, progress: Progress | None = None) -> IssuedPack:
    actor = built.crew.actor(Role.QUALITY)
    return issue_pack(built.factory, built.made.assessment, out, actor=actor, progress=progress)


def test_an_attachment_is_never_read_whole(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = some_bytes(3 * CHUNK + 17)
    attach(built, {"크다.step": content})
    whole: list[int] = []
    read = FolderVault.read

    def reading(self: FolderVault, file_hash: str) -> bytes:
        found = read(self, file_hash)
        whole.append(len(found))
        return found

    monkeypatch.setattr(FolderVault, "read", reading)
    pack = issued(built, tmp_path / "p.zip")
    assert verify_pack(pack.path, built.factory, expected=pack.manifest_hash).sound
    again = reissue_pack(built.factory, pack.pack_id, tmp_path / "again.zip")
    assert hash_of(again) == hash_of(pack.path) == pack.sha256
    with built.factory.reading() as session:
        query = select(IssuedDocument).where(IssuedDocument.uuid == pack.uuid)
        row = session.scalars(query.order_by(IssuedDocument.id)).first()
    assert row is not None
    document = reissue_document(built.factory, row.id, tmp_path / row.file_name)
    assert hash_of(document) == row.file_hash
    assert max(whole, default=0) < len(content), "only drawings are read whole, to be drawn on"
    with zipfile.ZipFile(pack.path) as archive:
        assert archive.read("files/5_크다.step") == content
    damage(built, pack.path.read_bytes())
    with pytest.raises(PartproofError) as refused:
        reissue_pack(built.factory, pack.pack_id, again)
    assert refused.value.code == "vault.damaged"
    assert hash_of(again) == pack.sha256, "what was there stays"
    assert not [one.name for one in tmp_path.iterdir() if one.name.startswith(".")]


def damage(built: Built, content: bytes) -> None:
    file_hash = next(one for one in built.factory.files.hashes() if built.factory.read_file(one) == content)
    path = built.factory.files.path(file_hash)
    path.chmod(0o600)
    path.write_bytes(content[:-1] + b"?")


def test_a_damaged_attachment_refuses_the_pack_with_nothing_left(built: Built, tmp_path: Path) -> None:
    content = some_bytes(2 * CHUNK + 1)
    attach(built, {"크다.step": content})
    damage(built, content)
    with pytest.raises(PartproofError) as refused:
        issued(built, tmp_path / "out" / "p.zip")
    assert refused.value.code == "vault.damaged"
    assert not (tmp_path / "out").exists(), "it is seen before anything is written"


def test_what_is_damaged_while_the_pack_is_written_leaves_nothing(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = some_bytes(2 * CHUNK + 1)
    attach(built, {"크다.step": content})

    def made(*args: Any) -> MadePack:
        pack = make_pack(*args)
        damage(built, content)
        return pack

    monkeypatch.setattr(assemble, "make_pack", made)
    with pytest.raises(PartproofError) as refused:
        issued(built, tmp_path / "out" / "p.zip")
    assert refused.value.code == "vault.damaged"
    assert list((tmp_path / "out").iterdir()) == []
    with built.factory.reading() as session:
        assert session.scalars(select(EvidencePack)).all() == []


def test_cancel_while_the_pack_is_written_leaves_nothing(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = Progress()

    def canceled(files: list[tuple[Path, Iterable[bytes]]], record: Callable[[], object]) -> list[Path]:
        ((out, pieces),) = files

        def first_then_cancel() -> Iterator[bytes]:
            for piece in pieces:
                yield piece
                assert [one.name for one in out.parent.iterdir() if one.name.endswith(".part")]
                progress.cancel()

        return publish([(out, first_then_cancel())], record)

    monkeypatch.setattr(assemble, "publish", canceled)
    with pytest.raises(CanceledError):
        issued(built, tmp_path / "out" / "p.zip", progress)
    assert list((tmp_path / "out").iterdir()) == []
    with built.factory.reading() as session:
        assert session.scalars(select(EvidencePack)).all() == []


def child(built: Built, act: str, path: Path) -> str:
    told = [built.factory.place.folder, built.made.assessment, built.crew.actor(Role.QUALITY).user_id, path]
    run = subprocess.run(
        [sys.executable, "-m", "tests.packs_built.large_child", act, *map(str, told)],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.slow
@pytest.mark.skipif(not STATUS.exists(), reason="the system does not say how much memory a process had")
def test_a_pack_with_400_megabytes_takes_no_400_megabytes_of_memory(built: Built, tmp_path: Path) -> None:
    if shutil.disk_usage(tmp_path).free < ROOM:
        pytest.skip("needs more room on the disk")
    file, out = tmp_path / "크다.pdf", tmp_path / "pack.zip"
    block = some_bytes(CHUNK)
    with file.open("wb") as sink:
        # It says that it is a PDF, so it is asked whether its pages can be shown.
        sink.write(b"%PDF-1.7\n")
        sink.writelines(block for _ in range(LARGE // CHUNK))
    built.factory.close()
    child(built, "attach", file)
    told = {line.split()[0]: line.split()[1:] for line in child(built, "pack", out).splitlines()}
    rises = {act: int(words[0]) for act, words in told.items()}
    assert max(rises.values()) < LARGE // 2, rises
    assert told["verify"][1] == "True"
    assert hash_of(out) == hash_of(tmp_path / "again.zip") == told["issue"][1]
    with zipfile.ZipFile(out) as archive, archive.open("files/5_크다.pdf") as inside:
        assert all(inside.read(len(piece)) == piece for piece in pieces_of(file))
        assert not inside.read(1)
    for path in (file, out, tmp_path / "again.zip"):
        path.unlink()
