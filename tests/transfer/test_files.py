"""Folders as they are: every file that cannot be taken is listed with its reason."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from app.errors import PartproofError
from app.jobs import CanceledError, Progress
from app.texts import Language
from app.transfer import files
from app.transfer.files import existing_folder, on_disk, read_content, walk_folder
from tests.transfer.shop import drawing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good drawing in a sub-folder."""
    made = tmp_path / "도면 2019"
    (made / "하위").mkdir(parents=True)
    (made / "하위" / "HB-1_A_축.pdf").write_bytes(drawing("good"))
    return made


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("빈.pdf", b"", "file.empty"),
        ("~$대장.xlsx", b"x", "file.office_lock"),
        ("Thumbs.db", b"x", "file.system"),
        ("잠김.pdf", b"\x9b DRMONE  This Document is encrypted and protected by Fasoo DRM", "file.locked"),
        ("잠김.dwg", b"SCDSA004" + b"\0" * 99, "file.locked"),
        ("잠김.xlsx", b"<## NASCA DRM FILE - VER1.00 ##>", "file.locked"),
        ("반.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n", "file.damaged"),
        ("거짓.pdf", b"GIF89a....", "file.damaged"),
        ("이상한.dwg", bytes(range(1, 200)), "file.not_what_it_says"),
    ],
)
def test_what_cannot_be_taken_says_why(folder: Path, name: str, content: bytes, code: str) -> None:
    (folder / name).write_bytes(content)
    found = walk_folder(folder)
    assert [file.path for file in found.files] == ["하위/HB-1_A_축.pdf"]
    (left,) = found.left_out
    assert (left.what, left.reason.code) == (name, code)
    assert left.reason.say(Language("ko"))


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_devices_and_forbidden_folders_are_listed_and_not_followed(
    folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "밖.pdf"
    secret.write_bytes(drawing("outside"))
    (folder / "link.pdf").symlink_to(secret)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe.pdf")
    found = walk_folder(folder)
    assert {left.what: left.reason.code for left in found.left_out} == {
        "link.pdf": "file.link",
        "loop": "file.link",
        "pipe.pdf": "file.not_a_file",
    }
    with pytest.raises(OSError, match=r"link\.pdf|symbolic"):
        read_content(folder, "link.pdf")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="a superuser may read everything")
def test_what_may_not_be_read_is_listed(folder: Path) -> None:
    locked = folder / "a.pdf"
    locked.write_bytes(drawing("a"))
    locked.chmod(0)
    assert [left.reason.code for left in walk_folder(folder).left_out] == ["file.unreadable"]


def test_a_file_that_cannot_be_opened_is_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "read_content", fails)
    (left,) = walk_folder(folder).left_out
    assert left.reason.say(Language("en")) == "It cannot be read: Permission denied."


def test_names_in_the_spelling_of_another_system_are_found_again(folder: Path) -> None:
    spelled = unicodedata.normalize("NFD", "HB-2_A_브라켓.pdf")
    (folder / spelled).write_bytes(drawing("nfd"))
    found = next(file for file in walk_folder(folder).files if "HB-2" in file.path)
    assert found.path == "HB-2_A_브라켓.pdf"
    assert found.stem == "HB-2_A_브라켓"
    assert read_content(folder, on_disk(folder, found.path)) == drawing("nfd")
    assert existing_folder(str(folder)).is_dir()


def test_a_long_name_in_a_deep_folder_is_taken(folder: Path) -> None:
    deep = folder
    for _ in range(6):
        deep = deep / ("깊은 폴더" * 5)
    deep.mkdir(parents=True)
    (deep / ("가" * 80 + ".pdf")).write_bytes(drawing("long"))
    assert len(walk_folder(folder).files) == 2


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PartproofError, match=r"transfer\.folder_missing"):
        walk_folder(tmp_path / "nothing")


def test_too_many_files_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 1)
    (folder / "b.pdf").write_bytes(drawing("b"))
    with pytest.raises(PartproofError, match=r"transfer\.too_many_files"):
        walk_folder(folder)


def test_reading_stops_when_nobody_wants_it(folder: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CanceledError):
        walk_folder(folder, progress)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps names as text")
def test_a_name_that_is_no_text_is_taken_and_found_again(folder: Path) -> None:
    try:
        (folder / os.fsdecode("HB-9_A_\udcb5\udcb5.pdf".encode("utf-8", "surrogateescape"))).write_bytes(
            drawing("bytes")
        )
    except OSError:
        pytest.skip("this file system takes text only")
    found = next(file for file in walk_folder(folder).files if "HB-9" in file.path)
    assert "\N{REPLACEMENT CHARACTER}" in found.path
    assert read_content(folder, on_disk(folder, found.path)) == drawing("bytes")
