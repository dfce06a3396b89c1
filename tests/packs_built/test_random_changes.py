"""Each of many random single changes to a real pack is found and its file named, by the program and stand-alone."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.packs import check_pack
from app.packs.log import NAME as LOG
from app.packs.verify import verify_pack
from models.audit import chain_hash
from tests.packs_built.conftest import Sent
from tests.packs_built.test_pack import entries

COUNT = int(os.environ.get("PARTPROOF_PACK_CHANGES", "200"))
Files = dict[str, bytes]


def loaded(content: bytes, folder: Path) -> ModuleType:
    """Load the very checker that travels in a pack."""
    file = folder / "travelled.py"
    file.write_bytes(content)
    spec = importlib.util.spec_from_file_location("travelled", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def pack(sent: Sent) -> Path:
    return sent.pack.path


def test_the_log_in_a_pack_is_the_factorys(pack: Path) -> None:
    lines = [json.loads(line) for line in entries(pack)[LOG].splitlines()]
    assert {line["noun"] for line in lines} >= {"assessment", "inspection", "reading", "document_revision"}
    assert [line["seq"] for line in lines] == sorted({line["seq"] for line in lines})
    for line in lines:
        fields = {name: line[name] for name in check_pack.LOG_FIELDS}
        assert line["hash"] == check_pack.entry_hash(line) == chain_hash(**fields)


def changed_byte(files: Files, chance: random.Random) -> tuple[Files, str]:
    name = chance.choice([name for name, content in files.items() if content])
    content = bytearray(files[name])
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return {**files, name: bytes(content)}, name


def swapped(files: Files, chance: random.Random) -> tuple[Files, str]:
    one, other = chance.sample([name for name in files if name not in check_pack.OUTSIDE_MANIFEST], 2)
    return {**files, one: files[other], other: files[one]}, one


def missing(files: Files, chance: random.Random) -> tuple[Files, str]:
    name = chance.choice(list(files))
    return {one: content for one, content in files.items() if one != name}, name


def extra(files: Files, chance: random.Random) -> tuple[Files, str]:
    name = f"files/{chance.randrange(10**6)}.pdf"
    return {**files, name: chance.randbytes(40)}, name


def shortened(files: Files, chance: random.Random) -> tuple[Files, str]:
    lines = files[LOG].splitlines(keepends=True)
    return {**files, LOG: b"".join(lines[: chance.randrange(len(lines))])}, LOG


def edited_manifest(files: Files, chance: random.Random) -> tuple[Files, str]:
    manifest = json.loads(files["manifest.json"])
    key = chance.choice(["recipient", "issued_at", "title", "merkle_root", "files", "audit_head"])
    if key == "files":
        entry = chance.choice(manifest["files"])
        entry["sha256"] = "0" * 64
    elif key == "audit_head":
        manifest[key]["seq"] += 1
    else:
        manifest[key] = str(manifest[key]) + "0"
    raw = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return {**files, "manifest.json": raw}, "manifest.json"


CHANGES: list[Callable[[Files, random.Random], tuple[Files, str]]] = [
    changed_byte,
    swapped,
    missing,
    extra,
    shortened,
    edited_manifest,
]


def altered(pack: Path, count: int) -> Iterator[tuple[bytes, str]]:
    """Yield changed packs with the name that must be told; the container is made anew and is itself sound."""
    files, whole = entries(pack), pack.read_bytes()
    chance = random.Random(20261124)
    for number in range(count):
        if number % 4 == 3:
            # Anywhere in the file, headers and directory included.
            raw = bytearray(whole)
            place = chance.randrange(len(raw))
            raw[place] ^= 1 << chance.randrange(8)
            yield bytes(raw), _owner(whole, place)
        else:
            change, name = CHANGES[number % len(CHANGES)](files, chance)
            if change != files:
                yield check_pack.container(list(change.items())), name


def _owner(whole: bytes, place: int) -> str:
    """Return the file whose content a byte lies in, or nothing for a byte of the container."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for member in archive.infolist():
            start = member.header_offset + 30 + len(member.filename.encode())
            if start <= place < start + member.file_size:
                return member.filename
    return ""


def named(result: dict[str, Any]) -> set[str]:
    return {problem["file"] for problem in result["problems"]}


def test_each_change_fails_and_names_the_file(sent: Sent, pack: Path, tmp_path: Path) -> None:
    travelled = loaded(entries(pack)["check_pack.py"], tmp_path)
    assert travelled.check(pack)["ok"]
    assert verify_pack(pack, sent.built.factory).sound
    other = tmp_path / "changed.zip"
    seen = 0
    for content, name in altered(pack, COUNT):
        other.write_bytes(content)
        alone = travelled.check(other)
        assert not alone["ok"], name
        assert named(alone), name
        if name:
            assert name in named(alone), (name, alone["problems"][:3])
        if seen % 20 == 0:
            report = verify_pack(other, sent.built.factory)
            assert not report.sound
            assert named(report.checked) == named(alone)
        seen += 1
    assert seen >= COUNT * 0.9


@pytest.mark.slow
def test_the_travelling_checker_needs_nothing_but_python(pack: Path, tmp_path: Path) -> None:
    checker = tmp_path / "alone.py"
    checker.write_bytes(entries(pack)["check_pack.py"])
    other = tmp_path / "changed.zip"
    for content, name in altered(pack, 24):
        other.write_bytes(content)
        run = subprocess.run(
            [sys.executable, "-I", "-S", str(checker), str(other)], capture_output=True, check=False
        )
        assert run.returncode == 1
        assert name in run.stdout.decode("utf-8")


def zip_of(members: list[tuple[str, bytes]], *, packed: bool = False) -> bytes:
    out = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        zip_of([]),
        zip_of([("../../evil.txt", b"x"), ("/abs.txt", b"x"), ("C:\\x\\y.txt", b"x"), ("a/../../b", b"x")]),
        zip_of([("manifest.json", b"0" * 50_000_000)], packed=True),
        zip_of([("manifest.json", b"[" * 200_000)]),
        zip_of([("manifest.json", b'{"format": 1, "files": [{"path": 1}]}')]),
        zip_of([("manifest.json", b'{"format": 1, "files": null, "audit_head": []}')]),
        zip_of([("manifest.json", b'{"format": 1, "files": [], "audit_head": 7}')]),
        zip_of([("audit_log.jsonl", b"{}\n[]\nnull\n\xff\n")]),
    ],
)
def test_a_hostile_pack_is_told_as_not_sound(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "hostile.zip"
    file.write_bytes(content)
    result = check_pack.check(file)
    assert not result["ok"]
    assert named(result)
    assert not verify_pack(file).sound
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hostile.zip"]


def test_files_that_lie_over_each_other_are_no_bomb(tmp_path: Path) -> None:
    body = b"A" * 1_000_000
    local = (
        b"PK\x03\x04"
        + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, 0, len(body), len(body), 1, 0)
        + b"a"
        + body
    )
    entry = b"PK\x01\x02" + struct.pack(
        "<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 33, 0, len(body), len(body), 1, 0, 0, 0, 0, 0, 0
    )
    directory = b"".join(entry + bytes([65 + number % 26]) for number in range(5_000))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 5_000, 5_000, len(directory), len(local), 0)
    file = tmp_path / "overlap.zip"
    file.write_bytes(local + directory + end)
    result = check_pack.check(file)
    assert not result["ok"]
    assert "claims more than it holds" in result["problems"][0]["en"]
