"""A pack verifies as it is, and fails naming the file on each single change."""

from __future__ import annotations

import random
import subprocess
import sys
import unicodedata
import uuid
import zipfile
import zlib
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from app.packs import check_pack
from app.packs.check_pack import Content
from app.packs.manifest import PackFacts, PackFile, pack_bytes
from app.unit_of_work import AuditHead

FACTS = PackFacts(
    uuid.UUID(int=1),
    uuid.UUID(int=2),
    "대한부품",
    "PPAP-2026-001",
    "PPAP 3",
    "고객",
    datetime(2026, 11, 24, tzinfo=UTC),
    "이품질",
    "Asia/Seoul",
    AuditHead(7, "ab" * 32),
    "0.1.0",
)
FILES = [
    PackFile("documents/치수검사.pdf", b"%PDF-1.7 " + bytes(range(256)) * 8, "document"),
    PackFile("documents/bom.xlsx", b"PK bom" * 50, "document"),
    PackFile("files/DW-1.pdf", b"drawing" * 99, "original"),
]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack on disk."""
    file = tmp_path / "pack 한글.zip"
    file.write_bytes(pack_bytes(FILES, FACTS).content)
    return file


def test_the_pack_is_sound_and_its_bytes_follow_from_its_content(pack: Path) -> None:
    result = check_pack.check(pack)
    assert result["ok"], result
    assert result["files"] == 4
    assert result["audit_head"] == f"7:{'ab' * 32}"
    assert pack.read_bytes() == pack_bytes(list(reversed(FILES)), FACTS).content
    with zipfile.ZipFile(pack) as archive:
        assert archive.testzip() is None


def test_the_pieces_of_a_pack_are_its_bytes_and_equal_packs_are_equal(pack: Path, tmp_path: Path) -> None:
    whole = pack_bytes(FILES, FACTS)
    stored = tmp_path / "stored"
    stored.write_bytes(bytes(range(256)) * 9000)
    on_disk = Content(partial(check_pack.file_pieces, stored))
    for content in (on_disk, stored.read_bytes()):
        packed = pack_bytes([*FILES, PackFile("files/크다.step", content, "original")], FACTS)
        assert packed == pack_bytes([*FILES, PackFile("files/크다.step", on_disk, "original")], FACTS)
        assert packed != whole
        pack.write_bytes(packed.content)
        assert check_pack.check(pack)["ok"]
    assert packed.content.count(stored.read_bytes()) == 1
    large = pack_bytes([PackFile("files/크다.step", on_disk, "original")], FACTS)
    assert max(map(len, large.pieces())) == check_pack.PIECE
    assert on_disk.size == 2_304_000
    assert on_disk.begins(300) == stored.read_bytes()[:300]
    assert (on_disk.sha256, on_disk.crc) == (
        check_pack.sha256(stored.read_bytes()),
        zlib.crc32(stored.read_bytes()),
    )
    made = whole.content
    assert made == check_pack.container([(name, content.whole()) for name, content in whole.entries])
    # The form of the container is for ever that of the packs that left the house.
    small = check_pack.container([("documents/치수.pdf", b"%PDF-1.7"), ("a", b""), ("b.txt", b"x" * 999)])
    assert check_pack.sha256(small) == "c7fd563ac68de73a9630247034326f29c66b8718574525613de0e6129a54a1a7"


def test_it_is_checked_with_nothing_but_python(pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(folder)
    for words in ([str(pack)], [str(pack), "--json"], []):
        run = subprocess.run(
            [sys.executable, "-I", "-S", str(folder / "check_pack.py"), *words],
            capture_output=True,
            check=False,
        )
        assert run.returncode == 0, run
    (folder / "documents" / "bom.xlsx").write_bytes(b"other")
    run = subprocess.run(
        [sys.executable, "-I", str(folder / "check_pack.py")], capture_output=True, check=False
    )
    assert run.returncode == 1
    assert "documents/bom.xlsx" in run.stdout.decode("utf-8")


def test_every_single_changed_byte_is_found(pack: Path) -> None:
    original = pack.read_bytes()
    chance = random.Random(20261124)
    for _ in range(200):
        place = chance.randrange(len(original))
        altered = bytearray(original)
        altered[place] ^= 1 << chance.randrange(8)
        pack.write_bytes(bytes(altered))
        result = check_pack.check(pack)
        assert not result["ok"], place
        assert result["problems"][0]["file"]


def _rewritten(files: dict[str, bytes]) -> bytes:
    return check_pack.container(list(files.items()))


def test_added_removed_renamed_and_swapped_files_are_named(pack: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    added = {**files, "documents/extra.pdf": b"x"}
    removed = {name: content for name, content in files.items() if name != "files/DW-1.pdf"}
    renamed = {name.replace("bom.xlsx", "bom2.xlsx"): content for name, content in files.items()}
    swapped = {
        **files,
        "files/DW-1.pdf": files["documents/bom.xlsx"],
        "documents/bom.xlsx": files["files/DW-1.pdf"],
    }
    escaping = {**files, "../evil.txt": b"x"}
    for altered, name in (
        (added, "documents/extra.pdf"),
        (removed, "files/DW-1.pdf"),
        (renamed, "documents/bom2.xlsx"),
        (swapped, "files/DW-1.pdf"),
        (escaping, "../evil.txt"),
    ):
        pack.write_bytes(_rewritten(altered))
        result = check_pack.check(pack)
        assert not result["ok"]
        assert name in {problem["file"] for problem in result["problems"]}


def test_a_pack_that_was_packed_again_still_names_the_file(pack: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    changed = {**files, "documents/bom.xlsx": files["documents/bom.xlsx"].replace(b"PK bom", b"PK bam", 1)}
    removed = {name: content for name, content in files.items() if name != "files/DW-1.pdf"}
    apart = {unicodedata.normalize("NFD", name): content for name, content in files.items()}
    for altered, names in (
        (changed, {pack.name, "documents/bom.xlsx"}),
        (removed, {pack.name, "files/DW-1.pdf"}),
        (apart, {pack.name}),
    ):
        with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.mkdir("documents")
            for name, content in altered.items():
                archive.writestr(name, content)
        result = check_pack.check(pack)
        assert not result["ok"]
        assert {problem["file"] for problem in result["problems"]} == names


def test_what_is_no_pack_is_told_in_one_line_without_hashes(tmp_path: Path) -> None:
    file = tmp_path / "cut.zip"
    file.write_bytes(b"PK\x03\x04 cut")
    result = check_pack.check(file)
    assert [problem["file"] for problem in result["problems"]] == ["cut.zip"]
    assert result["manifest_sha256"] == result["audit_head"] == ""
    assert "SHA-256" not in check_pack.report(result, file.name)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("documents/a.pdf", b"a")
    assert [problem["file"] for problem in check_pack.check(file)["problems"]] == ["manifest.json"]


def test_an_unpacked_pack_may_have_names_taken_apart_into_letters(pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(pack) as archive:
        for name in archive.namelist():
            place = folder / unicodedata.normalize("NFD", name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(archive.read(name))
    assert check_pack.check(folder)["ok"]


def test_another_manifest_is_seen_with_the_hash_the_sender_told(pack: Path) -> None:
    told = check_pack.check(pack)["manifest_sha256"]
    other = pack_bytes([*FILES, PackFile("documents/more.pdf", b"m", "document")], FACTS)
    pack.write_bytes(other.content)
    assert check_pack.check(pack)["ok"]
    result = check_pack.check(pack, told)
    assert [problem["file"] for problem in result["problems"]] == ["manifest.json"]


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip" * 100, b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_pack_is_refused_without_a_traceback(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    result = check_pack.check(file)
    assert not result["ok"]
    assert result["problems"]
