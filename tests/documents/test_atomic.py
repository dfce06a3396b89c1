"""Files are put in place whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.documents.writers.atomic import write_atomically
from app.errors import PartproofError


def test_file_is_whole_and_hashed(tmp_path: Path) -> None:
    path = tmp_path / "새 폴더" / "치수 결과.pdf"
    assert write_atomically(path, b"content") == hashlib.sha256(b"content").hexdigest()
    assert path.read_bytes() == b"content"
    write_atomically(path, b"newer")
    assert [one.name for one in path.parent.iterdir()] == ["치수 결과.pdf"]
    assert path.read_bytes() == b"newer"


def test_failure_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    write_atomically(path, b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PartproofError) as caught:
        write_atomically(path, b"new")
    assert caught.value.code == "documents.write_failed"
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("raised", [ValueError, KeyboardInterrupt])
def test_pieces_are_written_as_a_whole_or_not_at_all(tmp_path: Path, raised: type[BaseException]) -> None:
    path = tmp_path / "a.zip"
    assert write_atomically(path, (b"on", b"", b"e")) == hashlib.sha256(b"one").hexdigest()

    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise raised

    with pytest.raises(raised):
        write_atomically(path, pieces())
    assert path.read_bytes() == b"one"
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_folder_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(PartproofError):
        write_atomically(tmp_path / "a.pdf", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]
