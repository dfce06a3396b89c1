#!/usr/bin/env python3
"""Checks an evidence pack with nothing but Python: every file, nothing missing, nothing added, no byte changed.

제출자료 패키지 검사 프로그램: 파이썬만 있으면 됩니다. 모든 파일, 빠짐·추가·변조 여부를 확인합니다.

usage: python3 check_pack.py PACK.zip [--expect SHA256] [--json]
       python3 check_pack.py            (inside an unpacked pack: checks the folder it lies in)

Travels inside the pack and is imported by the program: standard library only, no other file of the program.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.sha256"
LARGEST_MANIFEST = 64 * 1024 * 1024
LOG = "audit_log.jsonl"
LOG_FIELDS = (
    "alg",
    "seq",
    "at",
    "clock_back",
    "user_id",
    "actor",
    "station",
    "action",
    "noun",
    "entity_id",
    "payload",
    "prev",
)
OUTSIDE_MANIFEST = frozenset({MANIFEST, MANIFEST_HASH})
LARGEST = 0xFFFFFFFF
MOST_FILES = 20_000
# Documents packed again shrink to a third at most; what claims more than this is made to fill a disk.
MOST_SHRUNK = 100
PIECE = 1024 * 1024
_DOS_DATE = (1 << 5) | 1  # 1980-01-01: the container's bytes follow from its content alone
_UTF8 = 0x0800
# Made on Unix, readable by all: some unpackers spoil Korean names of any other maker.
_UNIX = 3 << 8
_READABLE = 0o100644 << 16


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(content).hexdigest()


class Content:
    """Bytes that are read piece by piece, as often as asked: a large file never lies in the memory whole.

    Attributes:
        pieces: Reads them anew from the beginning.
        size: Their number.
        crc: Their CRC-32.
        sha256: Their SHA-256 in hex.
    """

    def __init__(self, pieces: Callable[[], Iterable[bytes]]) -> None:
        """Read them through once."""
        digest = hashlib.sha256()
        self.size = self.crc = 0
        for piece in pieces():
            digest.update(piece)
            self.crc = zlib.crc32(piece, self.crc)
            self.size += len(piece)
        self.sha256 = digest.hexdigest()
        self.pieces = pieces

    def whole(self) -> bytes:
        """Return all of them."""
        return b"".join(self.pieces())

    def begins(self, count: int) -> bytes:
        """Return the first of them."""
        found = b""
        for piece in self.pieces():
            found += piece[:count]
            if len(found) >= count:
                break
        return found[:count]

    def __eq__(self, other: object) -> bool:
        """Whether both are the same bytes."""
        return isinstance(other, Content) and (self.size, self.sha256) == (other.size, other.sha256)

    def __hash__(self) -> int:
        """Go with equality."""
        return hash(self.sha256)


def content_of(content: bytes) -> Content:
    """Return bytes that do lie in the memory as content."""
    return Content(lambda: (content,))


def merkle_root(hashes: Iterable[str]) -> str:
    """Return the Merkle root (SHA-256) over hex hashes in order; leaf and node inputs are told apart.

    Leaf: SHA-256(0x00 || hash); node: SHA-256(0x01 || left || right); an odd last node goes up as it is.
    """
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(entry)).digest() for entry in hashes]
    if not level:
        return sha256(b"")
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2])  # noqa: B905 - runs on older Pythons too
        above = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
        level = above + level[len(level) // 2 * 2 :]
    return level[0].hex()


def container(entries: list[tuple[str, bytes]]) -> bytes:
    """Return the zip container of these entries: stored, fixed date, UTF-8 names; a function of content alone.

    Raises:
        ValueError: over 4 GiB or 20,000 files, which this plain form cannot hold.
    """
    listed = [(name, content_of(content)) for name, content in entries]
    require_room(listed)
    return b"".join(container_pieces(listed))


def require_room(entries: Iterable[tuple[str, Content]]) -> None:
    """Refuse what the plain form of the container cannot hold.

    Raises:
        ValueError: over 2 GiB or 20,000 files.
    """
    sizes = [content.size for _, content in entries]
    if len(sizes) > MOST_FILES or sum(sizes) > LARGEST // 2:
        raise ValueError("too large for one pack")


def container_pieces(entries: Iterable[tuple[str, Content]]) -> Iterator[bytes]:
    """Yield the container of these entries piece by piece; see `container` and `require_room`."""
    offset = count = 0
    directory = bytearray()
    for name, content in entries:
        encoded = name.encode("utf-8")
        common = struct.pack(
            "<HHHHIIIHH",
            _UTF8,
            0,
            0,
            _DOS_DATE,
            content.crc,
            content.size,
            content.size,
            len(encoded),
            0,
        )
        local = b"PK\x03\x04" + struct.pack("<H", 20) + common + encoded
        head = b"PK\x01\x02" + struct.pack("<HH", _UNIX | 20, 20)
        directory += head + common + struct.pack("<HHHII", 0, 0, 0, _READABLE, offset) + encoded
        yield local
        yield from content.pieces()
        offset += len(local) + content.size
        count += 1
    yield bytes(directory)
    yield b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), offset, 0)


def _same_bytes(path: Path, entries: list[tuple[str, Content]]) -> bool:
    """Whether a file is, byte for byte, the container of these entries."""
    try:
        require_room(entries)
    except ValueError:
        return False
    with path.open("rb") as source:
        pieces = container_pieces(entries)
        return all(source.read(len(piece)) == piece for piece in pieces) and not source.read(1)


def check(path: Path, expected_manifest: str | None = None) -> dict[str, Any]:
    """Check a pack file or an unpacked folder.

    Args:
        path: The zip file or the folder.
        expected_manifest: SHA-256 of manifest.json that the sender told you another way, or None.

    Returns:
        ``ok``, ``problems`` (list of file and reason in English and Korean), ``files``, ``manifest_sha256``,
        ``audit_head``, ``pack``.
    """
    problems: list[dict[str, str]] = []
    with contextlib.ExitStack() as opened:
        entries = _read_folder(path, problems) if path.is_dir() else _read_zip(path, problems, opened)
        return _checked(path, entries, expected_manifest, problems)


def _checked(
    path: Path, entries: dict[str, Content], expected_manifest: str | None, problems: list[dict[str, str]]
) -> dict[str, Any]:
    manifest = _manifest(entries, problems)
    manifest_hash = entries[MANIFEST].sha256 if MANIFEST in entries else ""
    if expected_manifest is not None and expected_manifest.strip().lower() != manifest_hash:
        _add(problems, MANIFEST, "is not the manifest you were told of", "통보받은 목록과 다릅니다")
    files = manifest.get("files", []) if manifest else []
    if manifest:
        _check_files(entries, files, problems)
    if manifest and manifest.get("merkle_root") != _root(files):
        _add(problems, MANIFEST, "its Merkle root does not fit", "머클 루트가 맞지 않습니다")
    if not path.is_dir() and not problems:
        order = [entry["path"] for entry in files] + [MANIFEST, MANIFEST_HASH]
        if not _same_bytes(path, [(name, entries[name]) for name in order]):
            _add(problems, path.name, "the zip container itself was altered", "압축 파일 자체가 바뀌었습니다")
    told = manifest.get("audit_head") if manifest else None
    head: dict[str, Any] = told if isinstance(told, dict) else {}
    if manifest and head is not told:
        _add(problems, MANIFEST, "names no audit head", "감사 로그 최종 항목이 없습니다")
    if LOG in entries:
        _check_log(entries[LOG], head, problems)
    return {
        "ok": not problems,
        "problems": problems,
        "files": len(files),
        "manifest_sha256": manifest_hash,
        "audit_head": f"{head.get('seq', '')}:{head.get('hash', '')}" if head else "",
        "pack": manifest.get("pack", "") if manifest else "",
    }


def _lines(content: Content) -> Iterator[bytes]:
    """Yield the lines of a text; one without end stays as short as is needed to see that it is no entry."""
    rest = b""
    for piece in content.pieces():
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > LARGEST_MANIFEST:
            break
    if rest:
        yield rest


def _check_log(content: Content, head: dict[str, Any], problems: list[dict[str, str]]) -> None:
    """Check that each entry of the log still has the hash of its own fields, in order, none after the head."""
    before = 0
    for number, line in enumerate(_lines(content), start=1):
        try:
            entry = json.loads(line.decode("utf-8"))
            sound = entry["hash"] == entry_hash(entry) and before < int(entry["seq"])
            before = int(entry["seq"])
            if isinstance(head.get("seq"), int):
                sound = sound and before <= head["seq"]
                sound = sound and (before < head["seq"] or entry["hash"] == head.get("hash"))
        except (ValueError, KeyError, TypeError, RecursionError):
            sound = False
        if not sound:
            _add(
                problems,
                LOG,
                f"entry in line {number} does not have its hash or its place",
                f"{number}번째 줄의 항목이 해시 또는 순서와 맞지 않습니다",
            )
            return


def entry_hash(entry: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of an audit entry: its fields in a fixed order, each with its length before it."""
    digest = hashlib.sha256()
    for name in LOG_FIELDS:
        value = entry[name]
        field = ("" if value is None else str(value)).encode("utf-8")
        digest.update(b"%d:" % len(field))
        digest.update(field)
    return digest.hexdigest()


def _root(files: list[dict[str, Any]]) -> str:
    try:
        return merkle_root(str(entry["sha256"]) for entry in files)
    except (ValueError, KeyError, TypeError):
        return ""


def _add(problems: list[dict[str, str]], name: str, english: str, korean: str) -> None:
    problems.append({"file": name, "en": english, "ko": korean})


def _read_zip(path: Path, problems: list[dict[str, str]], opened: contextlib.ExitStack) -> dict[str, Content]:
    """Return what a zip holds; it stays open for reading it again until the caller's stack ends."""
    entries: dict[str, Content] = {}
    try:
        archive = opened.enter_context(zipfile.ZipFile(path))
        members = archive.infolist()
        if len(members) > MOST_FILES:
            _add(problems, path.name, "has too many files", "파일이 너무 많습니다")
            return entries
        # Stored files that are larger together than the container lie over each other: a zip bomb.
        packed_again = any(member.compress_type != zipfile.ZIP_STORED for member in members)
        room = path.stat().st_size * (MOST_SHRUNK if packed_again else 1)
        if sum(member.file_size for member in members) > min(room, LARGEST):
            _add(problems, path.name, "claims more than it holds", "실제보다 큰 내용을 주장합니다")
            return entries
        if packed_again:
            _add(
                problems,
                path.name,
                "was packed again by another program",
                "다른 프로그램으로 다시 압축되었습니다",
            )
        for member in members:
            if not member.is_dir():
                _read_member(archive, member, entries, problems)
    except (OSError, zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        _add(
            problems,
            path.name,
            f"cannot be read: {error}",
            "zip 파일로 읽을 수 없습니다. 잘렸거나 다른 파일입니다",
        )
    return entries


def _read_member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    entries: dict[str, Content],
    problems: list[dict[str, str]],
) -> None:
    # Some unpackers and packers take Korean names apart into letters: still the same name.
    name = unicodedata.normalize("NFC", member.filename)
    stored = member.compress_type == zipfile.ZIP_STORED
    if not _safe(name):
        _add(problems, name, "has a name that leads out of the pack", "패키지 밖을 가리키는 이름입니다")
    elif name in entries:
        _add(problems, name, "is there twice", "두 번 들어 있습니다")
    elif member.compress_type != zipfile.ZIP_DEFLATED and (
        not stored or member.file_size != member.compress_size
    ):
        _add(problems, name, "is packed in a way that is not read", "읽지 않는 방식으로 압축되었습니다")
    else:
        try:
            entries[name] = Content(functools.partial(_member_pieces, archive, member))
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
            _add(problems, name, f"is damaged: {error}", "손상되었습니다 (검사합 또는 머리 부분이 맞지 않음)")


def _member_pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as source:
        yield from _until_the_end(source)


def file_pieces(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece."""
    with path.open("rb") as source:
        yield from _until_the_end(source)


def _until_the_end(source: IO[bytes]) -> Iterator[bytes]:
    return iter(functools.partial(source.read, PIECE), b"")


def _safe(name: str) -> bool:
    parts = name.split("/")
    return not (
        name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in parts or "" in parts
    )


def _read_folder(folder: Path, problems: list[dict[str, str]]) -> dict[str, Content]:
    entries: dict[str, Content] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            name = unicodedata.normalize("NFC", file.relative_to(folder).as_posix())
            if file.is_symlink():
                _add(problems, name, "is a link, not a file", "파일이 아니라 링크입니다")
            else:
                entries[name] = Content(functools.partial(file_pieces, file))
    return entries


def _manifest(entries: dict[str, Content], problems: list[dict[str, str]]) -> dict[str, Any] | None:
    if MANIFEST not in entries:
        if entries or not problems:  # of what could not be opened at all nothing more is known
            _add(problems, MANIFEST, "is missing", "없습니다")
        return None
    if entries[MANIFEST].size > LARGEST_MANIFEST:
        _add(problems, MANIFEST, "its list of files is broken", "파일 목록이 잘못되었습니다")
        return None
    raw = entries[MANIFEST].whole()
    told = entries.get(MANIFEST_HASH)
    if told is None:
        _add(problems, MANIFEST_HASH, "is missing", "없습니다")
    elif told != content_of(f"{sha256(raw)}  {MANIFEST}\n".encode()):
        # Which of the two was altered cannot be told from inside.
        _add(problems, MANIFEST, "was altered (its own hash does not fit)", "바뀌었습니다 (해시가 맞지 않음)")
        _add(problems, MANIFEST_HASH, "or this one was altered", "또는 이 파일이 바뀌었습니다")
    try:
        manifest = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        _add(problems, MANIFEST, "cannot be read", "읽을 수 없습니다")
        return None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        _add(
            problems,
            MANIFEST,
            "has a form this checker does not know",
            "이 검사 프로그램이 모르는 형식입니다",
        )
        return None
    if not isinstance(manifest.get("files"), list) or not all(
        _entry_ok(entry) for entry in manifest["files"]
    ):
        _add(problems, MANIFEST, "its list of files is broken", "파일 목록이 잘못되었습니다")
        return None
    return manifest


def _entry_ok(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and all(isinstance(entry.get(key), str) for key in ("path", "sha256"))
        and isinstance(entry.get("size"), int)
    )


def _check_files(
    entries: dict[str, Content], files: list[dict[str, Any]], problems: list[dict[str, str]]
) -> None:
    already = {problem["file"] for problem in problems}
    listed: set[str] = set()
    for entry in files:
        name = entry["path"]
        listed.add(name)
        content = entries.get(name)
        if content is None:
            if name not in already:
                _add(problems, name, "is missing", "없습니다")
        elif content.size != entry["size"] or content.sha256 != entry["sha256"]:
            _add(problems, name, "was altered", "바뀌었습니다")
    for name in sorted(set(entries) - listed - OUTSIDE_MANIFEST):
        _add(problems, name, "does not belong to the pack", "패키지에 속하지 않습니다")


def report(result: dict[str, Any], name: str) -> str:
    """Return the result as lines for a person, English and Korean."""
    lines = [f"{name}: {'OK / 이상 없음' if result['ok'] else 'NOT OK / 이상 있음'}"]
    lines += [f"  ✗ {entry['file']}: {entry['en']} / {entry['ko']}" for entry in result["problems"]]
    lines.append(f"  files / 파일: {result['files']}")
    if not result["manifest_sha256"]:
        return "\n".join(lines)
    lines.append(f"  manifest SHA-256: {result['manifest_sha256']}")
    lines.append(f"  audit head / 감사 로그 머리: {result['audit_head'] or '-'}")
    lines.append("  Compare the manifest hash with the one the sender tells you another way.")
    lines.append("  목록 해시를 보낸 사람이 따로 알려 준 값과 비교하십시오.")
    return "\n".join(lines)


def main(words: list[str]) -> int:
    """Check what the command line names; 0 sound, 1 not sound, 2 usage."""
    as_json = "--json" in words
    words = [word for word in words if word != "--json"]
    expected: str | None = None
    if "--expect" in words:
        place = words.index("--expect")
        if place + 1 >= len(words):
            sys.stderr.write((__doc__ or "") + "\n")
            return 2
        expected = words[place + 1]
        del words[place : place + 2]
    if len(words) > 1 or any(word.startswith("-") for word in words):
        sys.stderr.write((__doc__ or "") + "\n")
        return 2
    path = Path(words[0]) if words else Path(__file__).resolve().parent
    if not path.exists():
        sys.stderr.write(f"{path}: not there / 없습니다\n")
        return 2
    result = check(path, expected)
    text = json.dumps(result, ensure_ascii=False, indent=1) if as_json else report(result, path.name)
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "backslashreplace"))
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
