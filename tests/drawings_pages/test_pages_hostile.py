"""Bad and hostile PDFs: each gets its refusal with a next step in both languages, and the reader goes on."""

from __future__ import annotations

import io
import os
import signal
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from app.drawings import page_process, page_refusals, page_source
from app.drawings.pages import PageReader, Rectangle
from app.errors import PartproofError, RefusalKind
from app.texts import Language
from tests.drawings_pages.conftest import one_page, written

LINUX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits and signals")


def encrypted(user: str) -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(one_page(b"BT /F1 12 Tf 50 20 Td (12.5) Tj ET"))) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(user=user, owner="owner", R=6))
    return file.getvalue()


def of_pages(kids: bytes, count: int = 1) -> bytes:
    return written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)])


REFUSED = {
    "empty": (b"", page_refusals.EMPTY_FILE),
    "not a pdf": (b"PK\x03\x04" + b"\0" * 4000, page_refusals.NOT_A_PDF),
    "text": (b"Halter ,,, 12.5", page_refusals.NOT_A_PDF),
    "head only": (b"%PDF-1.7\n", page_refusals.TRUNCATED),
    "cut in half": (one_page()[:300], page_refusals.TRUNCATED),
    "cut update": (one_page() + b"9 0 obj\n<</Type/Page", page_refusals.TRUNCATED),
    "no objects": (b"%PDF-1.7\nxref\n%%EOF\n", page_refusals.DAMAGED),
    "password": (encrypted("secret"), page_refusals.PASSWORD_NEEDED),
    "no pages": (of_pages(b"", 0), page_refusals.NO_PAGES),
    "page is missing": (of_pages(b"7 0 R"), page_refusals.PAGE_DAMAGED),
    "side of 10^9": (one_page(box="0 0 1000000000 10"), page_refusals.IMPOSSIBLE_SIZE),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_with_the_next_step(reader: PageReader, case: str) -> None:
    content, kind = REFUSED[case]
    with pytest.raises(PartproofError) as caught:
        reader.open_pages(content, "허브.pdf")
    assert caught.value.code == kind.code
    for code in ("ko", "en"):
        said = Language(code).explain(caught.value)
        assert "허브.pdf" in said
        assert "{" not in said
    assert reader.open_pages(one_page()).page_count == 1


def outcome(reader: PageReader, content: bytes) -> str:
    """Return ``shown`` or the code of the refusal; anything else than these two fails the test."""
    try:
        reader.open_pages(content)
        reader.render(content, 0, 0.3)
    except PartproofError as refusal:
        return refusal.code
    return "shown"


def _kinds() -> Iterator[RefusalKind]:
    yield from (value for value in vars(page_refusals).values() if isinstance(value, RefusalKind))


def test_every_refusal_is_said_in_korean() -> None:
    korean = Language("ko")
    kinds = list(_kinds())
    assert len(kinds) == 22
    for kind in kinds:
        assert korean.say(kind.sentence) != kind.sentence, kind.code
        assert korean.say(kind.next_step) != kind.next_step, kind.code


def test_a_missing_file_and_a_folder_are_refused(reader: PageReader, tmp_path: Path) -> None:
    for path in (tmp_path / "gone.pdf", tmp_path):
        with pytest.raises(PartproofError) as caught:
            reader.open_pages(path)
        assert caught.value.code == page_refusals.UNREADABLE_FILE.code


def test_a_file_over_the_limit_is_refused_unread(
    reader: PageReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(one_page())
        # A sparse file: takes no room on the disk.
        file.truncate(page_source.LARGEST_FILE + 1)
    start = time.monotonic()
    with pytest.raises(PartproofError) as caught:
        reader.open_pages(path)
    assert caught.value.code == page_refusals.FILE_TOO_LARGE.code
    assert time.monotonic() - start < 20  # refused by its size: reading 500 MB would take longer
    monkeypatch.setattr(page_source, "LARGEST_FILE", 100)
    with pytest.raises(PartproofError) as caught:
        reader.open_pages(one_page())
    assert caught.value.code == page_refusals.FILE_TOO_LARGE.code


def test_an_encrypted_file_that_opens_is_told_as_such(reader: PageReader) -> None:
    facts = reader.open_pages(encrypted(""))
    assert facts.encrypted
    assert [warning.code for warning in facts.warnings] == ["encrypted"]


def test_an_empty_page_is_told_to_have_no_text(reader: PageReader) -> None:
    facts = reader.open_pages(one_page())
    assert facts.pages[0].has_text is False
    assert [warning.code for warning in facts.warnings] == ["no_text"]


def test_a_page_that_does_not_exist_is_refused(reader: PageReader) -> None:
    for page in (-1, 1, 10**6):
        with pytest.raises(PartproofError) as caught:
            reader.render(one_page(), page, 1)
        assert caught.value.code == page_refusals.NO_SUCH_PAGE.code


def test_a_picture_too_large_is_refused_and_a_part_of_it_is_drawn(reader: PageReader) -> None:
    with pytest.raises(PartproofError) as caught:
        reader.render(one_page(), 0, 100)
    assert caught.value.code == page_refusals.PICTURE_TOO_LARGE.code
    part = reader.render(one_page(), 0, 100, Rectangle(0, 0, 2, 1))
    assert (part.width, part.height) == (200, 100)
    with pytest.raises(PartproofError):
        reader.render(one_page(), 0, 1e9, Rectangle(0, 0, 1e-9, 1e-9))


def test_an_oversize_page_opens_with_a_warning(reader: PageReader) -> None:
    facts = reader.open_pages(one_page(box="0 0 20000 500"))
    assert "oversize" in [warning.code for warning in facts.warnings]
    assert reader.render(one_page(box="0 0 20000 500"), 0, 0.05).width == 1000


def test_deep_nesting_loops_and_bombs_do_not_stop_the_reader(reader: PageReader) -> None:
    nested = one_page(more="/Deep " + "[" * 50_000 + "]" * 50_000)
    own_child = of_pages(b"2 0 R", 5)
    forms = b"<</Type/XObject/Subtype/Form/BBox[0 0 300 200]/Resources<</XObject<</X 4 0 R>>>>/Length 5>>"
    looping = written(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
            forms + b"stream\n/X Do\nendstream",
            b"<</Length 5>>stream\n/X Do\nendstream",
        ]
    )
    packed = zlib.compress(b"0 0 m 1 1 l S\n" * 200_000, 9)
    bomb = one_page(b"")
    bomb = bomb.replace(
        b"<</Length 0>>stream\n\nendstream",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
    )
    outcomes = []
    for content in (nested, own_child, looping, bomb):
        outcomes.append(outcome(reader, content))
        assert reader.open_pages(one_page()).page_count == 1
    assert outcomes == ["shown", page_refusals.PAGE_DAMAGED.code, "shown", "shown"]


def test_files_with_flipped_bytes_open_or_are_refused(reader: PageReader, drawings: Path) -> None:
    import random

    chance = random.Random(20260601)
    whole = (drawings / "Mid_Panel_v0.2.PDF").read_bytes()
    outcomes = set()
    for _ in range(200):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        outcomes.add(outcome(reader, bytes(content)))
    assert "shown" in outcomes
    assert outcomes - {"shown"}
    assert outcomes <= {"shown", *(kind.code for kind in _kinds())}


def slow_page() -> bytes:
    """Many large overlapping transparent shapes: seconds of work in a small file."""
    shapes = b"".join(b"0 0 m 300 %d l 300 200 l 0 %d l f* " % (n % 200, n % 199) for n in range(400_000))
    packed = zlib.compress(shapes, 6)
    return one_page(b"").replace(
        b"<</Length 0>>stream\n\nendstream",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
    )


def test_work_beyond_the_time_limit_is_given_up_and_the_next_file_is_read() -> None:
    reader = PageReader(seconds=0.6)
    try:
        assert reader.open_pages(one_page()).page_count == 1
        start = time.monotonic()
        with pytest.raises(PartproofError) as caught:
            reader.render(slow_page(), 0, 8)
        assert caught.value.code == page_refusals.TOO_SLOW.code
        assert time.monotonic() - start < 30  # given up, not waited for
        assert "0.6" in Language("ko").explain(caught.value)
        assert reader.process.process_id is None
    finally:
        reader.close()


@LINUX_ONLY
def test_memory_beyond_the_limit_ends_the_child_only() -> None:
    reader = PageReader(memory_bytes=160 * 1024 * 1024)
    try:
        assert reader.open_pages(one_page()).page_count == 1
        with pytest.raises(PartproofError) as caught:
            reader.render(one_page(), 0, 25)
        assert caught.value.code == page_refusals.READER_STOPPED.code
        assert reader.render(one_page(), 0, 1).width == 300
    finally:
        reader.close()


@LINUX_ONLY
def test_a_child_that_died_is_replaced_unnoticed() -> None:
    reader = PageReader()
    try:
        content = one_page(b"BT /F1 12 Tf 50 20 Td (12.5) Tj ET")
        reader.open_pages(content)
        first = reader.process.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
        assert [run.text for run in reader.page_text(content, 0)] == ["12.5"]
        assert reader.process.process_id not in (None, first)
    finally:
        reader.close()


def test_a_reader_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    reader = PageReader()
    with pytest.raises(PartproofError) as caught:
        reader.open_pages(one_page())
    assert caught.value.code == page_refusals.READER_MISSING.code


def test_a_frozen_program_starts_itself_as_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = page_process.worker_command(1000, 2.5)
    assert command == [sys.executable, "--page-worker", "1000", "2.5"]
    assert page_process.serve_if_asked([sys.executable, "demo", "--json", "x"]) is None
