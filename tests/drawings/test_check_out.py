"""Check-out and check-in: one holder, changed content only, and whatever breaks in between loses nothing."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.changes.reviews import open_review
from app.drawings.check_out import (
    check_in,
    check_out,
    check_out_of,
    check_outs,
    give_back,
    take_off,
    versions_of,
)
from app.drawings.documents import attach_file
from app.drawings.queries import FileRow, document_revision_head
from app.drawings.work_folder import (
    NOTE,
    WorkState,
    compare_work_files,
    read_work_files,
    tidy_work_files,
    work_folder,
    write_work_files,
)
from app.errors import PartproofError
from app.factory import Factory
from app.vault import FolderVault
from app.vault_database import DatabaseVault
from models.vocab import Noun, Role
from tests.app.test_thread_of_release import approve, make_drawing
from tests.crew import Crew
from tests.rules.world import World

PLACE: dict[str, str] = {"folder": "D:\\작업\\DW-1 A", "host": "SEOLGYE-2"}


def _files(factory: Factory, revision: int) -> tuple[FileRow, ...]:
    head = factory.ask(document_revision_head, revision)
    assert head is not None
    return head.files


def _code(factory: Factory, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        factory.perform(verb, *args, **facts)
    return refused.value.code


def test_one_person_has_it_and_the_second_is_told_who_and_where(factory: Factory, crew: Crew) -> None:
    engineer, quality = crew.actor(Role.ENGINEER), crew.actor(Role.QUALITY)
    drawing = make_drawing(factory, engineer, "DW-1")
    out = factory.perform(check_out, drawing, **PLACE, actor=engineer).result
    assert factory.perform(check_out, drawing, **PLACE, actor=engineer).result == out
    for verb, facts in ((check_out, PLACE), (attach_file, {"content": b"x", "name": "x.txt"})):
        with pytest.raises(PartproofError) as refused:
            factory.perform(verb, drawing, **facts, actor=quality)
        assert refused.value.code == "document.checked_out"
        assert refused.value.values["name"] == "김설계"
        assert refused.value.values["host"] == "SEOLGYE-2"
    assert (
        _code(factory, open_review, Noun.DOCUMENT_REVISION, drawing, actor=engineer) == "document.checked_out"
    )
    assert _code(factory, check_in, out, [], actor=quality) == "document.not_your_check_out"
    (row,) = factory.ask(check_outs)
    assert (row.number, row.name, row.folder) == ("DW-1", "김설계", PLACE["folder"])
    assert _code(factory, take_off, out, reason="x", actor=quality) == "right.missing"
    factory.perform(take_off, out, reason="휴가", actor=crew.actor(Role.ADMINISTRATOR))
    assert factory.ask(check_out_of, drawing) is None
    assert _code(factory, give_back, out, actor=engineer) == "document.not_your_check_out"


def test_only_changed_content_makes_a_version(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    factory.perform(attach_file, drawing, b"second", "notes.txt", actor=engineer)
    folder = work_folder(tmp_path, "DW-1", "A/B")
    out = factory.perform(check_out, drawing, folder=str(folder), host="PC", actor=engineer).result
    files = _files(factory, drawing)
    assert write_work_files(folder, files, factory.read_file) == ()
    (folder / "notes.txt").write_bytes(b"second, changed")
    (folder / "extra.txt").write_bytes(b"new")
    (folder / "~lock.tmp").write_bytes(b"lock")
    rows = {row.name: row.state for row in compare_work_files(folder, files)}
    assert rows == {"DW-1.step": WorkState.SAME, "notes.txt": WorkState.CHANGED, "extra.txt": WorkState.NEW}
    wanted = [row for row in compare_work_files(folder, files) if row.state is not WorkState.MISSING]
    contents = read_work_files(folder, wanted)
    assert factory.perform(check_in, out, contents, note="치수 수정", actor=engineer).result == 2
    kept = factory.ask(versions_of, drawing)
    assert [(row.number, row.name, row.note) for row in kept[:2]] == [
        (4, "extra.txt", "치수 수정"),
        (3, "notes.txt", "치수 수정"),
    ]
    assert factory.read_file(kept[1].file_hash) == b"second, changed"
    assert tidy_work_files(folder, _files(factory, drawing)) == ()
    assert not (folder / NOTE).exists()
    out = factory.perform(check_out, drawing, **PLACE, actor=engineer).result
    same = [c for c in contents if c.name == "notes.txt"]
    assert factory.perform(check_in, out, same, actor=engineer).result == 0
    assert len(factory.ask(versions_of, drawing)) == 4


def test_work_in_the_folder_is_never_overwritten_nor_removed(
    factory: Factory, crew: Crew, tmp_path: Path
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    files = _files(factory, drawing)
    write_work_files(tmp_path, files, factory.read_file)
    (tmp_path / "DW-1.step").write_bytes(b"an evening of work")
    # The program died after the claim; asking for the files again finds somebody's work.
    assert write_work_files(tmp_path, files, factory.read_file) == ("DW-1.step",)
    assert tidy_work_files(tmp_path, files) == ("DW-1.step",)
    assert (tmp_path / "DW-1.step").read_bytes() == b"an evening of work"
    (tmp_path / "DW-1.step").unlink()
    gone = compare_work_files(tmp_path, files)
    assert [row.state for row in gone] == [WorkState.MISSING]
    with pytest.raises(PartproofError) as refused:
        read_work_files(tmp_path, gone)
    assert refused.value.code == "document.work_file_missing"


def test_a_drawing_replaced_by_rubbish_is_refused_and_the_stored_one_stays(
    factory: Factory, crew: Crew, tmp_path: Path, shared_dir: Path
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    good = (shared_dir / "samples" / "drawings-pdf" / "flange.pdf").read_bytes()
    factory.perform(attach_file, drawing, good, "sheet.pdf", actor=engineer)
    out = factory.perform(check_out, drawing, **PLACE, actor=engineer).result
    files = _files(factory, drawing)
    write_work_files(tmp_path, files, factory.read_file)
    for content, code in ((good[:9000], "drawings.pdf_truncated"), (b"\x9b DRMONE  x", "")):
        (tmp_path / "sheet.pdf").write_bytes(content)
        changed = [row for row in compare_work_files(tmp_path, files) if row.state is WorkState.CHANGED]
        if code:
            with pytest.raises(PartproofError) as refused:
                read_work_files(tmp_path, changed)
            assert refused.value.code == code
        else:
            (locked,) = read_work_files(tmp_path, changed)
            assert locked.read is not None
            assert (locked.read.kind.value, locked.read.detail) == ("locked", "Fasoo")
    assert factory.ask(check_out_of, drawing) is not None
    assert out
    assert files == _files(factory, drawing)


def test_a_full_disk_at_check_in_changes_nothing(
    factory: Factory, crew: Crew, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    out = factory.perform(check_out, drawing, **PLACE, actor=engineer).result
    files = _files(factory, drawing)
    write_work_files(tmp_path, files, factory.read_file)
    (tmp_path / "DW-1.step").write_bytes(b"changed")
    contents = read_work_files(tmp_path, compare_work_files(tmp_path, files))

    def no_room(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        # A folder on SQLite; on PostgreSQL the database holds the files, and its disk is full.
        patch.setattr(FolderVault, "_write", no_room)
        patch.setattr(DatabaseVault, "put", lambda vault, content: vault._cache.put(content))
        assert _code(factory, check_in, out, contents, actor=engineer) == "vault.no_space"
    assert files == _files(factory, drawing)
    assert factory.ask(check_out_of, drawing) is not None
    assert (tmp_path / "DW-1.step").read_bytes() == b"changed"
    assert factory.perform(check_in, out, contents, actor=engineer).result == 1


def test_the_database_itself_keeps_versions_and_check_outs(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    factory.perform(check_out, drawing, **PLACE, actor=engineer)
    second = make_drawing(factory, engineer, "DW-2")
    approve(factory, crew, Noun.DOCUMENT_REVISION, second)
    attacks = (
        "UPDATE document_version SET file_hash = 'x'",
        "UPDATE check_out SET user_id = user_id + 1",
        "DELETE FROM check_out",
        "UPDATE check_out SET ended_at = '2026-11-24T00:00:00.000000Z'",
        "UPDATE file_fact SET detail = 'x'",
        "DELETE FROM file_fact",
        "DELETE FROM document_version WHERE revision_id = :second",
        """INSERT INTO check_out (revision_id, user_id, folder, host, taken_at)
            SELECT :second, user_id, folder, host, taken_at FROM check_out""",
        """INSERT INTO document_version (revision_id, number, name, file_hash, note, made_by_id, made_at)
            SELECT :second, 9, name, file_hash, note, made_by_id, made_at FROM document_version""",
    )
    with World(factory, crew, {}).raw() as connection:
        for attack in attacks:
            with pytest.raises(DatabaseError):
                connection.execute(text(attack), {"second": second} if ":second" in attack else {})
