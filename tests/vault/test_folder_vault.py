"""A file that was put is there to the last bit or is said to be missing or damaged; nothing half is ever named."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import PartproofError
from app.files import media_type, safe_name
from app.vault import CHUNK, FolderVault


@pytest.fixture
def vault(tmp_path: Path) -> FolderVault:
    """An empty vault."""
    return FolderVault(tmp_path / "금고" / "vault")


def _code(act: Any, *args: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        act(*args)
    return refused.value.code


def _quarantined(vault: FolderVault) -> list[str]:
    folder = vault.folder.parent / "quarantine"
    return sorted(file.name.split(".")[0] for file in folder.iterdir()) if folder.is_dir() else []


@pytest.mark.parametrize("content", [b"", b"x", "한글".encode(), os.urandom(3_670_016)])
def test_what_was_put_comes_back_and_twice_is_once(vault: FolderVault, content: bytes) -> None:
    file_hash = vault.put(content)
    assert file_hash == hashlib.sha256(content).hexdigest()
    changed = vault.path(file_hash).stat().st_mtime_ns
    assert vault.put(content) == file_hash
    assert vault.path(file_hash).stat().st_mtime_ns == changed
    assert vault.read(file_hash) == content
    assert list(vault.hashes()) == [file_hash]
    mode = vault.path(file_hash).stat().st_mode
    assert not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK + 3])
def test_a_file_is_put_and_read_by_pieces_as_whole(vault: FolderVault, tmp_path: Path, size: int) -> None:
    source = tmp_path / "크다.step"
    source.write_bytes(os.urandom(size))
    file_hash = vault.put_file(source)
    assert file_hash == vault.put(source.read_bytes())
    assert vault.read(file_hash) == source.read_bytes() == b"".join(vault.pieces(file_hash))
    assert all(len(piece) <= CHUNK for piece in vault.pieces(file_hash))
    assert vault.sound(file_hash)
    assert not vault.path(file_hash).stat().st_mode & stat.S_IWUSR
    vault.path(file_hash).chmod(0o600)
    vault.path(file_hash).write_bytes(b"other")
    assert not vault.sound(file_hash)
    assert vault.put_file(source) == file_hash, "what is damaged is put again"
    vault.path(file_hash).chmod(0o600)
    vault.path(file_hash).write_bytes(b"other")
    assert _code(list, vault.pieces(file_hash)) == "vault.damaged"
    assert _code(list, vault.pieces(file_hash)) == "vault.missing"
    assert _quarantined(vault) == [file_hash]


def test_every_flipped_bit_is_seen_and_the_file_can_be_put_again(vault: FolderVault) -> None:
    content = os.urandom(400)
    file_hash = vault.put(content)
    path = vault.path(file_hash)
    chance = random.Random(1)
    for _ in range(40):
        bad = bytearray(content)
        bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        path.chmod(0o600)
        path.write_bytes(bad)
        assert _code(vault.read, file_hash) == "vault.damaged"
        assert not vault.has(file_hash)
        assert vault.put(content) == file_hash
        assert vault.read(file_hash) == content
    path.chmod(0o600)
    path.write_bytes(content[:-1])
    assert vault.put(content) == file_hash
    assert vault.read(file_hash) == content
    assert len(_quarantined(vault)) == 40


def test_a_scrub_tells_sound_missing_damaged_and_orphans_apart(vault: FolderVault) -> None:
    sound, damaged, orphan = (vault.put(content) for content in (b"sound", b"damaged", b"orphan"))
    missing = hashlib.sha256(b"missing").hexdigest()
    vault.path(damaged).chmod(0o600)
    vault.path(damaged).write_bytes(b"Damaged")
    left_over = vault.path(sound).parent / f".{sound}.0a1b2c3d"
    left_over.write_bytes(b"half")
    steps: list[tuple[int, int]] = []
    fresh = vault.scrub({sound, damaged, missing}, lambda done, total: steps.append((done, total)))
    assert (fresh.checked, fresh.missing, fresh.damaged, fresh.orphans) == (3, (missing,), (damaged,), ())
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert left_over.exists()
    later = vault.scrub({sound, missing}, grace=0)
    assert (later.checked, later.missing, later.orphans) == (2, (missing,), (orphan,))
    assert _quarantined(vault) == sorted([damaged, orphan])
    assert not left_over.exists()
    assert vault.read(sound) == b"sound"
    assert _code(vault.read, orphan) == "vault.missing"
    assert _code(vault.read, missing) == "vault.missing"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "vault.no_space"),
        (errno.EDQUOT, "vault.no_space"),
        (errno.EACCES, "vault.not_writable"),
        (errno.EROFS, "vault.not_writable"),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "replace", "mkdir"])
def test_a_full_or_closed_disk_is_explained_and_leaves_nothing(
    vault: FolderVault, monkeypatch: pytest.MonkeyPatch, number: int, code: str, call: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    first = vault.put(b"first")
    source = vault.folder.parent / "third"
    source.write_bytes(b"third " + str(number).encode())
    owner: Any = os if call == "fsync" else Path
    with monkeypatch.context() as patched:
        patched.setattr(owner, call, fail)
        assert _code(vault.put, b"second " + str(number).encode()) == code
        assert _code(vault.put_file, source) == code
    assert list(vault.hashes()) == [first]
    assert [file for file in vault.folder.rglob(".*") if file.is_file()] == []
    second = vault.put(b"second")
    assert vault.read(second) == b"second"


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "g" * 64, "a" * 64 + "\n"]
)
def test_no_name_leaves_the_folder(vault: FolderVault, name: str) -> None:
    for act in (vault.path, vault.read, vault.has):
        with pytest.raises(ValueError, match="not a SHA-256"):
            act(name)


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("../../x.pdf", "x.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("C:\\도면\\x.pdf", "x.pdf"),
        ("/abs.txt", "abs.txt"),
        ("..", "file"),
        ("", "file"),
        (" . ", "file"),
        ("CON.txt", "_CON.txt"),
        ("con", "_con"),
        ("lpt1.pdf", "_lpt1.pdf"),
        ("COM9.x.y", "_COM9.x.y"),
        ("nul .pdf", "_nul .pdf"),
        ('a<b>c:d|e?f*g".pdf', "a_b_c_d_e_f_g_.pdf"),
        ("a\x00b\nc\x7f.pdf", "ab_c_.pdf"),
        ("각인.pdf", "각인.pdf"),
        ("x\u202efdp.exe", "x_fdp.exe"),
        ("name. . .", "name"),
        ("=cmd|'calc'!A1.xlsx", "=cmd_'calc'!A1.xlsx"),
    ],
)
def test_hostile_names_become_harmless(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


@pytest.mark.parametrize("letter", ["a", "가", "😀"])
def test_a_long_name_keeps_its_ending_and_fits_every_file_system(letter: str, tmp_path: Path) -> None:
    name = safe_name(letter * 300 + ".PDF")
    assert name.endswith(f"{letter}.PDF")
    assert media_type(name) == "application/pdf"
    assert len(name) <= 150
    (tmp_path / name).write_bytes(b"x")
    assert len(safe_name("a." + letter * 300).encode()) <= 220


@given(st.text(max_size=400))
def test_every_name_is_safe_and_stays_as_it_is(text: str) -> None:
    name = safe_name(text)
    assert name
    assert safe_name(name) == name
    assert not set(name) & set('/\\<>:"|?*\0\n\r')
    assert len(name.encode()) <= 255
    assert name == name.strip(" .")
